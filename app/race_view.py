"""The page as a Panel component, one for each session, nearly all of it shared."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

import param
from bokeh.embed import server_document
from panel.custom import JSComponent
from panel.theme import Design

from app import tournaments
from app.figures import skeleton
from app.front_end import module
from app.link import View
from app.payload import payload
from app.race import run
from app.races import SingleFlight
from app.saved_page import packed_shell
from app.settings import RaceSettings, form, read_settings

log = logging.getLogger("search-race")

MOST_RACES = 64  # recordings of some 0.3 MB each

RACES: SingleFlight[RaceSettings, bytes] = SingleFlight(
    lambda settings: payload(run(settings)), MOST_RACES
)


@cache
def script_template() -> dict[str, str]:
    """The snippet that brings a served page into another, for an address that stands in."""
    standin = "https://server.invalid/app"
    snippet = server_document(standin)
    return {
        "snippet": snippet,
        "standin": standin,
        "id": re.search(r'id="([^"]+)"', snippet)[1],
    }


class Bare(Design):
    """No style sheets of Panel's: the page brings its own, and asks no other server for any."""

    modifiers: ClassVar[dict] = {}

    def params(self, *_: Any) -> tuple[dict, dict]:
        """The parameters that the design changes: none."""
        return {}, {}


@cache
def form_text() -> str:
    """The description of the settings as JSON text: one string for all sessions."""
    return json.dumps(form())


class RaceView(JSComponent):
    """The race of some settings, with all that it takes to change them and to play it.

    The figures, the recording and the code of the browser are the same objects in all sessions.
    Playing sends nothing; a change of settings is one message each way.
    """

    skeleton = param.String(constant=True, doc="The figures, as JSON text.")
    form = param.String(constant=True, doc="The description of the settings, as JSON text.")
    settings = param.Dict(constant=True, doc="The settings with which the page opens.")
    view = param.Dict(constant=True, doc="How the page opens: the values of a `View`.")
    defaults = param.Dict(constant=True, doc="What a link leaves out.")
    script = param.Dict(constant=True, doc="Bokeh's snippet for other pages, as a template.")
    address = param.String(constant=True, doc="Where the app is served, if in another's page.")
    problems = param.List(constant=True, doc="What was refused before the page opened.")
    recording = param.Bytes(constant=True, doc="The first recording, empty while not computed.")

    _esm = module("panel")

    def __init__(
        self,
        settings: RaceSettings,
        view: View | None = None,
        problems: Sequence[str] = (),
        **params: Any,
    ) -> None:
        super().__init__(
            skeleton=skeleton(),
            form=form_text(),
            settings=settings.values(),
            view=(view or View()).values(),
            defaults=RaceSettings.defaults() | View.defaults(),
            script=script_template(),
            problems=list(problems),
            recording=RACES.ready(settings) or b"",
            sizing_mode="stretch_width",
            design=Bare,
            **params,
        )

    async def _handle_msg(self, message: Any) -> None:
        """Answer the browser's question for the race of other settings, or for many races."""
        question = message.get("question") if isinstance(message, dict) else None
        if isinstance(message, dict) and "tournament" in message:
            answer = await tournaments.reply(id(self), message["tournament"])
            self._send_msg({"question": question, "tournament": answer})
            return
        if isinstance(message, dict) and message.get("wanted") == "shell":
            self._send_msg({"question": question, "shell": packed_shell()})
            return
        values = message.get("settings") if isinstance(message, dict) else None
        settings, problems = read_settings(values if isinstance(values, dict) else {})
        recording = None
        if not problems:
            try:
                recording = await RACES.get(settings)
            except Exception as error:
                log.exception("The race of %s failed", settings.values())
                problems = [f"This race can’t be computed ({error}). The last one still stands."]
        self._send_msg({"question": question, "recording": recording, "problems": problems})
