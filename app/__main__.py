"""``python -m app``: serve the page and open the browser, or one of the other commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from app.commands import save, searchers, serve, site, stories, tournament
from app.commands.landscaping import OPTION, with_own

COMMANDS = (serve, tournament, save, site, stories, searchers)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m app",
        description="Search Race: grid, random and Bayesian search race on one hidden landscape.",
        epilog="Without a command, the page is served and opened in the browser.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(commands)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help")):
        given.insert(0, "serve")
    try:
        options = parser.parse_args(with_own(given))
    except (OSError, ValueError) as error:
        parser.error(f"{OPTION}: {error}")
    return int(options.run(options))


if __name__ == "__main__":
    sys.exit(main())
