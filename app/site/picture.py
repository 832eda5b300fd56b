"""A race as a picture and a text, for where no script runs."""

from __future__ import annotations

from html import escape

from app.race import Race
from app.signs import cast_of
from strategies import Lane

SIDE, GAP, HEAD = 240, 24, 34
INK = "#1c2733"


def picture(race: Race) -> str:
    """The end of a race as HTML: where each searcher probed, and how far it came."""
    lanes = race.recording.lanes
    titles = dict(cast_of(race.settings.lanes))
    width = len(lanes) * (SIDE + GAP) - GAP
    planes = "".join(
        f'<g transform="translate({i * (SIDE + GAP)} 0)">{_plane(lane, titles[lane.name])}</g>'
        for i, lane in enumerate(lanes)
    )
    label = escape(f"{race.settings.title}: where each searcher probed")
    told = " ".join(
        f"{titles[lane.name]}: best score {lane.best[-1]:.3f} in {len(lane)} trials."
        for lane in lanes
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {SIDE + HEAD}" role="img" '
        f'aria-label="{label}" style="max-width: 100%; background: #fff">{planes}</svg>'
        f"<p>{escape(race.settings.title)}. {escape(told)}</p>"
    )


def _plane(lane: Lane, title: str) -> str:
    """The plane of two knobs with a searcher's trials; the best one is filled."""
    best = int(lane.incumbent[-1])
    places = [(*x, 0.5)[:2] for x in lane.x]  # of one knob, on a line
    dots = "".join(
        f'<circle cx="{x * SIDE:.1f}" cy="{HEAD + (1 - y) * SIDE:.1f}" r="{7 if i == best else 4}" '
        f'fill="{INK if i == best else "none"}" stroke="{INK}"/>'
        for i, (x, y) in enumerate(places)
    )
    return (
        f'<text y="20" font-family="system-ui, sans-serif" font-size="18" fill="{INK}">'
        f"{escape(title)}</text>"
        f'<rect y="{HEAD}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{INK}"/>{dots}'
    )
