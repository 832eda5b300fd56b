"""Several workers: who trains what and when, told by an independent minute book."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import BayesianSearch, GridSearch, Lane, RandomSearch, run_race
from strategies.arrays import FloatArray
from tests.strategies.hills import Hills


def raced(searcher, budget: float, workers: int, objective: Hills | None = None) -> Lane:
    race = run_race(objective or Hills(), {"a": searcher}, budget, workers=workers)
    return race.lanes[0]


class Even(Hills):
    """A landscape on which all trainings take as long."""

    def cost(self, x: FloatArray) -> FloatArray:
        return np.full(np.shape(x)[:-1], 6.0)


def minute_book(
    darts: FloatArray, cost, budget: float, workers: int
) -> list[tuple[float, int, int, float]]:
    """What a list of proposals becomes: (finish, worker, ask, start) in the order of the telling.

    No queue: of the workers that haven't rested, the one that is free first, the lower number of
    equals, takes the next proposal.
    """
    free = dict.fromkeys(range(workers), 0.0)
    book = []
    for ask, x in enumerate(darts):
        if not free:
            break
        worker = min(free, key=lambda w: (free[w], w))
        end = free[worker] + float(cost(x))
        if workers * end > budget:
            del free[worker]
            continue
        book.append((workers * end, worker, ask, workers * free[worker]))
        free[worker] = end
    return sorted(book)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    workers=st.integers(1, 8),
    budget=st.floats(10.0, 200.0),
    even=st.booleans(),
)
def test_trainings_begin_and_end_as_in_a_minute_book(seed, workers, budget, even) -> None:
    hills = Even() if even else Hills()
    search = RandomSearch(seed)
    darts = np.array([search.ask() for _ in range(120)])
    book = minute_book(darts, hills.cost, budget, workers)
    lane = raced(RandomSearch(seed), budget, workers, hills)
    assert lane.worker.tolist() == [worker for _, worker, _, _ in book]
    assert lane.asked.tolist() == [ask for _, _, ask, _ in book]
    np.testing.assert_allclose(lane.finish, [finish for finish, *_ in book])
    np.testing.assert_allclose(lane.start, [start for *_, start in book], atol=1e-12)
    np.testing.assert_array_equal(lane.x, darts[lane.asked].reshape(-1, 2))
    np.testing.assert_allclose(lane.observed, hills.score(lane.x))


@pytest.mark.parametrize("workers", [2, 3, 8])
def test_workers_are_reserved_and_what_idles_is_paid(workers: int, hills: Hills) -> None:
    lane = raced(BayesianSearch(3), 120.0, workers)
    assert (np.diff(lane.finish) >= 0).all()
    assert lane.finish[-1] <= 120.0
    for minute in np.linspace(0.0, 119.0, 200):
        assert ((lane.start <= minute) & (minute < lane.finish)).sum() <= workers
    trained = lane.cost.sum()
    assert lane.idle == pytest.approx(lane.finish[-1] - trained)
    assert lane.left == pytest.approx(120.0 - lane.finish[-1])
    assert len(lane.refusals) == workers  # each worker rests in the end
    for refusal in lane.refusals:
        assert refusal.cost == float(hills.cost(refusal.x))
        assert refusal.cost > refusal.left


@pytest.mark.parametrize("workers", [1, 4])
def test_an_ask_follows_each_telling_and_knows_what_still_trains(workers: int) -> None:
    known: list[tuple[int, int]] = []

    class Spy(RandomSearch):
        def _propose(self) -> FloatArray:
            known.append((len(self.xs), len(self.pending)))
            return super()._propose()

    lane = raced(Spy(1), 60.0, workers)
    asks = len(lane) + workers
    assert len(known) == asks
    assert [told for told, _ in known] == [max(0, ask + 1 - workers) for ask in range(asks)]
    first = known[:workers]
    assert first == [(0, ask) for ask in range(workers)]
    assert all(pending <= workers - 1 for _, pending in known)
    assert known[workers][1] == workers - 1


def test_of_trainings_that_end_together_the_first_worker_is_told_first() -> None:
    lane = raced(RandomSearch(2), 48.0, 4, Even())
    assert lane.finish.tolist() == [24.0] * 4 + [48.0] * 4
    assert lane.worker.tolist() == [0, 1, 2, 3] * 2
    assert lane.asked.tolist() == list(range(8))
    assert lane.idle == 0.0


def test_a_plan_ends_with_its_last_cell_and_without_a_refusal() -> None:
    lane = raced(GridSearch(3), 500.0, 4)
    assert sorted(lane.asked.tolist()) == list(range(9))
    assert (lane.stopped, lane.refusals) == ("exhausted", ())


def test_a_model_never_trains_one_configuration_twice_at_the_same_time() -> None:
    lane = raced(BayesianSearch(5), 120.0, 8)
    apart = np.abs(lane.x[:, np.newaxis] - lane.x).max(axis=2)
    np.fill_diagonal(apart, 1.0)
    assert apart.min() > 1e-6


@pytest.mark.parametrize("workers", [0, 9, 1.5, "4"])
def test_the_number_of_workers_has_limits(workers) -> None:
    with pytest.raises(ValueError, match="workers must be an integer of at"):
        raced(RandomSearch(), 60.0, workers)
