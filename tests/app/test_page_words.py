"""What the page itself says of a race, read from a real page and said anew in Python.

Texts are read at several minutes, covered and revealed, from pages without a server. With noise
none of them may tell what is true before the landscape is revealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from app.page.saved_page import saved_page
from app.race import Race, run
from app.race.story import caption
from app.settings import RaceSettings
from strategies import Lane
from tests.app import second_teller
from tests.app.second_teller import TITLES, setting, two_digits

RACES = {
    "exact": RaceSettings(landscape="bumpy", seed=3, budget=150),
    "noisy": RaceSettings(seed=53, noise=0.03),
    "fixed": RaceSettings(
        landscape="one-knob", seed=39, noise=0.1, lengthscales="fixed", ell1=0.1, budget=90
    ),
    "tiny": RaceSettings(seed=5, budget=30, initial=9),
}
MAPS = {"mean": "Posterior mean", "sd": "Standard deviation", "ei": "Expected improvement"}

READ = """() => {
  const text = (place, selector) => place.querySelector(selector).textContent
  const page = document.querySelector(".page")
  const model = (name) => Bokeh.documents.map((it) => it.get_model_by_name(name)).find(Boolean)
  const label = (plot) => page.querySelector(`[data-plot=${plot}]`).ariaLabel
  const lanes = Object.fromEntries(["grid", "random", "bayes"].map((key) => {
    const card = page.querySelector(`.lane[data-lane=${key}]`)
    const {verdict, number, cost, finish, knob0, knob1} = model(`lane_${key}_trials`).data
    return [key, {
      best: text(card, ".best"),
      best_label: card.querySelector(".best").ariaLabel,
      words: text(card, ".words"),
      caption: text(card, ".how"),
      stats: text(card, ".stats"),
      plot: label(`lane_${key}`),
      verdict: [...verdict], number: [...number], knobs: [...knob0].map((k, i) => [k, knob1[i]]),
      told: [...cost].map((c, i) => [c, finish[i]]),
      true_curve: [...model(`curve_score_${key}_true`).data.y],
    }]
  }))
  const range = page.querySelector("[name=minute]")
  return {
    lanes,
    run: text(page, ".run b"),
    minute: text(page, ".minute"),
    slider: range.ariaValueText,
    when: text(page, ".mind .when"),
    unmodelled: text(page, ".unmodelled"),
    empty: page.querySelector(".mind").classList.contains("empty"),
    scales: ["mean", "sd", "ei"].map((map) => [".low", ".high"].map(
      (end) => text(page, `[data-map=${map}] .scale ${end}`))),
    curves: ["curve_score", "curve_regret"].map(label),
    maps: ["mean", "sd", "ei"].map((map) => label(`map_${map}`)),
    story: [...page.querySelectorAll(".story .lines p")].map((p) => p.textContent),
    title: text(page, "dialog.table h2 span"),
    table: [...page.querySelectorAll("dialog.table tr")].map(
      (row) => [...row.cells].map((cell) => cell.textContent)),
    notice: page.querySelector(".notice").hidden ? "" : text(page, ".notice span"),
    optimum_shown: model("curve_score_optimum").data.x.length > 0,
  }
}"""


# ---- A page for each race ------------------------------------------------------------------------

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """Opens the page of a race as a view says; the tests fail if a page complains."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    context.set_default_timeout(30_000)
    folder, complaints = tmp_path_factory.mktemp("words"), []

    def open_page(settings: RaceSettings, **view: Any) -> Page:
        path = folder / "race.html"
        path.write_text(saved_page(settings, view), encoding="utf-8")
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(Path(path).as_uri())
        page.wait_for_selector(".page[data-ready]")
        return page

    yield open_page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module", params=RACES.values(), ids=RACES)
def race_and_page(request: pytest.FixtureRequest, opened: Opener) -> tuple[Race, Page]:
    """A race and its page, with the table open."""
    page = opened(request.param)
    page.click("[data-do=table]")
    return run(request.param), page


def show(page: Page, minute: float, revealed: bool) -> dict[str, Any]:
    """Bring the page to a state, and read all of its words."""
    page.locator("[name=minute]").evaluate(
        "(range, to) => { range.value = to; range.dispatchEvent(new Event('input')) }", minute
    )
    if (page.locator("[data-do=reveal]").get_attribute("aria-pressed") == "true") != revealed:
        page.click("[data-do=reveal]")
    return page.evaluate(READ)


# ---- The same words in Python --------------------------------------------------------------------


def figure(value: float) -> str:
    """A figure beside a map: two digits, plain from 0.01 up."""
    if value == 0:
        return "0"
    digits, exponent = two_digits(value)
    if value < 0.01:
        return f"{digits}e{exponent}"
    return f"{float(digits) * 10.0**exponent:.{max(0, 1 - exponent)}f}"


def knobs(race: Race, x: np.ndarray) -> list[str]:
    return [setting(float(value)) for value in race.landscape.space.from_unit(x)]


def expected_lane(race: Race, lane: Lane, minute: float, revealed: bool) -> dict[str, Any]:
    n, noisy = second_teller.finished(lane, minute), race.settings.noise > 0
    gone = float(lane.cost[:n].sum())
    running = n < len(lane)
    left = race.settings.budget - (minute if running else gone)
    told = {
        "best": "–",
        "words": "",
        "stats": f"{n} trial{'' if n == 1 else 's'} · {minute if running else gone:.0f} min spent, "
        + (f"{left:.0f} left" if running else f"{left:.1f} left"),
        "plot": "none has finished",
    }
    if n:
        best = int(np.argmax(lane.observed[:n]))
        top = f"{lane.observed[best]:.3f}"
        chosen, mean = second_teller.choice(lane, n, noisy)
        is_ = float(race.landscape.score(lane.x[chosen]))
        words = [f"looks {top}"]
        words += [f"believed {mean:.3f}"] * 1 if mean is not None else []
        words += [f"is {is_:.3f}"] if revealed else []
        at = " and ".join(knobs(race, lane.x[best]))
        first = "what looks best" if noisy else "the best"
        told |= {"best": top, "words": " · ".join(words) if noisy else ""}
        told["plot"] = f"{first}, {top}, at learning rate and weight decay {at}"
    plot = f"{TITLES[lane.name]} on the plane of the knobs: {n} trials, {told['plot']}."
    truth = [f" (true {score:.4f})" * (noisy and revealed) for score in lane.true_score]
    return told | {
        "best_label": f"{'looks best with' if noisy else 'best score'} {told['best']}",
        "plot": f"{plot} At minute {minute:.0f} of {race.settings.budget}.",
        "verdict": [f"score {lane.observed[i]:.4f}{truth[i]}" for i in range(n)],
        "number": list(range(1, n + 1)),
        "knobs": [knobs(race, x) for x in lane.x[:n]],
        "told": [pytest.approx(pair) for pair in zip(lane.cost[:n], lane.finish[:n], strict=True)],
    }


def expected_mind(race: Race, minute: float) -> dict[str, Any]:
    lane, initial = race.recording.lane("bayes"), race.settings.initial
    n = second_teller.finished(lane, minute)
    trials, at = f"{n} of {initial} initial trials", f"At minute {minute:.0f}"
    sought = "augmented EI" if race.settings.noise > 0 else "EI"
    titles = MAPS | ({"ei": "Augmented EI"} if race.settings.noise > 0 else {})
    ended = n == len(lane) < initial
    if n < initial:
        why = (
            f"no model, for the budget ended after {trials}" if ended else f"no model yet, {trials}"
        )
        return {
            "empty": True,
            "when": "",
            "unmodelled": f"No Gaussian process: the budget ended after {trials}."
            if ended
            else f"No Gaussian process yet: {trials} have finished.",
            "scales": [["≤ 0.42", "≥ 0.97"], ["", ""], ["", ""]],
            "maps": [f"{map_}: {why}. {at} of {race.settings.budget}." for map_ in titles.values()],
        }
    belief = lane.beliefs[n]
    gain = 1e-4 * (0.97 - 0.42)  # the map of EI has one scale over the race, and this floor
    most = max(gain * 10, *(float(known.value) for known in lane.beliefs if known is not None))
    ends = {
        "mean": [figure(belief.mean.min()), figure(belief.mean.max())],
        "sd": [figure(belief.sd.min()), figure(belief.sd.max())],
        "ei": [figure(gain), figure(most)],
    }
    where = " and ".join(knobs(race, belief.x))
    short = [f"{length:#.2g}" for length in belief.lengthscales]
    return {
        "empty": False,
        "when": f"after {n} trials · {there(lane, n, sought, gain)} · "
        f"lengthscales {short[0]}, {short[1]}",
        "scales": [["≤ 0.42", "≥ 0.97"], ends["sd"], [f"≤ {ends['ei'][0]}", ends["ei"][1]]],
        "maps": [
            f"{title}{', on a logarithmic scale' * (map_ == 'ei')}: from {ends[map_][0]} to "
            f"{ends[map_][1]}, next configuration at {where}. {at} of {race.settings.budget}."
            for map_, title in titles.items()
        ],
    }


def there(lane: Lane, n: int, sought: str, gain: float) -> str:
    """How much there is to gain after n trials; once it is nothing, since when."""
    nothing = n
    while nothing and lane.beliefs[nothing] is not None and lane.beliefs[nothing].value < gain:
        nothing -= 1
    if nothing == n:
        return f"largest {sought} {figure(lane.beliefs[n].value)} at ✕"
    since = float(lane.finish[nothing])
    return f"it expects no gain since minute {since:.0f}: {sought} {figure(lane.beliefs[n].value)}"


def expected_story(race: Race, minute: float, revealed: bool) -> list[str]:
    budget = race.settings.budget
    if minute == 0:
        each = f"Three searchers, one hidden landscape, {budget} GPU-minutes each."
        coming = "who leads and since when, where Bayesian search goes next and why"
        return [
            f"{each} Press Run search.",
            f"Here will stand {coming}, what grid search hasn’t seen yet.",
        ]
    over = minute >= second_teller.events(race)[-1]
    channels = ["truth" if revealed else "end"] if over else ["lead", "bayes", "grid"]
    return [second_teller.sentence_at(race, channel, minute) for channel in channels]


def expected_table(race: Race, minute: float, revealed: bool) -> list[list[str]]:
    noisy = race.settings.noise > 0
    told = noisy and revealed
    head = ["Searcher", "Trial", "learning rate", "weight decay"]
    head += ["Observed score" if noisy else "Score", *["True score"] * told, "Cost", "Finished at"]
    head += ["Looks best", "Believed best"] if noisy else ["Best so far"]
    rows = [head + ["Is best"] * told]
    for lane in race.recording.lanes:
        for i in range(second_teller.finished(lane, minute)):
            best = int(np.argmax(lane.observed[: i + 1]))
            chosen, mean = second_teller.choice(lane, i + 1, noisy)
            row = [TITLES[lane.name], str(i + 1), *knobs(race, lane.x[i])]
            row += [f"{lane.observed[i]:.4f}", *[f"{lane.true_score[i]:.4f}"] * told]
            row += [f"{lane.cost[i]:.1f}", f"{lane.finish[i]:.1f}"]
            if noisy:
                row.append(f"{lane.observed[best]:.4f} ({best + 1})")
                row.append("–" if mean is None else f"{mean:.4f} ({chosen + 1})")
            else:
                row.append(f"{lane.observed[best]:.4f}")
            rows.append(row + [f"{lane.true_score[chosen]:.4f} ({chosen + 1})"] * told)
    return rows


def expected_curves(race: Race, minute: float, revealed: bool) -> list[str]:
    bests, regrets = [], []
    for lane in race.recording.lanes:
        n = second_teller.finished(lane, minute)
        best = int(np.argmax(lane.observed[:n])) if n else 0
        missed = race.landscape.optimum.score - float(race.landscape.score(lane.x[best]))
        bests.append(f"{TITLES[lane.name]} {f'{lane.observed[best]:.3f}' if n else 'none'}")
        regrets.append(f"{TITLES[lane.name]} {figure(missed) if n else 'none'}")
    covered = "Simple regret against GPU-minutes, told once the landscape is revealed."
    told = f"Simple regret against GPU-minutes, on a logarithmic axis: {', '.join(regrets)}."
    at = f" At minute {minute:.0f} of {race.settings.budget}."
    score = f"Best score so far against GPU-minutes: {', '.join(bests)}."
    return [score + at, (told if revealed else covered) + at]


# ---- Both are the same ---------------------------------------------------------------------------


@pytest.mark.parametrize("revealed", [False, True], ids=["covered", "revealed"])
def test_every_word_of_the_page_is_the_races(
    race_and_page: tuple[Race, Page], revealed: bool
) -> None:
    race, page = race_and_page
    budget = race.settings.budget
    first = second_teller.events(race)[0]
    for minute in (0.0, first, 0.171 * budget, 0.4537 * budget, float(budget)):
        read = show(page, minute, revealed)
        for lane in race.recording.lanes:
            assert read["lanes"][lane.name]["caption"] == caption(race, lane)
            for name, words in expected_lane(race, lane, minute, revealed).items():
                assert read["lanes"][lane.name][name] == words, (lane.name, name, minute)
        for name, words in expected_mind(race, minute).items():
            assert read[name] == words, (name, minute)
        told = [line.replace("\u2011", "-") for line in read["story"]]
        assert told == expected_story(race, minute, revealed)
        rows = expected_table(race, minute, revealed)
        assert read["table"] == rows
        assert read["title"] == f"{len(rows) - 1} trials after {minute:.0f} of {budget} GPU-minutes"
        assert read["curves"] == expected_curves(race, minute, revealed)
        assert read["slider"] == f"{minute:.0f} of {budget} GPU-minutes"
        assert read["minute"] == f"{minute:.0f} of {budget} GPU-minutes"
        assert read["run"] == {0.0: "Run search", float(budget): "Run again"}.get(minute, "Go on")
        assert read["notice"] == ""


def test_the_true_curve_is_drawn_only_with_noise_and_only_when_revealed(
    race_and_page: tuple[Race, Page],
) -> None:
    race, page = race_and_page
    end = float(race.settings.budget)
    for revealed in (False, True, False):
        read = show(page, end, revealed)
        assert read["optimum_shown"] == revealed
        for lane in race.recording.lanes:
            drawn = read["lanes"][lane.name]["true_curve"]
            if revealed and race.settings.noise > 0:
                incumbents = [int(np.argmax(lane.observed[: i + 1])) for i in range(len(lane))]
                truth = race.landscape.score(lane.x[incumbents])
                assert drawn == pytest.approx(truth)
            else:
                assert drawn == []


# ---- The regret waits for the optimum ------------------------------------------------------------


def test_regret_is_refused_with_a_reason_until_the_landscape_is_revealed(opened: Opener) -> None:
    page = opened(RACES["tiny"])
    button, notice = page.locator(".curve [data-do=curve]"), page.locator(".notice")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute(
        "title", "Regret is measured from the optimum: reveal the landscape to see it."
    )
    button.click(force=True)  # Playwright waits for what says that it is disabled
    expect(notice).to_contain_text("reveal the landscape to see it")
    expect(page.locator("[data-plot=curve_regret]")).to_be_hidden()
    page.keyboard.press("r")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute("title", "")
    button.click()
    expect(page.locator("[data-plot=curve_regret]")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("[data-plot=curve_regret]")).to_be_hidden()
    expect(page.locator("[data-plot=curve_score]")).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_link_to_the_regret_opens_revealed(opened: Opener) -> None:
    page = opened(RACES["tiny"], curve="regret")
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-plot=curve_regret]")).to_be_visible()
    expect(page.locator(".notice")).to_be_hidden()


def test_a_link_to_the_regret_says_why_it_stays_covered(opened: Opener) -> None:
    page = opened(RACES["tiny"], curve="regret", lock=["revealed"])
    expect(page.locator("[data-do=reveal]")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-plot=curve_regret]")).to_be_hidden()
    expect(page.locator(".notice")).to_contain_text("The regret isn’t shown")
    both = opened(RACES["tiny"], curve="regret", lock=["revealed"], revealed=True)
    expect(both.locator("[data-plot=curve_regret]")).to_be_visible()


# ---- Colours and axes don't tell -----------------------------------------------------------------


def test_colours_and_axes_of_scores_are_the_same_for_every_landscape(opened: Opener) -> None:
    limits = """() => {
      const model = (name) => Bokeh.documents.map((it) => it.get_model_by_name(name)).find(Boolean)
      const mappers = ["lane_grid_score_mapper", "lane_bayes_image_mapper", "map_mean_image_mapper"]
      return [...mappers.map((name) => [model(name).low, model(name).high]),
              model("curve_score").y_range.end]
    }"""
    ends = []
    for settings in (RACES["exact"], RaceSettings(landscape="bumpy", seed=4, budget=60)):
        page = opened(settings, minute=60)
        *colours, end = page.evaluate(limits)
        assert colours == [[0.42, 0.97]] * 3
        lowest = min(lane.observed[0] for lane in run(settings).recording.lanes)
        assert end == pytest.approx(0.97 + 0.06 * (0.97 - lowest))
        ends.append(end)
    assert ends[0] != ends[1]
