"""Successive halving: rungs, who goes on, what it costs, and the barrier."""

from __future__ import annotations

import numpy as np
import pytest

from strategies import RandomSearch, run_race
from strategies.early.halving import SuccessiveHalving
from strategies.early.rungs import Rung, halvings, ladder, units
from strategies.searchers.grid import GridSearch
from tests.strategies.driven import driven, spent
from tests.strategies.slopes import Even, Slopes


def bracket(count: int, resource: int = 27, **how) -> SuccessiveHalving:
    return SuccessiveHalving(RandomSearch(0), count, resource=resource, **how)


def test_a_third_goes_on_three_times_as_far() -> None:
    jobs = driven(bracket(27), lambda who, _: -who, most=40)
    assert jobs[:27] == [(who, 1 / 27) for who in range(27)]
    assert jobs[27:36] == [(who, 1 / 9) for who in range(9)]  # the best first
    assert jobs[36:39] == [(0, 1 / 3), (1, 1 / 3), (2, 1 / 3)]
    assert jobs[39:] == [(0, 1.0)]
    assert (spent(jobs, 27, resume=True), spent(jobs, 27, resume=False)) == (81, 108)


def test_the_next_bracket_begins_with_new_configurations() -> None:
    jobs = driven(bracket(3, resource=3), lambda who, _: who, most=8)
    assert jobs[:4] == [(0, 1 / 3), (1, 1 / 3), (2, 1 / 3), (2, 1.0)]
    assert jobs[4:] == [(3, 1 / 3), (4, 1 / 3), (5, 1 / 3), (5, 1.0)]


def test_each_rung_is_ranked_by_its_own_scores() -> None:
    """Whoever leads at the first rung is last at the second, and doesn't get to the third."""
    jobs = driven(bracket(9, 9), lambda who, until: who if until < 0.2 else -who, most=13)
    assert jobs[9:12] == [(8, 1 / 3), (7, 1 / 3), (6, 1 / 3)]
    assert jobs[12] == (6, 1.0)


def test_of_equal_scores_the_earlier_goes_on() -> None:
    assert driven(bracket(3, 3), lambda who, _: 0.5, most=4)[3] == (0, 1.0)


def test_halvings_are_counted_and_not_taken_from_logarithms() -> None:
    assert [halvings(most, 3) for most in (1, 2, 3, 26, 27, 242, 243)] == [0, 0, 1, 2, 3, 4, 5]
    assert int(np.log(243) / np.log(3)) == 4  # the trap
    assert halvings(1000, 10) == 3
    assert bracket(243, 243).rungs[0] == 1 / 243


def test_rungs_of_a_count_that_does_not_divide() -> None:
    assert ladder(34, 3, 3) == (Rung(34, 1 / 27), Rung(11, 1 / 9), Rung(3, 1 / 3), Rung(1, 1.0))
    assert units(ladder(34, 3, 3), 81, resume=False) == pytest.approx(363)


def test_the_first_rung_is_no_shorter_than_the_least() -> None:
    assert bracket(27, 100, least=3).rungs == (1 / 27, 1 / 9, 1 / 3, 1.0)  # 3.7 of 100 epochs
    assert bracket(9, 100, least=100).rungs == (1.0,)


def test_of_few_configurations_one_still_gets_to_the_end() -> None:
    assert bracket(10).plan == (Rung(10, 1 / 9), Rung(3, 1 / 3), Rung(1, 1.0))
    assert bracket(2).plan == (Rung(2, 1.0),)


@pytest.mark.parametrize(
    ("workers", "makespan", "share"), [(1, 81, 1.0), (4, 37, 0.55), (8, 32, 0.32)]
)
def test_at_the_barrier_workers_wait_and_are_paid(workers, makespan, share) -> None:
    """27 at 1/27 of 27 minutes on w workers: rounds of 27/w, 9/w, 3/w and one, by hand."""
    lane = run_race(Even(), {"a": bracket(27)}, workers * makespan, workers=workers).lanes[0]
    parts = lane.checkpoints
    assert len(lane) == 1
    assert len(parts) == 40
    assert parts.finish[-1] / workers == pytest.approx(makespan)
    assert parts.cost.sum() == pytest.approx(81)
    assert parts.cost.sum() / parts.finish[-1] == pytest.approx(share, abs=0.005)
    assert lane.idle == pytest.approx(workers * makespan - 81)
    assert lane.observed[0] == parts.x[:27, 0].max()  # here partial and full rankings agree


@pytest.mark.parametrize("resume", [True, False])
def test_budgets_hold_with_any_workers_and_restarts(resume: bool) -> None:
    for workers in (1, 2, 5):
        search = SuccessiveHalving(RandomSearch(workers))
        lane = run_race(Slopes(), {"a": search}, 60.0, workers=workers, resume=resume).lanes[0]
        assert lane.checkpoints.finish[-1] <= 60.0
        assert lane.stopped == "budget"
        trials = lane.checkpoints.trial.tolist()
        assert max(trials) + 1 == len({tuple(x) for x in lane.checkpoints.x.tolist()})


def test_the_sampler_is_told_the_first_rung_alone() -> None:
    sampler = RandomSearch(0)
    jobs = driven(SuccessiveHalving(sampler, 9, resource=9), lambda who, until: until, most=13)
    assert len(jobs) == 13
    assert sampler.scores.tolist() == [1 / 9] * 9
    assert len(sampler.pending) == 0


def test_a_sampler_that_ends_makes_the_last_bracket_smaller() -> None:
    grid = GridSearch(2)  # four cells
    jobs = driven(SuccessiveHalving(grid, 3, resource=3), lambda who, _: who)
    assert jobs[4:] == [(3, 1 / 3), (3, 1.0)]
    lone = SuccessiveHalving(GridSearch(2), 9, resource=9)
    assert driven(lone, lambda who, _: who)[4:] == [(3, 1 / 3), (2, 1 / 3), (1, 1 / 3), (3, 1.0)]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"count": 0}, "count must be an integer of at least 1"),
        ({"resource": 0}, "resource must be an integer of at least 1"),
        ({"eta": 1}, "eta must be an integer of at least 2"),
        ({"least": 28}, "least must be an integer of at most 27"),
    ],
)
def test_what_makes_no_rungs_is_refused(how, message) -> None:
    with pytest.raises(ValueError, match=message):
        SuccessiveHalving(RandomSearch(0), **how)
    with pytest.raises(ValueError, match="sampler must be a Strategy, got 'random'"):
        SuccessiveHalving("random")
