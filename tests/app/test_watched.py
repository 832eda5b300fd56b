"""Tournaments that are kept: shared, stopped when nobody looks, continued, bounded."""

from queue import Queue
from typing import Any

import numpy as np

from app.settings import RaceSettings
from app.tournament import Plan
from tests.app.watching import Stage, end, plan


def test_equal_plans_are_one_tournament_for_all_who_ask(stage: Stage) -> None:
    lives = [stage.tournaments.ask(asker, plan(seed=asker)) for asker in range(5)]
    stage.let(3)
    assert {id(live) for live in lives} == {id(lives[0])}
    assert end(lives[0]).state == "done"
    assert stage.seeds_begun() == [0, 1, 2]
    assert stage.tournaments.ask(9, plan()).state == "done"
    assert stage.seeds_begun() == []


def test_what_is_done_is_seen_while_the_rest_runs(stage: Stage) -> None:
    live = stage.tournaments.ask(1, plan())
    assert live.snapshot is None
    assert stage.begun() == 0
    stage.let()
    assert stage.begun() == 1  # the first result has been taken before the second race began
    assert live.state == "running"
    assert (live.done, live.snapshot.version) == (1, 1)
    assert live.snapshot.summary.seeds == (0,)
    assert live.seconds_left > 0


def test_a_tournament_that_nobody_asks_for_stops(stage: Stage) -> None:
    live = stage.tournaments.ask(1, plan())
    assert stage.begun() == 0
    stage.now = stage.tournaments.lease + 0.1
    stage.let(3)
    assert end(live).state == "stopped"
    assert live.done == 1


def test_a_lease_holds_to_its_very_end(stage: Stage) -> None:
    tournaments = stage.tournaments
    live = tournaments.ask(1, plan())
    stage.begun()
    stage.now = tournaments.lease
    tournaments.ask(2, plan(budget=30))  # which forgets the leases that ran out
    assert tournaments.wanted(plan())
    assert tournaments.before(tournaments.look(plan(budget=30))) == 1
    stage.now = np.nextafter(tournaments.lease, np.inf)
    assert not tournaments.wanted(plan())
    stage.let(9)
    assert end(live).state == "stopped"


def test_who_waits_and_lets_the_lease_run_out_is_forgotten(stage: Stage) -> None:
    tournaments = stage.tournaments
    tournaments.ask(1, plan(landscape="smooth"))
    stage.begun()
    waiting = plan(landscape="bumpy")
    tournaments.ask(2, waiting)
    stage.now = 1.0
    tournaments.ask(1, plan(landscape="smooth"))
    stage.now = tournaments.lease
    tournaments.ask(1, plan(landscape="smooth"))
    assert tournaments.look(waiting) is not None
    stage.now = tournaments.lease + 0.5
    tournaments.ask(1, plan(landscape="smooth"))
    assert tournaments.look(waiting) is None


def test_who_comes_back_waits_behind_those_who_stayed(stage: Stage) -> None:
    tournaments = stage.tournaments
    tournaments.ask(1, plan(landscape="smooth"))
    stage.begun()
    tournaments.leave(1)
    second = tournaments.ask(2, plan(landscape="bumpy"))
    stage.let()
    assert stage.begun() == 0  # the second one's
    first = tournaments.ask(1, plan(landscape="smooth"))
    third = tournaments.ask(3, plan(landscape="one-knob"))
    assert [tournaments.before(one) for one in (first, second, third)] == [1, 0, 2]
    stage.let(9)
    assert {end(one).state for one in (first, second, third)} == {"done"}


def test_each_question_renews_the_lease(stage: Stage) -> None:
    live = stage.tournaments.ask(1, plan())
    for _ in range(3):
        stage.begun()
        stage.now += 0.9 * stage.tournaments.lease
        assert stage.tournaments.ask(1, plan()) is live
        stage.let()
    assert end(live).state == "done"


def test_a_stopped_tournament_goes_on_where_it_ended(stage: Stage) -> None:
    live = stage.tournaments.ask(1, plan())
    stage.begun()
    stage.tournaments.leave(1)
    stage.let()
    assert end(live).state == "stopped"
    stage.let(2)
    assert stage.tournaments.ask(1, plan()) is live
    assert end(live).state == "done"
    assert stage.seeds_begun() == [1, 2]
    assert live.snapshot.summary.seeds == (0, 1, 2)


def test_it_runs_on_until_the_last_one_leaves(stage: Stage) -> None:
    live = stage.tournaments.ask("teacher", plan())
    stage.tournaments.ask("student", plan())
    stage.begun()
    stage.tournaments.leave("teacher")
    stage.let()
    stage.begun()
    assert live.state == "running"
    stage.tournaments.leave("student")
    stage.let()
    assert end(live).state == "stopped"
    assert live.done == 2


def test_one_runs_and_the_others_wait_for_their_turn(stage: Stage) -> None:
    tournaments = stage.tournaments
    first = tournaments.ask(1, plan(landscape="smooth"))
    stage.begun()
    second = tournaments.ask(2, plan(landscape="bumpy"))
    third = tournaments.ask(3, plan(landscape="one-knob"))
    assert [one.state for one in (first, second, third)] == ["running", "waiting", "waiting"]
    assert [tournaments.before(one) for one in (first, second, third)] == [0, 1, 2]
    stage.let(9)
    assert [end(one).state for one in (first, second, third)] == ["done", "done", "done"]


def test_who_leaves_the_queue_makes_room(stage: Stage) -> None:
    tournaments = stage.tournaments
    first = tournaments.ask(1, plan(landscape="smooth"))
    stage.begun()
    tournaments.ask(2, plan(landscape="bumpy"))
    third = tournaments.ask(3, plan(landscape="one-knob"))
    tournaments.leave(2)
    assert tournaments.before(third) == 1
    stage.let(6)
    end(first)
    end(third)
    assert {settings.landscape for settings in _all(stage.began)} == {"smooth", "one-knob"}


def _all(queue: Queue) -> list[Any]:
    return [queue.get_nowait() for _ in range(queue.qsize())]


def test_an_asker_watches_one_tournament_at_a_time(stage: Stage) -> None:
    first = stage.tournaments.ask(1, plan(landscape="smooth"))
    stage.begun()
    second = stage.tournaments.ask(1, plan(landscape="bumpy"))
    stage.let(4)
    assert end(first).state == "stopped"
    assert end(second).state == "done"


def test_a_longer_tournament_takes_over_the_races_of_a_shorter_one(stage: Stage) -> None:
    stage.let(5)
    end(stage.tournaments.ask(1, plan(races=3)))
    longer = end(stage.tournaments.ask(1, plan(races=5)))
    assert stage.seeds_begun() == [0, 1, 2, 3, 4]
    assert longer.snapshot.summary.seeds == (0, 1, 2, 3, 4)
    shifted = stage.tournaments.ask(1, Plan(RaceSettings(), 2, 3))
    assert end(shifted).state == "done"
    assert stage.seeds_begun() == []


def test_the_number_of_tournaments_that_are_kept_is_bounded() -> None:
    stage = Stage(most=2)
    stage.let(100)
    plans = [plan(races=1, budget=budget) for budget in (30, 40, 50, 60)]
    for one in plans:
        end(stage.tournaments.ask(1, one))
    stage.tournaments.ask(1, plans[-1])
    kept = [stage.tournaments.look(one) is not None for one in plans]
    assert kept == [False, False, True, True]


def test_the_tournament_not_asked_for_the_longest_is_dropped_first() -> None:
    stage = Stage(most=2)
    stage.let(100)
    plans = [plan(races=1, budget=budget) for budget in (30, 40, 50)]
    for one in (plans[0], plans[1], plans[0], plans[2]):
        end(stage.tournaments.ask(1, one))
    stage.tournaments.ask(1, plans[2])
    assert [stage.tournaments.look(one) is not None for one in plans] == [True, False, True]


def test_what_runs_is_never_dropped(stage: Stage) -> None:
    stage.tournaments.most = 1
    first = stage.tournaments.ask(1, plan(budget=30))
    stage.begun()
    for asker, budget in ((2, 40), (3, 50), (4, 60)):
        stage.tournaments.ask(asker, plan(budget=budget))
    assert stage.tournaments.look(plan(budget=30)) is first
    assert stage.tournaments.before(stage.tournaments.look(plan(budget=60))) == 3
    stage.let(100)
