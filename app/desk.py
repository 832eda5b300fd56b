"""The desk: a question in, its answer out.

A question is what a link, a form, a terminal or another program says; it is not trusted. What a
desk answers is a pure function of that:

    question (settings, a plan) -> desk -> recording of numbers -> browser: maps, curves, words

So ``recording(Question.read(values).settings)`` answers the values of a link.

There is no page here, no thread and no process: the server keeps answers and shares them out to
processes (`app.server`), a script or a worker in a browser asks by itself. A tournament is run one
race a step, so that whoever runs it can do something else in between, or stop.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from app.race import Race, run
from app.race.payload import Part, assembled, packed, part, payload
from app.race.race import landscape_of, run_alone
from app.settings import RaceSettings, read_settings
from app.settings.checked import Pairs
from app.settings.link import View, read_query
from app.settings.race_settings import Circumstances, options_of
from app.settings.size import Size
from app.tournament.as_json import present
from app.tournament.figure import figure
from app.tournament.live import LiveTournament, Snapshot
from app.tournament.outcome import Outcome, Result, one_by_one, outcome_of
from app.tournament.plan import Plan
from app.tournament.table import table

# ---- One race --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """A question for a race, as it was understood."""

    settings: RaceSettings
    view: View = field(default_factory=View)
    """How a page opens."""
    problems: Sequence[str] = ()
    """A sentence for each value that was refused."""

    @classmethod
    def read(cls, values: Pairs) -> Self:
        """The question that values ask which nobody has checked.

        Parameters
        ----------
        values
            What a link may say, by name: as text (a link's query) or already of its type (a
            form's). What is missing or refused has its default.
        """
        return cls(*read_query(values))

    def opening(self) -> dict[str, Any]:
        """What a page opens with beside the recording: ``settings``, ``view``, ``problems``."""
        return {
            "settings": self.settings.values(),
            "view": self.view.values(),
            "problems": list(self.problems),
        }


def race(settings: RaceSettings) -> Race:
    """The race of these settings: a pure function of them."""
    return run(settings)


@dataclass(frozen=True)
class LaneQuestion:
    """A question for one lane: what it does hangs on the circumstances and its own options alone.

    Two are equal where the lane is the same, whatever races beside it.
    """

    settings: RaceSettings = field(compare=False)
    name: str
    circumstances: tuple[Any, ...]
    options: tuple[Any, ...]

    @classmethod
    def of(cls, settings: RaceSettings) -> list[Self]:
        """The questions for all lanes of a race, in order."""
        common = tuple(getattr(settings, name) for name in Circumstances.names())
        own: dict[str, list[Any]] = {lane: [] for lane in settings.lanes}
        for lane, option in options_of(settings.lanes).values():
            own[lane].append(getattr(settings.options(lane), option))
        return [cls(settings, lane, common, tuple(own[lane])) for lane in settings.lanes]


def lanes(questions: Sequence[LaneQuestion]) -> list[Part]:
    """Lanes of one race, at least one, each ready to be put into a recording."""
    settings = questions[0].settings
    landscape = landscape_of(settings)
    races = (run_alone(settings, landscape, question.name) for question in questions)
    return [part(race, race.recording.lanes[0]) for race in races]


def put_together(settings: RaceSettings, parts: Sequence[Part]) -> bytes:
    """The recording of the race of these settings, of all its lanes in order."""
    return packed(assembled(settings, landscape_of(settings), parts))


def recording(asked: Race | RaceSettings) -> bytes:
    """The recording of a race, or of the race of these settings: what the page plays."""
    return payload(asked if isinstance(asked, Race) else run(asked))


# ---- Many races ------------------------------------------------------------------------------

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


# ---- Files of many races ---------------------------------------------------------------------


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
