"""The Bokeh figures of the page, built once with empty sources.

The browser fills the sources from a recording (`front/plots/`), so that the same figures serve
every race, every session and the page without a server. Colours and type come from the page's
style sheet (`--bk-...` custom properties), so that light and dark are the same figures too.
"""

from __future__ import annotations

from functools import lru_cache

from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from bokeh.document.json import DocJson
from bokeh.plotting import figure

from app.page.curves import curve
from app.page.planes import MAPS, PALETTES, belief_map, lane
from app.page.signs import LANES, MARKERS, colours
from landscapes import DEFAULT_SPACE, SearchSpace

MOST_CASTS = 8  # sets of lanes and knobs whose figures are kept


def _alone(plot: figure) -> DocJson:
    """A figure as a document of its own."""
    document = Document()
    document.add_root(plot)
    return document.to_json(deferred=False)


@lru_cache(MOST_CASTS)
def skeleton(
    cast: tuple[tuple[str, str], ...] = tuple(LANES.items()), space: SearchSpace = DEFAULT_SPACE
) -> str:
    """The race's figures as one JSON text: ``{"figures": {name: document}, ...}``.

    Each is a document of its own, so that the browser makes those alone that are seen.

    Parameters
    ----------
    cast
        Key and title of each lane, at most four.
    space
        The two knobs.
    """
    lanes = dict(cast)
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
            "lanes": lanes,
            "signs": {key: MARKERS[colour] for key, colour in colours(lanes).items()},
            "colours": colours(lanes),
            "maps": MAPS,
        }
    )
