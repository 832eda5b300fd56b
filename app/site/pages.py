"""The page of a folder, and the page that is one file: saved pages with what computes beside."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from app.page.front_end import module
from app.page.saved_page import inside_script, saved_page
from app.race import Race
from app.settings import grounds
from app.settings.described import described
from app.settings.link import View
from app.site.picture import picture
from app.site.sources import LICENCES
from app.stories.shelf import shelf
from landscapes.measured import SHIPPED

POLICY = "; ".join(
    f"{what} {allowed}"
    for what, allowed in {
        "default-src": "'none'",
        "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval' blob: data:",
        "worker-src": "'self' blob:",
        "style-src": "'unsafe-inline'",
        "img-src": "'self' blob: data:",
        "connect-src": "'self' blob: data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }.items()
)
"""A Content-Security-Policy that suffices; the page has it in itself."""

ROOT = Path(__file__).parent.parent.parent
Site = Mapping[str, Any]


def folder_page(race: Race, view: View, site: Site) -> str:
    """The page of a folder, which finds what computes beside itself."""
    policy = f'<meta data-site http-equiv="Content-Security-Policy" content="{POLICY}">'
    return _page(race, view, site, policy)


def file_page(race: Race, view: View, parts: Mapping[str, bytes]) -> str:
    """The page that has what computes in itself."""
    key = race.settings.landscape  # all would be half a megabyte
    brought = {key: scores()[key]} if key in scores() else {}
    site = {
        "parts": where(None, parts),
        "measured": {key: {"url": None, "path": path} for key, (path, _) in brought.items()},
        "library": None,
        "offline": None,
    }
    texts = [_script(f"part-{n}", base64.b64encode(part).decode()) for n, part in parts.items()]
    for key, (_, numbers) in brought.items():
        texts.append(_script(f"measured-{key}", base64.b64encode(numbers).decode()))
    return _page(race, view, site, "\n".join([*texts, _script("licences", licences())]))


def where(folder: str | None, parts: Mapping[str, bytes]) -> dict[str, Any]:
    """Where Python's parts are (``front/site/making.js``)."""
    lengths = {name: len(part) for name, part in parts.items()}
    return {"worker": worker(), "folder": folder, "bytes": lengths}


def own() -> Mapping[str, bytes]:
    """Somebody's own measurements as a part of what the browser's Python is made of; else none."""
    source = grounds.measured().get(grounds.OWN)
    return {} if source is None else {"own": gzip.compress(source.file.read_bytes(), mtime=0)}


def scores() -> Mapping[str, tuple[str, bytes]]:
    """The shipped measurements by key: where Python looks for them, and the file."""
    return {
        one.key: (one.file.relative_to(ROOT).as_posix(), one.file.read_bytes())
        for one in SHIPPED.values()
    }


@cache
def worker() -> str:
    """The program of the worker that computes."""
    return module("site/worker").partition("\n")[
        2
    ]  # without the style, which a worker has no use for


def version(parts: Mapping[str, bytes]) -> str:
    """A name that only these very parts and this worker have."""
    told = hashlib.sha256(worker().encode())
    for name, part in sorted(parts.items()):
        told.update(name.encode() + part)
    return told.hexdigest()[:12]


@cache
def licences() -> str:
    """What is shipped, under which licences, and where its sources are."""
    lines = ["This page brings, beside Search Race (MIT):", ""]
    lines += [f"{name} {number}: {licence}, {url}" for name, number, licence, url in LICENCES]
    texts = []
    for name, url in (
        ("bokeh", "https://github.com/bokeh/bokeh"),
        ("param", "https://github.com/holoviz/param"),
    ):
        found = metadata.distribution(name)
        lines.append(f"{name} {found.version}: BSD-3-Clause, {url}")
        for path in found.files or ():
            if path.name.upper().startswith("LICENSE"):
                texts.append(f"---- {name}\n{path.read_text(encoding='utf-8')}")
    return "\n".join([*lines, "", *texts])


def _page(race: Race, view: View, site: Site, beside: str) -> str:
    told = json.dumps({"description": described(shelf().races), **site}, allow_nan=False)
    script = _script("site", told.replace("<", r"\u003c"), "application/json")
    page = saved_page(race, view)
    head, mark, body = page.partition("</head><body>")
    charset, first, rest = head.partition("<title>")
    body = body.replace("<noscript>", f"<noscript><div data-site>{picture(race)}</div>", 1)
    if not (mark and first and "<noscript>" in body):
        raise ValueError("the saved page has no head, title or place without scripts")
    return f"{charset}{beside}\n{first}{rest}\n{script}\n{mark}{body}"


def _script(name: str, text: str, kind: str = "text/plain") -> str:
    """A text in the page that nobody runs."""
    return (
        f'<script data-site id="{html.escape(name)}" type="{kind}">{inside_script(text)}</script>'
    )
