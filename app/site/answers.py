"""What the browser's worker answers: the desk with a page at the other side, and nothing else.

A page asks as it asks a server (`app.server.race_view`), with the same words back. Here is one
thread for everything, so whoever holds `Answers` lets it `work` a race at a time while nobody asks.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Hashable, Mapping
from typing import Any

from app import desk
from app.desk import LaneQuestion
from app.race.payload import Part
from app.settings import RaceSettings, read_settings
from app.tournament.kept import Kept, Queued
from app.tournament.outcome import Outcome, Result, outcome_of

log = logging.getLogger("search-race")

MOST_LANES = 24  # parts of some 100 kB each
MOST_ALONE = 64


class Stepped(Kept):
    """Tournaments that run one race at a step."""

    def __init__(self, **bounds: Any) -> None:
        super().__init__(**bounds)
        self._turns: deque[Queued] = deque()
        self._races: Generator[Result, None, None] | None = None  # of the first one
        self._alone: OrderedDict[RaceSettings, Outcome | None] = OrderedDict()

    def start(self, live: Queued) -> None:
        """Put it last."""
        self._turns.append(live)

    def drop(self, live: Queued) -> bool:
        """Take it out again."""
        if live not in self._turns:
            return False
        self._turns.remove(live)
        return True

    def alone(self, settings: RaceSettings, start: bool) -> Outcome | None:
        """The race on a page, run by the next step."""
        if start:
            self._alone.setdefault(settings, None)
            while len(self._alone) > MOST_ALONE:
                self._alone.popitem(last=False)
        return self._alone.get(settings)

    def step(self) -> bool:
        """Run a race, of a page or of the tournament whose turn it is; whether there was any."""
        for settings, outcome in self._alone.items():
            if outcome is None:
                self._alone[settings] = outcome_of(settings)
                return True
        if not self._turns:
            return False
        try:
            self._go_on(self._turns[0])
        except Exception as error:
            self._turns.popleft().fail(error)
            self._races = None
        return True

    def _go_on(self, live: Queued) -> None:
        if self._races is None:
            live.begin()
            self._races = desk.tournament(live.plan, live.outcomes)
        result = next(self._races, None) if self.wanted(live.plan) else None
        if result is not None:
            live.take(result)
        else:
            live.finish()
            self._turns.popleft()
            self._races = None


class Answers:
    """All that a worker knows.

    Parameters
    ----------
    told
        Hears how many lanes of a race are computed, and of how many.
    """

    def __init__(self, told: Callable[[int, int], None] = lambda done, of: None) -> None:
        self.told = told
        self.tournaments = Stepped()
        self._lanes: OrderedDict[LaneQuestion, Part] = OrderedDict()

    def answer(self, asker: Hashable, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a page's question, as a server gives it; what it says is not trusted."""
        try:
            return self._answer(asker, asked)
        except Exception as error:
            log.exception("A question of the page failed: %s", asked)
            problems = [f"This browser can’t answer that ({error}). What was there still stands."]
            if "tournament" in asked:
                return {"tournament": {"state": "idle", "problems": problems}}
            return {"problems": problems}

    def crossing(self, asker: Hashable, asked: str) -> tuple[str, list[bytes]]:
        """The answer to a question in JSON, in JSON, where ``{"bytes": n}`` stands for the n-th of
        the bytes beside it."""
        kept: list[bytes] = []

        def put(value: bytes) -> dict[str, int]:
            kept.append(value)
            return {"bytes": len(kept) - 1}

        return json.dumps(self.answer(asker, json.loads(asked)), default=put), kept

    def work(self) -> bool:
        """Do a step of what takes longer; whether there was anything to do."""
        return self.tournaments.step()

    def leave(self, asker: Hashable) -> None:
        """A page has gone."""
        self.tournaments.leave(asker)

    def _answer(self, asker: Hashable, asked: Mapping[str, Any]) -> dict[str, Any]:
        if "tournament" in asked:
            return {"tournament": self._about_races(asker, asked["tournament"])}
        if "cast" in asked:
            lanes = RaceSettings.checked("lanes", asked["cast"])
            return {"shared": desk.page_of(lanes, desk.ground_of(asked.get("landscape")))}
        if "measured" in asked:
            return {"measured": desk.measured_table(asked["measured"])}
        values = asked.get("settings")
        settings, problems = read_settings(values if isinstance(values, dict) else {})
        recording = None
        if not problems:
            try:
                recording = self._recording(settings)
            except Exception as error:
                log.exception("The race of %s failed", settings.values())
                problems = [desk.failed(error)]
        return {"recording": recording, "problems": problems}

    def _about_races(self, asker: Hashable, question: Any) -> dict[str, Any]:
        steps = desk.tournament_reply(self.tournaments, asker, question)
        done = None
        while True:
            try:
                done = steps.send(done)()
            except StopIteration as end:
                answer: dict[str, Any] = end.value
                return answer

    def _recording(self, settings: RaceSettings) -> bytes:
        questions = LaneQuestion.of(settings)
        for i, question in enumerate(questions):
            self.told(i, len(questions))
            if question not in self._lanes:
                (self._lanes[question],) = desk.lanes([question])
            self._lanes.move_to_end(question)
        parts = [self._lanes[question] for question in questions]
        while len(self._lanes) > MOST_LANES:
            self._lanes.popitem(last=False)
        return desk.put_together(settings, parts)
