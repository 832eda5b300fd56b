"""The page as a Panel component, one for each session, nearly all of it shared."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import logging
import re
from functools import cache, lru_cache
from typing import Any, ClassVar

import param
from bokeh.document import Document
from bokeh.embed import server_document
from panel.custom import JSComponent
from panel.models.esm import DataEvent
from panel.theme import Design
from panel.viewable import Viewable

from app import desk
from app.page.front_end import module
from app.page.saved_page import packed_shell
from app.page.skeletons import MOST_CASTS
from app.server.questions import reply
from app.server.recordings import RACES
from app.settings import RaceSettings, read_settings
from app.settings.race_settings import FIRST
from app.stories.shelf import links_tell, shelf
from strategies import RACE

NONE: frozenset[str] = frozenset()
log = logging.getLogger("search-race")


@cache
def script_template() -> dict[str, str]:
    """The snippet that brings a served page into another, for an address that stands in."""
    standin = "https://server.invalid/app"
    snippet = server_document(standin)
    return {
        "snippet": snippet,
        "standin": standin,
        "id": re.findall(r'id="([^"]+)"', snippet)[0],
    }


@cache
def module_name() -> str:
    """A name that only this very text of the front end has."""
    return hashlib.sha256(module("sources/panel").encode()).hexdigest()


class Bare(Design):
    """No style sheets of Panel's: the page brings its own, and asks no other server for any."""

    modifiers: ClassVar[dict[type[Viewable], dict[str, Any]]] = {}

    def params(self, *_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The parameters that the design changes: none."""
        return {}, {}


@lru_cache(MOST_CASTS)
def shared(lanes: tuple[str, ...] = RACE, landscape: str = FIRST) -> bytes:
    """What all sessions with these lanes on a landscape open with, compressed once."""
    told = {"stories": shelf().as_json(), "linksTell": links_tell()}
    parts = desk.page_of(lanes, landscape) | {"script": script_template(), **told}
    return gzip.compress(json.dumps(parts).encode(), mtime=0)


class RaceView(JSComponent):
    """The race of some settings, with all that it takes to change them and to play it.

    The figures, the recording and the code of the browser are the same objects in all sessions.
    Playing sends nothing; a change of settings is one message each way.
    """

    shared = param.Bytes(constant=True, doc="What all sessions open with, compressed JSON.")
    opening = param.Dict(constant=True, doc="Settings, view, problems and address to open with.")
    recording = param.Dict(constant=True, doc="The first recording in parts, if it stands already.")

    _esm = module("sources/panel")

    @classmethod
    def _render_esm(cls, *_: Any, **__: Any) -> str:
        """The module as it is; Panel would look through all of its lines in each session."""
        return cls._esm

    def _get_properties(self, doc: Document | None) -> dict[str, Any]:
        """What Panel's model is made with; named as a bundle, the module runs as it is.

        Else Panel would translate it in each browser, and rewrite dozens of its lines.
        """
        return {**super()._get_properties(doc), "bundle": module_name()}

    def __init__(
        self,
        question: desk.Question,
        *,
        address: str = "",
        owns: bool = False,
        **params: Any,
    ) -> None:
        stands = RACES.ready(question.settings)
        super().__init__(
            shared=shared(question.settings.lanes, desk.ground_of(question.settings.landscape)),
            opening={
                **question.opening(),
                "address": address,  # where the app is served, if it stands in another's page
                "owns": owns,  # whether the browser's address line is this page's to write
            },
            recording=stands and stands.beside(),
            sizing_mode="stretch_width",
            design=Bare,
            **params,
        )
        self.on_msg(self._hear)

    async def _hear(self, event: DataEvent) -> None:
        """Answer a question of the browser, which waits for an answer whatever goes wrong."""
        asked = event.data if isinstance(event.data, dict) else {}
        try:
            answer = await self._answer(asked)
        except Exception as error:
            log.exception("A question of the page failed: %s", asked)
            problems = [f"The server can’t answer that ({error}). What was there still stands."]
            answer = {"problems": problems}
            if "tournament" in asked:
                answer = {"tournament": {"state": "idle", **answer}}
        self._send_msg({"question": asked.get("question"), **answer})

    async def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question for many races, for the empty page, for what a page of other
        lanes is made of, or for a race."""
        if "tournament" in asked:
            return {"tournament": await reply(id(self), asked["tournament"])}
        if asked.get("wanted") == "shell":
            return {"shell": await asyncio.to_thread(packed_shell)}
        if "cast" in asked:
            lanes = RaceSettings.checked("lanes", asked["cast"])
            landscape = desk.ground_of(asked.get("landscape"))
            return {"shared": await asyncio.to_thread(shared, lanes, landscape)}
        if "measured" in asked:
            return {"measured": await asyncio.to_thread(desk.measured_table, asked["measured"])}
        values = asked.get("settings")
        settings, problems = read_settings(values if isinstance(values, dict) else {})
        recording = None
        if not problems:
            try:
                recording = (await RACES.get(settings)).beside(_keys(asked.get("held")))
            except Exception as error:
                log.exception("The race of %s failed", settings.values())
                problems = [desk.failed(error)]
        return {"recording": recording, "problems": problems}


def _keys(held: Any) -> frozenset[str]:
    """The keys of lanes that a page says it holds."""
    return frozenset(one for one in held if isinstance(one, str)) if type(held) is list else NONE
