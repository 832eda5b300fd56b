"""Links: short readable names, restored exactly, and never broken by what they say."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import RaceSettings
from app.settings.link import PARTS, View, read_query, write_query


def read(text: str) -> tuple[RaceSettings, View, list[str]]:
    return read_query(parse_qsl(text, keep_blank_values=True))


def test_the_defaults_are_left_out() -> None:
    assert write_query(RaceSettings(), View()) == ""


def test_a_link_is_short_and_readable() -> None:
    settings = RaceSettings(landscape="bumpy", seed=3)
    view = View(minute=61.5, revealed=True, hide=["maps", "story"])
    assert (
        write_query(settings, view)
        == "landscape=bumpy&seed=3&minute=61.5&revealed=1&hide=maps,story"
    )


def test_commas_separate_lists_and_decimals() -> None:
    _, view, problems = read("hide=maps,story&minute=61,5&speed=0,5&lock=seed,noise")
    assert view == View(minute=61.5, speed=0.5, hide=["maps", "story"], lock=["seed", "noise"])
    assert problems == []


def test_numpys_truth_values_are_taken() -> None:
    assert View(revealed=np.bool_(True), minute=np.float32(61.5)) == View(
        revealed=True, minute=61.5
    )
    assert hash(View(speed=np.float64(1.0))) == hash(View(speed=1))


@given(
    st.builds(
        View,
        minute=st.integers(0, 3600).map(lambda tenths: tenths / 10),
        revealed=st.booleans(),
        curve=st.sampled_from(["score", "regret"]),
        speed=st.sampled_from([0.25, 0.5, 1, 2, 4]),
        theme=st.sampled_from(["system", "light", "dark"]),
        embed=st.booleans(),
        hide=st.lists(st.sampled_from(PARTS), unique=True),
        lock=st.lists(st.sampled_from(["seed", "noise", "revealed"]), unique=True),
    ),
    st.builds(RaceSettings, seed=st.integers(0, 999_999), xi=st.sampled_from([0.0, 0.005, 0.1])),
)
def test_a_link_restores_exactly_what_it_was_made_from(view: View, settings: RaceSettings) -> None:
    assert read(write_query(settings, view)) == (settings, view, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minute=NaN", "minute must be a number from 0 to 600000"),
        ("minute=1e9", "minute must be a number from 0 to 600000"),
        ("revealed=yes", "revealed must be 1 or 0"),
        ("theme=<script>alert(1)</script>", "theme must be one of system, light, dark"),
        ("hide=maps,everything", "hide must be some of header"),
        ("lock=budget,optimum", "lock must be some of landscape"),
        ("speed=3", "speed must be one of 0.25, 0.5, 1, 2, 4"),
        ("x=1", "ignored x: a link may have landscape"),
        ("seed=1&seed=2", "seed was given twice"),
        ("seed=" + "9" * 10_000, "seed must be a whole number"),
    ],
)
def test_what_a_link_says_wrongly_is_ignored_and_named(text: str, said: str) -> None:
    settings, view, problems = read(text)
    assert view == View()
    assert settings.seed in (7, 1)
    (problem,) = problems
    assert said in problem
    assert len(problem) < 400


@given(st.text(max_size=200))
def test_no_query_breaks_the_page(text: str) -> None:
    settings, view, _ = read(text)
    assert read(write_query(settings, view)) == (settings, view, [])
