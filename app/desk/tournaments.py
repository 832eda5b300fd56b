"""Questions for many races, run one a step, and the files that they can be saved in."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Generator, Hashable, Iterable, Mapping
from functools import partial
from typing import Any

from app.page.skeletons import tournament_skeleton
from app.settings import RaceSettings, read_settings
from app.settings.size import Size
from app.tournament.as_json import present
from app.tournament.figure import figure
from app.tournament.kept import Kept
from app.tournament.live import LiveTournament, Snapshot
from app.tournament.outcome import Outcome, Result, one_by_one, outcome_of
from app.tournament.plan import Plan
from app.tournament.table import table
from strategies import RACE

ACTIONS = ("look", "run", "watch", "leave")
"""What a question wants: the first look, to run, to go on watching, or to leave."""


def tournament(plan: Plan, known: Iterable[Outcome] = ()) -> Generator[Result, None, None]:
    """Run the races of a plan, one a step, in the order of their seeds.

    Whoever closes the generator (`close`) stops the tournament after a whole race, and goes on
    with it by another one, handing it the outcomes that are `known`.
    """
    done = {outcome.seed for outcome in known}
    rest = [seed for seed in plan.seeds if seed not in done]
    yield from one_by_one(plan, rest, outcome_of)


def tournament_question(
    given: Mapping[str, Any],
) -> tuple[Plan | None, int | None, list[str]]:
    """The plan of a page's question and the seed of the race on screen; it is not trusted.

    Parameters
    ----------
    given
        ``action`` (one of `ACTIONS`), ``settings`` (of the races), ``races``, ``first_seed``,
        ``vary``, and perhaps ``seed``.

    Returns
    -------
    plan, seed, problems
        A plan without problems, or none and sentences about what was refused.
    """
    values = given.get("settings")
    settings, problems = read_settings(values if isinstance(values, dict) else {})
    size, more = Size.read({n: given[n] for n in Size.names() if n in given})
    problems = [*problems, *more]
    if given.get("action") not in ACTIONS:
        problems.append(f"action must be one of {', '.join(ACTIONS)}")
    seed = given.get("seed")
    try:
        if seed is not None:
            seed = RaceSettings.checked("seed", seed)
        if not problems:
            return Plan(settings, size.races, size.first_seed, size.vary), seed, []
    except ValueError as error:
        problems.append(str(error))
    return None, None, problems


def tournament_reply(
    tournaments: Kept, asker: Hashable, question: Any
) -> Generator[Callable[[], Any], Any, dict[str, Any]]:
    """The answer to a page's question about a tournament; what it says is not trusted.

    Yields what takes long and wants to be called, wherever that may block, and takes its result.

    Parameters
    ----------
    tournaments
        Those that there are.
    asker
        Whose page: one of its tournaments is kept alive.
    question
        As `tournament_question` and `tournament_answer` read it; and optionally ``figures``
        (whether they are wanted), and ``file`` (one of `FILES`, to save what stands).

    Returns
    -------
    dict
        ``state``, the numbers of races, the latest snapshot if the page doesn't have it, and
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
        answer |= {"figures": (yield partial(tournament_skeleton, lanes)), "form": Size.form()}
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
        answer["file"] = yield partial(make, live, live.snapshot)
    race = None
    if seed is not None and live.snapshot is not None:
        race = tournaments.race(live, seed)
    before = tournaments.before(live)
    return answer | tournament_answer(live, given, before=before, race=race)


def tournament_answer(
    live: LiveTournament,
    given: Mapping[str, Any],
    *,
    before: int = 0,
    race: Outcome | None = None,
) -> dict[str, Any]:
    """A tournament as it stands, as far as the page doesn't know it yet.

    Parameters
    ----------
    live
        The tournament.
    given
        The page's question: it may say which ``version`` of the snapshot and how many blocks of
        ``lines`` the page has.
    before
        How many tournaments come before this one.
    race
        The race on screen, to be placed among the others.
    """
    snapshot, lines = live.snapshot, given.get("lines")
    answer: dict[str, Any] = {
        "state": live.state,
        "error": live.error,
        "races": live.plan.races,
        "done": live.done,
        "before": before,
        "seconds_left": live.seconds_left,
        "version": snapshot.version if snapshot else 0,
        "snapshot": None,
        "lines": [],
        "present": None,
    }
    if snapshot is None:
        return answer
    if snapshot.version != given.get("version"):
        answer["snapshot"] = snapshot.data
    if isinstance(lines, int) and lines >= 0:
        answer["lines"] = live.lines[lines:]
    if race is not None:
        answer["present"] = present(snapshot.summary, race)
    return answer


def saved_table(live: LiveTournament, snapshot: Snapshot) -> bytes:
    """The races of a snapshot as `app.tournament.table.table`, gzip-compressed."""
    shown = set(snapshot.summary.seeds)
    races = [race for race in live.outcomes if race.seed in shown]
    races.sort(key=lambda race: race.seed)
    return gzip.compress(table(live.plan, races).encode(), mtime=0)


def saved_picture(live: LiveTournament, snapshot: Snapshot) -> bytes:
    """A snapshot as `app.tournament.figure.figure`, gzip-compressed."""
    return gzip.compress(figure([snapshot.summary]).encode(), mtime=0)


FILES: dict[str, Callable[[LiveTournament, Snapshot], bytes]] = {
    "csv": saved_table,
    "svg": saved_picture,
}
"""What can be saved of a tournament."""
