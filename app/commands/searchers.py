"""``python -m app searchers``: who can race, and what may be set of each."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping
from typing import Any

import strategies
from app.settings.values import limits
from app.words import told
from strategies import RACE, Searcher

WIDTH = 88  # columns of a terminal


def add_parser(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "searchers",
        help="list the searchers, their options and limits",
        description="List the searchers by key and title, with the options of each: what a value "
        "may be, what it is by default, and what it does.",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    print(listed(strategies.SEARCHERS))
    return 0


def listed(searchers: Mapping[str, Searcher]) -> str:
    """Searchers as text: a paragraph for each, its options indented."""
    return "\n\n".join("\n".join(_lines(searcher)) for searcher in searchers.values())


def _lines(searcher: Searcher) -> list[str]:
    races = ", races unless told otherwise" if searcher.key in RACE else ""
    lines = [f"{searcher.key}: {searcher.title}{races}"]
    for name, parameter in searcher.parameters.items():
        default = parameter.default
        shown = f"{default:g}" if isinstance(default, int | float) else default
        lines.append(f"  {name}: {told(limits(parameter))} (default {shown})")
        lines += textwrap.wrap(
            f"{parameter.label}. {parameter.doc}",
            WIDTH,
            initial_indent="      ",
            subsequent_indent="      ",
        )
    return lines if searcher.parameters else [*lines, "  no options"]
