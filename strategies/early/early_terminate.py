"""What a Weights & Biases sweep calls ``early_terminate: {type: hyperband}``.

In truth it is one bracket of asynchronous stopping. At bands, which are numbers of logged values,
all runs that got so far are ranked by the value that they had there, and the bar is entry
int(n / eta) of these, best first and counted from 0: so floor(n / eta) + 1 runs pass. A run is
stopped where it is below the bar of the last band that it passed. The bar is computed anew whenever
asked: as other runs come by, a run that had passed may be stopped between two bands.
"""

from __future__ import annotations

from collections.abc import Sequence

from strategies.checks import LARGEST, checked_count, checked_number
from strategies.early.stopping import Curve

MOST_BANDS = 100
MOST_ITERATIONS = 1_000_000


class EarlyTerminate:
    """The rule, with a sweep's own fields: ``min_iter``, or ``max_iter`` and ``s``.

    Parameters
    ----------
    min_iter : int, optional
        Bands are min_iter, eta min_iter, eta^2 min_iter, ...
    max_iter, s : int, optional
        Bands are max_iter / eta, ..., max_iter / eta^s, those of at least 1, rounded down.
    eta : float
        One in so many passes, and one more; above 1.
    strict : bool
        Whether the value at the band is compared with the bar, or the best so far.

    Raises
    ------
    ValueError
        If an argument is not one of those above, or neither set of fields is there.
    """

    def __init__(
        self,
        *,
        min_iter: int | None = None,
        max_iter: int | None = None,
        s: int | None = None,
        eta: float = 3,
        strict: bool = True,
    ) -> None:
        self._eta = checked_number("eta", eta, "above 1", 1.000001, LARGEST)
        self._strict = bool(strict)
        if max_iter is not None and s is not None:
            most = checked_count("max_iter", max_iter, 1, MOST_ITERATIONS)
            count = checked_count("s", s, 1, MOST_BANDS)
            bands = [most / self._eta ** (k + 1) for k in range(count)]
            self._bands = tuple(sorted(int(band) for band in bands if band >= 1.0))
        elif min_iter is not None:
            least = checked_count("min_iter", min_iter, 1, MOST_ITERATIONS)
            powers = (least * self._eta**k for k in range(MOST_BANDS))
            self._bands = tuple(int(band) for band in powers if band <= MOST_ITERATIONS)
        else:
            raise ValueError("early_terminate needs min_iter, or max_iter and s")
        if not self._bands:
            raise ValueError(f"max_iter must be at least eta, got {max_iter!r} with eta {eta!r}")

    @property
    def bands(self) -> tuple[int, ...]:
        """Numbers of logged values at which runs are compared, rising."""
        return self._bands

    def bar(self, band: int, curves: Sequence[Curve]) -> float | None:
        """Return what a run must have had at a band; None where no run got so far."""
        values = sorted(
            (one.scores[band - 1] for one in curves if len(one.scores) >= band), reverse=True
        )
        return values[int(len(values) / self._eta)] if values else None

    def stops(self, curve: Curve, curves: Sequence[Curve]) -> bool:
        """Return whether a run is stopped at its latest value."""
        passed = [band for band in self._bands if band <= len(curve.scores)]
        if not passed:
            return False
        bar = self.bar(passed[-1], curves)
        value = curve.scores[passed[-1] - 1] if self._strict else curve.best
        return bar is not None and value < bar
