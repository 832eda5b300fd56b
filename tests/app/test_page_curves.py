"""The learning curves inside a searcher: what is drawn and said is what the race has."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from app.digits import quantity
from app.page.saved_page import saved_page
from app.race import run
from app.race.trainings import stretches
from app.settings import RaceSettings
from strategies import Lane
from strategies.looks import looks
from tests.app.layouts import faults
from tests.conftest import Watched

EPOCHS = 27
FRACTIONS = [k / EPOCHS for k in range(1, EPOCHS + 1)]
UNTRAINED, HIGHEST = 0.1, 1.0  # the ends of the axis of scores
RACE = run(
    RaceSettings(
        landscape="bumpy", seed=0, noise=0.01, lanes=["bohb", "pbt", "asha", "bayes"], budget=120
    )
)
METHODS = ("bohb", "pbt", "asha")
MINUTES = (0.0, 7.3, 61.0, 120.0)
HEIGHT = 0.006  # of a score: what 0.1 px of a drawing are, and more

DRAWN = """() => {
  const place = /[ML](-?[\\d.]+) (-?[\\d.]+)/g
  const corners = (path) => [...(path?.getAttribute("d") ?? "").matchAll(place)]
    .map(([, x, y]) => [Number(x), Number(y)])
  const svg = document.querySelector(".trainings")
  const all = (selector) => [...svg.querySelectorAll(selector)]
  return {
    axis: corners(svg.querySelector(".axis path")),
    ways: Object.fromEntries(all("[data-training]").filter((one) => one.localName === "g")
      .map((one) => [one.dataset.training, {
        stand: one.getAttribute("class"),
        group: one.parentNode.getAttribute("class"),
        way: corners(one.querySelector(".way")),
        end: one.querySelector(".end").getAttribute("d") ?? "",
      }])),
    rungs: all(".rungs path").map(corners),
    lost: Object.fromEntries(all(".lost path").map((one) => [one.dataset.training, corners(one)])),
    best: corners(svg.querySelector(".leader .way")),
    ends: all(".ends text").map((one) => one.textContent),
  }
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A saved page: nothing of this asks anybody."""
    path = tmp_path_factory.mktemp("curves") / "race.html"
    path.write_text(saved_page(RACE), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.set_offline(True)
        watched = Watched(context.new_page())
        yield watched.open(path.as_uri())
    assert watched.complaints == []


def put(page: Page, lane: str, minute: float, *, revealed: bool = False) -> Lane:
    """The page shows a lane's curves at a minute."""
    page.locator(".mind [name=mind]").select_option(lane)
    page.locator("[name=minute]").evaluate(
        "(range, minute) => { range.value = minute; range.dispatchEvent(new Event('input')) }",
        minute,
    )
    reveal = page.locator("[data-do=reveal]")
    if reveal.get_attribute("aria-pressed") != str(revealed).lower():
        reveal.click()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done()))")
    return RACE.recording.lane(lane)


def read(page: Page) -> dict[str, Any]:
    """What is drawn, places in fractions of a training and scores."""
    drawn: dict[str, Any] = page.evaluate(DRAWN)
    (left, top), (_, floor), (right, _) = drawn["axis"]

    def places(corners: list[list[float]]) -> list[list[float]]:
        return [
            [
                (x - left) / (right - left),
                HIGHEST - (HIGHEST - UNTRAINED) * (y - top) / (floor - top),
            ]
            for x, y in corners
        ]

    for way in drawn["ways"].values():
        way["way"] = places(way["way"])
    drawn["lost"] = {int(n): places(corners) for n, corners in drawn["lost"].items()}
    drawn["best"], drawn["rungs"] = places(drawn["best"]), [places(one) for one in drawn["rungs"]]
    return drawn


def stands(lane: Lane, minute: float) -> list[str]:
    """What each training does at a minute."""
    parts = lane.checkpoints
    found = []
    for number in range(int(parts.trial.max()) + 1):
        mine = parts.trial == number
        told = mine & (parts.finish <= minute + 1e-9)
        now = mine & (parts.start <= minute + 1e-9) & ~told
        have = parts.until[told].max(initial=0.0)
        ended = "finished" if have == 1.0 else "stands"
        found.append("trains" if now.any() else ended if told.any() else "coming")
    return found


def ends_of(lane: Lane, minute: float) -> dict[int, tuple[int, float]]:
    """Of trainings that were given up: their last checkpoint, and what they would have ended at."""
    parts, states = lane.checkpoints, stands(lane, minute)
    copied = {
        int(a) for a, s in zip(parts.after, parts.start, strict=True) if a >= 0 and s <= minute
    }
    found = {}
    for number in np.flatnonzero(np.array(states) == "stands").tolist():
        last = int(np.flatnonzero((parts.trial == number) & (parts.finish <= minute + 1e-9))[-1])
        if last not in copied:
            way = [*parts.schedule(last), (parts.x[last], 1.0)]
            found[number] = last, RACE.landscape.trained(way)
    return found


@pytest.mark.parametrize("minute", MINUTES)
@pytest.mark.parametrize("key", METHODS)
def test_each_curve_has_what_its_training_reported_until_then(
    page: Page, key: str, minute: float
) -> None:
    lane = put(page, key, minute)
    drawn, parts, states = read(page), lane.checkpoints, stands(lane, minute)
    assert len(drawn["ways"]) == len(states)
    held = looks(RACE.landscape, lane, FRACTIONS)
    for number, state in enumerate(states):
        way = drawn["ways"][str(number)]
        if state == "coming":
            assert way["way"] == []
            assert way["end"] == ""
            continue
        copied = int(parts.after[np.flatnonzero(parts.trial == number)[0]])
        first = [0.0, UNTRAINED] if copied < 0 else [parts.until[copied], parts.observed[copied]]
        seen = (held.trial == number) & (held.minute <= minute + 1e-9)
        scores = held.observed[seen].clip(UNTRAINED, HIGHEST)
        expected = [first, *np.transpose([held.until[seen], scores]).tolist()]
        np.testing.assert_allclose(way["way"], expected, rtol=0, atol=HEIGHT)
        assert way["stand"] == state
        assert way["group"] == ("stopped" if state == "stands" else "live")
        assert ("a" in way["end"]) == (state != "stands"), "a circle, or a cross where it stopped"
    told = page.locator(".mind .when")
    started = len(states) - states.count("coming")
    expect(told).to_have_text(
        f"{started} started: {states.count('trains')} training, {states.count('finished')} "
        f"finished, {states.count('stands')} stopped"
    )


@pytest.mark.parametrize("key", METHODS)
def test_rungs_are_lines_and_the_best_one_is_emphasised(page: Page, key: str) -> None:
    lane = put(page, key, 120.0)
    drawn = read(page)
    assert [line[0][0] for line in drawn["rungs"]] == pytest.approx(lane.rungs, abs=0.002)
    best = int(np.argmax(lane.observed))
    trial = int(lane.checkpoints.trial[lane.checkpoints.finished[best]])
    assert drawn["best"] == drawn["ways"][str(trial)]["way"]
    assert drawn["ends"] == [f"{lane.observed[best]:.3f}"]
    labels = page.locator(".trainings .axes .epoch").all_text_contents()
    assert labels[0] == "27"
    assert {"9", "epochs"} <= set(labels)


@pytest.mark.parametrize(("key", "minute"), [("bohb", 120.0), ("pbt", 100.0), ("asha", 120.0)])
def test_what_would_have_won_is_told_once_it_is_revealed(
    page: Page, key: str, minute: float
) -> None:
    lane = put(page, key, minute)
    assert read(page)["lost"] == {}
    expect(page.locator(".lost-said")).to_have_text("")
    put(page, key, minute, revealed=True)
    drawn = read(page)
    done = int((lane.finish <= minute).sum())
    choice = float(lane.true_score[int(np.argmax(lane.observed[:done]))])
    above = {n: end for n, end in ends_of(lane, minute).items() if end[1] > choice + 5e-4}
    assert above or key == "asha", "else this compares nothing"
    assert set(drawn["lost"]) == set(above)
    parts = lane.checkpoints
    for number, (last, score) in above.items():
        way = drawn["lost"][number]
        start = [parts.until[last], parts.true_score[last]]
        np.testing.assert_allclose([way[0], way[-1]], [start, [1.0, score]], atol=HEIGHT)
        middle = [*parts.schedule(last), (parts.x[last], 26 / 27)]
        if parts.until[last] < 26 / 27:
            reported = RACE.landscape.trained(middle)
            np.testing.assert_allclose(way[-2], [26 / 27, reported], atol=HEIGHT)
    said = page.locator(".lost-said")
    scores = sorted((score for _, score in above.values()), reverse=True)
    if scores:
        expect(said).to_contain_text(f"{len(scores)} of the stopped would end above")
        expect(said).to_contain_text(f"at {scores[0]:.4f}, not {choice:.4f}")
    else:
        expect(said).to_contain_text(
            f"None of the stopped would end above its choice, {choice:.3f}"
        )
    assert drawn["ends"] == [*(f"{score:.3f}" for score in scores[:3]), f"{choice:.3f}"]


def test_arrow_keys_tell_which_training_it_is_and_how_far(page: Page) -> None:
    lane = put(page, "asha", 61.0)
    states, parts = stands(lane, 61.0), lane.checkpoints
    paths, tip = page.locator(".paths"), page.locator(".tip")
    paths.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Home")
    finished = parts.trial[parts.finished].tolist()
    for number in range(4):
        have = np.flatnonzero((parts.trial == number) & (parts.finish <= 61.0))
        last, name = int(have[-1]), f"Training {number + 1}"
        score, paid = f"score {parts.observed[last]:.4f}", f"{parts.cost[have].sum():.1f} min paid"
        if states[number] == "finished":
            name += f", trial {finished.index(number) + 1}"
            expect(tip).to_contain_text(f"{name}: {score} after all 27 epochs")
        else:
            epochs = round(27 * parts.until[last])
            expect(tip).to_contain_text(f"{name}, {score} at {epochs} of 27 epochs")
            expect(tip).to_contain_text(f"stopped at minute {parts.finish[last]:.1f}, {paid}")
        rate, decay = RACE.landscape.space.from_unit(parts.x[last])
        expect(tip).to_contain_text(f"learning rate {quantity(float(rate))}")
        expect(tip).to_contain_text(f"weight decay {quantity(float(decay))}")
        page.keyboard.press("ArrowRight")
    assert page.locator("[name=minute]").input_value() == "61", "arrows moved no clock"
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_arrows_up_lead_to_higher_scores(page: Page) -> None:
    put(page, "bohb", 61.0)
    page.locator(".paths").focus()
    page.keyboard.press("ArrowUp")
    scores = []
    for _ in range(5):
        page.keyboard.press("ArrowDown")
        told = page.locator(".tip").text_content() or ""
        found = re.search(r"score (\d\.\d+)", told)
        assert found, told
        scores.append(float(found[1]))
    assert scores == sorted(scores, reverse=True)
    page.keyboard.press("Escape")


def test_a_pointer_tells_the_curve_that_it_is_at(page: Page) -> None:
    lane = put(page, "asha", 120.0, revealed=True)
    parts = lane.checkpoints
    best = int(np.argmax(lane.observed))
    number = int(parts.trial[parts.finished[best]])
    box = page.locator(".paths").bounding_box()
    assert box is not None
    corners = page.evaluate(DRAWN)["ways"][str(number)]["way"]
    page.mouse.move(box["x"] + corners[-1][0], box["y"] + corners[-1][1])
    tip = page.locator(".tip")
    expect(tip).to_contain_text(f"Training {number + 1}, trial {best + 1}")
    expect(tip).to_contain_text(f"(true {lane.true_score[best]:.4f})")
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


@pytest.mark.parametrize("minute", MINUTES)
def test_the_brackets_fill(page: Page, minute: float) -> None:
    """Counted anew: brackets follow each other, so each begins after all of those before it."""
    lane = put(page, "bohb", minute)
    parts, states = lane.checkpoints, stands(lane, minute)
    rows = page.locator(".brackets tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    sizes = [rungs[0][0] for rungs in lane.brackets]
    begun = max(len(states) - states.count("coming"), 1)
    first = (begun - 1) // sum(sizes) * sum(sizes)
    for row, rungs in zip(rows, lane.brackets, strict=True):
        mine = (parts.trial >= first) & (parts.trial < first + rungs[0][0])
        first += rungs[0][0]
        told = [
            f"{np.sum(mine & (parts.until == until) & (parts.finish <= minute + 1e-9))}/{count}"
            for count, until in rungs
        ]
        assert row == [str(len(rungs) - 1), *[""] * (len(rows) - len(rungs)), *told]
    heads = page.locator(".brackets thead th").all_text_contents()
    assert heads == ["s ╲ epoch", "1", "3", "9", "27"]


def test_a_lane_with_a_model_has_maps_or_curves_of_full_trainings(page: Page) -> None:
    lane = put(page, "bayes", 61.0)
    figure, paths = page.locator("[data-map=mean]"), page.locator(".paths")
    expect(figure).to_be_visible()
    expect(paths).to_be_hidden()
    page.get_by_role("button", name="Curves").click()
    expect(figure).to_be_hidden()
    expect(paths).to_be_visible()
    drawn = read(page)
    done = int((lane.finish <= 61.0).sum())
    for trial in range(done):
        way = np.array(drawn["ways"][str(trial)]["way"])
        scores = [RACE.landscape.checkpoint([(lane.x[trial], t)], trial) for t in FRACTIONS]
        expected = np.clip([UNTRAINED, *scores], UNTRAINED, HIGHEST)
        np.testing.assert_allclose(way[:, 1], expected, rtol=0, atol=HEIGHT)
    share = (61.0 - lane.start[done]) / lane.cost[done]
    assert len(drawn["ways"][str(done)]["way"]) == 1 + int(share * EPOCHS)
    expect(paths).to_have_attribute("aria-label", re.compile("Learning curves of Bayesian search"))
    page.get_by_role("button", name="Maps").click()
    expect(figure).to_be_visible()
    expect(paths).to_be_hidden()


def test_who_doesnt_see_the_curves_hears_what_they_show(page: Page) -> None:
    lane = put(page, "bohb", 120.0)
    best = int(np.argmax(lane.observed))
    number = int(lane.checkpoints.trial[lane.checkpoints.finished[best]]) + 1
    states = stands(lane, 120.0)
    expect(page.locator(".paths")).to_have_attribute(
        "aria-label",
        re.compile(
            f"Learning curves of BOHB.*: {len(states)} started: 0 training, "
            f".*rungs after 1, 3, 9 and 27 epochs, its choice is training {number} "
            f"with {lane.observed[best]:.3f}"
        ),
    )


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (700, 900), (390, 844)])
def test_nothing_is_cut_or_covered(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    put(page, "bohb", 120.0, revealed=True)
    assert faults(page) == []
    paths = page.locator(".paths").bounding_box()
    assert paths is not None
    assert paths["height"] >= 120
    page.set_viewport_size({"width": 1280, "height": 720})


def test_a_link_may_open_on_curves(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "race.html"
    path.write_text(saved_page(RaceSettings(budget=30), {"inside": "curves"}), encoding="utf-8")
    with browser.new_context() as context:
        watched = Watched(context.new_page())
        page = watched.open(path.as_uri())
        expect(page.locator(".paths")).to_be_visible()
        expect(page.locator("[data-map=mean]")).to_be_hidden()
    assert watched.complaints == []


# ---- What the rest of the page shows of trainings that stop early --------------------------------

RINGS = """(name) => {
  const model = Bokeh.documents.map((one) => one.get_model_by_name(name)).find((one) => one)
  return Object.fromEntries(Object.entries(model.data).map(([key, column]) => [key, [...column]]))
}"""


def begun(lane: Lane, minute: float) -> dict[int, tuple[list[float], float]]:
    """Where each training stands that has begun and isn't finished, and what it was told to be."""
    parts, found = lane.checkpoints, {}
    for number in sorted({*parts.trial[parts.start <= minute].tolist()}):
        mine = parts.trial == number
        told = parts.until[mine & (parts.finish <= minute)].max(initial=0.0)
        if told < 1.0:
            begun = mine & (parts.start <= minute)  # knobs that change later aren't known yet
            found[number] = parts.x[begun][-1].tolist(), float(told)
    return found


@pytest.mark.parametrize("minute", MINUTES)
@pytest.mark.parametrize("name", METHODS)
def test_rings_fill_with_how_far_trainings_got(page: Page, name: str, minute: float) -> None:
    lane = put(page, name, minute)
    rings = page.evaluate(RINGS, f"lane_{name}_rings")
    filled = [(math.pi / 2 - end) / (2 * math.pi) for end in rings["end"]]
    drawn = sorted(zip(rings["x"], rings["y"], filled, strict=True))
    expected = sorted((*x, until) for x, until in begun(lane, minute).values())
    np.testing.assert_allclose(drawn, expected, atol=1e-9)
    counts = page.locator(f"[data-lane={name}] .count")
    parts = lane.checkpoints
    started = len({*parts.trial[parts.start <= minute].tolist()})
    finished = int((lane.finish <= minute).sum())
    running = int(((parts.start <= minute) & (minute < parts.finish)).sum())
    stopped = started - finished - running
    expect(counts).to_have_text(f"{started} started, {finished} finished, {stopped} stopped")


@pytest.mark.parametrize("name", METHODS)
def test_the_bar_has_a_segment_for_each_part_lower_where_it_stopped(page: Page, name: str) -> None:
    lane = put(page, name, 61.0)
    drawn = page.locator(f"[data-lane={name}] .meter .told").get_attribute("d") or ""
    boxes = [tuple(map(float, box)) for box in re.findall(r"M(\S+) 1V(\S+)H(\S+)V1Z", drawn)]
    told = [one for one in stretches(lane) if one.finish <= 61.0]
    assert len(boxes) == len(told) > 3
    for (left, top, right), one in zip(boxes, told, strict=True):
        end = one.finish - min((one.finish - one.start) / 4, 120 / 400)  # a gap before the next
        assert (left * 120, right * 120) == pytest.approx((one.start, end), abs=2e-3)
        assert 1 - top == pytest.approx(0.25 + 0.75 * (1 + math.log(one.until, 27)), abs=2e-5)


def test_the_best_score_is_of_finished_trainings_or_of_all_models_held(page: Page) -> None:
    choice = page.get_by_label("Models that count:")
    for counts in ("finished", "checkpoints"):
        choice.select_option(counts)
        for name in METHODS:
            lane = put(page, name, 120.0, revealed=True)
            start = page.evaluate(
                "() => Bokeh.documents.map((one) => one.get_model_by_name('curve_score'))"
                ".find((one) => one).y_range.start"
            )
            drawn = page.evaluate(RINGS, f"curve_score_{name}_line")
            truth = page.evaluate(RINGS, f"curve_score_{name}_true")
            if counts == "finished":
                seen = list(zip(lane.finish, lane.observed, lane.true_score, strict=True))
            else:
                at = looks(RACE.landscape, lane, FRACTIONS)
                seen = list(zip(at.minute, at.observed, at.true_score, strict=True))
            best, rises = -math.inf, []
            for minute, score, true in seen:
                if counts == "finished" or score > best:
                    held = true if score > best else rises[-1][2]
                    best = max(best, score)
                    rises.append((minute, best, held))
            if counts == "checkpoints":
                rises = [rise for rise in rises if rise[1] >= start]
            np.testing.assert_allclose(drawn["x"], [rise[0] for rise in rises], atol=1e-6)
            np.testing.assert_allclose(drawn["y"], [rise[1] for rise in rises], atol=1e-9)
            if counts == "finished":
                np.testing.assert_allclose(truth["y"], [rise[2] for rise in rises], atol=1e-9)
    choice.select_option("finished")
