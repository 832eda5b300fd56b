"""``python -m app tournament``: hundreds of races, from the terminal."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from app.computing.workers import WorkerPool, cores
from app.settings import NAMES, RaceSettings, allowed, read_settings
from app.settings.size import TARGETS
from app.tournament import (
    CHUNK,
    MAX_RACES,
    Plan,
    Result,
    Tournament,
    run_tournament,
)
from app.tournament.comparisons import TOLERANCE
from app.tournament.estimates import CONFIDENCE, Estimate, Share
from app.tournament.figure import figure
from app.tournament.statistics import Summary, summarise
from app.tournament.table import as_csv, rows_of
from app.tournament.words import TITLES, percent, sentences

RACES = 200
MAX_JOBS = 64
FORMATS = (".csv", ".json")
ALL = "all"
BAR = 30  # characters
INTERRUPTED = 130  # exit code, as shells have it for Ctrl-C
BUSY = 2  # tasks for each worker at a time: one running, one ready

DESCRIPTION = f"""\
Run many races of grid, random and Bayesian search and say what they show.

One race is an anecdote. Here every race has another hidden landscape of the same kind, and in
each race all searchers get the same landscape, costs, noise, first configurations and budget.
Random search with twice the budget takes part too, as a yardstick.

At the end a table says for each searcher how good the best configuration was that it found, how
often it came near the optimum, and how long that took; and who beat whom how often. Scores within
{TOLERANCE:g} of each other are level."""

EXAMPLES = """\
examples:
  python -m app tournament
      200 races on smooth landscapes
  python -m app tournament --races 200 --landscape bumpy --out races.csv
      200 races on bumpy landscapes; one row for each race and searcher goes to races.csv
  python -m app tournament --landscape all --races 100 --budget 120 --noise 0.02
      all three kinds of landscapes, half the usual budget, noisy scores

Ctrl-C stops early: what is finished is still written and shown. The seed in a row is the seed on
the page: with the same settings, the page shows that very race."""


def add_parser(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "tournament",
        help="run hundreds of races and compare the searchers",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        usage="python -m app tournament [options]",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--races",
        default=str(RACES),
        metavar="N",
        help=f"how many races, 1 to {MAX_RACES} (default {RACES})",
    )
    parser.add_argument(
        "--first-seed",
        default="0",
        metavar="N",
        help="seed of the first race; the others follow (default 0)",
    )
    parser.add_argument(
        "--jobs",
        default=str(min(cores(), MAX_JOBS)),
        metavar="N",
        help=f"worker processes, 1 to {MAX_JOBS} (default %(default)s: one for each core)",
    )
    parser.add_argument(
        "--figure",
        metavar="FILE",
        help="draw the curves to FILE.svg, one column for each kind of landscape",
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        help="write one row for each race and searcher to FILE.csv or FILE.json",
    )
    group = parser.add_argument_group("settings of the races", "the same as on the page")
    for name in NAMES:
        if name != "seed":
            group.add_argument(f"--{name}", metavar="X", help=_help(name))
    parser.set_defaults(run=run)


def _help(name: str) -> str:
    parameter = RaceSettings.param[name]
    choice = allowed(name)
    if name == "landscape":
        choice += f", or {ALL} for one tournament on each"
    default = parameter.default
    default = f"{default:g}" if isinstance(default, int | float) else default
    return f"{parameter.doc} {choice[0].upper()}{choice[1:]} (default {default})".replace("%", "%%")


def run(options: argparse.Namespace) -> int:
    """Run the tournaments; returns the exit code.

    0 when all races have a result, 1 when some failed or the file couldn't be written, 2 for bad
    options, 130 when interrupted.
    """
    try:
        plans = plans_of(options)
        jobs = whole("jobs", options.jobs, 1, MAX_JOBS)
        out = checked_file("out", options.out, FORMATS)
        drawing = checked_file("figure", options.figure, (".svg",))
    except ValueError as error:
        print(f"python -m app tournament: {error}", file=sys.stderr)
        return 2
    tournaments = []
    with interruption() as interrupted:
        for plan in plans:
            if not interrupted.is_set():
                tournaments.append(race(plan, jobs, interrupted))
    for tournament in tournaments:
        print(report(tournament))
    failed = any(tournament.failures for tournament in tournaments)
    for path, writer, what in ((out, write, "rows"), (drawing, draw, "columns")):
        if path is None:
            continue
        try:
            written = writer(path, tournaments)
        except OSError as error:
            print(f"{path} could not be written: {error.strerror}", file=sys.stderr)
            failed = True
        else:
            print(f"{written} {what} written to {path}")
    if interrupted.is_set():
        done = sum(len(tournament.outcomes) for tournament in tournaments)
        kept = f"are in {out}" if out is not None and not failed else "are shown above"
        kept = kept if done else "leave nothing to show"
        planned = sum(plan.races for plan in plans)
        print(f"Interrupted: the {done} of {planned} races that were finished {kept}.")
        return INTERRUPTED
    return 1 if failed else 0


# ---- Options -------------------------------------------------------------------------------------


def plans_of(options: argparse.Namespace) -> list[Plan]:
    """The tournaments that the options ask for.

    Raises
    ------
    ValueError
        If a value isn't allowed; the message says what is.
    """
    given = {name: getattr(options, name) for name in NAMES if name != "seed"}
    given = {name: value for name, value in given.items() if value is not None}
    families = [given.pop("landscape", RaceSettings.param["landscape"].default)]
    if families == [ALL]:
        families = list(RaceSettings.param["landscape"].objects)
    races = whole("races", options.races, 1, MAX_RACES)
    first_seed = whole("first-seed", options.first_seed, 0, RaceSettings.param["seed"].bounds[1])
    plans = []
    for family in families:
        settings, problems = read_settings(given | {"landscape": family})
        if problems:
            problem = problems[0].removeprefix("ignored ")
            raise ValueError(f"{problem}, or {ALL}" if "landscape" in problem else problem)
        plans.append(Plan(settings, races, first_seed))
    return plans


def whole(name: str, text: str, low: int, high: int) -> int:
    """The whole number that an option gives, or a ValueError that says what is allowed."""
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if not low <= value <= high:
        raise ValueError(f"--{name} must be a whole number from {low} to {high}, got {text!r}")
    return value


def checked_file(name: str, text: str | None, formats: tuple[str, ...]) -> Path | None:
    """The file to write, which is looked at before hours of racing rather than after."""
    if text is None:
        return None
    path = Path(text)
    if path.suffix.lower() not in formats:
        raise ValueError(f"--{name} must end in {' or '.join(formats)}, got {text!r}")
    if path.is_dir() or not path.parent.is_dir():
        raise ValueError(f"--{name} must be a file in a folder that exists, got {text!r}")
    return path


# ---- Racing --------------------------------------------------------------------------------------


@contextmanager
def interruption() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; a second Ctrl-C ends the program at once."""
    interrupted = threading.Event()

    def interrupt(signal_number: int, frame: Any) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        interrupted.set()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def race(plan: Plan, jobs: int, interrupted: threading.Event) -> Tournament:
    """Run one tournament, with a progress bar if somebody looks."""
    progress = Progress(plan, sys.stderr)
    try:
        return run_tournament(
            plan,
            executor=None if jobs == 1 else partial(WorkerPool, jobs),
            on_race=progress.advance,
            cancel=interrupted,
            chunk=CHUNK,
            in_flight=BUSY * jobs,
        )
    finally:
        progress.clear()


class Progress:
    """A line on the terminal that fills; nothing where the stream isn't one."""

    def __init__(self, plan: Plan, stream: TextIO) -> None:
        self._plan, self._stream = plan, stream
        self._done, self._began = 0, time.monotonic()
        self._shown = stream.isatty()
        self._draw()

    def advance(self, result: Result) -> None:
        """One race more has a result."""
        self._done += 1
        self._draw()

    def clear(self) -> None:
        """Leave the line empty."""
        if self._shown:
            print("\r\x1b[K", end="", file=self._stream, flush=True)

    def _draw(self) -> None:
        if not self._shown:
            return
        done, races = self._done, self._plan.races
        filled = BAR * done // races
        left = ""
        if done:
            seconds = round((time.monotonic() - self._began) / done * (races - done))
            left = f", {seconds // 60}:{seconds % 60:02d} left"
        family = self._plan.settings.landscape
        bar = f"{family} [{'#' * filled}{'.' * (BAR - filled)}] {done} of {races} races{left}"
        print(f"\r\x1b[K{bar}", end="", file=self._stream, flush=True)


# ---- The table at the end ------------------------------------------------------------------------


def report(tournament: Tournament) -> str:
    """What a tournament shows, as text: a table of searchers, one of pairs, and sentences."""
    plan = tournament.plan
    lines = [f"{plan.settings.landscape}: {_described(plan)}"]
    lines += [f"  seed {one.seed} failed: {one.reason}" for one in tournament.failures]
    if not tournament.outcomes:
        return "\n".join([*lines, "  no race was finished", ""])
    summary = summarise(plan, tournament.outcomes, failed=len(tournament.failures))
    said = [f"  {sentence}" for sentence in sentences(summary)]
    lines += ["", *_searchers(summary), "", *_pairs(summary), "", *said, ""]
    return "\n".join(lines)


def _described(plan: Plan) -> str:
    last = plan.seeds[-1]
    seeds = f"seed {last}" if plan.races == 1 else f"seeds {plan.first_seed} to {last}"
    changed = plan.settings.changed()
    others = [f"{k} {v}" for k, v in changed.items() if k not in ("seed", "landscape", "budget")]
    budget = f"{plan.settings.budget} GPU-minutes each"
    return ", ".join([f"{plan.races} race{'s' * (plan.races > 1)}", seeds, budget, *others])


def _searchers(summary: Summary) -> list[str]:
    near = [f"{share:.0%}" for share in TARGETS]
    heads = ["", "trials", "final score", "final regret"]
    heads += [f"got {share} of the way" for share in near]
    heads += [f"half by, {near[-1]}"]
    rows = [heads]
    for entrant in summary.entrants.values():
        row = [_short(entrant.name), f"{entrant.trials:g}"]
        row += [_score(entrant.final_score), _score(entrant.final_regret)]
        row += [_share(target.reached) for target in entrant.targets]
        rows.append([*row, _minutes(entrant.targets[-1].half)])
    notes = [
        "Medians over the races, and shares of all races; in brackets the interval with a",
        f"confidence of {CONFIDENCE:.0%}: percentile bootstrap for medians, Wilson for shares. The",
        "way leads from a random trial's median score to the optimum; half by: GPU-minutes within",
        "which half of all races got there.",
    ]
    return [*_table(rows), *("  " + note for note in notes)]


def _pairs(summary: Summary) -> list[str]:
    rows = [["final score compared race by race", "ahead", "level", "behind", "median margin"]]
    for pair in summary.pairs:
        if pair.losses.count > pair.wins.count:
            pair = pair.turned()
        row = [f"{_short(pair.first)} against {_short(pair.second)}", _share(pair.wins)]
        rows.append([*row, percent(pair.ties), percent(pair.losses), _score(pair.margin)])
    return _table(rows)


def _short(name: str) -> str:
    return "Random search, 2 x budget" if name == "random2" else TITLES[name]


def _score(estimate: Estimate) -> str:
    interval = f" ({estimate.low:z.4f} to {estimate.high:z.4f})" if _known(estimate) else ""
    return f"{estimate.value:z.4f}{interval}"


def _minutes(estimate: Estimate) -> str:
    def minute(value: float) -> str:
        return "never" if math.isinf(value) else f"{value:.0f}"

    if not _known(estimate) or math.isinf(estimate.low):
        return minute(estimate.value)
    return f"{minute(estimate.value)} ({minute(estimate.low)} to {minute(estimate.high)})"


def _known(estimate: Estimate) -> bool:
    return not math.isnan(estimate.low)


def _share(share: Share) -> str:
    return f"{percent(share)} ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _table(rows: list[list[str]]) -> list[str]:
    """Columns as wide as their widest cell, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  " + "  ".join(cells))
    return lines


# ---- Files ---------------------------------------------------------------------------------------


def write(path: Path, tournaments: Iterable[Tournament]) -> int:
    """Write one row for each race and searcher, as CSV or JSON; returns how many."""
    rows = [row for one in tournaments for row in rows_of(one.plan, one.outcomes)]
    as_json = path.suffix.lower() == ".json"
    text = json.dumps(rows, indent=1, allow_nan=False) + "\n" if as_json else as_csv(rows)
    path.write_text(text, encoding="utf-8", newline="")
    return len(rows)


def draw(path: Path, tournaments: Iterable[Tournament]) -> int:
    """Draw the tournaments that have a result side by side, as SVG; returns how many."""
    summaries = [summarise(one.plan, one.outcomes) for one in tournaments if one.outcomes]
    if summaries:
        path.write_text(figure(summaries), encoding="utf-8")
    return len(summaries)
