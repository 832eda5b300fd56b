"""Recordings for many sessions: each lane computed once, whichever races it is in.

Who changes an option of one lane waits for that lane alone; the others stand already.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from app import desk
from app.computing.all_cores import AllCores
from app.computing.single_flight import SingleFlight
from app.race.payload import Part
from app.settings import RaceSettings

MOST_RACES = 1000  # recordings of some 13 kB each
MOST_LANES = 300  # parts of some 100 kB each
AT_ONCE = (
    16  # who asks without a session and waits for a computation; the others wait for their turn
)
MOST_WAITING = 2000


@dataclass(frozen=True)
class Whole:
    """A race, and the lanes to put it together from."""

    settings: RaceSettings
    parts: tuple[Part, ...] = field(default=(), compare=False)


class CrowdedError(Exception):
    """So many wait already that nobody else may."""


class Recordings:
    """Recordings by the settings of their races, and their lanes, within bounds.

    Parameters
    ----------
    executor
        Where lanes are computed: all that a race lacks in one task.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._lanes: OrderedDict[desk.LaneQuestion, tuple[Future[list[Part]], int]] = OrderedDict()
        self._races: SingleFlight[Whole, bytes] = SingleFlight(_put_together, MOST_RACES)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    def ready(self, settings: RaceSettings) -> bytes | None:
        """The recording if it stands already, else None; nothing is computed."""
        return self._races.ready(Whole(settings))

    async def get(self, settings: RaceSettings) -> bytes:
        """The recording, computed if need be; raises what the computation raised."""
        stands = self.ready(settings)
        if stands is not None:
            return stands
        places = self._start(desk.LaneQuestion.of(settings))
        # Shielded, for the computations are not only this asker's.
        waits = (asyncio.shield(asyncio.wrap_future(task)) for task, _ in places)
        computed = await asyncio.gather(*waits)
        parts = tuple(found[i] for found, (_, i) in zip(computed, places, strict=True))
        return await self._races.get(Whole(settings, parts))

    async def in_turn(self, settings: RaceSettings) -> bytes:
        """The same for whoever has no session: what isn't there yet is computed turn by turn.

        Raises
        ------
        CrowdedError
            If too many wait for their turns.
        """
        stands = self.ready(settings)
        if stands is not None:
            return stands
        if self._waiting >= MOST_WAITING:
            raise CrowdedError
        self._waiting += 1
        try:
            async with self._turns:
                return await self.get(settings)
        finally:
            self._waiting -= 1

    def _start(self, questions: list[desk.LaneQuestion]) -> list[tuple[Future[list[Part]], int]]:
        """Where each lane's part comes from: which computation, and its place in the result."""
        missing = [one for one in questions if not self._stands(one)]
        if missing:
            task = self._executor.submit(desk.lanes, missing)
            for i, question in enumerate(missing):
                self._lanes[question] = task, i
        places = []
        for question in questions:
            self._lanes.move_to_end(question)
            places.append(self._lanes[question])
        while len(self._lanes) > MOST_LANES:
            self._lanes.popitem(last=False)
        return places

    def _stands(self, question: desk.LaneQuestion) -> bool:
        """Whether a lane is there, or under way; one that failed is tried again."""
        if question not in self._lanes:
            return False
        task, _ = self._lanes[question]
        return not task.done() or (not task.cancelled() and task.exception() is None)


def _put_together(whole: Whole) -> bytes:
    return desk.put_together(whole.settings, whole.parts)


RACES = Recordings(AllCores())
"""Those of this process."""
