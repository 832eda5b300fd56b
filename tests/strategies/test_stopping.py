"""Stopping rules: both medians, patience, and a sweep's early_terminate, against the libraries'."""

from __future__ import annotations

import numpy as np
import pytest

from strategies import RandomSearch, run_race
from strategies.early.early_terminate import EarlyTerminate
from strategies.early.median import OptunaMedian, Patience, VizierMedian
from strategies.early.stopping import Curve, Rule, Stopping, every
from tests.strategies.driven import driven
from tests.strategies.slopes import Even, Slopes

X = RandomSearch(0).ask()
COMPLETED = (
    (0.30, 0.50, 0.60, 0.66),
    (0.40, 0.55, 0.62, 0.64),
    (0.20, 0.35, 0.50, 0.70),
    (0.45, 0.52, 0.55, 0.56),
    (0.10, 0.30, 0.55, 0.72),
)
RUNNING = {
    (0.35, 0.42, 0.45, 0.46): (3, 2),
    (0.05, 0.25, 0.50, 0.90): (1, 1),  # it would have ended above all: late bloomers die
    (0.32, 0.44, 0.49, 0.60): (None, 2),
    (0.50, 0.38, 0.36, 0.35): (4, 3),
}
"""Where each is stopped: by Vizier's rule, worked out by hand, and by Optuna's MedianPruner."""


def stopped(rule: Rule, scores, others=COMPLETED) -> int | None:
    """The step at which a rule stops a training beside completed ones; None for never."""
    completed = [Curve(X, list(other), complete=True) for other in others]
    for step in range(1, len(scores) + 1):
        curve = Curve(X, list(scores[:step]))
        if rule.stops(curve, [*completed, curve]):
            return step
    return None


@pytest.mark.parametrize("scores", RUNNING)
def test_two_rules_are_called_median(scores) -> None:
    vizier, optuna = RUNNING[scores]
    assert stopped(VizierMedian(), scores) == vizier
    assert stopped(OptunaMedian(), scores) == optuna


@pytest.mark.parametrize(
    ("rule", "bars"),
    [(VizierMedian(), (0.3, 0.4, 0.466667, 0.515)), (OptunaMedian(), (0.3, 0.5, 0.55, 0.66))],
)
def test_bars(rule, bars) -> None:
    """Strictly below the bar stops; on it or above, even by rounding, doesn't."""
    for step, bar in enumerate(bars, 1):
        assert stopped(rule, [-1.0] * (step - 1) + [bar + 1e-6]) in (None, *range(1, step))
        curve = Curve(X, [bar - 1e-6] * step)
        completed = [Curve(X, list(one), complete=True) for one in COMPLETED]
        assert rule.stops(curve, completed)
        curve = Curve(X, [bar + 1e-6] * step)
        assert not rule.stops(curve, completed)
    equal = Curve(X, [0.3])
    assert not rule.stops(equal, [Curve(X, [0.3], complete=True)] * 5)


def test_nothing_is_stopped_before_enough_are_complete_and_stopped_ones_never_count() -> None:
    low = (0.0, 0.0, 0.0, 0.0)
    assert stopped(VizierMedian(), low, ()) is None
    assert stopped(VizierMedian(), low, COMPLETED[:1]) == 1
    assert stopped(OptunaMedian(), low, COMPLETED[:4]) is None
    assert stopped(OptunaMedian(n_startup=4), low, COMPLETED[:4]) == 1
    pruned = [Curve(X, [0.9])] * 9
    assert not OptunaMedian().stops(Curve(X, [0.0]), pruned)
    assert not VizierMedian().stops(Curve(X, [0.0]), pruned)


def test_the_bar_is_made_of_survivors_and_rises() -> None:
    """Trainings of .2, .6, .4, .5, .7, ...: once .6 is complete beside .2, .4 is below the bar."""
    method = Stopping(RandomSearch(0), OptunaMedian(n_startup=2), every(2))
    ends = [0.2, 0.6, 0.3, 0.5, 0.45, 0.55]
    jobs = driven(method, lambda who, until: ends[who] * until, most=10)
    assert jobs == [
        *((0, 0.5), (0, 1.0), (1, 0.5), (1, 1.0)),
        (2, 0.5),  # the bar is .4, of .2 and .6
        *((3, 0.5), (3, 1.0)),  # the bar is .5 now
        (4, 0.5),  # which is above the median of all four that were begun, .4, and is stopped
        *((5, 0.5), (5, 1.0)),
    ]


def test_optunas_warmup_and_interval() -> None:
    low = (0.0, 0.0, 0.0, 0.0)
    assert stopped(OptunaMedian(n_warmup=3), low) == 3
    assert stopped(OptunaMedian(n_warmup=2, interval=2), (0.9, 0.9, 0.0, 0.0)) is None
    fallen = (0.31, 0.31, 0.31, 0.31)  # below the bar from step 2 on
    assert stopped(OptunaMedian(n_warmup=1, interval=2), fallen) == 3
    with pytest.raises(ValueError, match="interval must be an integer of at least 1"):
        OptunaMedian(interval=0)


def test_patience_waits_until_a_curve_has_not_got_better_for_a_while() -> None:
    alone = Patience(patience=1)
    assert stopped(alone, (0.1, 0.5, 0.4, 0.3, 0.2)) == 4
    assert stopped(Patience(patience=2), (0.1, 0.5, 0.4, 0.3, 0.2)) == 5
    assert stopped(Patience(patience=1, min_delta=0.15), (0.1, 0.5, 0.4, 0.3, 0.2)) == 5
    assert stopped(Patience(patience=0), (0.5, 0.5, 0.5)) is None  # no worse isn't worse
    patient = Patience(OptunaMedian(), patience=1)
    assert stopped(patient, (0.05, 0.25, 0.50, 0.60)) is None  # rising: never asked about
    assert stopped(patient, (0.40, 0.30, 0.30, 0.30)) == 3
    assert stopped(patient, (0.80, 0.30, 0.30, 0.30)) is None


def test_without_noise_patience_alone_stops_nothing() -> None:
    method = Stopping(RandomSearch(0), Patience(patience=0), every(4))
    lane = run_race(Slopes(), {"a": method}, 60.0).lanes[0]
    assert len(lane) == int(lane.checkpoints.trial.max()) + (lane.checkpoints.until[-1] == 1.0)


BANDS = {
    "a": (0.3, 0.5, 0.6, 0.66, 0.7, 0.72, 0.73, 0.74, 0.75),
    "b": (0.4, 0.55, 0.62, 0.64, 0.65, 0.66, 0.66, 0.66, 0.66),
    "c": (0.2, 0.35, 0.5),
    "d": (0.45, 0.52, 0.55, 0.5),
    "e": (0.6, 0.4, 0.3, 0.2),
    "f": (0.1, 0.3),
}
"""Runs of a sweep: a, b and c are over, d, e and f run. What W&B's sweeps 0.3.0 makes of them:"""


@pytest.mark.parametrize(
    ("fields", "bands", "bars", "stops"),
    [
        ({"min_iter": 3}, (3, 9, 27, 81), {3: 0.6, 9: 0.75}, "de"),
        ({"min_iter": 3, "strict": False}, (3, 9, 27, 81), {3: 0.6, 9: 0.75}, "d"),
        ({"max_iter": 27, "s": 2}, (3, 9), {3: 0.6, 9: 0.75}, "de"),
        ({"max_iter": 27, "s": 3}, (1, 3, 9), {1: 0.4, 3: 0.6, 9: 0.75}, "def"),
    ],
)
def test_early_terminate_of_a_sweep(fields, bands, bars, stops) -> None:
    rule = EarlyTerminate(**fields)
    curves = {name: Curve(X, list(scores)) for name, scores in BANDS.items()}
    assert rule.bands[:4] == bands
    assert {band: rule.bar(band, list(curves.values())) for band in bars} == bars
    assert rule.bar(27, list(curves.values())) is None
    running = {name: curves[name] for name in "def"}
    assert [n for n, c in running.items() if rule.stops(c, list(curves.values()))] == list(stops)


def test_a_bar_is_computed_anew_and_stops_a_run_between_two_bands() -> None:
    rule = EarlyTerminate(min_iter=1)
    run = Curve(X, [0.5, 0.6])
    assert not rule.stops(run, [run])
    better = [Curve(X, [0.7]) for _ in range(3)]
    assert rule.stops(run, [run, *better])


def test_one_more_than_a_third_passes_a_band() -> None:
    rule = EarlyTerminate(min_iter=1)
    for n in range(1, 20):
        curves = [Curve(X, [score / 100]) for score in range(n)]
        assert sum(not rule.stops(one, curves) for one in curves) == n // 3 + 1


@pytest.mark.parametrize("fields", [{}, {"max_iter": 27}, {"s": 2}])
def test_early_terminate_needs_its_fields(fields) -> None:
    with pytest.raises(ValueError, match="early_terminate needs min_iter, or max_iter and s"):
        EarlyTerminate(**fields)
    with pytest.raises(ValueError, match="max_iter must be at least eta, got 2"):
        EarlyTerminate(max_iter=2, s=1)


def test_each_worker_stays_with_its_training_and_a_model_is_told_once_of_each() -> None:
    sampler = RandomSearch(5)
    method = Stopping(sampler, VizierMedian(), every(9))
    lane = run_race(Even(), {"a": method}, 400.0, workers=3).lanes[0]
    parts = lane.checkpoints
    for trial in range(int(parts.trial.max()) + 1):
        mine = parts.trial == trial
        assert len(set(parts.worker[mine].tolist())) == 1
        assert parts.start[mine][1:].tolist() == pytest.approx(parts.finish[mine][:-1].tolist())
    told = sampler.scores.tolist()
    over = [
        parts.observed[parts.trial == trial][-1]
        for trial in dict.fromkeys(parts.trial[::-1].tolist())
    ]
    assert set(told) <= set(over)
    assert len(sampler.pending) == 0
    full = parts.until == 1.0
    assert 0 < full.sum() < parts.trial.max()  # some were stopped
    assert len(lane) == full.sum()


def test_what_was_never_paused_is_not_restarted() -> None:
    one, other = (
        run_race(
            Even(),
            {"a": Stopping(RandomSearch(5), VizierMedian(), every(9))},
            200.0,
            resume=resume,
        ).lanes[0]
        for resume in (True, False)
    )
    np.testing.assert_array_equal(one.checkpoints.finish, other.checkpoints.finish)
    np.testing.assert_array_equal(one.checkpoints.cost, other.checkpoints.cost)


@pytest.mark.parametrize("reports", [(), (0.5,), (0.5, 0.4, 1.0), (0.0, 1.0), (0.5, 0.5, 1.0)])
def test_reports_rise_to_the_end(reports) -> None:
    with pytest.raises(ValueError, match="report"):
        Stopping(RandomSearch(0), VizierMedian(), reports)
