"""Figures of quantities against GPU-minutes: the score's curve and the regret's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from bokeh.models import BasicTicker, ColumnDataSource, LogTicker, Range1d
from bokeh.models.annotations import Span
from bokeh.plotting import figure

AxisType = Literal["linear", "log"]
TICKERS = {"linear": BasicTicker, "log": LogTicker}


def against_minutes(name: str, label: str, y_axis_type: AxisType = "linear") -> figure:
    """An empty figure of a quantity against GPU-minutes."""
    plot = figure(
        name=name,
        x_range=Range1d(start=0, end=1),
        y_range=Range1d(start=0.01, end=1),
        y_axis_type=y_axis_type,
        sizing_mode="stretch_both",
        toolbar_location=None,
        tools="",
        min_border=0,
        x_axis_label="GPU-minutes",
        y_axis_label=label,
    )
    plot.xaxis.axis_label_standoff = 2
    plot.yaxis.axis_label_standoff = 4
    plot.xaxis.ticker = BasicTicker(desired_num_ticks=6, num_minor_ticks=0)
    plot.yaxis.ticker = TICKERS[y_axis_type](desired_num_ticks=5, num_minor_ticks=0)
    return plot


def curve(key: str, y_axis_type: AxisType, label: str, lanes: Iterable[str]) -> figure:
    """Best score, or simple regret, against GPU-minutes: one step line for each lane.

    Its end, which follows the clock, is a line of its own: it lies with the name there and the
    cursor on Bokeh's upper canvas, the only one that is painted in each frame. The browser
    gives each lane its sign.
    """
    plot = against_minutes(f"curve_{key}", label, y_axis_type)
    plot.add_layout(
        Span(
            dimension="height",
            location=0,
            line_width=1.5,
            level="overlay",
            name=f"{plot.name}_cursor",
        )
    )
    for lane in lanes:
        for part, style in (("true", "dotted"), ("line", "solid")):
            for end in (False, True):
                name = f"{plot.name}_{lane}_{part}" + "_end" * end
                plot.step(
                    "x",
                    "y",
                    source=ColumnDataSource({"x": [], "y": []}, name=name),
                    mode="after",
                    line_width=3 if part == "line" else 2,
                    line_dash=style,
                    level="overlay" if end else "glyph",
                    name=f"{name}_step",
                )
        columns: dict[str, list[Any]] = {"x": [], "y": [], "lift": []}
        head = ColumnDataSource(columns, name=f"{plot.name}_{lane}_head")
        plot.scatter(
            "x",
            "y",
            source=head,
            size=11,
            level="overlay",
            name=f"{plot.name}_{lane}_head_mark",
        )
        plot.text(
            "x",
            "y",
            text={"value": ""},
            source=head,
            x_offset=10,
            y_offset="lift",
            text_baseline="middle",
            text_font_style="bold",
            text_font_size="13px",
            level="overlay",
            name=f"{plot.name}_{lane}_head_name",
        )
    if key == "score":  # the optimum's, as long as the budget: names stand behind it
        best = ColumnDataSource({"x": [], "y": []}, name=f"{plot.name}_optimum")
        plot.line(
            "x",
            "y",
            source=best,
            line_width=1.5,
            line_dash="dotted",
            name=f"{plot.name}_optimum_line",
        )
    return plot
