"""Trainings that stop early: who pays what, who waits, and what a lane says of them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import Lane, RandomSearch, run_race
from strategies.method import FullTrainings, Method, Training
from tests.strategies.hills import Hills
from tests.strategies.slopes import Even, Slopes

A, B, C = np.array([0.2, 0.5]), np.array([0.6, 0.5]), np.array([0.9, 0.5])


class Script(Method):
    """Asks for what it is given; a number among its lines waits for so many tellings."""

    knobs = 2

    def __init__(self, lines: Sequence[Training | int]) -> None:
        self.lines = list(lines)
        self.told: list[tuple[int, float]] = []
        self.costs: list[float | None] = []
        self.withdrawn: list[Training] = []

    def ask(self) -> Training | None:
        if self.lines and isinstance(self.lines[0], int):
            if len(self.told) < self.lines[0]:
                return None
            self.lines.pop(0)
        line = self.lines.pop(0) if self.lines else None
        assert not isinstance(line, int)
        return line

    def tell(self, number: int, training: Training, score: float, cost: float | None = None):
        self.told.append((number, score))
        self.costs.append(cost)

    def withdraw(self, training: Training) -> None:
        self.withdrawn.append(training)


def raced(lines: Sequence[Training | int], budget: float = 1000.0, **how) -> Lane:
    return run_race(Even(), {"a": Script(lines)}, budget, **how).lanes[0]


STOPPED = [Training(A, 1 / 3), Training(B, 1 / 3), Training(B, 1.0, after=1)]


def test_a_part_is_paid_once_and_what_was_stopped_stays_spent() -> None:
    lane = raced(STOPPED)
    parts = lane.checkpoints
    np.testing.assert_allclose(parts.cost, [9.0, 9.0, 18.0])
    np.testing.assert_allclose(parts.finish, [9.0, 18.0, 36.0])
    np.testing.assert_allclose(parts.start, [0.0, 9.0, 18.0])
    assert parts.trial.tolist() == [0, 1, 1]
    assert parts.after.tolist() == [-1, -1, 1]
    assert parts.asked.tolist() == [0, 1, 2]
    assert lane.left == pytest.approx(1000.0 - 36.0)


def test_a_race_that_restarts_pays_the_beginning_again_and_scores_the_same() -> None:
    resumed, restarted = raced(STOPPED), raced(STOPPED, resume=False)
    np.testing.assert_allclose(restarted.checkpoints.cost, [9.0, 9.0, 27.0])
    np.testing.assert_array_equal(resumed.checkpoints.observed, restarted.checkpoints.observed)
    assert restarted.cost.tolist() == pytest.approx([36.0])
    assert restarted.left == pytest.approx(1000.0 - 45.0)


def test_a_lane_has_finished_trainings_only_and_their_checkpoints_beside() -> None:
    lane = raced([Training(C, 0.99), *STOPPED[1:]])
    assert len(lane) == 1
    assert len(lane.checkpoints) == 3
    assert lane.checkpoints.finished.tolist() == [2]
    np.testing.assert_array_equal(lane.x, [B])
    np.testing.assert_array_equal(lane.observed, [0.6])
    np.testing.assert_array_equal(lane.true_score, [0.6])
    np.testing.assert_allclose(lane.cost, [27.0])
    np.testing.assert_allclose(lane.start, [0.99 * 27.0])
    np.testing.assert_allclose(lane.finish, [0.99 * 27.0 + 27.0])
    assert lane.best.tolist() == [0.6]  # though a part of another scored .89
    np.testing.assert_allclose(lane.checkpoints.observed, [0.99 * 0.9, 0.2, 0.6])


def test_where_nothing_was_finished_a_lane_is_empty_but_not_its_account() -> None:
    lane = raced([Training(A, 1 / 3)], 30.0, workers=2)
    assert (len(lane), len(lane.checkpoints)) == (0, 1)
    assert lane.left == pytest.approx(30.0 - 18.0)
    assert lane.idle == pytest.approx(9.0)


def test_the_method_is_told_number_score_and_cost_of_each_part() -> None:
    script = Script(STOPPED)
    run_race(Even(), {"a": script}, 1000.0)
    assert script.told == [(0, pytest.approx(0.2 / 3)), (1, pytest.approx(0.2)), (2, 0.6)]
    assert script.costs == pytest.approx([9.0, 9.0, 18.0])


def test_a_copy_and_other_knobs_are_another_training_with_its_own_luck() -> None:
    lines = [
        Training(A, 1 / 3),
        Training(B, 2 / 3, after=0),  # a copy under other knobs
        Training(A, 2 / 3, after=0),  # goes on
        Training(A, 1.0, after=0),  # a copy under the same knobs, of what went on already
        Training(B, 1.0, after=1),
    ]
    lane = raced(lines)
    parts = lane.checkpoints
    assert parts.trial.tolist() == [0, 1, 0, 2, 1]
    np.testing.assert_allclose(parts.cost, [9.0, 9.0, 9.0, 18.0, 9.0])
    told = [[*x.tolist(), until] for x, until in parts.schedule(4)]
    assert told == [[0.2, 0.5, 1 / 3], [0.6, 0.5, 2 / 3], [0.6, 0.5, 1.0]]
    assert lane.observed[1] == pytest.approx(0.2 / 3 + 0.6 * 2 / 3)
    np.testing.assert_allclose(lane.cost, [18.0, 18.0])  # what was copied isn't paid again
    noisy = run_race(Slopes(noise=0.1), {"a": Script(lines)}, 100.0).lanes[0].checkpoints
    luck = (noisy.observed - noisy.true_score) / 0.1
    draws = [np.random.default_rng([5, trial]).standard_normal() for trial in noisy.trial]
    np.testing.assert_allclose(luck, draws)


def test_a_worker_waits_paid_until_it_is_told_that_there_is_work() -> None:
    """The barrier of three minutes' book: two trainings, one worker waits for the longer one."""
    lines: list[Training | int] = [
        Training(A, 1 / 3),
        Training(B, 2 / 3),
        2,
        Training(C),
        STOPPED[0],
    ]
    lane = raced(lines, workers=2)
    parts = lane.checkpoints
    # minutes of each worker: 9 and 18, then both go on at 18; on the clock twice that
    np.testing.assert_allclose(parts.start, [0.0, 0.0, 36.0, 36.0])
    np.testing.assert_allclose(parts.finish, [18.0, 36.0, 54.0, 90.0])
    assert parts.worker.tolist() == [0, 1, 0, 1]  # the one that is free asks first, for C
    assert lane.idle == pytest.approx(90.0 - (9 + 18 + 9 + 27))


def test_waiting_workers_are_asked_in_their_order_at_each_telling() -> None:
    first: list[Training | int] = [Training(A, until) for until in (0.1, 0.2, 0.3, 0.4)]
    lane = raced([*first, 4, *[Training(B, 0.5)] * 4], workers=4)
    assert lane.checkpoints.worker.tolist() == [0, 1, 2, 3, 0, 1, 2, 3]
    assert lane.checkpoints.asked[4:].tolist() == [5, 6, 7, 4]


def test_when_all_wait_for_nothing_the_race_ends() -> None:
    lane = raced([Training(A), 5, Training(B)], workers=3)
    assert (len(lane), lane.stopped, lane.refusals) == (1, "exhausted", ())


def test_a_part_that_no_longer_fits_is_not_started_and_withdrawn() -> None:
    script = Script(STOPPED)
    (lane,) = run_race(Even(), {"a": script}, 35.0).lanes
    assert lane.stopped == "budget"
    assert lane.refusals[0].cost == pytest.approx(18.0)
    assert lane.refusals[0].left == pytest.approx(17.0)
    assert script.withdrawn == [STOPPED[2]]


@pytest.mark.parametrize("workers", [1, 3])
def test_full_trainings_are_the_strategy_to_the_last_bit(workers: int) -> None:
    budget, noisy = 60.0, Slopes(noise=0.1)
    plain, wrapped = (
        run_race(noisy, {"a": one}, budget, workers=workers).lanes[0]
        for one in (RandomSearch(3), FullTrainings(RandomSearch(3)))
    )
    for name in ("x", "observed", "true_score", "cost", "start", "finish", "worker", "asked"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(wrapped, name))
    assert plain.parts is None
    one_each = plain.checkpoints
    assert one_each.until.tolist() == [1.0] * len(plain)
    assert one_each.trial.tolist() == list(range(len(plain)))
    np.testing.assert_array_equal(one_each.observed, plain.observed)


class Dice(Method):
    """Begins, goes on, copies and waits at random: whatever a method may ask."""

    knobs = 2

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.stops: list[tuple[int, Training]] = []
        self.running = 0

    def ask(self) -> Training | None:
        if self.running and self.rng.random() < 0.2:
            return None
        self.running += 1
        open_ = [(number, one) for number, one in self.stops if one.until < 1.0]
        if not open_ or self.rng.random() < 0.4:
            return Training(self.rng.random(2), self.rng.choice([0.1, 0.3, 1.0]))
        number, one = open_[self.rng.integers(len(open_))]
        x = one.x if self.rng.random() < 0.5 else self.rng.random(2)
        until = min(1.0, one.until + self.rng.choice([0.1, 0.4, 1.0]))
        return Training(x, until, after=number)

    def tell(self, number: int, training: Training, score: float, cost: float | None = None):
        self.running -= 1
        self.stops.append((number, training))

    def withdraw(self, training: Training) -> None:
        self.running -= 1


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), workers=st.integers(1, 8), budget=st.floats(5.0, 80.0))
def test_whatever_is_asked_budgets_hold_and_workers_do_one_thing_at_a_time(seed, workers, budget):
    objective = Slopes(noise=0.1)
    lane, again = (
        run_race(objective, {"a": Dice(seed)}, budget, workers=workers).lanes[0] for _ in range(2)
    )
    parts = lane.checkpoints
    np.testing.assert_array_equal(parts.observed, again.checkpoints.observed)
    assert (parts.finish <= budget).all()
    assert (np.diff(parts.finish) >= 0.0).all()
    assert lane.left >= 0.0
    assert lane.idle >= -1e-9
    np.testing.assert_allclose(workers * parts.cost, parts.finish - parts.start, atol=1e-9)
    for worker in range(workers):
        mine = parts.worker == worker
        assert (parts.start[mine][1:] >= parts.finish[mine][:-1] - 1e-9).all()
    for number, after in enumerate(parts.after.tolist()):
        before = parts.until[after] if after >= 0 else 0.0
        full = float(objective.cost(parts.x[number]))
        assert parts.cost[number] == pytest.approx((parts.until[number] - before) * full)
        assert after < number
        if after >= 0:
            assert parts.start[number] >= parts.finish[after] - 1e-9
    np.testing.assert_array_equal(lane.observed, parts.observed[parts.until == 1.0])


def test_the_example_of_the_readme_runs() -> None:
    text = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    begin = text.index("from landscapes", text.index("Methods that stop trainings early"))
    said = io.StringIO()
    with redirect_stdout(said):
        exec(text[begin : text.index("```", begin)], {})
    assert re.fullmatch(r"22 finished of 145 started, best 0\.838988\d+\n", said.getvalue())


@pytest.mark.parametrize(
    ("lines", "how", "message"),
    [
        ([Training(A, 0.5, after=0)], {}, "after must be a checkpoint that was told, one of 0"),
        ([Training(A, 0.5), Training(A, 0.5, after=0)], {}, "until must be above 0.5, where"),
        (
            [Training(A, 0.5), Training(B, 0.7, after=0)],
            {"resume": False},
            "can't change its knobs on the way",
        ),
    ],
)
def test_what_cannot_go_on_is_refused(lines, how, message) -> None:
    with pytest.raises(ValueError, match=message):
        raced(lines, **how)


def test_an_objective_without_curves_is_refused_where_a_training_stops() -> None:
    with pytest.raises(ValueError, match="objective must have learning curves"):
        run_race(Hills(), {"a": Script(STOPPED)}, 100.0)
    assert len(run_race(Hills(), {"a": Script([Training(A)])}, 100.0).lanes[0]) == 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Training([0.5, 1.5]), "x must lie between 0 and 1"),
        (lambda: Training(A, 0.0), "until must be above 0 and at most 1"),
        (lambda: Training(A, 1.5), "until must be above 0 and at most 1"),
        (lambda: Training(A, 1.0, after=-1), "after must be an integer of at least 0"),
        (lambda: FullTrainings("random"), "strategy must be a Strategy, got 'random'"),
        (lambda: run_race(Even(), {"a": "random"}, 9.0), "searchers must be strategies or methods"),
    ],
)
def test_what_is_no_training_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
