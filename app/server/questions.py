"""A browser's questions about tournaments, answered off the event loop where they take time."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Any

from app.desk import FILES, tournament_answer, tournament_question
from app.page.skeletons import tournament_skeleton
from app.server.watched import Tournaments
from app.settings.size import Size
from strategies import RACE

TOURNAMENTS = Tournaments()
"""Those of this process. Threads and worker processes start with the first one that runs."""


async def reply(
    asker: Hashable, question: Any, tournaments: Tournaments = TOURNAMENTS
) -> dict[str, Any]:
    """Answer a browser's question about a tournament; what it says is not trusted.

    Parameters
    ----------
    asker
        Whose browser: one of its tournaments is kept alive.
    question
        A dictionary with ``action`` (one of `ACTIONS`), ``settings`` (of the races), ``races``
        and ``first_seed``; and optionally ``version`` of the snapshot that the browser has,
        ``lines`` (how many blocks of lines it has, if it wants the others), ``seed`` of the race
        on screen, if that has such settings, ``figures`` (whether they are wanted), and ``file``
        (one of `FILES`, to save what stands).

    Returns
    -------
    dict
        ``state``, the numbers of races, the latest snapshot if the browser doesn't have it, and
        what else was asked for; or ``problems``, sentences about what was refused.
    """
    given = question if isinstance(question, dict) else {}
    action = given.get("action")
    answer: dict[str, Any] = {"state": "idle", "problems": []}
    if action == "leave":
        tournaments.leave(asker)
        return answer
    plan, seed, problems = tournament_question(given)
    if given.get("figures"):
        lanes = plan.settings.lanes if plan else RACE
        # The first time they are built, which would block the event loop.
        figures = await asyncio.to_thread(tournament_skeleton, lanes)
        answer |= {"figures": figures, "form": Size.form()}
    if plan is None:
        return answer | {"problems": problems}
    if action in ("run", "watch"):
        live = tournaments.ask(asker, plan, again=action == "run")
    else:
        found = tournaments.look(plan)
        if found is None:
            return answer
        live = found
    make = FILES.get(str(given.get("file")))
    if make is not None and live.snapshot is not None:
        # In a thread: the table of hundreds of races would hold the event loop.
        answer["file"] = await asyncio.to_thread(make, live, live.snapshot)
    race = None
    if seed is not None and live.snapshot is not None:
        race = tournaments.race(live, seed)
    before = tournaments.before(live)
    return answer | tournament_answer(live, given, before=before, race=race)
