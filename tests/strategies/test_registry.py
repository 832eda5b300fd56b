"""Searchers are found where their files lie, and each makes itself for a problem."""

import sys
from dataclasses import replace
from pkgutil import iter_modules

import numpy as np
import pytest

from strategies import RACE, SEARCHERS, Problem, Training, early, searchers
from strategies.registry import found

FILE = """\
import param

from strategies import Options, RandomSearch, Searcher


class MyOptions(Options):
    jumps = param.Integer(default=3, bounds=(1, 9), label="Jumps", doc="So many a trial.")


SEARCHER = Searcher(
    key="hops",
    name="hopping search",
    short="Hops",
    mark="hex",
    options=MyOptions,
    make=lambda problem, options: RandomSearch(problem.seed + options.jumps, knobs=problem.knobs),
)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with the file of a searcher, and one without; the names of both."""
    folder = tmp_path / "made_up_searchers"
    folder.mkdir()
    for name, text in (("__init__", ""), ("hops", FILE), ("helpers", "HELP = 1\n")):
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield [f"{folder.name}.hops", f"{folder.name}.helpers"]
    for name in [name for name in sys.modules if name.startswith(folder.name)]:
        del sys.modules[name]


@pytest.fixture
def problem():
    """Two knobs, 60 GPU-minutes, 2.5 for each trial: a grid of 4 x 4 costs 40, of 5 x 5 62.5."""
    return Problem(knobs=2, budget=60.0, cost=lambda x: np.full(len(x), 2.5), seed=11, noisy=False)


SHIPPED = ("grid", "sobol", "random", "bayes")  # in their order; further ones stand between them
PLAIN, EARLY = (
    [f"{package.__name__}.{module.name}" for module in iter_modules(package.__path__)]
    for package in (searchers, early)
)
METHODS = [name for name in EARLY if name.rpartition(".")[2] in SEARCHERS]
MODULES = [*PLAIN, *METHODS]


def started(searcher, problem, **values):
    """A fresh searcher for a problem, with these values of its options."""
    return searcher.make(problem, searcher.options(**values))


def test_each_file_is_a_searcher_and_models_come_last():
    assert len(MODULES) == len(SEARCHERS)
    assert [key for key in SEARCHERS if key in SHIPPED] == list(SHIPPED)
    places = [(entry.early, entry.mind != "nothing") for entry in SEARCHERS.values()]
    assert places == sorted(places)
    assert [key for key, entry in SEARCHERS.items() if entry.early] == [
        *("asha", "bohb", "hyperband", "median", "pbt", "halving")
    ]
    assert set(RACE) <= set(SEARCHERS)


@pytest.mark.parametrize("attribute", ["key", "title", "short", "mark"])
def test_no_two_are_told_apart_by_nothing(attribute):
    values = [getattr(entry, attribute) for entry in SEARCHERS.values()]
    assert len(set(values)) == len(values)


def test_a_further_file_is_a_further_searcher_wherever_it_stands(package, problem):
    more = found([*package, *reversed(MODULES)])
    assert [key for key in more if key in (*SHIPPED, "hops")] == ["grid", "hops", *SHIPPED[1:]]
    assert [key for key in more if key != "hops"] == list(SEARCHERS)
    assert more["hops"].parameters["jumps"].bounds == (1, 9)
    search = started(more["hops"], problem, jumps=5)
    darts = started(SEARCHERS["random"], replace(problem, seed=16))
    np.testing.assert_array_equal(search.ask(), darts.ask())


@pytest.mark.parametrize("gone", MODULES)
def test_without_its_file_a_searcher_is_gone_and_the_others_stay(gone):
    left = found([name for name in MODULES if name != gone])
    missing = {sys.modules[gone].SEARCHER.key}
    assert list(left) == [key for key in SEARCHERS if key not in missing]


def test_two_with_one_key_are_refused(package):
    with pytest.raises(ValueError, match="two searchers have the key 'hops'"):
        found([*package, package[0]])


@pytest.mark.parametrize("knobs", [1, 2, 3])
@pytest.mark.parametrize("key", SEARCHERS)
def test_a_searcher_turns_the_knobs_of_its_problem(key, knobs, problem):
    search = started(SEARCHERS[key], replace(problem, knobs=knobs))
    assert search.knobs == knobs
    asked = search.ask()
    assert (asked.x if isinstance(asked, Training) else asked).shape == (knobs,)


def test_values_reach_those_who_have_such_an_option(problem):
    def first(**values):
        return started(SEARCHERS["grid"], problem, **values).ask().tolist()

    assert first() == [1 / 8, 1 / 8]
    assert first(placement="edges") == [0.0, 0.0]
    with pytest.raises(ValueError, match="placement"):
        first(placement="outside")


def test_grid_search_affords_what_the_budget_does(problem):
    search = started(SEARCHERS["grid"], problem)
    assert len([search.ask() for _ in range(16)]) == 16
    assert search.exhausted


def test_bayesian_search_begins_with_the_darts_of_random_search(problem):
    darts = started(SEARCHERS["random"], problem)
    search = started(SEARCHERS["bayes"], problem, initial=4)
    for trial in range(6):
        x, dart = search.ask(), darts.ask()
        assert (x.tolist() == dart.tolist()) is (trial < 4)
        search.tell(x, -float(x[0]))


@pytest.mark.parametrize("knobs", [1, 2])
def test_lengthscales_and_noise_of_bayesian_search_are_those_of_options_and_problem(knobs, problem):
    values = {"initial": 2, "lengthscales": "fixed", "ell1": 0.2, "ell2": 0.7}
    for noisy in (False, True):
        search = started(SEARCHERS["bayes"], replace(problem, knobs=knobs, noisy=noisy), **values)
        for trial in range(3):
            x = search.ask()
            search.tell(x, 0.3 * trial - float(x[0]))
        search.ask()
        gp = search.belief.gp
        assert gp.lengthscales.tolist() == [0.2, 0.7][:knobs]
        assert (gp.noise_variance > 1e-6) is noisy
