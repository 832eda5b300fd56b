"""A figure of tournaments as SVG, which any browser shows: no plotting library is needed.

One column for each tournament. Above, the median score of the incumbent against GPU-minutes with
the band between the quartiles; below, the share of all races that have come near the optimum.
Random search with twice the budget throws the same darts as random search: only where it ends,
after the last minute shown, is drawn, as a dashed level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import TypeAlias

import numpy as np

from app.settings.lanes import title_of
from app.settings.size import TARGETS
from app.signs import MUTED, cast_of, signs, yardstick
from app.tournament.entrants import Entrant
from app.tournament.plan import YARDSTICK, Plan
from app.tournament.statistics import Summary
from app.tournament.words import circumstances, counted, headline
from strategies.arrays import FloatArray

COLORS = {
    "first": "#a84a00",
    "second": "#00725a",
    "third": "#0060a8",
    "fourth": "#7c3f98",
    MUTED: "#555f69",
}
DASHES = {YARDSTICK: "5 3"}

WIDTH, HEIGHT = 300, 200  # pixels of one plot
LEFT, TOP, GAP = 58, 58, 56  # pixels around and between the plots
BOTTOM = 76
ROW = 18  # pixels from one row of the legend to the next
SCORE_TICK = 0.1
REACHED = f"Races that got {TARGETS[-1]:.0%} of the way to the optimum"

Place: TypeAlias = Callable[[FloatArray | float], FloatArray | float]


def figure(summaries: Sequence[Summary]) -> str:
    """The figure as the text of an SVG file."""
    width = LEFT + len(summaries) * (WIDTH + GAP)
    colors = colors_of(summaries[0].plan)
    placed = entries(colors, width)
    foot = TOP + 2 * HEIGHT + GAP + BOTTOM
    height = foot + ROW * placed[-1][-1]
    lowest, highest = score_limits(summaries)
    described = [f"{circumstances(summary)} {headline(summary)}" for summary in summaries]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="system-ui, sans-serif" font-size="12">',
        f"<title>{escape(' '.join(described))}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for column, summary in enumerate(summaries):
        left = LEFT + column * (WIDTH + GAP)
        settings = summary.plan.settings
        where = settings.landscape
        if settings.measured:
            where += ", luck varies"
        elif summary.plan.vary == "luck":
            where += f", seed {settings.seed}, luck varies"
        title = f"{where}: {counted(len(summary.seeds))}"
        parts.append(text(left, TOP - 34, title, weight="bold"))
        parts.append(text(left, TOP - 14, "Best score so far: median and quartiles"))
        below = TOP + HEIGHT + GAP
        parts.append(text(left, below - 14, REACHED))
        across = scale(0.0, settings.budget, left, left + WIDTH)
        score = scale(lowest, highest, TOP + HEIGHT, TOP)
        share = scale(0.0, 1.0, below + HEIGHT, below)
        minutes = np.linspace(0.0, settings.budget, 5)
        scores = np.arange(lowest, highest + SCORE_TICK / 2, SCORE_TICK)
        parts += axes(left, TOP, across, minutes, score, [(y, f"{y:.1f}") for y in scores])
        shares = [(y, f"{y:.0%}") for y in np.linspace(0.0, 1.0, 5)]
        parts += axes(left, below, across, minutes, share, shares)
        parts.append(text(left + WIDTH, below + HEIGHT + 34, settings.unit, anchor="end"))
        for entrant in summary.entrants.values():
            color = colors[entrant.name]
            parts += curves(entrant, settings.budget, across, score, share, color)
    parts += legend(placed, foot - 20, colors)
    return "\n".join([*parts, "</svg>"]) + "\n"


def score_limits(summaries: Iterable[Summary]) -> tuple[float, float]:
    """Limits of the score axis, whole ticks, which hold all bands."""
    bands = [
        limits
        for summary in summaries
        for name in summary.plan.settings.lanes
        for limits in (summary.entrants[name].score.lower, summary.entrants[name].score.upper)
    ]
    lowest, highest = np.nanmin(bands), np.nanmax(bands)
    return (
        float(np.floor(lowest / SCORE_TICK) * SCORE_TICK),
        float(np.ceil(highest / SCORE_TICK) * SCORE_TICK),
    )


def scale(low: float, high: float, start: float, end: float) -> Place:
    """Where a value between `low` and `high` stands, in pixels between `start` and `end`."""
    return lambda value: start + (value - low) / (high - low) * (end - start)


def colors_of(plan: Plan) -> dict[str, str]:
    """The colour of each entrant."""
    lanes = signs(cast_of(plan.settings.lanes))
    named = {lane: sign.colour for lane, sign in lanes.items()} | {YARDSTICK: yardstick(lanes)}
    return {entrant: COLORS[colour] for entrant, colour in named.items()}


def curves(
    entrant: Entrant, budget: float, across: Place, score: Place, share: Place, color: str
) -> list[str]:
    """The band, the median and the ECDF of one entrant, or the levels at which it ends."""
    ecdf = entrant.targets[-1].ecdf
    if entrant.name == YARDSTICK:
        ends = ((entrant.final_score.value, score), (float(ecdf[-1]), share))
        both = np.array([0.0, budget])
        return [
            line(both, np.full(2, end), across, up, color, DASHES[YARDSTICK]) for end, up in ends
        ]
    shown = entrant.minutes >= entrant.since
    minutes = entrant.minutes[shown]
    there = list(zip(minutes, entrant.score.upper[shown], strict=True))
    back = list(zip(minutes, entrant.score.lower[shown], strict=True))[::-1]
    band = points([*there, *back], across, score)
    return [
        f'<polygon points="{band}" fill="{color}" fill-opacity="0.13"/>',
        line(minutes, entrant.score.median[shown], across, score, color),
        line(entrant.minutes, ecdf, across, share, color),
    ]


def axes(
    left: float,
    top: float,
    across: Place,
    minutes: FloatArray,
    up: Place,
    ticks: Iterable[tuple[float, str]],
) -> list[str]:
    """Grid lines with their numbers."""
    parts = []
    for value, label in ticks:
        y = up(value)
        parts.append(
            f'<line x1="{left}" x2="{left + WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d5dbe1"/>'
        )
        parts.append(text(left - 6, float(y) + 4, label, anchor="end"))
    for minute in minutes:
        parts.append(text(float(across(minute)), top + HEIGHT + 16, f"{minute:g}", anchor="middle"))
    return parts


def entries(names: Iterable[str], width: float) -> list[tuple[str, str, float, int]]:
    """The legend: each entrant, its words, where they begin, and in which row of this width."""
    placed, x, row = [], float(LEFT), 0
    for name in names:
        words = title_of(name) + (", where it ends" if name in DASHES else "")
        room = 28 + 7 * len(words)
        if x > LEFT and x + room > width:
            x, row = float(LEFT), row + 1
        placed.append((name, words, x, row))
        x += room + 24
    return placed


def legend(
    placed: Iterable[tuple[str, str, float, int]], top: float, colors: Mapping[str, str]
) -> list[str]:
    """The name of each entrant beside its line."""
    parts = []
    for name, words, x, row in placed:
        y = top + row * ROW
        dash = f' stroke-dasharray="{DASHES[name]}"' if name in DASHES else ""
        parts.append(
            f'<line x1="{x:g}" x2="{x + 22:g}" y1="{y - 4}" y2="{y - 4}" '
            f'stroke="{colors[name]}" stroke-width="2"{dash}/>'
        )
        parts.append(text(x + 28, y, words))
    return parts


def line(
    x: FloatArray, y: FloatArray, across: Place, up: Place, color: str, dashes: str = ""
) -> str:
    """A curve in an entrant's colour."""
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    path = points(zip(x, y, strict=True), across, up)
    return f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"{dash}/>'


def points(xy: Iterable[tuple[float, float]], across: Place, up: Place) -> str:
    """Coordinates as SVG has them."""
    return " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in xy)


def text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal") -> str:
    """A piece of text."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="#17212b">{escape(words)}</text>'
    )
