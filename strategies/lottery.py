"""Standard normal numbers by their place, the same in Python and in a browser.

A number is a function of a draw's number and of its place (i, j) alone, and so needs no generator
that runs through all before it: 32-bit hashes (the finaliser of MurmurHash3) make two uniform
numbers, and Box & Muller a normal one. `app/front/model/lottery.js` computes the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from strategies.arrays import FloatArray

Hashes = NDArray[np.uint32]

GOLDEN, SECOND = np.uint32(0x9E3779B9), np.uint32(0x7FEB352D)
MOST = 2**32


def mixed(h: Hashes) -> Hashes:
    """Return the hashes of 32-bit numbers, element by element."""
    h = h ^ (h >> np.uint32(16))
    h = h * np.uint32(0x85EBCA6B)
    h = h ^ (h >> np.uint32(13))
    h = h * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def draw_of(*numbers: int) -> int:
    """Return the number of a draw, 0 to 2^32 - 1, from others of that size."""
    with np.errstate(over="ignore"):
        h = np.zeros(1, dtype=np.uint32)
        for number in numbers:
            h = mixed(h + GOLDEN ^ np.uint32(number))
    return int(h[0])


def normals(draw: int, rows: int, columns: int) -> FloatArray:
    """Return the normal numbers at all places of a matrix, shape (rows, columns)."""
    with np.errstate(over="ignore"):
        at = mixed(np.arange(rows, dtype=np.uint32) + np.uint32(draw))[:, np.newaxis]
        place = mixed(at + GOLDEN * (np.arange(columns, dtype=np.uint32) + np.uint32(1)))
        other = mixed(place ^ SECOND)
    first, second = ((h + 0.5) / MOST for h in (place.astype(np.float64), other.astype(np.float64)))
    return np.asarray(np.sqrt(-2.0 * np.log(first)) * np.cos(2.0 * np.pi * second))
