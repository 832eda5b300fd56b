"""A race in a notebook: ``from app.notebook import show; show(landscape="bumpy", seed=7)``.

``show(recording)`` shows a recording (`app.race.load_recording`, `app.race.own_race`), or the file
that it is in.

What is shown is the page without a server (`app.page.saved_page`) in a frame. It needs no kernel
once it stands, no extension and no network, so it plays in JupyterLab, VS Code, Colab and in a
notebook that was exported to HTML.
"""

from __future__ import annotations

import base64
import gzip
import html
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from app.desk import race as race_of
from app.page.front_end import module
from app.page.saved_page import TITLE, inside_script, saved_page
from app.race import Race, load_recording
from app.race.trials import trials
from app.settings import RaceSettings
from app.settings.lanes import all_lanes
from app.settings.link import PARTS, View
from strategies import RACE

OTHERS = ("curve", "maps", "story")  # what can be shown beside the lanes
BELOW = ("maps", "story")  # these stand below the lanes and the curve
HEIGHT = 760  # px of a frame that shows the page from top to bottom
ROW_HEIGHT = 450  # px of a frame that shows one row of it
LANE_WIDTH = 740  # px: a plane is about as wide as it is high

# A notebook stores what it shows: compressed, a race takes less than half the room.
LOADER = """<!doctype html><title>Search Race</title>
<body><noscript>Search Race needs JavaScript.</noscript>
<script id="packed" type="text/plain">{packed}</script>
<script type="module">{code}</script>"""


class ShownRecording:
    """A recording as the last line of a notebook's cell: Jupyter draws it."""

    def __init__(self, recording: dict[str, Any], view: View, style: str) -> None:
        self.recording = recording
        self.view = view
        self.style = style
        self.page()  # what can't be shown is refused here

    @property
    def title(self) -> str:
        """What the race is called."""
        return str(self.recording["title"])

    def page(self) -> str:
        """The page that is shown."""
        return saved_page(self.recording, self.view)

    def save(self, path: str | Path) -> None:
        """Write the race as one HTML file."""
        Path(path).write_text(self.page(), encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        changed = [f", {name}={value!r}" for name, value in self.view.changed().items()]
        return f"show(<{self.title}>{''.join(changed)})"

    def _repr_html_(self) -> str:
        page = gzip.compress(self.page().encode(), mtime=0)
        packed = base64.b64encode(page).decode("ascii")
        code = inside_script(module("sources/loader"))
        source = html.escape(LOADER.format(packed=packed, code=code))
        return (
            f'<iframe srcdoc="{source}" title="{html.escape(f"{TITLE}: {self.title}")}" '
            f'style="{self.style}"></iframe>'
        )


class ShownRace(ShownRecording):
    """The race of some settings, likewise; it is run when it is first drawn."""

    def __init__(self, settings: RaceSettings, view: View, style: str) -> None:
        self.settings = settings
        self.view = view
        self.style = style

    @property
    def title(self) -> str:
        """What the race is called."""
        return self.settings.title

    @cached_property
    def race(self) -> Race:
        """The race itself: ``show(...).race.recording.lane("bayes")``."""
        return race_of(self.settings)

    def trials(self) -> list[dict[str, Any]]:
        """The trials, for ``pandas.DataFrame(shown.trials())``; see `app.race.trials.trials`."""
        return trials(self.race)

    def page(self) -> str:
        """The page that is shown."""
        return saved_page(self.race, self.view)

    def __repr__(self) -> str:
        changed = {**self.settings.changed(), **self.view.changed()}
        return f"show({', '.join(f'{name}={value!r}' for name, value in changed.items())})"


def show(
    recording: dict[str, Any] | str | Path | None = None,
    /,
    *,
    only: str | Iterable[str] | None = None,
    height: int | None = None,
    **values: Any,
) -> ShownRecording:
    """Show a race, or parts of it, in a notebook.

    Parameters
    ----------
    recording
        A recording, or the file that it is in; then `values` are the view's alone.
    only
        One or several of the lanes (grid, random, bayes), curve, maps (what the Gaussian process
        believes) and story, to show these alone with the playback above; by default the whole
        page.
    height
        Height of the frame in pixels; by default what the parts need.
    **values
        The settings of the race and of the view, by the same names as in a link:
        ``landscape="bumpy", seed=7, noise=0.02, minute=90, revealed=True, theme="dark"``.

    Raises
    ------
    ValueError
        If a name is unknown, a value isn't allowed or the recording can't be played; the message
        says what is, or where.
    """
    known = (*(RaceSettings.names() if recording is None else ()), *View.names())
    given = {n: v for n, v in values.items() if recording is None and RaceSettings.known(n)}
    for name in values:
        if name not in given and not View.known(name):
            raise ValueError(f"{name} is not a setting; the settings are {', '.join(known)}")
    settings = RaceSettings(**given)
    held = load_recording(recording) if isinstance(recording, str | Path) else recording
    lanes = settings.lanes if held is None else tuple(held.get("lanes", ()))
    opened = {n: v for n, v in values.items() if View.known(n)}
    kept = _kept(only, lanes)
    if only is not None:
        strangers = [lane for lane in lanes if lane not in all_lanes()]
        if strangers:
            raise ValueError(f"only is for races that were run here, not of {', '.join(strangers)}")
        parts = [part for part in PARTS if part not in RACE]
        others = [p for p in (*lanes, *parts) if p not in (*kept, "playback", "speed")]
        opened["hide"] = [*opened.get("hide", ()), *others]
    view, style = View(**opened), _style(kept, height)
    return ShownRace(settings, view, style) if held is None else ShownRecording(held, view, style)


def _kept(only: str | Iterable[str] | None, lanes: Sequence[str]) -> list[str]:
    """The parts to show of a race of these lanes, checked."""
    showable = [*lanes, *OTHERS]
    if only is None:
        return showable
    kept = [only] if isinstance(only, str) else list(only)
    for part in kept:
        if part not in showable:
            raise ValueError(f"only must be some of {', '.join(showable)}, got {part!r}")
    return kept


def _style(kept: Sequence[str], height: int | None) -> str:
    """The size of a frame that shows these parts."""
    if height is None:
        height = HEIGHT if len({part in BELOW for part in kept}) == 2 else ROW_HEIGHT
    lane = len(kept) == 1 and kept[0] not in OTHERS
    width = f"max-width: {LANE_WIDTH}px; " if lane else ""
    return f"width: 100%; {width}height: {height}px; border: 0"
