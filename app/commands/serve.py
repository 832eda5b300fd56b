"""``python -m app serve``: the page on this machine, in the browser."""

from __future__ import annotations

import argparse
import socket
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.commands.landscaping import OPTION
from app.commands.shelving import add_in_links, add_stories, read_stories
from app.settings.grounds import OWN

AGAIN = 0.2
"""Seconds after which a server that doesn't answer yet is asked again."""

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
        OPTION,
        metavar="FILE",
        help="open on your own landscape: a table of measured trainings (CSV or NPZ)",
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

    if options.landscape not in (None, OWN):
        parser.error(f"{OPTION} {options.landscape}: a file that ends in .csv or .npz is needed")
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
    if options.landscape is not None:
        link = f"http://{options.address}:{options.port}/app?landscape={OWN}"
        print(f"your own landscape: {link}", flush=True)
        if not options.no_browser:
            threading.Thread(target=_open, args=(options, link), daemon=True).start()
    elif not options.no_browser:
        arguments.append("--show")
    command.invoke(panels.parse_args(arguments))
    return 0


def _open(options: argparse.Namespace, link: str) -> None:
    """Open the browser as soon as the server answers."""
    pause = threading.Event()
    while not pause.wait(AGAIN):
        with suppress(OSError), socket.create_connection((options.address, options.port), 1):
            webbrowser.open(link)
            return
