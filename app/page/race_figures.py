"""The Bokeh figures of the page, built once with empty sources.

The browser fills the sources from a recording (`front/plots/`), so that the same figures serve
every race, every session and the page without a server. Colours and type come from the page's
style sheet (`--bk-...` custom properties), so that light and dark are the same figures too.
"""

from __future__ import annotations

from collections.abc import Sequence

from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from bokeh.document.json import DocJson
from bokeh.plotting import figure

from app.page.curves import curve
from app.page.planes import PALETTES, belief_map, lane
from app.page.skeletons import MAPS
from landscapes import SearchSpace


def _alone(plot: figure) -> DocJson:
    """A figure as a document of its own."""
    document = Document()
    document.add_root(plot)
    return document.to_json(deferred=False)


def drawn(lanes: Sequence[str], space: SearchSpace) -> str:
    """The figures of these lanes as JSON text: ``{"figures": {name: document}, "palettes": ...}``.

    Each is a document of its own, so that the browser makes those alone that are seen.
    """
    figures = [
        *(lane(key, space) for key in lanes),
        *(belief_map(key, space) for key in MAPS),
        curve("score", "linear", "best score so far", lanes),
        curve("regret", "log", "simple regret", lanes),
    ]
    documents = {plot.name: _alone(plot) for plot in figures}
    palettes = {kind: list(palette) for kind, palette in PALETTES.items()}
    return serialize_json({"figures": documents, "palettes": palettes})
