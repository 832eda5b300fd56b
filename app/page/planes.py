"""Figures of the plane of two knobs: a searcher's lane, a map of what the model believes."""

from __future__ import annotations

import math
from typing import Any, Final

import bokeh.palettes
from bokeh.models import ColumnDataSource, FixedTicker, Image, LinearColorMapper, Range1d
from bokeh.models.annotations import BoxAnnotation
from bokeh.plotting import figure

from landscapes import Knob, SearchSpace

# One perceptually uniform scale for the score everywhere; two others that nobody takes for it.
PALETTES = {
    "score": bokeh.palettes.Viridis256,
    "sd": tuple(reversed(bokeh.palettes.Purples256)),
    "ei": bokeh.palettes.Inferno256,
}

# What follows the clock lies on Bokeh's upper canvas: that one is painted alone while the axes and
# the ground, the dear ones, stand.
MARKS: Final = "overlay"

ALL_DECADES, FEW_DECADES = 5, 3  # so many decades are told one by one; of more, about three

TRIAL_COLUMNS = (
    *("x", "y", "score", "size", "number", "label", "ink", "verdict", "cost", "finish"),
    *("knob0", "knob1", "knob0_name", "knob1_name"),
)
RING_COLUMNS = ("x", "y", "size", "radius", "end", "training")


def _superscript(exponent: int) -> str:
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _ticks(knob: Knob) -> list[tuple[float, str]]:
    """Positions in the unit interval and their labels in the knob's own unit: few, round."""
    if knob.scale == "linear":
        return [(u, f"{knob.from_unit(u):g}") for u in (0.0, 0.5, 1.0)]
    decades = range(-12, 13)
    inside = [d for d in decades if knob.low * 0.999 <= 10.0**d <= knob.high * 1.001]
    shown = inside[
        :: 1 + len(inside) // (FEW_DECADES if len(inside) > ALL_DECADES else ALL_DECADES)
    ]
    return [(float(knob.to_unit(10.0**d)), _superscript(d)) for d in shown]


def _plane(name: str, space: SearchSpace, labelled: bool = True) -> figure:
    """A figure of the knob plane, in coordinates of the unit square with ticks in real units.

    The browser makes it a square and puts a margin around it (``front/plots/planes.js``). What
    isn't known yet is covered.
    """
    first, second = space.knobs
    plot = figure(
        name=name,
        x_range=Range1d(start=0, end=1),
        y_range=Range1d(start=0, end=1),
        sizing_mode="stretch_both",
        toolbar_location=None,
        tools="",
        min_border=0,
    )
    for axis, knob in ((plot.xaxis, first), (plot.yaxis, second)):
        ticks = _ticks(knob)
        axis.ticker = FixedTicker(ticks=[at for at, _ in ticks])
        axis.major_label_overrides = dict(ticks)
        axis.axis_label = knob.name if labelled else None
        axis.axis_label_standoff = 2
        axis.major_label_standoff = 4
        axis.major_tick_in = 0
        axis.major_tick_out = 4
    plot.grid.visible = False
    plot.yaxis.major_label_orientation = "horizontal"
    plot.add_layout(
        BoxAnnotation(
            name=f"{plot.name}_cover",
            level="underlay",
            fill_alpha=0,
            line_alpha=0,
            hatch_pattern="right_diagonal_line",
            hatch_scale=14,
            hatch_weight=1,
        )
    )
    return plot


def _image(plot: figure, kind: str) -> None:
    """An empty image over the unit square: 64 lattice points to the edges, each a cell's centre."""
    source = ColumnDataSource(
        {"image": [], "x": [], "y": [], "dw": [], "dh": []}, name=f"{plot.name}_image"
    )
    mapper = LinearColorMapper(
        palette=PALETTES[kind], low=0, high=1, name=f"{plot.name}_image_mapper"
    )
    glyph = Image(image="image", x="x", y="y", dw="dw", dh="dh", color_mapper=mapper)
    plot.add_glyph(source, glyph, level="image")


def _marks(plot: figure, name: str, **style: Any) -> None:
    """Unconnected marks at x, y from a source of their own."""
    source = ColumnDataSource({"x": [], "y": []}, name=f"{plot.name}_{name}")
    plot.scatter("x", "y", source=source, level=MARKS, **style)


def _halo_mark(plot: figure, name: str, marker: str, size: int, **style: Any) -> None:
    """A mark drawn dark under light: visible on every colour below it."""
    source = ColumnDataSource({"x": [], "y": []}, name=f"{plot.name}_{name}")
    for color, extra in (("#000000", 3), ("#ffffff", 0)):
        plot.scatter(
            "x",
            "y",
            source=source,
            marker=marker,
            size=size,
            fill_color=None,
            line_color=color,
            line_width=style.get("line_width", 2) + extra,
            level=MARKS,
        )


def _rugs(plot: figure) -> None:
    """Ticks in the margin for each value that was tried of a knob, and how many there are."""
    ticks = ColumnDataSource({"x0": [], "y0": [], "x1": [], "y1": []}, name=f"{plot.name}_rugs")
    plot.segment(
        "x0",
        "y0",
        "x1",
        "y1",
        source=ticks,
        line_width=1.5,
        level=MARKS,
        name=f"{plot.name}_rugs_ticks",
    )
    counts = ColumnDataSource({"x": [], "y": [], "text": []}, name=f"{plot.name}_counts")
    plot.text(
        "x",
        "y",
        text="text",
        source=counts,
        text_align="center",
        text_baseline="middle",
        text_font_size="10px",
        text_font_style="bold",
        level=MARKS,
        name=f"{plot.name}_counts_text",
    )


def _rings(plot: figure, name: str) -> None:
    """Trainings that aren't finished: a hairline circle, and over it, from the top on, how far each
    got. They have no colour of a score: a part of a training has none that is comparable."""
    columns: dict[str, list[Any]] = {c: [] for c in RING_COLUMNS}
    source = ColumnDataSource(columns, name=f"{plot.name}_{name}")
    plot.scatter(
        "x",
        "y",
        source=source,
        size="size",
        marker="circle",
        fill_color=None,
        line_color="#808080",
        level=MARKS,
    )
    for color, width in (("#000000", 4), ("#ffffff", 2)):
        plot.arc(
            "x",
            "y",
            source=source,
            radius="radius",
            radius_units="screen",
            start_angle=math.pi / 2,
            end_angle="end",
            direction="clock",
            line_color=color,
            line_width=width,
            level=MARKS,
        )


def _next_mark(plot: figure) -> None:
    """Where the next scores will come from: the same sign on the lanes and on the maps."""
    _halo_mark(plot, "pending", "x", 9)  # of workers that train already
    _halo_mark(plot, "next", "x", 15, line_width=3)


def _trials(plot: figure, name: str, mapper: LinearColorMapper, **style: Any) -> None:
    """Trials in the colours of their scores, with the numbers of those that have a label."""
    source = ColumnDataSource({c: [] for c in TRIAL_COLUMNS}, name=f"{plot.name}_{name}")
    plot.scatter(
        "x",
        "y",
        source=source,
        size="size",
        marker="circle",
        fill_color={"field": "score", "transform": mapper},
        level=MARKS,
        **style,
    )
    plot.text(
        "x",
        "y",
        text="label",
        source=source,
        text_color="ink",
        text_align="center",
        text_baseline="middle",
        text_font_size="10px",
        level=MARKS,
    )


def lane(key: str, space: SearchSpace) -> figure:
    """One searcher's probes: faint plan, covered or revealed landscape, trials, marks."""
    plot = _plane(f"lane_{key}", space)
    _image(plot, "score")
    _rugs(plot)
    _rings(plot, "rings")
    _rings(plot, "growing")  # those that train, as the clock goes on: few, which each frame moves
    _marks(plot, "plan", marker="circle", size=5, fill_color=None, line_color="#808080")
    mapper = LinearColorMapper(
        palette=PALETTES["score"], low=0, high=1, name=f"{plot.name}_score_mapper"
    )
    _trials(plot, "trials", mapper, line_color="#ffffff", line_width=1)
    star = ColumnDataSource({"x": [], "y": [], "score": []}, name=f"{plot.name}_incumbent")
    plot.scatter(
        "x",
        "y",
        source=star,
        marker="star",
        size=26,
        line_color="#000000",
        line_width=1.5,
        fill_color={"field": "score", "transform": mapper},
        level=MARKS,
    )
    _halo_mark(plot, "newest", "circle", 24)
    _next_mark(plot)
    _halo_mark(plot, "optimum", "diamond_cross", 20)
    _trials(plot, "told", mapper, line_color="#000000", line_width=2)
    return plot


def belief_map(key: str, space: SearchSpace) -> figure:
    """One map of the Gaussian process at one ask, with the trials and the next configuration."""
    plot = _plane(f"map_{key}", space, labelled=False)
    _image(plot, "score" if key == "mean" else key)
    _marks(plot, "trials", marker="circle", size=6, fill_color="#ffffff", line_color="#000000")
    _next_mark(plot)
    return plot
