"""Looks on the way: the same fractions for all lanes, when they were passed, and what was there."""

from __future__ import annotations

import numpy as np
import pytest

from landscapes import make_landscape
from strategies import RandomSearch, run_race
from strategies.early.halving import SuccessiveHalving
from strategies.early.hyperband import Hyperband
from strategies.early.pbt import PopulationBasedTraining
from strategies.looks import looks
from strategies.searchers.grid import GridSearch
from tests.strategies.slopes import Even

RUNGS = (1 / 27, 1 / 9, 1 / 3)


def test_full_trainings_are_seen_on_their_way() -> None:
    lane = run_race(Even(), {"a": GridSearch(1)}, 30.0).lanes[0]
    seen = looks(Even(), lane, RUNGS)
    assert seen.trial.tolist() == [0] * 4
    np.testing.assert_allclose(seen.until, [*RUNGS, 1.0])
    np.testing.assert_allclose(seen.minute, [1.0, 3.0, 9.0, 27.0])
    np.testing.assert_allclose(seen.observed, 0.5 * seen.until)


@pytest.mark.parametrize("resume", [True, False])
@pytest.mark.parametrize("workers", [1, 3])
def test_what_stops_at_the_same_fractions_has_no_other_looks(resume: bool, workers: int) -> None:
    halving = SuccessiveHalving(RandomSearch(0))
    race = run_race(Even(), {"a": halving}, 500.0, workers=workers, resume=resume)
    lane = race.lanes[0]
    seen = looks(Even(), lane, RUNGS)
    np.testing.assert_array_equal(seen.minute, lane.checkpoints.finish)
    np.testing.assert_array_equal(seen.until, lane.checkpoints.until)
    np.testing.assert_array_equal(seen.observed, lane.checkpoints.observed)


def test_a_restart_passes_between_rungs_at_its_own_pace() -> None:
    """27 at 1/27 first; then the best begins anew towards 1/9, three minutes away."""
    resumed, restarted = (
        looks(
            Even(),
            run_race(Even(), {"a": SuccessiveHalving(RandomSearch(0))}, 31.0, resume=resume).lanes[
                0
            ],
            [2 / 27],
        )
        for resume in (True, False)
    )
    first = int(np.flatnonzero(np.isclose(resumed.until, 2 / 27))[0])
    assert resumed.minute[first] == pytest.approx(27.0 + 1.0)
    assert restarted.minute[first] == pytest.approx(27.0 + 2.0)
    assert resumed.observed[first] == restarted.observed[first]


def test_every_lane_is_looked_at_alike_and_partial_noise_is_the_checkpoints_own() -> None:
    landscape = make_landscape("smooth", 5, noise=0.05)
    searchers = {"random": RandomSearch(1), "hyperband": Hyperband(RandomSearch(1))}
    for lane in run_race(landscape, searchers, 120.0, workers=2).lanes:
        seen = looks(landscape, lane, RUNGS)
        assert (np.diff(seen.minute) >= 0.0).all()
        parts = lane.checkpoints
        for trial in set(parts.trial.tolist()):
            end = parts.until[parts.trial == trial].max()
            x = parts.x[parts.trial == trial][0]
            mine = seen.trial == trial
            got = seen.until[mine]
            np.testing.assert_allclose(got, [t for t in (*RUNGS, 1.0) if t <= end + 1e-9])
            true = landscape.partial_score(x, got)
            np.testing.assert_allclose(seen.true_score[mine], true, rtol=1e-14)
            expected = [landscape.checkpoint([(x, t)], trial) for t in got]
            np.testing.assert_array_equal(seen.observed[mine], expected)


def test_the_way_of_a_copy_is_a_schedule() -> None:
    method = PopulationBasedTraining(RandomSearch(0), ticks=2, resample=1.0)
    lane = run_race(Even(), {"a": method}, 270.001).lanes[0]
    seen = looks(Even(), lane, [0.75])
    parts = lane.checkpoints
    copies = [n for n in range(10, 20) if parts.trial[n] >= 10]
    assert copies
    for number in copies:
        (before, _), (after, _) = parts.schedule(number)
        (look,) = np.flatnonzero((seen.trial == parts.trial[number]) & (seen.until == 0.75))
        assert seen.observed[look] == pytest.approx((2 * before[0] + after[0]) / 3 * 0.75)


def test_fractions_lie_within_a_training() -> None:
    lane = run_race(Even(), {"a": GridSearch(1)}, 30.0).lanes[0]
    with pytest.raises(ValueError, match="a fraction must be above 0 and at most 1"):
        looks(Even(), lane, [1.5])
    assert looks(Even(), lane, [1.0]).until.tolist() == [1.0]
