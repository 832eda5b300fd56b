"""The command that lists the searchers, and what else takes their names from where they lie."""

from __future__ import annotations

import param
import pytest

import strategies
from app.__main__ import main
from app.settings import RaceSettings, allowed
from app.words import TABLE
from strategies import RACE, SEARCHERS, Options, RandomSearch, Searcher


class Hops(Options):
    """What may be set of a searcher that only this test knows."""

    jumps = param.Integer(default=3, bounds=(1, 9), label="Jumps", doc="So many a trial.")
    height = param.Number(default=0.25, bounds=(0.0, 0.5), label="Height", doc="How far up.")
    style: param.Selector[str] = param.Selector(
        default="wild", objects={"Wildly": "wild", "Calmly": "calm"}, label="Style", doc="How."
    )
    rests = param.Boolean(default=False, label="Rests", doc="Whether it rests.")


HOPS = Searcher(
    key="hops",
    name="hopping search",
    short="Hops",
    mark="hex",
    options=Hops,
    make=lambda problem, options: RandomSearch(problem.seed, knobs=problem.knobs),
)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    """What the command says: the lines of each searcher's paragraph, by key."""
    assert main(["searchers"]) == 0
    paragraphs = [text.splitlines() for text in capsys.readouterr().out.split("\n\n")]
    return {lines[0].partition(":")[0]: lines for lines in paragraphs}


def test_each_searcher_and_each_of_its_options_is_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    listed = told(capsys)
    assert set(listed) == set(SEARCHERS) >= {"grid", "random", "bayes", "sobol"}
    assert listed["sobol"] == ["sobol: Quasi-random search", "  no options"]
    assert listed["random"][0] == "random: Random search, races unless told otherwise"
    assert "  placement: one of centred, edges (default centred)" in listed["grid"]
    assert "  xi: a number from 0 to 0.1 (default 0)" in listed["bayes"]
    assert "  initial: a whole number from 2 to 20 (default 5)" in listed["bayes"]


def test_a_further_searcher_is_listed_with_its_options(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(strategies, "SEARCHERS", {**SEARCHERS, "hops": HOPS})
    assert told(capsys)["hops"] == [
        "hops: Hopping search",
        "  jumps: a whole number from 1 to 9 (default 3)",
        "      Jumps. So many a trial.",
        "  height: a number from 0 to 0.5 (default 0.25)",
        "      Height. How far up.",
        "  style: one of wild, calm (default wild)",
        "      Style. How.",
        f"  rests: {TABLE['allowed.flag']} (default 0)",
        "      Rests. Whether it rests.",
    ]


@pytest.mark.parametrize("gone", SEARCHERS)
def test_a_searcher_that_is_gone_is_listed_no_more(
    gone: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left = {key: entry for key, entry in SEARCHERS.items() if key != gone}
    monkeypatch.setattr(strategies, "SEARCHERS", left)
    assert list(told(capsys)) == list(left)


@pytest.mark.parametrize("key", RACE)
def test_a_race_s_settings_have_the_options_of_its_searchers(key: str) -> None:
    form = {entry["name"]: entry for entry in RaceSettings.form()}
    for name, option in SEARCHERS[key].parameters.items():
        assert form[name]["default"] == option.default
        assert form[name]["help"] == option.doc
        if name not in ("ell1", "ell2"):  # these name the knob of the race
            assert form[name]["label"] == option.label
        if option.name in ("xi", "initial", "ell1", "ell2"):
            assert (form[name]["low"], form[name]["high"]) == option.bounds
        else:
            assert [value for _, value in form[name]["choices"]] == option.objects
        assert allowed(name)


@pytest.mark.parametrize("key", RACE)
def test_sentences_call_a_searcher_as_it_calls_itself(key: str) -> None:
    name, title = TABLE[f"name.{key}"], SEARCHERS[key].title
    assert name[0].upper() + name[1:] == title
