"""What a link says beside the settings of the race: how the page opens, and what it offers.

The query of a link carries the settings of the race (`app.settings`) and these values by the same
names; what has its default is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import param

from app.settings.checked import Checked, Pairs
from app.settings.grounds import MOST_BUDGET
from app.settings.hand import HandedIn
from app.settings.lanes import all_lanes, all_options
from app.settings.race_settings import NAMES, RaceSettings
from app.settings.size import TARGETS, VARIED, Size
from app.settings.values import Named, Some, Written, shortened
from app.words import phrase, say
from strategies import RACE

PARTS = (
    *("header", "landscape", "seed", "reveal", "stories", "races", "share", "settings"),
    *("glossary", "theme", "present", "playback", "speed", *RACE, "curve", "maps", "story"),
)


class View(Checked):
    """How the page opens: where its clock stands, what it shows and what may be touched.

    With ``axis=wall`` it tells minutes of the wall clock, of which a race with several workers
    needs fewer than GPU-minutes. With ``counts=checkpoints`` the best score so far is that of any
    model held, of finished trainings or on its way.

    With ``inside=curves`` it shows learning curves inside a searcher that has maps as well.

    With ``view=races`` and a number of ``races`` it opens on that tournament, which is run if need
    be; without the number nothing is run before somebody asks for it. With ``ready=1`` a page that
    computes by itself prepares for it at once.
    """

    minute = param.Number(default=0.0, bounds=(0.0, float(MOST_BUDGET)), constant=True)
    revealed = param.Boolean(default=False, constant=True)
    curve: param.Selector[str] = param.Selector(
        default="score", objects=["score", "regret"], constant=True
    )
    axis: param.Selector[str] = param.Selector(
        default="gpu", objects=["gpu", "wall"], constant=True
    )
    inside: param.Selector[str] = param.Selector(
        default="maps", objects=["maps", "curves"], constant=True
    )
    counts: param.Selector[str] = param.Selector(
        default="finished", objects=["finished", "checkpoints"], constant=True
    )
    speed: param.Selector[float] = param.Selector(
        default=1, objects=[0.25, 0.5, 1, 2, 4], constant=True
    )
    theme: param.Selector[str] = param.Selector(
        default="system", objects=["system", "light", "dark"], constant=True
    )
    view: param.Selector[str] = param.Selector(
        default="race", objects=["race", "races"], constant=True
    )
    races = param.Integer(
        default=None, allow_None=True, bounds=Size.param["races"].bounds, constant=True
    )
    first_seed = param.Integer(
        default=Size.param["first_seed"].default,
        bounds=Size.param["first_seed"].bounds,
        constant=True,
    )
    vary: param.Selector[str] = param.Selector(
        default="landscape", objects=list(VARIED), constant=True
    )
    target: param.Selector[float] = param.Selector(
        default=TARGETS[0], objects=list(TARGETS), constant=True
    )
    story = Named(default=None, allow_None=True, constant=True)
    written = Written(default=None, allow_None=True, constant=True)
    predict = param.Boolean(default=False, constant=True)
    you = HandedIn(default=None, allow_None=True, constant=True)
    present = param.Boolean(default=False, constant=True)
    embed = param.Boolean(default=False, constant=True)
    ready = param.Boolean(default=False, constant=True)
    autoplay = param.Boolean(default=False, constant=True)
    hide = Some(usual=PARTS, further=[lane for lane in all_lanes() if lane not in RACE])
    lock = Some(usual=[*NAMES, "revealed"], further=[o for o in all_options() if o not in NAMES])


def read_query(
    pairs: Pairs, stories: Mapping[str, RaceSettings] | None = None
) -> tuple[RaceSettings, View, list[str]]:
    """The settings and the view of a link's query, and a sentence for each value it refused.

    Where the link names one of the `stories`, that one's settings stand for what it doesn't say.
    """
    items = list(pairs.items() if isinstance(pairs, dict) else pairs)
    view, more = View.read((n, v) for n, v in items if View.known(n))
    told = (stories or {}).get(view.story or "")
    if view.story is not None and told is None:
        more.append(say("refused.story", name=view.story, known=list(stories or {})))
        view = View(**view.changed() | {"story": None})
    settings, problems = RaceSettings.over(
        told.values() if told else {}, [(n, v) for n, v in items if RaceSettings.known(n)]
    )
    strangers = [n for n, _ in items if not (RaceSettings.known(n) or View.known(n))]
    if strangers:
        names, unnamed = [shortened(name) for name in strangers[:3]], len(strangers) - 3
        others = phrase("refused.more", count=unnamed) if unnamed > 0 else ""
        known = (*NAMES, *View.names())
        problems.append(say("refused.link", names=names, others=others, known=known))
    return settings, view, problems + more


def write_query(settings: RaceSettings, view: View | None = None) -> str:
    """The query of a link that restores the settings and the view: ``"seed=3&revealed=1"``."""
    values = settings.changed() | (view.changed() if view else {})
    return urlencode({name: _text(value) for name, value in values.items()}, safe=",")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list | tuple):
        return ",".join(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
