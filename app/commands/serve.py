"""``python -m app serve``: the page on this machine, in the browser."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.commands.shelving import add_in_links, add_stories, read_stories

APP = Path(__file__).resolve().parent.parent


def add_parser(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "serve", help="serve the page and open it in the browser (the default)"
    )
    parser.add_argument("--port", type=port, default=5006, help="port to listen on (default 5006)")
    parser.add_argument("--address", default="localhost", help="address (default localhost)")
    parser.add_argument(
        "--no-browser", action="store_true", help="only print the link, open no browser"
    )
    parser.add_argument(
        "--dev", action="store_true", help="load the page again whenever a source changes"
    )
    add_stories(parser)
    add_in_links(parser)
    parser.set_defaults(run=lambda options: run(options, parser))


def port(text: str) -> int:
    """A port number, 0 for any free one."""
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a whole number from 0 to 65535")
    return int(text)


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Serve until interrupted: the same as ``panel serve app``, with a classroom in mind."""
    from panel.command.serve import Serve

    read_stories(options, parser)
    panels = argparse.ArgumentParser()
    command = Serve(parser=panels)
    arguments = [str(APP), "--port", str(options.port), "--address", options.address]
    # Hundreds who arrive at once wait for their websocket longer than the 15 s of the default.
    arguments += ["--unused-session-lifetime", "60000"]
    # With Bokeh's default of 300 s, a page that loses its connection later loses its session too.
    arguments += ["--session-token-expiration", "86400"]
    if options.dev:
        arguments.append("--dev")
    command.invoke(panels.parse_args(arguments if options.no_browser else [*arguments, "--show"]))
    return 0
