"""``python -m app tournament``: hundreds of races, from the terminal."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.commands.racing import interruption, race
from app.computing.workers import cores
from app.race.trials import written
from app.settings import NAMES, RaceSettings, allowed
from app.settings.grounds import FORMULAS
from app.settings.size import MAX_RACES, RACES, VARIED
from app.tournament import Plan, Tournament
from app.tournament.comparisons import TOLERANCE
from app.tournament.figure import figure
from app.tournament.report import report
from app.tournament.statistics import summarise
from app.tournament.table import as_csv, columns_of, rows_of

MAX_JOBS = 64
FORMATS = (".csv", ".json")
ALL = "all"
INTERRUPTED = 130  # exit code, as shells have it for Ctrl-C

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
  python -m app tournament --lanes bayes,bayes.2 --bayes.2.xi 0.1
      the same searcher twice with one thing changed
  python -m app tournament --vary luck --seed 3 --noise 0.02
      one landscape with other darts and other noise in each race
  python -m app tournament --landscape all --races 100 --budget 120 --noise 0.02
      all kinds of landscapes, half the usual budget, noisy scores

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
        "--vary",
        default="landscape",
        metavar="X",
        help="what differs from race to race: landscape, all that a seed decides; or luck, darts, "
        "shuffles and noise on the one landscape of --seed (default landscape)",
    )
    parser.add_argument(
        "--seed", metavar="N", help="with --vary luck: the number of the landscape (default 7)"
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
            group.add_argument(f"--{name}", dest=name, metavar="X", help=_help(name))
    for name in RaceSettings.further():
        group.add_argument(f"--{name}", dest=name, help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def _help(name: str) -> str:
    parameter = RaceSettings.parameter(name)
    choice = allowed(name)
    if name == "landscape":
        choice += f"; several with commas, or {ALL}, for one tournament on each"
    default = parameter.default
    default = f"{default:g}" if isinstance(default, int | float) else written(default)
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
    names = [name for name in (*NAMES, *RaceSettings.further()) if name != "seed"]
    given = {name: getattr(options, name) for name in names}
    given = {name: value for name, value in given.items() if value is not None}
    if options.vary not in VARIED:
        raise ValueError(f"--vary must be one of {', '.join(VARIED)}, got {options.vary!r}")
    if options.vary == "luck" and "darts" in given:
        raise ValueError("--darts can't be set with --vary luck: each race has its own")
    if options.seed is not None:
        if options.vary != "luck":
            raise ValueError("--seed can only be set with --vary luck: else each race has its own")
        given["seed"] = options.seed
    usual = RaceSettings.param["landscape"].default
    families = list(dict.fromkeys(given.pop("landscape", usual).split(",")))
    if families == [ALL]:
        families = list(FORMULAS)
    races = whole("races", options.races, 1, MAX_RACES)
    first_seed = whole("first-seed", options.first_seed, 0, RaceSettings.param["seed"].bounds[1])
    plans = []
    for family in families:
        settings, refusals = RaceSettings.sifted(given | {"landscape": family})
        if refusals:
            first = refusals[0]
            raise ValueError(first.reason + (f", or {ALL}" if first.name == "landscape" else ""))
        plans.append(Plan(settings, races, first_seed, options.vary))
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


# ---- Files ---------------------------------------------------------------------------------------


def write(path: Path, tournaments: Sequence[Tournament]) -> int:
    """Write one row for each race and searcher, as CSV or JSON; returns how many.

    The tournaments are of the same lanes.
    """
    rows = [row for one in tournaments for row in rows_of(one.plan, one.outcomes)]
    if path.suffix.lower() == ".json":
        text = json.dumps(rows, indent=1, allow_nan=False) + "\n"
    else:
        text = as_csv(columns_of(tournaments[0].plan) if tournaments else [], rows)
    path.write_text(text, encoding="utf-8", newline="")
    return len(rows)


def draw(path: Path, tournaments: Iterable[Tournament]) -> int:
    """Draw the tournaments that have a result side by side, as SVG; returns how many."""
    summaries = [summarise(one.plan, one.outcomes) for one in tournaments if one.outcomes]
    if summaries:
        path.write_text(figure(summaries), encoding="utf-8")
    return len(summaries)
