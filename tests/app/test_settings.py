"""Settings: one list of limits for the page, the URL, the terminal and the notebook."""

import math
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.race.race import landscape_of, searchers_of
from app.settings import NAMES, RaceSettings, allowed, form, read_settings


def test_equal_values_are_equal_settings_with_one_hash() -> None:
    assert RaceSettings(seed=7) == RaceSettings()
    assert hash(RaceSettings(seed=7)) == hash(RaceSettings())
    assert RaceSettings(seed=8) != RaceSettings()
    assert len({RaceSettings(), RaceSettings(budget=240), RaceSettings(budget=250)}) == 2


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "EI"),
        ({"acquisition": "plain"}, "EI"),
        ({"noise": 0.01}, "augmented EI"),
        ({"noise": 0.01, "acquisition": "plain"}, "EI"),
    ],
)
def test_what_is_maximised_has_a_name(values: dict, name: str) -> None:
    settings = RaceSettings(**values)
    searchers = searchers_of(settings, landscape_of(settings))
    assert {key: one.maximised for key, one in searchers.items()} == {
        "grid": None,
        "random": None,
        "bayes": name,
    }


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(TypeError, match="Constant"):
        RaceSettings().seed = 8


def test_a_link_carries_only_what_differs_from_the_defaults() -> None:
    assert RaceSettings().changed() == {}
    assert RaceSettings(landscape="bumpy", xi=0.01).changed() == {"landscape": "bumpy", "xi": 0.01}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", True),
        ("seed", -1),
        ("seed", 1.5),
        ("seed", 10**30),
        ("seed", 10**5000),
        ("seed", 1j),
        ("seed", np.float64(1.5)),
        ("xi", 10**400),
        ("xi", np.complex128(0.05)),
        ("xi", np.float32("nan")),
        ("xi", np.bool_(True)),
        ("xi", "0.05"),
        ("xi", np.array([0.05, 0.06])),
        ("landscape", np.array(["smooth", "bumpy"])),
        ("landscape", 10**400),
        ("budget", 29),
        ("budget", 361),
        ("budget", "much"),
        ("noise", math.nan),
        ("noise", math.inf),
        ("xi", -0.01),
        ("landscape", "flat"),
        ("landscape", None),
        ("cost", ["varying"]),
        ("ell1", 0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_bad_value_is_refused_with_what_is_allowed(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{name} must be ") as refusal:
        RaceSettings(**{name: value})
    assert allowed(name) in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("seed", np.int64(3), 3),
        ("seed", np.uint8(200), 200),
        ("seed", np.float64(3.0), 3),
        ("budget", np.float32(120.0), 120),
        ("noise", np.float32(0.1), 0.1),
        ("xi", np.float16(0.05), 0.05),
        ("xi", np.float64(0.07), 0.07),
        ("ell1", np.int32(2), 2.0),
        ("landscape", np.str_("bumpy"), "bumpy"),
    ],
)
def test_numpys_values_are_taken(name: str, value: object, taken: object) -> None:
    settings = RaceSettings(**{name: value})
    assert settings == RaceSettings(**{name: taken})
    assert hash(settings) == hash(RaceSettings(**{name: taken}))
    assert type(getattr(settings, name)) is type(taken)


def test_a_decimal_comma_is_a_decimal_point_in_a_number_that_may_have_one() -> None:
    settings, problems = read_settings({"noise": "0,05", "xi": ",1", "ell1": "2,5e-1"})
    assert settings == RaceSettings(noise=0.05, xi=0.1, ell1=0.25)
    assert problems == []
    settings, problems = read_settings({"seed": "1,5", "budget": "1,000", "xi": "0,0,5"})
    assert settings == RaceSettings()
    assert problems == [
        "ignored seed=1,5: seed must be a whole number from 0 to 999999",
        "ignored budget=1,000: budget must be a whole number from 30 to 360",
        "ignored xi=0,0,5: xi must be a number from 0 to 0.1",
    ]


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(ValueError, match="momentum is not a setting"):
        RaceSettings(momentum=0.9)


def test_untrusted_values_are_kept_where_they_are_valid() -> None:
    settings, problems = read_settings({"landscape": "bumpy", "budget": "true", "seed": "12"})
    assert settings == RaceSettings(landscape="bumpy", seed=12)
    assert problems == ["ignored budget=true: budget must be a whole number from 30 to 360"]


@pytest.mark.parametrize(
    ("text", "seed"),
    [("12", 12), ("+12", 12), ("012", 12), ("1e3", None), ("9" * 5000, None), ("١٢", None)],
)
def test_a_seed_is_read_from_digits_only(text: str, seed: int | None) -> None:
    settings, problems = read_settings({"seed": text})
    assert settings.seed == (7 if seed is None else seed)
    assert bool(problems) == (seed is None)


def test_a_repeated_name_counts_once() -> None:
    settings, problems = read_settings([("seed", "1"), ("seed", "2")])
    assert settings.seed == 1
    assert problems == ["seed=2 ignored: seed was given twice"]


def test_a_message_repeats_no_more_than_a_few_characters_of_a_hostile_value() -> None:
    _, problems = read_settings({"x" * 10_000: "y", "seed": "<script>" * 1000, "xi": "\x00\n"})
    assert all(len(problem) < 250 for problem in problems)
    assert not any("\n" in problem or "\x00" in problem for problem in problems)


@given(
    st.dictionaries(
        st.sampled_from([*NAMES, "x"]),
        st.text(string.printable) | st.floats() | st.integers() | st.none(),
    )
)
def test_nothing_that_arrives_breaks_the_settings(values: dict) -> None:
    settings, problems = read_settings(values)
    assert RaceSettings(**settings.values()) == settings
    for name, value in values.items():
        refused = any(p.startswith((f"ignored {name}=", f"{name} ignored")) for p in problems)
        if not refused:
            kept = getattr(settings, name)
            none = name == "darts" and value == ""
            assert none or kept == (float(value) if isinstance(kept, float | int) else value)


@given(st.sampled_from(form()), st.data())
def test_what_the_form_allows_the_settings_accept(entry: dict, data: st.DataObject) -> None:
    if "choices" in entry:
        value = data.draw(st.sampled_from([choice for _, choice in entry["choices"]]))
    elif entry["whole"]:
        value = data.draw(st.integers(entry["low"], entry["high"]))
    else:
        value = data.draw(st.floats(entry["low"], entry["high"]))
    assert getattr(RaceSettings(**{entry["name"]: value}), entry["name"]) == value


def test_the_form_describes_every_setting_but_the_lanes() -> None:
    assert [entry["name"] for entry in form()] == [name for name in NAMES if name != "lanes"]
    for entry in form():
        assert entry["label"]
        assert entry["help"]


def test_a_refusal_says_which_value_why_and_what_a_page_tells() -> None:
    values = [("budget", "9"), ("seed", "3"), ("seed", "4"), ("x", "1")]
    kept, refusals = RaceSettings.sifted(values)
    assert kept == RaceSettings(seed=3)
    assert [refusal.name for refusal in refusals] == ["budget", "seed", "x"]
    reason = "budget=9: budget must be a whole number from 30 to 360"
    assert (refusals[0].reason, refusals[0].sentence) == (reason, f"ignored {reason}")
