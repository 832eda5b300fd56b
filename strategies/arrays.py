"""Names for the arrays that signatures speak of."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]


def read_only(array: FloatArray) -> FloatArray:
    """Make `array` refuse to be written to, and return it."""
    array.flags.writeable = False
    return array
