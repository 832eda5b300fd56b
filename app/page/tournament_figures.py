"""The Bokeh figures of the view of many races, built once with empty sources.

A second document beside the race's (`app.page.race_figures`), which the browser asks for when that
view is first opened, and fills (`front/tournament/plots.js`). Colours come from the page's style
sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from bokeh.models import ColumnDataSource, NumeralTickFormatter
from bokeh.models.annotations import Span
from bokeh.plotting import figure

from app.page.curves import AxisType, against_minutes


def _source(plot: figure, part: str, *columns: str) -> ColumnDataSource:
    return ColumnDataSource({column: [] for column in columns}, name=f"{plot.name}_{part}")


def _step(plot: figure, part: str, **style: Any) -> None:
    """A step line from a source of its own: a value holds until the next one."""
    source = _source(plot, part, "x", "y")
    plot.step("x", "y", source=source, mode="after", name=f"{source.name}_glyph", **style)


def _marks(plot: figure, part: str) -> None:
    """Hollow marks, which the browser makes the lane's."""
    source = _source(plot, part, "x", "y")
    plot.scatter(
        "x",
        "y",
        source=source,
        size=13,
        line_width=3,
        name=f"{source.name}_glyph",
    )


def _yardstick(plot: figure) -> None:
    """The level that random search reaches with twice the budget."""
    level = Span(dimension="width", location=0, line_width=2, line_dash="dotted", visible=False)
    level.name = f"{plot.name}_yardstick"
    plot.add_layout(level)


def _spread(key: str, y_axis_type: AxisType, label: str, lanes: Sequence[str]) -> figure:
    """Medians in their quartile bands, behind them every race, before them the race on screen."""
    plot = against_minutes(f"races_{key}", label, y_axis_type)
    for lane in lanes:
        source = _source(plot, f"{lane}_every", "xs", "ys")
        plot.multi_line("xs", "ys", source=source, name=f"{source.name}_glyph")
    for lane in lanes:
        source = _source(plot, f"{lane}_band", "x", "low", "high")
        # Fed with the corners of steps: BokehJS 3.9 never ends drawing an empty `varea_step`.
        plot.varea("x", "low", "high", source=source, fill_alpha=0.2, name=f"{source.name}_glyph")
    _yardstick(plot)
    for lane in lanes:
        _step(plot, f"{lane}_median", line_width=4)
    for lane in lanes:
        _step(plot, f"{lane}_present", line_width=2, line_dash="dashed")
        _marks(plot, f"{lane}_mark")
    for lane in lanes:
        _step(plot, f"{lane}_picked", line_width=3)
    return plot


def _ecdf(lanes: Sequence[str]) -> figure:
    """The share of all races that reached the target, against GPU-minutes."""
    plot = against_minutes("races_ecdf", "share of all races")
    plot.y_range.update(start=0, end=1.03)
    plot.yaxis.formatter = NumeralTickFormatter(format="0 %")
    _yardstick(plot)
    for lane in lanes:
        _step(plot, f"{lane}_reached", line_width=4)
    for lane in lanes:
        _marks(plot, f"{lane}_mark")
    return plot


def drawn(lanes: Sequence[str]) -> str:
    """The figures of these lanes as one JSON text: ``{"doc": ..., "roots": {name: id}}``."""
    document = Document()
    figures = [
        _spread("score", "linear", "true score of the best trial so far", lanes),
        _spread("regret", "log", "simple regret", lanes),
        _ecdf(lanes),
    ]
    for plot in figures:
        document.add_root(plot)
    roots = {plot.name: plot.id for plot in figures}
    return serialize_json({"doc": document.to_json(deferred=False), "roots": roots})
