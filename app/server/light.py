"""The light page: a page that needs no session, because whatever it shows comes by `GET`.

It is the saved page with another entry of the front end (``front/sources/light.js``). What it is
given never changes while its program stays the same, and is kept compressed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache, lru_cache

from app import desk
from app.page.saved_page import saved_page, shell
from app.page.skeletons import MOST_CASTS
from app.server.race_view import module_name
from app.settings import RaceSettings
from app.settings.described import described
from app.stories.shelf import shelf
from app.version import ENGINE, VERSION

ENTRY = "sources/light"


@dataclass(frozen=True)
class Given:
    """Bytes that a browser is given."""

    kind: str
    """Their media type."""
    plain: bytes
    packed: bytes | None
    """The same, gzip-compressed; None where that would be of no use."""
    tag: str
    """A name that only these bytes have, with the program that made them."""

    @classmethod
    def text(cls, kind: str, text: str) -> Given:
        """A text, which is compressed once for all who are given it."""
        plain = text.encode()
        return cls(f"{kind}; charset=utf-8", plain, gzip.compress(plain, mtime=0), _tag(plain))

    @classmethod
    def recording(cls, recording: bytes) -> Given:
        """A recording, which is compressed already."""
        return cls("application/octet-stream", recording, None, _tag(recording))


def _tag(content: bytes) -> str:
    return f"{ENGINE}-{VERSION}-{hashlib.sha256(content).hexdigest()[:16]}"


@cache
def light_page() -> tuple[str, Given]:
    """The key of the program and the page, which is the same for all links.

    The key stands in the addresses of all that the page asks for: another program has others.
    """
    race = desk.race(RaceSettings())
    beside = {"description": described(shelf().races), "bundle": module_name()}
    told = hashlib.sha256(f"{ENGINE} {VERSION} ".encode())
    told.update(saved_page(race, entry=ENTRY, beside=beside).encode())
    key = told.hexdigest()[:12]
    page = saved_page(race, entry=ENTRY, beside={**beside, "key": key})
    return key, Given.text("text/html", page)


@lru_cache(MOST_CASTS)
def cast(lanes: tuple[str, ...], landscape: str) -> Given:
    """What a page of these lanes on a landscape is made of (`app.desk.page_of`)."""
    made = desk.page_of(lanes, landscape)
    return Given.text("application/json", json.dumps(made, allow_nan=False))


def measured(landscape: str) -> Given:
    """All scores of a measured landscape."""
    return Given.recording(desk.measured_table(landscape))


@cache
def empty_page() -> Given:
    """The page without a race, to save one in."""
    return Given.text("text/plain", shell())
