"""Where a searcher goes, in words that can be checked on the picture of two knobs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.words import Phrase, phrase

# Distances, in lengths of a knob's range.
BESIDE = 0.05  # so near, a trial's mark touches the new one
EDGE = 0.05
FAR = 0.25
DETOUR = 1.1  # the way through a point between two trials is at most so much longer


def place(x: np.ndarray, trials: np.ndarray, incumbent: int, knobs: Sequence[str]) -> Phrase:
    """Where `x`, shape (d,), lies among `trials`, shape (n, d), n >= 1; the first that holds.

    ============================= ==============================================================
    words                         meaning
    ============================= ==============================================================
    beside trial 21               the nearest trial is at most `BESIDE` away
    beside the incumbent, trial 4 the same, and that trial is number `incumbent` (from 0)
    into the upper left corner    at most `EDGE` from two edges of the plane of two knobs
    to the left edge              at most `EDGE` from one
    to the low end of dropout     the same of one knob, or of more than two: by their names, `knobs`
    far from all trials           the nearest is more than `FAR` away
    between trials 3 and 8        the way from one of the two nearest trials to the other through
                                  `x` is at most `DETOUR` times the straight one
    near trial 8                  else, by the nearest trial
    ============================= ==============================================================

    Left and right are small and large values of knob 0, lower and upper those of knob 1.
    """
    away = _length(trials - x)
    nearest, *others = np.argsort(away, kind="stable")[:2].tolist()
    if away[nearest] <= BESIDE:
        kind = "place.incumbent" if nearest == incumbent else "place.beside"
        return phrase(kind, trial=nearest + 1)
    ends = _on_plane(x) if len(x) == 2 else _at_ends(x, knobs)
    if ends is not None:
        return ends
    if away[nearest] > FAR:
        return phrase("place.far")
    for other in others:
        straight = _length(trials[nearest] - trials[other])
        if away[nearest] + away[other] <= DETOUR * straight:
            first, second = sorted((nearest + 1, other + 1))
            return phrase("place.between", first=first, second=second)
    return phrase("place.near", trial=nearest + 1)


def _on_plane(x: np.ndarray) -> Phrase | None:
    """The corner or the edge of the plane where `x`, shape (2,), lies."""
    across = _end(x[0], "left", "right")
    up = _end(x[1], "lower", "upper")
    if across and up:
        return phrase("place.corner", up=up, across=across)
    return phrase("place.edge", side=across or up) if across or up else None


def _at_ends(x: np.ndarray, knobs: Sequence[str]) -> Phrase | None:
    """The ends of the knobs at which `x` lies."""
    told = [(_end(u, "low", "high"), knob) for u, knob in zip(x, knobs, strict=True)]
    ends = [phrase("place.end", end=end, knob=knob) for end, knob in told if end]
    return phrase("place.ends", ends=ends) if ends else None


def _length(steps: np.ndarray) -> np.ndarray:
    """The length of each step, shape (...), of `steps`, shape (..., d)."""
    return np.asarray(np.hypot.reduce(steps, axis=-1, initial=0.0))


def _end(coordinate: float, low: str, high: str) -> str:
    """Which end of a knob's range a coordinate is at, "" for neither."""
    if coordinate <= EDGE:
        return low
    return high if coordinate >= 1 - EDGE else ""
