"""How the races of a kept tournament run: in workers, and what is told where they fail."""

import json
import subprocess
import sys
from functools import partial
from typing import Any

from app.server.watched import Tournaments, run_on_workers
from app.settings import RaceSettings
from app.tournament import Outcome, run_tournament
from app.tournament.as_json import as_dict
from app.tournament.statistics import summarise
from tests.app.watching import end, outcome, plan, unpacked


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
