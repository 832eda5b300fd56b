"""The Bokeh figures of the page, built once with empty sources.

The browser fills the sources from a recording (`front/plots/`), so that the same figures serve
every race, every session and the page without a server. Colours and type come from the page's
style sheet (`--bk-...` custom properties), so that light and dark are the same figures too.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache

from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from bokeh.document.json import DocJson
from bokeh.plotting import figure

from app.page.curves import curve
from app.page.planes import MAPS, PALETTES, belief_map, lane
from app.settings.lanes import families, pairs
from app.signs import cast_of, signs
from app.words import BROUGHT
from landscapes import DEFAULT_SPACE, SearchSpace
from strategies import RACE

RACE_CAST = cast_of(RACE)
MOST_CASTS = 64  # sets of lanes and knobs whose figures are kept


def _alone(plot: figure) -> DocJson:
    """A figure as a document of its own."""
    document = Document()
    document.add_root(plot)
    return document.to_json(deferred=False)


@lru_cache(MOST_CASTS)
def skeleton(
    cast: tuple[tuple[str, str], ...] = RACE_CAST, space: SearchSpace = DEFAULT_SPACE
) -> str:
    """The race's figures as one JSON text: ``{"figures": {name: document}, ...}``.

    Each is a document of its own, so that the browser makes those alone that are seen.

    Parameters
    ----------
    cast
        Name and title of each lane, at most four.
    space
        The two knobs.
    """
    lanes = signs(cast)
    figures = [
        *(lane(key, space) for key in lanes),
        *(belief_map(key, space) for key in MAPS),
        curve("score", "linear", "best score so far", lanes),
        curve("regret", "log", "simple regret", lanes),
    ]
    return serialize_json(
        {
            "figures": {plot.name: _alone(plot) for plot in figures},
            "palettes": {kind: list(palette) for kind, palette in PALETTES.items()},
            "lanes": {key: asdict(sign) for key, sign in lanes.items()},
            "words": BROUGHT,
            "families": {family: dict(titles) for family, titles in families().items()},
            "pairs": {title: dict(settings) for title, settings in pairs().items()},
            "maps": MAPS,
        }
    )
