"""What a suggestion of each searcher with a Gaussian process takes, in times of Bayesian search's.

    python tests/benchmarks/suggestions.py
    python tests/benchmarks/suggestions.py --seeds 20 --noise 0.03

In each of some races of 40 trials all searchers take turns, trial by trial, in one process and on
one thread, so that a machine's moods meet all of them; times are the processor's, of tell + ask
without maps. It prints Markdown: the median over trials 6 to 40 of all races, in milliseconds, and
the median of its ratio to Bayesian search's at the same trial of the same race.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from landscapes import make_landscape  # noqa: E402
from strategies import SEARCHERS, Problem, Strategy  # noqa: E402

TRIALS = 40
FIRST = 5
"""Trials before the first model."""
FAMILIES = ("smooth", "bumpy", "one-knob")
VARIANTS = {"ei-cost, modelled": ("ei-cost", {"costs": "modelled"})}
"""Searchers that race with other options, too."""


def entrants() -> dict[str, tuple[str, dict[str, str]]]:
    """The searchers by what they are called here: key and options."""
    keys = [key for key, entry in SEARCHERS.items() if entry.mind == "gaussian process"]
    keys.sort(key=lambda key: key != "bayes")
    return {key: (key, {}) for key in keys} | VARIANTS


def measured(family: str, seed: int, noise: float) -> dict[str, list[float]]:
    """Processor milliseconds of each suggestion of one race, by entrant."""
    landscape = make_landscape(family, seed, noise=noise)
    problem = Problem(2, 1e6, landscape.cost, seed, noise > 0)
    made: dict[str, Strategy] = {}
    for name, (key, options) in entrants().items():
        searcher = SEARCHERS[key]
        made[name] = searcher.make(problem, searcher.options(initial=FIRST, **options))
    asked = {name: search.ask() for name, search in made.items()}
    took: dict[str, list[float]] = {name: [] for name in made}
    for trial in range(TRIALS):
        for name, search in made.items():
            x = asked[name]
            score, cost = landscape.observe(x, trial), float(landscape.cost(x))
            start = time.process_time_ns()
            search.tell(x, score, cost)
            asked[name] = search.ask()
            took[name].append((time.process_time_ns() - start) / 1e6)
    return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=8, help="races of each family")
    parser.add_argument("--noise", type=float, default=0.0, help="standard deviation of a score")
    options = parser.parse_args()
    races = [
        measured(family, seed, options.noise)
        for seed in range(options.seeds)
        for family in FAMILIES
    ]
    print("| searcher | a suggestion, ms | in times of Bayesian search's |\n|---|---|---|")
    base = np.array([race["bayes"][FIRST:] for race in races])
    for name in entrants():
        took = np.array([race[name][FIRST:] for race in races])
        print(f"| {name} | {np.median(took):.2f} | {np.median(took / base):.2f} |")


if __name__ == "__main__":
    main()
