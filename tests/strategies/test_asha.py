"""ASHA by promotion, and the stopping variant that most libraries call by its name."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest

from strategies import RandomSearch, run_race
from strategies.early.asha import Asha, TopOfRung, rung_ends
from strategies.early.stopping import Stopping
from strategies.method import Training
from tests.strategies.driven import driven, spent
from tests.strategies.slopes import Even

SCORES = (0.61, 0.55, 0.72, 0.70, 0.50, 0.66, 0.81, 0.58, 0.77, 0.64, 0.69, 0.74)

# Algorithm 2 worked through by hand for these scores, eta = 3, R = 9, one worker: id@rung
PROMOTED = "0@0 1@0 2@0 2@1 3@0 4@0 5@0 3@1 6@0 6@1 6@2 7@0 8@0 8@1 9@0 10@0 11@0 11@1"
ENDS = (1 / 9, 1 / 3, 1.0)


def score(who: int, _until: float) -> float:
    return SCORES[who]


def test_promotions_in_their_order() -> None:
    jobs = driven(Asha(RandomSearch(0), resource=9), score, most=18)
    assert " ".join(f"{who}@{ENDS.index(until)}" for who, until in jobs) == PROMOTED
    assert spent(jobs, 9, resume=True) == 28


def test_the_stopping_variant_trains_the_first_one_fully_and_nobody_returns() -> None:
    """Last steps of twelve runs, as Optuna's SuccessiveHalvingPruner(1, 3) stops them."""
    method = Stopping(RandomSearch(0), TopOfRung(), ENDS)
    jobs = driven(method, score, most=20)
    last = {who: round(until * 9) for who, until in jobs}
    assert [last[who] for who in range(12)] == [9, 1, 9, 1, 1, 1, 9, 1, 3, 1, 1, 3]
    assert spent(jobs, 9, resume=True) == 40
    assert [who for who, _ in jobs] == sorted(who for who, _ in jobs)


def test_ties_with_the_last_of_the_top_go_on_in_the_stopping_variant() -> None:
    jobs = driven(Stopping(RandomSearch(0), TopOfRung(), ENDS), lambda who, _: 0.5, most=9)
    assert jobs == [(who, end) for who in range(3) for end in ENDS]


def test_what_was_passed_over_is_promoted_when_the_rung_grows() -> None:
    """3 is second of four, when one in three goes on; with six told two may."""
    jobs = driven(Asha(RandomSearch(0), resource=9), score, most=18)
    assert jobs.index((3, 1 / 3)) == jobs.index((5, 1 / 9)) + 1


def test_the_top_of_a_rung_counts_those_that_went_on() -> None:
    """Of three told one goes on; with four or five told, it is still that one: nobody else."""
    jobs = driven(Asha(RandomSearch(0), resource=3), lambda who, _: -who, most=7)
    assert jobs[:4] == [(0, 1 / 3), (1, 1 / 3), (2, 1 / 3), (0, 1.0)]
    assert jobs[4:] == [(3, 1 / 3), (4, 1 / 3), (5, 1 / 3)]


def test_the_highest_rung_that_has_somebody_is_served_first() -> None:
    asha = Asha(RandomSearch(0), resource=9)
    numbers = count()

    def asked(many: int) -> list[Training]:
        trainings = [asha.ask() for _ in range(many)]
        assert all(trainings)
        return trainings

    def told(trainings: list[Training]) -> None:
        for training in trainings:
            number = next(numbers)
            asha.tell(number, training, float(number))

    told(asked(9))
    second = asked(3)
    assert [training.until for training in second] == [1 / 3] * 3
    told(asked(9))
    told(second)
    assert [training.until for training in asked(4)] == [1.0, 1 / 3, 1 / 3, 1 / 3]


@pytest.mark.parametrize("workers", [1, 4, 8])
def test_there_is_always_work(workers: int) -> None:
    lane = run_race(Even(), {"a": Asha(RandomSearch(1))}, 400.0, workers=workers).lanes[0]
    parts = lane.checkpoints
    for worker in range(workers):
        mine = parts.worker == worker
        np.testing.assert_allclose(parts.start[mine][1:], parts.finish[mine][:-1])
        assert parts.start[mine][0] == 0.0
    assert len(lane) > 1


def test_a_promotion_that_was_not_started_is_open_again() -> None:
    asha = Asha(RandomSearch(0), resource=3)
    driven(asha, score, most=3)
    promotion = asha.ask()
    assert promotion is not None
    assert promotion.after == 2
    other = asha.ask()
    assert other is not None
    assert other.after is None
    asha.withdraw(promotion)
    again = asha.ask()
    assert again is not None
    assert again.after == 2


def test_rungs() -> None:
    assert Asha(RandomSearch(0), resource=9).rungs == ENDS
    assert rung_ends(81, 3, 9) == (1 / 9, 1 / 3, 1.0)
    assert rung_ends(64, 4, 1) == (1 / 64, 1 / 16, 1 / 4, 1.0)
    with pytest.raises(ValueError, match="eta must be an integer of at least 2"):
        TopOfRung(1)
