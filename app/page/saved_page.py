"""One race as one HTML file: the page without a server and without a network.

The file holds BokehJS, the same front end as the served page (`app.page.front_end`) and, in one
JSON text, the figures and the recording. All but that text is the same for every race: the `shell`,
which the browser also fills by itself when it saves the race that it shows
(`front/dom/downloads.js`).
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from bokeh.resources import Resources

from app.page.front_end import module
from app.page.skeletons import plane_of, race_skeleton
from app.race import Race, run
from app.race.payload import as_dict, packed
from app.race.recording_checks import checked, space_of
from app.settings import RaceSettings, form
from app.settings.link import View
from app.stories.shelf import links_tell, shelf
from app.version import ENGINE, VERSION
from app.words import say

TITLE = "Search Race"
ENTRY = "sources/file"
EMPTY = '<script id="race" type="application/json">null</script>'  # where the race goes

# What ends a script element or changes how its end is found (HTML Living Standard, "Restrictions
# for contents of script elements"). In a string, a template or a regular expression of JavaScript
# the escaped character is the same one.
ENDS_SCRIPT = re.compile(r"<(?=/script|script|!--)", re.IGNORECASE)

STYLE = """
:root { color-scheme: light dark; background: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { background: #0f151b; } }
body { margin: 0; }
.host .inline { height: 100vh; }
.host .which { color: var(--muted); }
"""


Shown = Race | RaceSettings | dict[str, Any]


def saved_page(
    race: Shown,
    view: View | Mapping[str, Any] | None = None,
    *,
    entry: str = ENTRY,
    beside: Mapping[str, Any] | None = None,
) -> str:
    """The HTML text of a page that shows one race, wherever it is opened.

    Parameters
    ----------
    race
        The race, or its settings: then it is run; or a recording of one (``load_recording``).
    view
        How the page opens, as in a link: ``{"minute": 90, "revealed": True, "theme": "dark"}``.
    entry
        The module of the front end that opens it.
    beside
        What that one finds beside the race.

    Raises
    ------
    ValueError
        If the view has a name or a value that a link may not have, or the recording can't be
        played, or not so.
    """
    opened = view if isinstance(view, View) else View(**(view or {}))
    recording = _recording(race)
    if "optimum" not in recording and (opened.revealed or opened.curve == "regret"):
        raise ValueError(say("truth.unknown"))
    lanes = recording["settings"]["lanes"] if "settings" in recording else ()
    landscape = RaceSettings.ground(recording.get("settings", {}))
    cast = tuple((key, lane["title"]) for key, lane in recording["lanes"].items())
    content = {
        "skeleton": race_skeleton(cast, plane_of(space_of(recording))),
        "form": form(lanes, landscape),
        "ground": recording.get("measured", {}).get("key", ""),
        "settings": recording.get("settings", {}),
        "title": recording["title"],
        "view": opened.values(),
        "defaults": RaceSettings.defaults(lanes, landscape) | View.defaults(),
        "stories": shelf().as_json(),
        "linksTell": links_tell(),
        "recording": base64.b64encode(packed(recording)).decode("ascii"),
        **(beside or {}),
    }
    text = json.dumps(content, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    filled = EMPTY.replace("null", text.replace("<", r"\u003c"))
    named = f"<title>{TITLE}: {html.escape(recording['title'])}</title>"
    page = shell(entry).replace(f"<title>{TITLE}</title>", named, 1)
    return page.replace(EMPTY, filled, 1)


def _recording(race: Shown) -> dict[str, Any]:
    """The recording of what is to be shown."""
    if isinstance(race, dict):
        return checked(race)
    return as_dict(race if isinstance(race, Race) else run(race))


@cache
def shell(entry: str = ENTRY) -> str:
    """The page without a race: all that saved pages have in common, some 1.4 MB."""
    library = "\n".join(Resources(mode="inline", components=["bokeh"]).js_raw)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>{TITLE}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#f4f6f8" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0f151b" media="(prefers-color-scheme: dark)">
<meta name="description" content="Grid, random and Bayesian search on one hidden landscape.">
<meta name="generator" content="{TITLE} {VERSION}, engine {ENGINE}">
<link rel="icon" href="data:,">
<style>{STYLE}</style>
{EMPTY}
<script>{inside_script(library)}</script>
<script type="module">{inside_script(module(entry))}</script>
</head><body><div class="host"><noscript>Search Race needs JavaScript.</noscript></div>
</body></html>"""


@cache
def packed_shell() -> bytes:
    """The same, gzip-compressed: what a served page asks for to save the race that it shows."""
    return gzip.compress(shell().encode(), compresslevel=6, mtime=0)


def inside_script(code: str) -> str:
    """JavaScript that may stand in a script element: the same program, with no end tag in it."""
    return ENDS_SCRIPT.sub(r"\\u003c", code)
