"""Tournaments for the tests: their races cost nothing, and run one by one when a test lets them."""

import gzip
import json
from functools import partial
from queue import Queue
from threading import Semaphore
from typing import Any

import numpy as np

from app.server.watched import Queued, Tournaments
from app.settings import RaceSettings
from app.tournament import ENTRANTS, Outcome, Plan, Track, run_tournament

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


def plan(races: int = 3, **settings: Any) -> Plan:
    return Plan(RaceSettings(**settings), races)


def end(live: Queued) -> Queued:
    """Wait until its turn is over."""
    live.turn.result(timeout=PATIENCE)
    return live


def unpacked(data: bytes) -> Any:
    """What a block of an answer says."""
    return json.loads(gzip.decompress(data))
