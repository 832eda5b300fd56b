"""The functions of scipy that the searchers take: scipy's, or where it isn't, our own.

A browser that computes by itself has numpy only: scipy would double what it fetches. Whatever a
searcher takes of scipy, it takes from here, so that every searcher runs there, too.
"""

from __future__ import annotations

try:
    from scipy.linalg.lapack import dposv, dpotrf, dtrtri
    from scipy.special import erfcx, ndtr
except ImportError:
    from strategies.numpy_only import dposv, dpotrf, dtrtri, erfcx, ndtr  # type: ignore[assignment]

__all__ = ["dposv", "dpotrf", "dtrtri", "erfcx", "ndtr"]
