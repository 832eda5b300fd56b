"""The points of a scrambled Sobol sequence.

Sobol (1967) with the direction numbers of Joe & Kuo (2008); scrambled by random matrices and a
shift (Matousek 1998), which keeps the balance and makes each point uniform.
"""

from __future__ import annotations

import numpy as np

from strategies.arrays import FloatArray, IntArray

BITS = 30  # of a coordinate: after 2**30 points the sequence ends

# For each knob after the first: a primitive polynomial over {0, 1}, its coefficients as bits, and
# the first direction numbers m_1, m_2, ...
JOE_KUO = (
    *((3, (1,)), (7, (1, 3)), (11, (1, 3, 1)), (13, (1, 1, 1)), (19, (1, 1, 3, 3))),
    *((25, (1, 3, 5, 13)), (37, (1, 1, 5, 5, 17)), (41, (1, 1, 5, 5, 5)), (47, (1, 1, 7, 11, 19))),
)
MOST_KNOBS = 1 + len(JOE_KUO)


def direction_bits(knobs: int) -> IntArray:
    """The bits of the direction numbers v_j = m_j / 2**j, highest first.

    Returns
    -------
    ndarray, shape (knobs, BITS, BITS)
        Zeros and ones: ``[k, j, b]`` is bit b after the point of v_(j + 1) of knob k.
    """
    rows = [[1] * BITS]  # the first knob has van der Corput's sequence
    for polynomial, first in JOE_KUO[: knobs - 1]:
        m, degree = list(first), polynomial.bit_length() - 1
        for j in range(degree, BITS):
            m.append(m[j - degree])
            for k in range(1, degree + 1):
                if polynomial >> (degree - k) & 1:
                    m[j] ^= m[j - k] << k
        rows.append(m)
    v = np.array(rows)[:knobs] << np.arange(BITS)[::-1]
    return v[:, :, None] >> np.arange(BITS)[::-1] & 1


class Sobol:
    """The points of a scrambled Sobol sequence, any of them by its number.

    Of its first 2**m points each half, quarter, ... of every knob holds the same number, and of two
    knobs each of the 2**m boxes of equal shape holds one: that is what makes them more even than
    darts. It holds at powers of two only; in between some regions are ahead.

    Parameters
    ----------
    knobs : int
        Coordinates of a point, from 1 to `MOST_KNOBS`.
    rng : numpy.random.Generator
        A child of it draws the scrambling, as in `scipy.stats.qmc.Sobol` (1.15 and newer).
    """

    def __init__(self, knobs: int, rng: np.random.Generator) -> None:
        (rng,) = rng.spawn(1)
        value = 2 ** np.arange(BITS)
        self._shift = rng.integers(2, size=(knobs, BITS), dtype=np.uint32) @ value
        lower = np.tril(rng.integers(2, size=(knobs, BITS, BITS), dtype=np.uint32), -1)
        scrambling = lower.astype(np.int64) + np.eye(BITS, dtype=np.int64)
        bits = direction_bits(knobs) @ scrambling.transpose(0, 2, 1) % 2
        self._directions = bits @ value[::-1]

    def point(self, number: int) -> FloatArray:
        """Point `number`, from 0 to 2**BITS - 1, shape (knobs,), in [0, 1)."""
        gray = number ^ number >> 1  # neighbours in Gray's code differ in one bit
        chosen = (gray >> np.arange(BITS) & 1).astype(bool)
        drawn = np.bitwise_xor.reduce(self._directions[:, chosen], axis=1)
        x: FloatArray = (drawn ^ self._shift) / 2.0**BITS
        return x
