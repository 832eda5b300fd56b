"""Where a searcher goes on the plane, in words that can be checked on the picture."""

from __future__ import annotations

import numpy as np

from app.words import Phrase, phrase

# Distances on the unit square, in widths of the plane.
BESIDE = 0.05  # so near, a trial's mark touches the new one
EDGE = 0.05
FAR = 0.25
DETOUR = 1.1  # the way through a point between two trials is at most so much longer


def place(x: np.ndarray, trials: np.ndarray, incumbent: int) -> Phrase:
    """Where `x`, shape (2,), lies among `trials`, shape (n, 2), n >= 1; the first that holds.

    ============================= ==============================================================
    words                         meaning
    ============================= ==============================================================
    beside trial 21               the nearest trial is at most `BESIDE` away
    beside the incumbent, trial 4 the same, and that trial is number `incumbent` (from 0)
    into the upper left corner    at most `EDGE` from two edges of the plane
    to the left edge              at most `EDGE` from one
    far from all trials           the nearest is more than `FAR` away
    between trials 3 and 8        the way from one of the two nearest trials to the other through
                                  `x` is at most `DETOUR` times the straight one
    near trial 8                  else, by the nearest trial
    ============================= ==============================================================

    Left and right are small and large values of knob 0, low and high those of knob 1.
    """
    away = np.hypot(*(trials - x).T)
    nearest, *others = np.argsort(away, kind="stable")[:2].tolist()
    if away[nearest] <= BESIDE:
        kind = "place.incumbent" if nearest == incumbent else "place.beside"
        return phrase(kind, trial=nearest + 1)
    across = _end(x[0], "left", "right")
    up = _end(x[1], "lower", "upper")
    if across and up:
        return phrase("place.corner", up=up, across=across)
    if across or up:
        return phrase("place.edge", side=across or up)
    if away[nearest] > FAR:
        return phrase("place.far")
    for other in others:
        straight = np.hypot(*(trials[nearest] - trials[other]))
        if away[nearest] + away[other] <= DETOUR * straight:
            first, second = sorted((nearest + 1, other + 1))
            return phrase("place.between", first=first, second=second)
    return phrase("place.near", trial=nearest + 1)


def _end(coordinate: float, low: str, high: str) -> str:
    """Which end of a knob's range a coordinate is at, "" for neither."""
    if coordinate <= EDGE:
        return low
    return high if coordinate >= 1 - EDGE else ""
