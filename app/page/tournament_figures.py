"""The Bokeh figures of the view of many races, built once with empty sources.

A second document beside the race's (`app.page.race_figures`), which the browser asks for when that
view is first opened, and fills (`front/tournament/plots.js`). Colours come from the page's style
sheet.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from bokeh.models import ColumnDataSource, NumeralTickFormatter
from bokeh.models.annotations import Span
from bokeh.plotting import figure

from app.page.curves import AxisType, against_minutes
from app.page.signs import LANES, MARKERS
from app.settings.size import TARGETS
from app.words import say
from strategies import SEARCHERS, Searcher


def _source(plot: figure, part: str, *columns: str) -> ColumnDataSource:
    return ColumnDataSource({column: [] for column in columns}, name=f"{plot.name}_{part}")


def _step(plot: figure, part: str, **style: Any) -> None:
    """A step line from a source of its own: a value holds until the next one."""
    source = _source(plot, part, "x", "y")
    plot.step("x", "y", source=source, mode="after", name=f"{source.name}_glyph", **style)


def _marks(plot: figure, part: str, lane: str) -> None:
    """Hollow marks, in the searcher's sign."""
    source = _source(plot, part, "x", "y")
    plot.scatter(
        "x",
        "y",
        source=source,
        marker=MARKERS[lane],
        size=13,
        line_width=3,
        name=f"{source.name}_glyph",
    )


def _yardstick(plot: figure) -> None:
    """The level that random search reaches with twice the budget."""
    level = Span(dimension="width", location=0, line_width=2, line_dash="dotted", visible=False)
    level.name = f"{plot.name}_yardstick"
    plot.add_layout(level)


def _look(searcher: Searcher) -> dict[str, str]:
    """How the browser tells an entrant from the others: by words, a shape, a colour's name."""
    key, title, short = searcher.key, searcher.title, searcher.short
    return {"title": title, "short": short, "mark": searcher.mark, "colour": key}


def _looks_of_yardsticks() -> dict[str, dict[str, str]]:
    """The same for those who run beside the race, as a level to be reached."""
    title, short = say("title", who="random2"), say("short.random2")
    return {"random2": {"title": title, "short": short, "mark": "dots", "colour": "random"}}


def _spread(key: str, y_axis_type: AxisType, label: str) -> figure:
    """Medians in their quartile bands, behind them every race, before them the race on screen."""
    plot = against_minutes(f"races_{key}", label, y_axis_type)
    for lane in LANES:
        source = _source(plot, f"{lane}_every", "xs", "ys")
        plot.multi_line("xs", "ys", source=source, name=f"{source.name}_glyph")
    for lane in LANES:
        source = _source(plot, f"{lane}_band", "x", "low", "high")
        # Fed with the corners of steps: BokehJS 3.9 never ends drawing an empty `varea_step`.
        plot.varea("x", "low", "high", source=source, fill_alpha=0.2, name=f"{source.name}_glyph")
    _yardstick(plot)
    for lane in LANES:
        _step(plot, f"{lane}_median", line_width=4)
    for lane in LANES:
        _step(plot, f"{lane}_present", line_width=2, line_dash="dashed")
        _marks(plot, f"{lane}_mark", lane)
    for lane in LANES:
        _step(plot, f"{lane}_picked", line_width=3)
    return plot


def _ecdf() -> figure:
    """The share of all races that reached the target, against GPU-minutes."""
    plot = against_minutes("races_ecdf", "share of all races")
    plot.y_range.update(start=0, end=1.03)
    plot.yaxis.formatter = NumeralTickFormatter(format="0 %")
    _yardstick(plot)
    for lane in LANES:
        _step(plot, f"{lane}_reached", line_width=4)
    for lane in LANES:
        _marks(plot, f"{lane}_mark", lane)
    return plot


@cache
def skeleton() -> str:
    """The figures as one JSON text: ``{"doc": ..., "roots": {name: id}, ...}``."""
    document = Document()
    figures = [
        _spread("score", "linear", "true score of the best trial so far"),
        _spread("regret", "log", "simple regret"),
        _ecdf(),
    ]
    for plot in figures:
        document.add_root(plot)
    return serialize_json(
        {
            "doc": document.to_json(deferred=False),
            "roots": {plot.name: plot.id for plot in figures},
            "lanes": {lane: _look(SEARCHERS[lane]) for lane in LANES},
            "yardsticks": _looks_of_yardsticks(),
            "targets": TARGETS,
        }
    )
