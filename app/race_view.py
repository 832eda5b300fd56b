"""The page as a Panel component, one for each session, nearly all of it shared."""

from __future__ import annotations

import logging
from typing import Any

import param
from panel.custom import JSComponent

from app.figures import skeleton
from app.front_end import module
from app.payload import payload
from app.race import run
from app.races import SingleFlight
from app.settings import RaceSettings, form, read_settings

log = logging.getLogger("search-race")

MOST_RACES = 64  # recordings of some 0.3 MB each

RACES: SingleFlight[RaceSettings, bytes] = SingleFlight(
    lambda settings: payload(run(settings)), MOST_RACES
)


class RaceView(JSComponent):
    """The race of some settings, with all that it takes to change them and to play it.

    The figures, the recording and the code of the browser are the same objects in all sessions.
    Playing sends nothing; a change of settings is one message each way.
    """

    skeleton = param.String(constant=True, doc="The figures, as JSON text.")
    form = param.List(constant=True, doc="The description of the settings.")
    settings = param.Dict(constant=True, doc="The settings with which the page opens.")
    problems = param.List(constant=True, doc="What was refused before the page opened.")
    recording = param.Bytes(constant=True, doc="The first recording, empty while not computed.")

    _esm = module("panel")

    def __init__(self, settings: RaceSettings, problems: list[str], **params: Any) -> None:
        super().__init__(
            skeleton=skeleton(),
            form=form(),
            settings=settings.values(),
            problems=problems,
            recording=RACES.ready(settings) or b"",
            sizing_mode="stretch_width",
            **params,
        )

    async def _handle_msg(self, message: Any) -> None:
        """Answer the browser's question for the race of other settings."""
        question = message.get("question") if isinstance(message, dict) else None
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
