"""Live tournaments: shared, stopped when nobody looks, continued when somebody does, bounded."""

import asyncio
import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from queue import Queue
from threading import Event, Semaphore
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.server.questions import reply
from app.server.watched import Queued, Tournaments, run_on_workers
from app.settings import RaceSettings
from app.settings.size import MOST_RACES
from app.tournament import ENTRANTS, Outcome, Plan, Track, run_tournament
from app.tournament import live as live_module
from app.tournament.as_json import as_dict, drawn
from app.tournament.live import LiveTournament
from app.tournament.statistics import summarise
from tests.conftest import run_async

PATIENCE = 30  # seconds after which a test gives up


def outcome(seed: int) -> Outcome:
    """A race that costs nothing to run."""
    scores = np.array([0.5, 0.5, 0.5 + seed % 7 / 20])
    track = Track(60.0, np.array([10.0, 20.0, 50.0]), scores, scores, 10.0, "budget")
    return Outcome(seed, 0.9, 0.4, dict.fromkeys(ENTRANTS, track))


class Stage:
    """Tournaments whose races run one by one, when the test lets them, and a clock in its hands."""

    def __init__(self, **options: Any) -> None:
        self.now = 0.0
        self.began: Queue[RaceSettings] = Queue()
        self.permits = Semaphore(0)
        run = partial(run_tournament, race=self._race)
        self.tournaments = Tournaments(run, every=0.0, clock=lambda: self.now, **options)

    def _race(self, settings: RaceSettings) -> Outcome:
        self.began.put(settings)
        assert self.permits.acquire(timeout=PATIENCE)
        return outcome(settings.seed)

    def begun(self) -> int:
        """The seed of the next race that begins; waits for it."""
        return self.began.get(timeout=PATIENCE).seed

    def let(self, races: int = 1) -> None:
        """Let so many races end."""
        for _ in range(races):
            self.permits.release()

    def seeds_begun(self) -> list[int]:
        """The seeds of all races that began since the last look."""
        return [self.began.get_nowait().seed for _ in range(self.began.qsize())]


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.tournaments._leases.clear()
    made.let(1000)


def plan(races: int = 3, **settings: Any) -> Plan:
    return Plan(RaceSettings(**settings), races)


def end(live: Queued) -> Queued:
    """Wait until its turn is over."""
    live.turn.result(timeout=PATIENCE)
    return live


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


class Timed:
    """A tournament of four races, in a time that the test makes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **options: Any) -> None:
        self.now = 100.0
        monkeypatch.setattr(live_module, "time", SimpleNamespace(monotonic=lambda: self.now))
        self.live = LiveTournament(plan(races=4), **options)
        self.seen: list[tuple[float, int, float | None]] = []

    def run(self, seconds: dict[int, float]) -> None:
        """Run it; each race takes so many seconds by its seed."""

        def runner(rest: Plan, *, on_race: Callable[..., None], cancel: Any) -> None:
            for seed in rest.seeds:
                self.now += seconds[seed]
                on_race(outcome(seed))
                version = self.live.snapshot.version if self.live.snapshot else 0
                self.seen.append((self.now, version, self.live.seconds_left))

        self.live.run(runner, Event())


def test_snapshots_come_no_more_often_than_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    timed = Timed(monkeypatch, every=0.4)
    timed.run({0: 1.0, 1: 0.39, 2: 0.02, 3: 5.0})
    assert [version for _, version, _ in timed.seen] == [1, 1, 2, 2]
    assert timed.live.snapshot.version == 3  # the last one, with all races, is made at the end
    assert timed.live.snapshot.summary.seeds == (0, 1, 2, 3)


def test_the_time_left_is_that_of_the_races_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    timed = Timed(monkeypatch, known=[outcome(0)])
    assert timed.live.seconds_left is None
    timed.run({1: 3.0, 2: 1.0, 3: 2.0})
    assert [left for *_, left in timed.seen] == [6.0, 2.0, 0.0]
    assert timed.live.seconds_left is None


def test_a_slow_snapshot_makes_the_next_one_wait_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    timed = Timed(monkeypatch, every=0.4)

    def slow(*arguments: Any, **options: Any) -> Any:
        timed.now += 1.0
        return summarise(*arguments, **options)

    monkeypatch.setattr(live_module, "summarise", slow)
    timed.run({0: 1.0, 1: 3.9, 2: 0.2, 3: 0.0})
    # Made from 101 to 102; a second is a quarter of the time until 106.
    assert [version for _, version, _ in timed.seen] == [1, 1, 2, 2]


def test_live_medians_have_fewer_resamples_than_the_last_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resamples = []

    def counting(*arguments: Any, **options: Any) -> Any:
        resamples.append(options["resamples"])
        return summarise(*arguments, **options)

    timed = Timed(monkeypatch, every=0.0)
    monkeypatch.setattr(live_module, "summarise", counting)
    timed.run(dict.fromkeys(range(4), 1.0))
    assert resamples == [200, 200, 200, 2000]


def test_an_error_is_told_and_not_repeated_before_somebody_runs_it_again() -> None:
    attempts = []

    def broken(*_: Any, **__: Any) -> None:
        attempts.append(1)
        raise OSError("no process can be started")

    tournaments = Tournaments(broken)
    live = end(tournaments.ask(1, plan()))
    assert (live.state, live.error) == ("failed", "no process can be started")
    assert tournaments.ask(1, plan()).state == "failed"
    assert len(attempts) == 1
    end(tournaments.ask(1, plan(), again=True))
    assert len(attempts) == 2


def test_a_tournament_without_any_result_says_why() -> None:
    def fails(settings: RaceSettings) -> Outcome:
        raise ZeroDivisionError("nothing to divide by")

    live = end(Tournaments(partial(run_tournament, race=fails)).ask(1, plan()))
    assert live.state == "failed"
    assert "nothing to divide by" in live.error


def test_races_that_fail_are_counted() -> None:
    def one_fails(settings: RaceSettings) -> Outcome:
        if settings.seed == 1:
            raise ZeroDivisionError
        return outcome(settings.seed)

    live = end(Tournaments(partial(run_tournament, race=one_fails)).ask(1, plan()))
    assert live.state == "done"
    assert live.snapshot.summary.failed == 1
    assert live.snapshot.summary.seeds == (0, 2)


def test_worker_processes_give_the_same_as_this_process() -> None:
    small = plan(races=2, budget=30)
    live = end(Tournaments(run_on_workers, lease=1000.0).ask(1, small))
    alone = summarise(small, run_tournament(small).outcomes)
    assert as_dict(live.snapshot.summary) == as_dict(alone)
    assert unpacked(live.snapshot.data) == json.loads(json.dumps(as_dict(alone)))


def test_importing_starts_no_thread_and_no_process() -> None:
    code = (
        "import app.server.questions, multiprocessing, threading\n"
        "assert threading.active_count() == 1 and not multiprocessing.active_children()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# ---- What the browser asks -------------------------------------------------------------------


def unpacked(data: bytes) -> Any:
    return json.loads(gzip.decompress(data))


def question(action: str, **more: Any) -> dict[str, Any]:
    return {"action": action, "settings": {"budget": 60}, "races": 3, "first_seed": 0, **more}


@pytest.fixture
def asking(stage: Stage) -> Callable[..., dict[str, Any]]:
    def ask(action: str, **more: Any) -> dict[str, Any]:
        return run_async(reply("me", question(action, **more), stage.tournaments))

    return ask


def test_a_look_starts_nothing(stage: Stage, asking: Callable) -> None:
    assert asking("look") == {"state": "idle", "problems": []}
    assert stage.tournaments.look(plan(budget=60)) is None


def test_an_answer_brings_only_what_the_browser_lacks(stage: Stage, asking: Callable) -> None:
    assert asking("run")["state"] in ("waiting", "running")
    stage.let(3)
    end(stage.tournaments.look(plan(budget=60)))
    answer = asking("watch", version=0, lines=0)
    assert (answer["state"], answer["done"], answer["races"]) == ("done", 3, 3)
    assert unpacked(answer["snapshot"])["done"] == 3
    drawn_races = [race for block in answer["lines"] for race in unpacked(block)]
    assert [race["seed"] for race in drawn_races] == [0, 1, 2]
    again = asking("watch", version=answer["version"], lines=len(answer["lines"]))
    assert (again["snapshot"], again["lines"]) == (None, [])
    assert asking("look", version=answer["version"])["lines"] == []


def test_the_race_on_screen_is_marked(stage: Stage, asking: Callable) -> None:
    stage.let(3)
    end(stage.tournaments.ask("me", plan(budget=60)))
    marked = asking("look", seed=2)["present"]
    assert marked["seed"] == 2
    assert len(marked["sentences"]) == 3
    assert "level in this race" in marked["sentences"][0]
    assert set(marked["minutes"]) == set(ENTRANTS)


def test_a_race_on_screen_that_is_none_of_the_tournament_is_computed(
    stage: Stage, asking: Callable
) -> None:
    stage.let(3)
    end(stage.tournaments.ask("me", plan(budget=60)))
    assert asking("look", seed=99)["present"] is None
    stage.tournaments._single.start(RaceSettings(budget=60, seed=99)).result(PATIENCE)
    assert asking("look", seed=99)["present"]["seed"] == 99


def test_leaving_stops(stage: Stage, asking: Callable) -> None:
    asking("run")
    live = stage.tournaments.look(plan(budget=60))
    stage.begun()
    asking("leave")
    stage.let(3)
    assert end(live).state == "stopped"


REFUSED = [
    ({"races": 0}, f"races must be a whole number from 1 to {MOST_RACES}"),
    ({"races": MOST_RACES + 1}, f"races must be a whole number from 1 to {MOST_RACES}"),
    ({"races": 2.5}, "races must be a whole number"),
    ({"races": True}, "races must be a whole number"),
    ({"races": None}, "races must be a whole number"),
    ({"races": "<script>"}, "races must be a whole number"),
    ({"first_seed": -1}, "first_seed must be a whole number from 0 to 999999"),
    ({"first_seed": 999_999}, "first_seed must be a whole number from 0 to 999997"),
    ({"settings": {"budget": 10**9}}, "budget must be a whole number from 30 to 360"),
    ({"settings": {"colour": "red"}}, "colour ignored"),
    ({"seed": 10**9}, "seed must be a whole number from 0 to 999999"),
    ({"seed": float("nan")}, "seed must be a whole number"),
    ({"action": "explode"}, "action must be one of"),
]


@pytest.mark.parametrize(("bad", "told"), REFUSED, ids=[str(bad) for bad, _ in REFUSED])
def test_the_server_refuses_whatever_the_browser_asks(
    stage: Stage, bad: dict[str, Any], told: str
) -> None:
    answer = run_async(reply("me", question("run") | bad, stage.tournaments))
    assert any(told in problem for problem in answer["problems"])
    assert answer["state"] == "idle"
    assert stage.seeds_begun() == []


@pytest.mark.parametrize("junk", [None, 7, "run", [], {"action": ["run"]}, {"settings": 3}])
def test_junk_is_answered(stage: Stage, junk: Any) -> None:
    answer = run_async(reply("me", junk, stage.tournaments))
    assert answer["state"] == "idle"
    assert answer["problems"]


def test_the_figures_come_when_they_are_wanted(asking: Callable) -> None:
    assert "figures" not in asking("look")
    answer = asking("look", figures=True)
    assert set(json.loads(answer["figures"])["roots"]) == {
        "races_score",
        "races_regret",
        "races_ecdf",
    }
    assert answer["form"][0]["high"] == MOST_RACES


def test_the_event_loop_is_not_held_while_a_tournament_runs(stage: Stage) -> None:
    async def ask() -> dict[str, Any]:
        await reply("me", question("run"), stage.tournaments)
        ticked = Event()
        asyncio.get_running_loop().call_soon(ticked.set)
        await asyncio.sleep(0)
        assert ticked.is_set()
        return await reply("me", question("watch"), stage.tournaments)

    assert run_async(ask())["state"] in ("waiting", "running")


def test_a_line_has_a_corner_where_the_score_changes() -> None:
    scores = np.array([0.5, 0.5, 0.7, 0.6])
    track = Track(60.0, np.array([5.0, 10.0, 20.0, 30.0]), scores, scores, 30.0, "budget")
    race = Outcome(4, 0.9, 0.4, dict.fromkeys(ENTRANTS, track))
    assert drawn(race)["lines"]["grid"] == [[5.0, 20.0, 30.0], [0.5, 0.7, 0.6]]
