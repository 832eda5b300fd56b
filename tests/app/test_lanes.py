"""Lanes as settings: which may race, how their options are called, and how they are told apart."""

from __future__ import annotations

from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.race import run
from app.settings import NAMES, RaceSettings
from app.settings.lanes import FEWEST, MOST, all_lanes, pairs, title_of
from app.settings.link import read_query, write_query
from app.signs import COLOURS, PREFERRED, cast_of, signs
from strategies import RACE, SEARCHERS

CASTS = st.lists(st.sampled_from(sorted(all_lanes())), min_size=FEWEST, max_size=MOST, unique=True)


@pytest.mark.parametrize(
    "lanes",
    [
        "grid",
        "",
        "grid,grid",
        "grid,unheard",
        "bayes,bayes.1",
        "bayes,bayes.5",
        "grid,random,bayes,sobol,bayes.2",
    ],
)
def test_other_lanes_than_two_to_four_different_ones_are_refused(lanes: str) -> None:
    with pytest.raises(ValueError, match="lanes must be 2 to 4 different lanes of grid"):
        RaceSettings(lanes=lanes)
    settings, _, problems = read_query([("lanes", lanes)])
    assert settings.lanes == RACE
    assert len(problems) == 1


def test_options_are_called_by_their_lane_but_for_the_first_of_the_usual_ones() -> None:
    assert RaceSettings.names() == NAMES
    own = ("initial", "xi", "acquisition", "lengthscales", "ell1", "ell2", "pretence")
    assert NAMES[-len(own) :] == own
    settings = RaceSettings(lanes="bayes.2,bayes", xi=0.01, **{"bayes.2.xi": 0.1})
    assert (settings.options("bayes").xi, settings.options("bayes.2").xi) == (0.01, 0.1)
    assert settings.xi == 0.01
    assert settings.changed() == {"lanes": ["bayes.2", "bayes"], "xi": 0.01, "bayes.2.xi": 0.1}
    with pytest.raises(AttributeError, match="these settings have no order"):
        _ = settings.order


def test_an_option_of_a_lane_that_does_not_race_is_refused_in_a_sentence() -> None:
    settings, _, problems = read_query(
        [("bayes.2.xi", "0.1"), ("lanes", "grid,random"), ("xi", "0")]
    )
    assert settings == RaceSettings(lanes="grid,random")
    assert problems == [
        "ignored bayes.2.xi=0.1: no lane bayes.2 races; the lanes are grid, random",
        "ignored xi=0.0: no lane bayes races; the lanes are grid, random",
    ]
    with pytest.raises(ValueError, match=r"xi=0\.1: no lane bayes races"):
        RaceSettings(lanes="grid,random", xi=0.1)


@given(CASTS, st.data())
def test_a_link_restores_any_lanes_with_their_options(
    lanes: list[str], data: st.DataObject
) -> None:
    values = {"lanes": lanes}
    for name in RaceSettings.names(lanes):
        if name.endswith("xi") and data.draw(st.booleans()):
            values[name] = data.draw(st.integers(0, 20)) / 200
        if name.endswith("order"):
            values[name] = data.draw(st.sampled_from(["raster", "shuffled"]))
    settings = RaceSettings(**values)
    read, _, problems = read_query(parse_qsl(write_query(settings)))
    assert (read, problems) == (settings, [])
    assert RaceSettings(**settings.values()) == settings


def test_equal_lanes_do_the_same_and_one_changed_option_changes_one_lane() -> None:
    twice = {"lanes": ["bayes", "bayes.2"], "budget": 90}
    alike = run(RaceSettings(**twice)).recording
    np.testing.assert_array_equal(alike.lane("bayes").x, alike.lane("bayes.2").x)
    apart = run(RaceSettings(**twice, **{"bayes.2.xi": 0.1})).recording
    np.testing.assert_array_equal(apart.lane("bayes").x, alike.lane("bayes").x)
    assert not np.array_equal(apart.lane("bayes.2").x, alike.lane("bayes.2").x)


@given(CASTS)
def test_lanes_are_told_apart_by_colour_name_and_mark(lanes: list[str]) -> None:
    told = signs(cast_of(lanes))
    assert list(told) == lanes
    assert len({sign.colour for sign in told.values()}) == len(lanes)
    assert {sign.colour for sign in told.values()} <= set(COLOURS)
    for lane, sign in told.items():
        key, _, copy = lane.partition(".")
        assert sign.mark == SEARCHERS[key].mark
        assert sign.hollow == bool(copy)
        assert sign.title == title_of(lane) == SEARCHERS[key].title + (f" {copy}" if copy else "")
        if lane in PREFERRED:
            assert sign.colour == PREFERRED[lane]


def test_each_ready_pair_is_a_race_that_differs_in_one_option() -> None:
    assert len(pairs()) == 12
    for values in pairs().values():
        settings = RaceSettings(**values)
        first, second = (settings.options(lane).param.values() for lane in settings.lanes)
        differ = [name for name in first if name != "name" and first[name] != second[name]]
        assert len(differ) == 1
