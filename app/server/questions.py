"""A browser's questions about tournaments, answered off the event loop where they take time."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Any

from app.desk import tournament_reply
from app.server.watched import Tournaments

TOURNAMENTS = Tournaments()
"""Those of this process. Threads and worker processes start with the first one that runs."""


async def reply(
    asker: Hashable, question: Any, tournaments: Tournaments = TOURNAMENTS
) -> dict[str, Any]:
    """Answer a browser's question by `app.desk.tournament_reply`, its long steps in a thread."""
    steps = tournament_reply(tournaments, asker, question)
    done = None
    while True:
        try:
            step = steps.send(done)
        except StopIteration as end:
            answer: dict[str, Any] = end.value
            return answer
        done = await asyncio.to_thread(step)
