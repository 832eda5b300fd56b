"""``python -m app site``: a folder for any file host, in which the page computes by itself."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm  # type: ignore[import-untyped]

from app import desk
from app.commands.save import add_options, read_question
from app.commands.shelving import add_in_links, add_stories
from app.computing.workers import WorkerPool, cores
from app.settings import RaceSettings
from app.settings.link import View
from app.site.compiled import parts
from app.site.folder import SEEDS, recordings, shelf, write_folder
from app.site.pages import own
from app.site.sources import MissingPartsError

EPILOG = """\
examples:
  python -m app site -o site
  python -m app site -o site --landscape bumpy --seed 7 --library 100
  python -m app site -o site --pyodide folder-with-pyodide
"""
MOST = 1000


def add_parser(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "site",
        help="write a folder that any file host serves, in which the page computes by itself",
        description="Write a folder for any file host: the page with a library of recorded races, "
        "and with Python for the browser, which computes every other one.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-o", "--out", metavar="DIR", type=Path, required=True, help="the folder")
    parser.add_argument(
        "--library",
        metavar="SEEDS",
        type=_seeds,
        default=SEEDS,
        help=f"so many recorded races of each family, from 0 to {MOST} (default {SEEDS})",
    )
    add_pyodide(parser)
    parser.add_argument(
        "--no-offline", action="store_true", help="no service worker, which keeps what was fetched"
    )
    add_stories(parser)
    add_in_links(parser)
    add_options(parser.add_argument_group("the race to open with"), RaceSettings)
    add_options(parser.add_argument_group("how the page opens"), View)
    parser.set_defaults(run=lambda options: run(options, parser))


def add_pyodide(parser: Any) -> None:
    """Add the option that names the folder with Pyodide."""
    parser.add_argument(
        "--pyodide",
        metavar="DIR",
        type=Path,
        help="the folder with Pyodide's files (by default its official release, fetched once)",
    )


def _seeds(text: str) -> int:
    """A number of seeds."""
    if not text.isdecimal() or len(text) > 4 or not 0 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r}: a whole number from 0 to {MOST} is needed")
    return int(text)


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Write the folder."""
    folder: Path = options.out
    settings, view = read_question(options, parser)
    try:
        made = {**parts(options.pyodide), **own()}
        races = shelf(options.library)
        with WorkerPool(cores()) as pool:
            told = tqdm(recordings(races, pool), total=len(races), unit=" races", disable=not races)
            library = dict(told)
        write_folder(
            folder, desk.race(settings), view, made, library, offline=not options.no_offline
        )
    except MissingPartsError as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(f"{folder} can't be written: {error.strerror or error}")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    fetched = sum(map(len, made.values()))
    print(f"{folder}: {size / 1e6:.1f} MB; to compute, a visitor fetches {fetched / 1e6:.1f} MB")
    print(f"try it: python -m http.server --directory {folder}", file=sys.stderr)
    return 0
