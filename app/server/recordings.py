"""Recordings for many sessions: each lane computed once, whichever races it is in.

Who changes an option of one lane waits for that lane alone, and gets it alone: the others stand
already, here and on the page.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Container, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app import desk
from app.computing.all_cores import AllCores
from app.computing.single_flight import SingleFlight
from app.race.payload import Part, packed
from app.settings import RaceSettings

Lanes: TypeAlias = "Future[list[KeptLane]]"

MOST_RACES = 1000  # recordings of some 13 kB each, and their heads of 3 kB
MOST_LANES = 300  # parts of some 100 kB each
AT_ONCE = (
    16  # who asks without a session and waits for a computation; the others wait for their turn
)
MOST_WAITING = 2000


@dataclass(frozen=True)
class KeptLane:
    """A lane as it is put together with others, and as it travels by itself."""

    part: Part
    packed: bytes
    key: str
    """That only these very numbers have."""


@dataclass(frozen=True)
class Recorded:
    """A recording, whole and in parts."""

    whole: bytes
    head: bytes
    """All but the lanes."""
    lanes: Mapping[str, tuple[str, bytes]]
    """Key and bytes of each lane."""

    def beside(self, held: Container[str] = ()) -> dict[str, Any]:
        """What a page lacks that holds the lanes with these keys (``front/sources/held.js``)."""
        return {
            "head": self.head,
            "lanes": {
                name: {"key": key, "bytes": None if key in held else alone}
                for name, (key, alone) in self.lanes.items()
            },
        }


@dataclass(frozen=True)
class Whole:
    """A race, and the lanes to put it together from."""

    settings: RaceSettings
    lanes: tuple[KeptLane, ...] = field(default=(), compare=False)


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
        self._lanes: OrderedDict[desk.LaneQuestion, tuple[Lanes, int]] = OrderedDict()
        self._races: SingleFlight[Whole, Recorded] = SingleFlight(_put_together, MOST_RACES)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    def ready(self, settings: RaceSettings) -> Recorded | None:
        """The recording if it stands already, else None; nothing is computed."""
        return self._races.ready(Whole(settings))

    async def get(self, settings: RaceSettings) -> Recorded:
        """The recording, computed if need be; raises what the computation raised."""
        stands = self.ready(settings)
        if stands is not None:
            return stands
        places = self._start(desk.LaneQuestion.of(settings))
        # Shielded, for the computations are not only this asker's.
        waits = (asyncio.shield(asyncio.wrap_future(task)) for task, _ in places)
        computed = await asyncio.gather(*waits)
        lanes = tuple(found[i] for found, (_, i) in zip(computed, places, strict=True))
        return await self._races.get(Whole(settings, lanes))

    async def in_turn(self, settings: RaceSettings) -> Recorded:
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

    def _start(self, questions: list[desk.LaneQuestion]) -> list[tuple[Lanes, int]]:
        """Where each lane's part comes from: which computation, and its place in the result."""
        missing = [one for one in questions if not self._stands(one)]
        if missing:
            task = self._executor.submit(_computed, missing)
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


def _computed(questions: Sequence[desk.LaneQuestion]) -> list[KeptLane]:
    """Lanes of one race; this runs where there is time for it."""
    kept = []
    for part in desk.lanes(questions):
        alone = packed(part.numbers)
        kept.append(KeptLane(part, alone, hashlib.sha256(alone).hexdigest()[:16]))
    return kept


def _put_together(asked: Whole) -> Recorded:
    whole, head = desk.with_head(asked.settings, [lane.part for lane in asked.lanes])
    lanes = {lane.part.end.lane.name: (lane.key, lane.packed) for lane in asked.lanes}
    return Recorded(whole, head, lanes)


RACES = Recordings(AllCores())
"""Those of this process."""
