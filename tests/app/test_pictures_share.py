"""The pictures that Share saves: pixels and vectors, their texts and what stands around a plot."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.app.drawn import COMPUTED, LANES, Moment
from tests.app.reading import Frame, distance, pixels, rgb
from tests.app.stage import HEAD, Case, Stage, Stages

CASES = [
    Case("smooth", 105),
    Case("bumpy", 88, theme="dark"),
    Case("one-knob", 61, revealed=True, curve="regret"),
]
PLOTS = ["lane_grid", "lane_bayes", "map_mean", "map_sd", "map_ei", "curve"]
FOOT = 26  # px below a map

CONTENTS = """() => {
  const middle = (element) => {
    const {left, right, top, bottom} = element.getBoundingClientRect()
    return [(left + right) / 2, (top + bottom) / 2]
  }
  const all = (name, paint) => [...document.querySelectorAll(name)]
    .filter((element) => !/^(none|url)/.test(element.getAttribute(paint) ?? "none"))
  return {
    texts: all("text", "fill").map((e) => [e.textContent, ...middle(e), e.getAttribute("fill")]),
    fills: all("path", "fill").map((e) => [e.getAttribute("fill"), ...middle(e)]),
  }
}"""
"""The texts and the shapes filled with a colour: each with it and with its middle."""

TITLES = {
    "lane_grid": "Grid search",
    "lane_bayes": "Bayesian search",
    "map_mean": "Posterior mean",
    "map_sd": "Standard deviation",
    "map_ei": "Expected improvement",
    "curve_score": "Best score so far",
    "curve_regret": "Simple regret",
}

Text = tuple[str, float, float, str]
Fill = tuple[str, float, float]


def contents(stage: Stage, svg: Path) -> tuple[list[Text], list[Fill]]:
    """The texts and the filled shapes of a drawing, as a browser shows it."""
    with stage.page.context.new_page() as page:
        page.goto(svg.as_uri())
        told = page.evaluate(CONTENTS)
    texts = [(text, x, y, css(fill)) for text, x, y, fill in told["texts"]]
    return texts, [(css(fill), x, y) for fill, x, y in told["fills"]]


def css(colour: str) -> str:
    """A colour as CSS writes it by two hexadecimal digits each."""
    red, green, blue = rgb(colour).astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_saved_picture_shows_the_plot(
    stages: Stages, tmp_path: Path, case: Case, plot: str
) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    picture = pixels(stage.saved_picture(plot, "png", tmp_path).read_bytes())
    place = stage.place_in_picture(plot)
    assert stage.painting_in(moment, plot, place).faults(picture) == []
    assert distance(picture[2, 2], rgb(moment.colour["card"])) == 0
    if plot.startswith("map"):
        check_scale(picture[-FOOT:], moment.sheet(plot.removeprefix("map_")).palette)


def check_scale(foot: np.ndarray, palette: tuple[str, ...]) -> None:
    """Below a map its colours run from the lowest value to the highest, 70 px from the edges."""
    left, right = 70, foot.shape[1] - 70
    steps = palette[::15]
    for number, colour in enumerate(steps):
        middle = int(left + (number + 0.5) / len(steps) * (right - left))
        assert distance(foot[11, middle], rgb(colour)) < 3


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_saved_drawing_says_what_stands_where(
    stages: Stages, tmp_path: Path, case: Case, plot: str
) -> None:
    stage = stages(case.race)
    moment = stage.put(case)
    texts, fills = contents(stage, stage.saved_picture(plot, "svg", tmp_path))
    place = stage.place_in_picture(plot)
    kind, _, key = stage.plot(plot).partition("_")
    settings = stage.race.settings
    title, caption = sorted((y, text, fill) for text, _, y, fill in texts)[:2]
    called = TITLES[stage.plot(plot)]
    if kind == "map" and key == "ei" and case.mind:
        maximised = stage.race.recording.lane(case.mind).maximised
        called = {"EI": called, "augmented EI": "Augmented EI"}[maximised]
    assert title[1:] == (called, moment.colour["ink"])
    named = f"{settings.landscape}, seed {settings.seed}, minute {case.minute:.0f}"
    assert caption[1] == f"{named} of {settings.budget}"
    check_ticks(stage, plot, texts)
    if kind == "lane":
        check_probes(moment, key, place, texts, fills)
        assert {"learning rate", "weight decay"} <= {text for text, *_ in texts}
    if kind == "map":
        sheet = moment.sheet(key)
        ends = np.array([sheet.low, sheet.high])
        foot = sorted(
            (x, float(text.lstrip("≤≥ "))) for text, x, y, _ in texts if y > place.bottom + 28
        )
        near = 0 if key == "ei" else COMPUTED * (sheet.high - sheet.low)
        expected = 10**ends if key == "ei" else ends
        assert [value for _, value in foot] == pytest.approx(expected, rel=0.05, abs=near)
        trials = [(x, y) for fill, x, y in fills if fill == "#ffffff" and y < place.bottom]
        spots = place.spots(moment.lane("bayes").x[: moment.done("bayes")])
        assert np.array(trials[-len(spots) :]) == pytest.approx(spots, abs=0.6)
    if kind == "curve":
        names = {"Grid": "grid", "Random": "random", "Bayesian": "bayes"}
        told = {text: fill for text, *_, fill in texts if text in names}
        assert told == {name: moment.colour[lane] for name, lane in names.items()}
        for lane in LANES:
            spot = place.spots(moment.steps(lane, key)[-1:])[0]
            heads = [(x, y) for fill, x, y in fills if fill == moment.colour[lane]]
            assert np.array(heads) == pytest.approx(spot[None], abs=1.6)


def check_probes(
    moment: Moment, key: str, place: Frame, texts: list[Text], fills: list[Fill]
) -> None:
    """Every trial is a disc in the colour of its score with its number; the star has none. The
    ends of the axes tell how many values of each knob were tried."""
    lane, spots = moment.lane(key), place.spots(moment.lane(key).x)
    expected = [(i, label) for i, label in enumerate(moment.labels(key)) if label]
    numbers = [t for t in texts if re.fullmatch(r"\d+", t[0]) and HEAD < t[2] < place.bottom]
    tried = [len(set(column)) for column in lane.x[: moment.done(key)].T.tolist()]
    counts, numbers = numbers[:2], numbers[2:]  # how many values of each knob, at its axis' end
    assert [(int(text), fill) for text, *_, fill in counts] == [
        (count, moment.colour["muted"]) for count in tried
    ]
    assert [text for text, *_ in numbers] == [label for _, label in expected]
    for (i, _), (_, x, y, fill) in zip(expected, numbers, strict=True):
        assert (x, y) == pytest.approx(spots[i], abs=2.5)
        assert fill == moment.ink(lane.observed[i])
    for i in range(moment.done(key)):
        colour = moment.score_colour(lane.observed[i])
        at = [np.hypot(x - spots[i][0], y - spots[i][1]) for fill, x, y in fills if fill == colour]
        assert min(at, default=99) < 0.6, f"trial {i + 1} isn't where it should be"


def check_ticks(stage: Stage, plot: str, texts: list[Text]) -> None:
    """Every number on an axis stands where that value is."""
    place = stage.place_in_picture(plot)
    knobs = stage.race.landscape.space.knobs
    numbers = [
        (number(text, following), x, y)
        for (text, x, y, _), (following, *_) in pairwise([*texts, ("", 0, 0, "")])
        if TICK.fullmatch(text)
    ]
    below = [(value, x) for value, x, y in numbers if place.bottom < y < place.bottom + 25]
    beside = [(value, y) for value, x, y in numbers if x < place.left and y < place.bottom + 8]
    assert len(below) >= 3
    assert len(beside) >= 2
    for value, x in below:
        at = value if plot == "curve" else float(knobs[0].to_unit(value))
        assert x == pytest.approx(place.spot(at, place.y[0])[0], abs=10)  # moved inwards at an edge
    for value, y in beside:
        at = value if plot == "curve" else float(knobs[1].to_unit(value))
        assert y == pytest.approx(place.spot(0, at)[1], abs=4)


TICK = re.compile(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[\d.]+")
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number(text: str, following: str) -> float:
    """The value of a tick's label: ``0.75``, ``10⁻³``, or ``10`` and then ``−3`` higher up."""
    power = TICK.fullmatch(text)[1]
    if power is None and following.startswith("−"):
        power = following.replace("−", "-")
    return 10.0 ** int(power.translate(SUPERSCRIPTS)) if power else float(text)
