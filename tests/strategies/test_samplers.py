"""Any searcher is a sampler: it proposes, is told of each configuration once, and learns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from strategies import SEARCHERS, Method, Problem, Strategy, run_race
from strategies.early.asha import Asha, TopOfRung
from strategies.early.halving import SuccessiveHalving
from strategies.early.hyperband import Hyperband
from strategies.early.median import OptunaMedian
from strategies.early.pbt import PopulationBasedTraining
from strategies.early.stopping import Stopping, every
from tests.strategies.slopes import Even

METHODS: dict[str, Callable[[Strategy], Method]] = {
    "halving": lambda sampler: SuccessiveHalving(sampler, resource=9),
    "asha": lambda sampler: Asha(sampler, resource=9),
    "median": lambda sampler: Stopping(sampler, OptunaMedian(2), every(9)),
    "stopping": lambda sampler: Stopping(sampler, TopOfRung(), (1 / 9, 1 / 3, 1.0)),
    "population": lambda sampler: PopulationBasedTraining(sampler, population=4, ticks=3),
}
FULL = 27.0
"""GPU-minutes of a full training."""


def sampler(key: str, seed: int = 3) -> Strategy:
    problem = Problem(knobs=2, budget=9 * FULL, cost=Even().cost, seed=seed, noisy=False)
    entry = SEARCHERS[key]
    return entry.make(problem, entry.options())


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("key", ["random", "sobol", "tpe", "bayes"])
@pytest.mark.parametrize("name", METHODS)
def test_every_method_takes_every_sampler(name: str, key: str, workers: int) -> None:
    search = sampler(key)
    method = METHODS[name](search)
    lane = run_race(Even(), {"a": method}, 8 * FULL, workers=workers).lanes[0]
    parts = lane.checkpoints
    assert parts.finish[-1] <= 8 * FULL + 1e-9
    begun = parts.x[parts.after == -1]
    assert len(np.unique(begun, axis=0)) == len(begun) > 3
    assert len(np.unique(search.xs, axis=0)) == len(search.xs) <= len(begun)
    assert {tuple(x) for x in search.xs.tolist()} <= {tuple(x) for x in begun.tolist()}
    assert lane.maximised == search.maximised
    if name in ("median", "stopping"):  # told when a training was over, of all that it cost
        for x, cost in zip(search.xs, search.costs, strict=True):
            assert cost == pytest.approx(parts.cost[(parts.x == x).all(axis=1)].sum())
    if name in ("halving", "asha"):
        np.testing.assert_allclose(search.scores, search.xs[:, 0] / 9)  # the first rung's scores
    for belief, ask in zip(lane.beliefs, range(len(lane.beliefs)), strict=True):
        if belief is not None and ask in parts.asked:
            (number,) = np.flatnonzero(parts.asked == ask)
            assert parts.after[number] == -1  # going on is no choice of the model's
            np.testing.assert_array_equal(belief.x, parts.x[number])


@pytest.mark.parametrize(("key", "initial"), [("tpe", 10), ("bayes", 5)])
def test_a_model_learns_from_the_first_rung(key: str, initial: int) -> None:
    """A score is the first knob: after the random trials TPE and EI go to the right at once."""
    lane = run_race(Even(), {"a": SuccessiveHalving(sampler(key), resource=9)}, 8 * FULL).lanes[0]
    begun = lane.checkpoints.x[lane.checkpoints.after == -1]
    assert begun[:initial, 0].mean() < 0.7
    assert begun[initial : initial + 8, 0].mean() > 0.8


def test_hyperband_takes_a_model_for_each_bracket() -> None:
    samplers = [sampler("tpe", seed) for seed in range(3)]
    method = Hyperband(samplers, resource=9)
    run_race(Even(), {"a": method}, 20 * FULL)
    for search, bracket in zip(samplers, method.plan, strict=True):
        np.testing.assert_allclose(search.scores, search.xs[:, 0] * bracket[0].until)
        assert len(search.xs) >= bracket[0].count
