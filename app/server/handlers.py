"""Plain handlers beside Panel's: the light page and what it asks for, without a session.

======================================= =======================================================
``<app>/light``                         the page; its browser reads the query
``<app>/light/<key>/recording?seed=3``  the recording of the race of a query's settings
``<app>/light/<key>/cast?lanes=...``    what a page of these lanes is made of
``<app>/light/<key>/measured``          all scores of a measured landscape, ``?landscape=digits``
``<app>/light/<key>/shell``             the page without a race, to save one in
======================================= =======================================================

With the key of the program an answer is kept by browsers and proxies for ever; without it (scripts
may leave it out) it is asked for again. What is refused is told as JSON, ``{"problems": [...]}``.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any
from urllib.parse import parse_qsl
from weakref import WeakSet

from bokeh.application.application import ServerContext
from bokeh.server.contexts import ApplicationContext
from bokeh.server.views.auth_request_handler import AuthRequestHandler
from panel.io.server import LoginUrlMixin
from tornado.web import HTTPError, RequestHandler, authenticated

from app import desk
from app.server.light import Given, cast, empty_page, light_page, measured
from app.server.recordings import RACES, CrowdedError
from app.settings import RaceSettings, read_settings
from app.words import say

log = logging.getLogger("search-race")

MOST_QUERY = 16_000  # characters: of a story in a link, each byte takes up to three
FOR_EVER = "max-age=31536000, immutable"  # a year
SOON = 3  # s after which a browser that found the server crowded may ask again

POLICY = "; ".join(
    f"{what} {allowed}"
    for what, allowed in {
        "default-src": "'none'",
        "script-src": "'self' 'unsafe-inline' blob:",  # a session's component comes as a blob
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' blob: data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }.items()
)
"""A Content-Security-Policy that suffices for the page; any other page may frame it."""

_GIVING: WeakSet[ApplicationContext] = WeakSet()
"""The apps whose addresses these are."""


def give_from(server_context: ServerContext) -> None:
    """Give the light page from an app's addresses."""
    context = server_context.application_context  # type: ignore[attr-defined]
    if context is not None:
        _GIVING.add(context)


class RefusedError(HTTPError):
    """A question that isn't answered, and a sentence for each reason."""

    def __init__(self, status: int, problems: list[str]) -> None:
        super().__init__(status)
        self.problems = problems


class Plain(LoginUrlMixin, AuthRequestHandler):
    """Gives bytes to whom Panel would give the app, if it has a login."""

    def initialize(self, application_context: ApplicationContext, **_: Any) -> None:
        """Take what Bokeh says of the app."""
        self.context = application_context

    def set_default_headers(self) -> None:
        """Headers of every answer."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        # A frame with a sandbox is of no origin, and may read this all the same.
        self.set_header("Access-Control-Allow-Origin", "*")

    async def prepare(self) -> None:
        """Refuse what is not of this app, or too long."""
        await super().prepare()  # type: ignore[no-untyped-call]
        if self.context not in _GIVING:
            raise HTTPError(404)
        if len(self.request.query) > MOST_QUERY:
            raise RefusedError(414, [say("light.long", most=MOST_QUERY)])

    @authenticated
    async def get(self, key: str | None = None) -> None:
        """Give what was asked for."""
        if key is not None and key != (await asyncio.to_thread(light_page))[0]:
            raise RefusedError(404, [say("light.other")])
        try:
            self.give(await self.given(), key)
        except CrowdedError:
            raise RefusedError(503, [say("light.crowded")]) from None

    head = get

    async def given(self) -> Given:
        """What is asked for."""
        raise NotImplementedError

    def wanted(self) -> RaceSettings:
        """The settings of the query, all of them understood."""
        pairs = parse_qsl(self.request.query, keep_blank_values=True)
        settings, problems = read_settings(pairs)
        if problems:
            raise RefusedError(400, problems)
        return settings

    def give(self, given: Given, key: str | None) -> None:
        """Give bytes, compressed where that is understood and of use."""
        login = self.application.auth_provider  # type: ignore[attr-defined]
        whom = "private" if login.get_user or login.get_user_async else "public"
        self.set_header("Cache-Control", f"{whom}, {FOR_EVER}" if key else "no-cache")
        self.set_header("Content-Type", given.kind)
        self._tag = given.tag
        body = given.plain
        if given.packed is not None:
            self.set_header("Vary", "Accept-Encoding")
            if "gzip" in self.request.headers.get("Accept-Encoding", ""):
                self.set_header("Content-Encoding", "gzip")
                self._tag += "-gzip"
                body = given.packed
        self.write(body)

    def compute_etag(self) -> str | None:
        """The name of what is given, which tornado would count anew each time."""
        tag: str | None = getattr(self, "_tag", None)
        return tag and f'"{tag}"'

    def write_error(self, status_code: int, **error: Any) -> None:
        """Tell as JSON what was wrong."""
        reason = error.get("exc_info", (None, None))[1]
        problems = getattr(reason, "problems", None) or [f"{status_code} {self._reason}"]
        self.set_header("Content-Type", "application/json")
        if status_code == 503:
            self.set_header("Retry-After", SOON)
        self.finish(json.dumps({"problems": problems}))


class PageHandler(Plain):
    """The light page, whatever its query says."""

    async def given(self) -> Given:
        """The page; it may change at its address."""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Referrer-Policy", "same-origin")
        return (await asyncio.to_thread(light_page))[1]


class RecordingHandler(Plain):
    """The recording of the race of a query's settings."""

    async def given(self) -> Given:
        """The recording, computed once for all who ask."""
        settings = self.wanted()
        try:
            return Given.recording((await RACES.in_turn(settings)).whole)
        except CrowdedError:
            raise
        except Exception as error:
            log.exception("The race of %s failed", settings.values())
            raise RefusedError(500, [desk.failed(error)]) from error


class CastHandler(Plain):
    """What a page of a query's lanes is made of."""

    async def given(self) -> Given:
        """Its figures and its form."""
        wanted = self.wanted()
        return await asyncio.to_thread(cast, wanted.lanes, desk.ground_of(wanted.landscape))


class MeasuredHandler(Plain):
    """The scores of the measured landscape of a query's settings."""

    async def given(self) -> Given:
        """Its table."""
        try:
            return await asyncio.to_thread(measured, self.wanted().landscape)
        except ValueError as error:
            raise RefusedError(400, [str(error)]) from error


class ShellHandler(Plain):
    """The page without a race."""

    async def given(self) -> Given:
        """The saved page's text."""
        return await asyncio.to_thread(empty_page)


KEYED = r"/light/(?:([0-9a-f]{12})/)?"
ROUTES: list[tuple[str, type[RequestHandler]]] = [
    (r"/light", PageHandler),
    (f"{KEYED}recording", RecordingHandler),
    (f"{KEYED}cast", CastHandler),
    (f"{KEYED}measured", MeasuredHandler),
    (f"{KEYED}shell", ShellHandler),
]
"""Routes below the address of an app, as Bokeh wants them."""
