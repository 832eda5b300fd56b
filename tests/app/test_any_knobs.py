"""What is told of a race holds with one knob and with five, where there is no plane to point at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pytest

from app.race import Race, landscape_of, searchers_of
from app.race.places import place
from app.race.story import caption, story
from app.race.trials import trials
from app.settings import RaceSettings
from app.words import told
from landscapes import Knob, Landscape, Optimum, SearchSpace, make_landscape
from strategies import run_race
from tests.strategies.bowl import Bowl

PLANE = re.compile(r"\b(plane|corner|edge|left corner|upper|lower|right)\b")
FIVE = SearchSpace(Knob(f"knob {letter}", 1e-4, 1.0, scale="log") for letter in "abcde")


@dataclass(frozen=True)
class MadeUp:
    """A landscape of five knobs, as far as a story asks for it."""

    bowl: Bowl
    space: SearchSpace
    optimum: Optimum
    noise: float = 0.0
    noisy: bool = False

    def score(self, x: np.ndarray) -> np.ndarray:
        return self.bowl.score(x)

    def cost(self, x: np.ndarray) -> np.ndarray:
        return self.bowl.cost(x)

    def observe(self, x: np.ndarray, trial: int) -> float:
        return self.bowl.observe(x, trial)


def raced(settings: RaceSettings, landscape: Landscape | MadeUp) -> Race:
    searchers = searchers_of(settings, landscape)
    return Race(settings, landscape, run_race(landscape, searchers, settings.budget))


@pytest.fixture(scope="module")
def one() -> Race:
    settings = RaceSettings(landscape="bumpy", seed=3, budget=120)
    return raced(settings, make_landscape("bumpy", 3, knobs=1))


@pytest.fixture(scope="module")
def five() -> Race:
    bowl = Bowl(5)
    optimum = Optimum(x=bowl.peak, score=float(bowl.score(bowl.peak)))
    return raced(RaceSettings(budget=80), MadeUp(bowl, FIVE, optimum))


@pytest.fixture(params=["one", "five"])
def race(request: pytest.FixtureRequest) -> Race:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def sentences(race: Race) -> list[str]:
    return [sentence for channel in story(race).values() for _, sentence in channel]


def test_no_sentence_points_at_a_plane(race: Race) -> None:
    names = [knob.name for knob in race.landscape.space.knobs]
    for sentence in sentences(race):
        assert not PLANE.search(sentence), sentence
    goes = [sentence for sentence in sentences(race) if sentence.startswith("Bayesian search goes")]
    assert goes
    for sentence in goes:
        found = re.search(r"to the (low|high) end of ([^,]+?)( and |,)", sentence)
        assert found is None or found[2] in names


def test_places_at_ends_are_those_of_the_choices(race: Race) -> None:
    lane = race.recording.lane("bayes")
    names = [knob.name for knob in race.landscape.space.knobs]
    told_of = dict(story(race)["bayes"])
    starts = [*lane.start, lane.finish[-1]]
    seen = 0
    for minute, belief in zip(starts, lane.beliefs, strict=True):
        if belief is None or "to the" not in told_of.get(float(minute), ""):
            continue
        seen += 1
        for name, u in zip(names, belief.x, strict=True):
            for end, there in (("low", u <= 0.05), ("high", u >= 0.95)):
                assert (f"the {end} end of {name}" in told_of[float(minute)]) == there
    assert seen > 0


@pytest.mark.parametrize(
    ("x", "words"),
    [
        ([0.5, 0.5, 0.5], "beside the incumbent, trial 1"),
        ([0.8, 0.5, 0.53], "beside trial 2"),
        ([0.01, 0.5, 0.5], "to the low end of a"),
        ([0.01, 0.5, 0.96], "to the low end of a and the high end of c"),
        ([0.5, 0.9, 0.5], "far from all trials"),
        ([0.65, 0.5, 0.52], "between trials 1 and 2"),
        ([0.5, 0.6, 0.5], "near trial 1"),
    ],
)
def test_a_place_among_three_knobs(x: list[float], words: str) -> None:
    trials = np.array([[0.5, 0.5, 0.5], [0.8, 0.5, 0.5]])
    assert told(place(np.array(x), trials, 0, ["a", "b", "c"])) == words


def test_a_place_on_one_knob() -> None:
    trials = np.array([[0.5], [0.8]])
    words = [told(place(np.array([u]), trials, 1, ["a"])) for u in (0.0, 0.2, 0.65, 0.81)]
    assert words == [
        "to the low end of a",
        "far from all trials",
        "between trials 1 and 2",
        "beside the incumbent, trial 2",
    ]


def test_captions_count_the_points_along_each_knob(one: Race, five: Race) -> None:
    points = len(one.recording.lane("grid"))
    assert caption(one, one.recording.lane("grid")) == f"{points} points in a row, cell centres"
    shuffled = replace(one, settings=RaceSettings(**one.settings.values() | {"order": "shuffled"}))
    assert (
        caption(shuffled, shuffled.recording.lane("grid"))
        == f"{points} points in a row, cell centres, in shuffled order"
    )
    assert len(five.recording.lane("grid")) == 32
    assert (
        caption(five, five.recording.lane("grid"))
        == "2 × 2 × 2 × 2 × 2 lattice, cell centres, row by row"
    )
    for race in (one, five):
        assert caption(race, race.recording.lane("random")) == "Darts, evenly over every knob"


def test_the_table_has_a_column_for_each_knob(race: Race) -> None:
    names = [knob.name.replace(" ", "_") for knob in race.landscape.space.knobs]
    rows = trials(race)
    assert list(rows[0])[3 : 3 + len(names)] == names
    lane = race.recording.lanes[0]
    values = race.landscape.space.from_unit(lane.x)
    for row, expected in zip(rows, values, strict=False):
        np.testing.assert_array_equal([row[name] for name in names], expected)


def test_fixed_lengthscales_are_those_of_the_knobs_there_are() -> None:
    settings = RaceSettings(lengthscales="fixed", ell1=0.07, ell2=2.0, budget=60)
    race = raced(settings, make_landscape("smooth", 7, knobs=1))
    beliefs = [belief for belief in race.recording.lane("bayes").beliefs if belief is not None]
    assert all(belief.lengthscales == pytest.approx([0.07]) for belief in beliefs)
    two = searchers_of(settings, landscape_of(settings))
    assert {searcher.knobs for searcher in two.values()} == {2}
