"""The options that say which stories a page tells: a folder of them, and those in links."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.stories.shelf import let_links_tell, shelve


def add_stories(parser: Any) -> None:
    """Add the option that names a folder of stories."""
    parser.add_argument(
        "--stories",
        metavar="DIR",
        type=Path,
        help="the folder with the stories to tell (.github/STORIES.md; default: the project's own)",
    )


def add_in_links(parser: Any) -> None:
    """Add the option that lets links bring stories."""
    parser.add_argument(
        "--stories-in-links",
        action="store_true",
        help="show the story that a link brings as text, as written by whoever made the link",
    )


def read_stories(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Take the folder that the options name; ends the program with what is wrong in it."""
    if getattr(options, "stories_in_links", False):
        let_links_tell()
    if options.stories is None:
        return
    try:
        shelve(options.stories)
    except ValueError as error:
        parser.error(str(error))
