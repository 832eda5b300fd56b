"""Time and memory of one suggestion after many trials.

    python tests/benchmarks/many_trials.py

A Bayesian search is told 100, 300 and 1,000 trials and asked once: that fits its kernel from a
coarse start, and makes the 64 x 64 maps. Time and memory are measured in runs of their own, for
watching the memory takes time. It prints a Markdown table.
"""

import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from landscapes import make_landscape
from strategies import BayesianSearch

TRIALS = (100, 300, 1000)


def told(trials: int, noise: str) -> BayesianSearch:
    """Return a search that was told so many random trials."""
    landscape = make_landscape("bumpy", 7, noise=0.03 if noise == "learned" else 0.0)
    search = BayesianSearch(7, noise=noise)
    for trial, x in enumerate(np.random.default_rng(7).random((trials, 2))):
        search.tell(x, landscape.observe(x, trial))
    return search


def seconds(trials: int, noise: str) -> float:
    """Return the time of one suggestion."""
    search = told(trials, noise)
    start = time.perf_counter()
    search.ask()
    return time.perf_counter() - start


def floats(trials: int, noise: str) -> float:
    """Return the peak memory of one suggestion, in numbers of 8 bytes."""
    search = told(trials, noise)
    tracemalloc.start()
    search.ask()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 8.0


def main() -> None:
    """Measure and print."""
    print("| trials told | noise | one suggestion, s | peak memory, MB | floats / trials² |")
    print("|---|---|---|---|---|")
    for trials in TRIALS:
        for noise in ("tiny", "learned"):
            peak = floats(trials, noise)
            print(
                f"| {trials} | {noise} | {seconds(trials, noise):.2f} | {peak * 8e-6:.1f} "
                f"| {peak / trials**2:.1f} |"
            )


if __name__ == "__main__":
    main()
