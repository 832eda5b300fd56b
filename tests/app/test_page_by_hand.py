"""A search by hand on the page: by keys, mouse and finger, with the figures that Python finds."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.page.saved_page import saved_page
from app.race import run
from app.settings import RaceSettings
from tests.app.handed import read_hand, write_hand
from tests.app.test_accessibility import findings
from tests.conftest import Watched

STEPS = 4095
DRAWN = """(_, names) => Object.fromEntries(names.map((name) => {
  const all = Bokeh.documents.map((one) => one.get_model_by_name(name)).filter(Boolean)
  return [name, all.map(({data}) => data.x.length)]
}))"""
TRIALS = """() => {
  const found = Bokeh.documents.map((one) => one.get_model_by_name("lane_you_trials")).find(Boolean)
  return Array.from(found.data.x, (x, i) => [x, found.data.y[i]])
}"""
SPOT = """(_, [x, y]) => {
  const plot = Bokeh.documents.map((one) => one.get_model_by_name("lane_you")).find(Boolean)
  const {x_scale, y_scale} = Bokeh.index.find_one(plot).frame
  return [x_scale.invert(x), y_scale.invert(y)]
}"""


def said(place: Locator) -> str:
    return place.inner_text().replace("\u00a0", " ").strip()


def trained(page: Page, count: int) -> None:
    """Wait until so many trainings are done."""
    words = "1 trial" if count == 1 else f"{count} trials"
    expect(page.locator(".lane[data-lane=you] .count")).to_have_text(words)
    expect(page.locator(".own .asking")).to_contain_text(f"Training {count} scored")


def snapped(x: list[float]) -> np.ndarray:
    return np.round(np.array(x) * STEPS) / STEPS


def test_one_searches_by_hand_and_stands_among_the_others(watched: Watched, app_url: str) -> None:
    settings = RaceSettings(landscape="bumpy", seed=3, budget=30, noise=0.03)
    race = run(settings)
    page = watched.open(f"{app_url}?landscape=bumpy&seed=3&budget=30&noise=0.03")
    sent = len(watched.sent)
    page.locator("select.adding").select_option("you")
    expect(page.locator(".lane[data-lane=you]")).to_be_visible()
    expect(page.locator(".lane")).to_have_count(4)
    expect(page.locator(".own .asking")).to_contain_text("Where would you train first?")
    others = ("grid", "random", "bayes")
    names = [f"lane_{lane}_{part}" for lane in others for part in ("trials", "next", "plan")]
    names += [f"curve_score_{lane}_line_end" for lane in others]

    # By keys: from the middle, eight cells to the left, which would cost what the model says.
    plane = page.locator("[data-plot=lane_you]")
    plane.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    first = snapped([snapped([0.5 - 8 / 63])[0] - 8 / 63, 0.5])
    cost = float(race.landscape.cost(first))
    expect(page.locator(".own .purse")).to_contain_text(f"{cost:.1f} of the 30.0 minutes")
    expect(page.locator(".aimed span")).to_have_text(f"{cost:.1f} min")
    page.locator("[name=speed]").select_option("0.25")  # so that it is seen to run
    plane.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".own .asking")).to_contain_text("Training 1 runs until minute")
    page.locator("[name=speed]").select_option("4")
    trained(page, 1)
    score = race.landscape.observe(first, 0)
    expect(page.locator(".lane[data-lane=you] .best")).to_have_text(f"{score:.3f}")
    expect(page.locator(".minute b")).to_have_text(f"{cost:.0f}")

    # Nothing of what the others found is there, in no plot, table or word, even at the end.
    page.keyboard.press("End")
    page.locator("[data-do=stories]").focus()  # the plane's own keys are others
    page.keyboard.press("End")
    drawn = page.locator(".page").evaluate(DRAWN, names)
    assert all(lengths and not any(lengths) for lengths in drawn.values())
    expect(page.locator(".mind")).to_be_hidden()
    for lane in others:
        expect(page.locator(f".lane[data-lane={lane}] .count")).to_have_text("covered")
        expect(page.locator(f".lane[data-lane={lane}] .best")).to_be_hidden()

    # By clicks; one that the budget doesn't pay for isn't trained.
    box = plane.bounding_box()
    assert findings(page) == []
    for count, (across, down) in enumerate(((0.55, 0.3), (0.7, 0.5), (0.8, 0.4)), 2):
        at = {"x": round(across * box["width"]), "y": round(down * box["height"])}
        spot = snapped(plane.evaluate(SPOT, [at["x"], at["y"]]))
        plane.click(position=at)
        trained(page, count)
        xs = page.locator(".page").evaluate(TRIALS)
        assert xs[-1] == pytest.approx(spot, abs=0.004)  # a pixel
        assert xs[-1] == pytest.approx(snapped(xs[-1]), abs=1e-12)  # as a link can name it
    spent = sum(float(race.landscape.cost(x)) for x in xs)
    observed = [race.landscape.observe(x, i) for i, x in enumerate(xs)]
    left = 30 - spent
    needs = float(race.landscape.cost([0.0, 0.5]))
    assert needs > left
    page.mouse.move(1, 1)
    plane.focus()
    for _ in range(8):
        page.keyboard.press("Shift+ArrowLeft")
    words = f"needs {needs:.1f} minutes; {left:.1f} are left"
    expect(page.locator(".own .purse")).to_contain_text(words)
    page.keyboard.press("Enter")
    expect(page.locator(".own .purse")).to_contain_text(words)
    expect(page.locator(".lane[data-lane=you] .count")).to_have_text("4 trials")

    # Compared: at equal minutes, by what looks best; then by what is best, and the place.
    page.locator(".own [data-do=compare]").click()
    minute = float(page.locator(".minute b").inner_text())
    assert minute == round(spent) or minute == 30
    at = spent if minute < 30 else 30.0
    scores = {"You": max(observed)}
    for lane, title in zip(
        others, ("Grid search", "Random search", "Bayesian search"), strict=True
    ):
        found = race.recording.lane(lane)
        done = int((found.finish <= at + 1e-9).sum())
        scores[title] = float(found.best[done - 1])
    expect(page.locator(".own tbody tr")).to_have_count(4)
    rows = [row.split("\t") for row in page.locator(".own tbody tr").all_inner_texts()]
    assert {name: float(score) for _, name, score, _ in rows} == {
        name: float(f"{score:.3f}") for name, score in scores.items()
    }
    assert [float(row[2]) for row in rows] == sorted((float(r[2]) for r in rows), reverse=True)
    expect(page.locator(".own .among")).to_contain_text("once the landscape is revealed")
    page.keyboard.press("r")
    best = xs[int(np.argmax(observed))]
    regret = float(race.landscape.optimum.score - race.landscape.score(best))
    expect(page.locator(".own .among")).to_contain_text("random searches with your budget")
    told = said(page.locator(".own .among"))
    ahead, behind = int(re.search(r"(\d+) ahead", told)[1]), int(re.search(r"(\d+) are", told)[1])
    assert ahead + behind == 1000
    written = float(re.search(r"You are (\S+) below", told)[1])
    assert abs(written - regret) <= 0.051 * abs(regret)
    assert findings(page) == []
    assert len(watched.sent) == sent

    # The story has it, too. A link hands it in: hidden, then all of it computed anew.
    page.locator("[data-do=happened]").click()
    page.locator("[data-do=stories]").focus()
    page.keyboard.press("End")
    expect(page.locator(".story .lines")).to_contain_text("By hand, You had")
    page.locator("[data-do=mine]").click()
    page.locator(".handing summary").click()
    page.locator("[name=hand]").fill("Ann <b>")
    expect(page.locator("[name=hand]")).to_have_value("Ann b")
    handed = page.locator("[name=handed]").input_value()
    assert len(watched.sent) == sent
    query = parse_qs(urlsplit(handed).query)
    assert {name: query[name] for name in query if name != "you"} == {
        "landscape": ["bumpy"],
        "seed": ["3"],
        "budget": ["30"],
        "noise": ["0.03"],
    }
    hand = read_hand(query["you"][0])
    assert (hand.name, hand.knobs) == ("Ann b", 2)
    np.testing.assert_allclose(hand.points, xs, atol=1e-12)
    page.locator("[data-do=startOver]").click()
    expect(page.locator(".own .asking")).to_contain_text("Where would you train first?")
    watched.open(handed)
    page.keyboard.press("End")
    expect(page.locator(".own .asking")).to_contain_text(
        "Ann b hands in a search by hand: 4 trials"
    )
    assert page.locator(".page").evaluate(DRAWN, ["lane_you_trials"]) == {"lane_you_trials": [0]}
    expect(page.locator(".lane[data-lane=you] .best")).to_be_hidden()
    page.locator("[data-do=showHand]").click()
    best = page.locator(".lane[data-lane=you] .best")
    expect(best).to_have_text(f"{max(observed):.3f}")
    expect(page.locator(".lane[data-lane=you] .name")).to_contain_text("Ann b")
    page.locator("[data-do=leaveOwn]").click()
    expect(page.locator(".lane")).to_have_count(3)
    page.wait_for_url(lambda url: "you=" not in url)


def test_a_saved_page_is_searched_by_finger_on_a_phone(browser: Browser, tmp_path) -> None:
    race = run(RaceSettings(budget=30, knobs=1, lanes=["grid", "random"]))
    path = tmp_path / "race.html"
    path.write_text(saved_page(race), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, offline=True
    )
    watched = Watched(context.new_page())
    page = watched.open(path.as_uri())
    page.keyboard.press("y")
    line = page.locator(".lane[data-lane=you] .lined")
    expect(line).to_be_visible()
    box = line.bounding_box()
    assert box["width"] > 300  # large enough for a finger
    line.tap(position={"x": box["width"] * 0.6, "y": box["height"] / 2})
    trained(page, 1)
    dots = page.locator(".lane[data-lane=you] .trials circle")
    expect(dots).to_have_count(1)
    page.locator(".handing summary").tap()
    expect(page.locator("[name=handed]")).to_be_visible()
    page.locator(".own [data-do=compare]").tap()
    expect(page.locator("[name=handed]")).to_be_hidden()
    expect(page.locator(".own tbody tr")).to_have_count(3)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    context.close()
    assert watched.complaints == []


def test_of_a_class_four_race_and_all_are_ranked(watched: Watched, app_url: str) -> None:
    settings = RaceSettings(budget=30, lanes=["grid", "random"])
    race = run(settings)
    drawn = np.random.default_rng(2).integers(0, STEPS + 1, (6, 5, 2))
    names = ["Ann", "Bo <i>", "Cy", "Di", "Eve", "Flo"]
    links = [
        "?budget=30&lanes=grid,random&you=" + quote(write_hand(name, steps.tolist(), 2))
        for name, steps in zip(names, drawn, strict=True)
    ]
    page = watched.open(f"{app_url}?budget=30&lanes=grid,random")
    sent = len(watched.sent)
    page.locator("[data-do=stories]").click()
    page.locator("[data-plays=classList]").click()
    page.locator("dialog.class textarea").fill("\n".join([*links, "nothing"]))
    page.locator("dialog.class .read").click()
    expect(page.locator(".class .count")).to_have_text("5 searches by hand.")  # <i> is no name
    said = ["Line 2 is no link that hands", "Line 7 is no link that hands"]
    expect(page.locator(".class .problems li")).to_contain_text(said)
    boxes = page.locator(".class fieldset input")
    expect(boxes.nth(4)).to_be_disabled()
    boxes.nth(0).uncheck()
    boxes.nth(4).check()
    assert findings(page) == []
    page.locator("dialog.class .onward").click()
    expect(page.locator(".lane")).to_have_count(4)
    expect(page.locator("[data-do=run]")).to_be_focused()
    titles = page.locator(".lane .name")
    expect(titles).to_contain_text(["Cy", "Di", "Eve", "Flo"])
    expect(page.locator(".own tbody tr")).to_have_count(7)
    assert all("–" in row for row in page.locator(".own tbody tr").all_inner_texts())
    page.keyboard.press("End")
    expect(page.locator(".own caption")).to_have_text("At minute 30, by best score")

    scores = {"Grid search": 0.0, "Random search": 0.0}
    for title, lane in zip(scores, race.recording.lanes, strict=True):
        scores[title] = float(lane.best[-1])
    for name, steps in zip(names, drawn / STEPS, strict=True):
        costs = np.cumsum(race.landscape.cost(steps))
        scores[name] = float(race.landscape.score(steps)[costs <= 30].max())
    del scores["Bo <i>"]
    rows = [row.split("\t") for row in page.locator(".own tbody tr").all_inner_texts()]
    assert {row[1]: row[2] for row in rows} == {
        name: f"{score:.3f}" for name, score in scores.items()
    }
    shown = [float(row[2]) for row in rows]
    assert shown == sorted(shown, reverse=True)
    for place, name, score, _ in rows:
        assert int(place.split(".")[0]) == sum(s > float(score) for s in shown) + 1, name
    for lane, name in zip(
        ("you", "you.2", "you.3", "you.4"), ("Cy", "Di", "Eve", "Flo"), strict=True
    ):
        best = page.locator(f'.lane[data-lane="{lane}"] .best')
        expect(best).to_have_text(f"{scores[name]:.3f}")
    assert findings(page) == []
    assert len(watched.sent) == sent
    page.locator("[data-do=leaveOwn]").click()
    expect(page.locator(".lane")).to_have_count(2)
    expect(page.locator(".lane[data-lane=grid]")).to_be_visible()
