"""``python -m app save``: one race as a web page that needs no server, or as a table."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import param

from app import desk
from app.commands.shelving import add_in_links, add_stories, read_stories
from app.page.saved_page import saved_page
from app.race import Race, load_recording
from app.race.trials import checkpoints_csv, trials_csv, trials_json
from app.settings import RaceSettings
from app.settings.checked import Checked
from app.settings.link import View
from app.stories.shelf import shelf

WRITERS: dict[str, Callable[[Race, View], str]] = {
    ".html": saved_page,
    ".csv": lambda race, view: trials_csv(race),
    ".json": lambda race, view: trials_json(race),
}

EPILOG = """\
examples:
  python -m app save --landscape bumpy --seed 7 -o race.html
  python -m app save --seed 3 --minute 90 --revealed --theme dark -o lecture.html
  python -m app save --noise 0.02 -o trials.csv
  python -m app save --lanes bayes,bayes.2 --bayes.2.xi 0.1 -o xi.html
  python -m app save --recording race.json -o race.html
  python -m app save --computes -o race.html
"""


def _checkpoints(race: Race, view: View) -> str:
    """The table of a race's checkpoints."""
    return checkpoints_csv(race)


def add_parser(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "save",
        help="save a race as one web page, or its trials as a table",
        description="Run a race and save it: as a web page that plays in any browser without a "
        "server or a network (.html), or its trials as a table (.csv, .json).",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="FILE",
        type=Path,
        default=Path("race.html"),
        help="the file to write; its ending chooses what (default race.html)",
    )
    parser.add_argument(
        "--checkpoints",
        action="store_true",
        help="the table (.csv) has a row for each checkpoint, and scores of full trainings alone",
    )
    parser.add_argument(
        "--computes",
        action="store_true",
        help="the page brings Python and computes every other race by itself (some 12 MB)",
    )
    parser.add_argument(
        "--pyodide",
        metavar="DIR",
        type=Path,
        help="for --computes: the folder with Pyodide's files (by default fetched once)",
    )
    parser.add_argument(
        "--recording",
        metavar="FILE",
        type=Path,
        help="show the race of this recording, or of this saved page, instead of running one",
    )
    add_stories(parser)
    add_in_links(parser)
    add_options(parser.add_argument_group("the race"), RaceSettings)
    add_options(parser.add_argument_group("how the page opens"), View)
    parser.set_defaults(run=lambda options: run(options, parser))


def add_options(group: Any, kind: type[Checked]) -> None:
    """Add one option for each value; texts are checked later, all by the same words."""
    for name in kind.names():
        parameter = kind.parameter(name)
        told = f"{kind.allowed(name)} (default {_shown(parameter.default)})"
        if isinstance(parameter, param.Boolean):
            group.add_argument(f"--{name}", dest=name, action="store_const", const="1", help=told)
        else:
            group.add_argument(f"--{name}", dest=name, metavar="VALUE", help=told)
    for name in kind.further():
        group.add_argument(f"--{name}", dest=name, help=argparse.SUPPRESS)


def _shown(default: Any) -> str:
    return (",".join(default) or "none") if isinstance(default, list | tuple) else str(default)


def given(options: argparse.Namespace, kind: type[Checked]) -> dict[str, str]:
    """The texts of those values that the options say."""
    texts = {name: getattr(options, name) for name in (*kind.names(), *kind.further())}
    return {name: text for name, text in texts.items() if text is not None}


def read_options(
    options: argparse.Namespace, kind: type[Checked], parser: argparse.ArgumentParser
) -> Any:
    """The values that the options say; ends the program with what is allowed if they may not."""
    values, refusals = kind.sifted(given(options, kind))
    if refusals:
        parser.error("; ".join(refusal.reason for refusal in refusals))
    return values


def read_question(
    options: argparse.Namespace, parser: argparse.ArgumentParser
) -> tuple[RaceSettings, View]:
    """The race and the view that the options say: those of a story, where they name one."""
    read_stories(options, parser)
    view: View = read_options(options, View, parser)
    races = shelf().races
    if view.story is not None and view.story not in races:
        parser.error(f"there is no story {view.story}; there are {', '.join(races)}")
    settings: RaceSettings = read_options(options, RaceSettings, parser)
    if view.story is None:
        return settings, view
    told, _ = RaceSettings.over(races[view.story].values(), given(options, RaceSettings))
    return told, view


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Run the race and write the file."""
    path: Path = options.out
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        parser.error(f"{path}: the file must end in one of {', '.join(WRITERS)}")
    if options.checkpoints:
        if path.suffix.lower() != ".csv":
            parser.error("--checkpoints makes a table (.csv)")
        writer = _checkpoints
    settings, view = read_question(options, parser)
    if options.computes:
        if writer is not saved_page or options.recording is not None:
            parser.error("--computes makes a page (.html) of settings, not of a recording")
        text = computing_page(settings, view, options.pyodide, parser)
    elif options.recording is None:
        text = writer(desk.race(settings), view)
    elif writer is saved_page and not settings.changed():
        text = page_of(options.recording, view, parser)
    else:
        parser.error("--recording makes a page (.html), and takes no settings of a race")
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        parser.error(f"{path} can't be written: {error.strerror or error}")
    print(f"{path}: {_size(path)}" + (OPENS if writer is saved_page else ""))
    return 0


def page_of(path: Path, view: View, parser: argparse.ArgumentParser) -> str:
    """The page of a recording; ends the program with what is wrong if it can't be played."""
    try:
        return saved_page(load_recording(path), view)
    except OSError as error:
        parser.error(f"{path} can't be read: {error.strerror or error}")
    except ValueError as error:
        parser.error(f"{path}: {error}")


def computing_page(
    settings: RaceSettings, view: View, pyodide: Path | None, parser: argparse.ArgumentParser
) -> str:
    """The page that computes; ends the program with what is missing for it."""
    from app.site.compiled import parts
    from app.site.pages import file_page, own
    from app.site.sources import MissingPartsError

    try:
        return file_page(desk.race(settings), view, {**parts(pyodide), **own()})
    except MissingPartsError as error:
        parser.error(str(error))


OPENS = ", opens in any browser without a server or a network"


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size > 1e5 else f"{size / 1e3:.1f} kB"
