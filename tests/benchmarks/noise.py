"""Bayesian search under noise: plain against augmented EI, and where the noise's prior stands.

    python tests/benchmarks/noise.py --seeds 56 --cache build/noise.jsonl

Every variant searches the same landscapes, from the same initial trials and with the same luck: a
pair is one seed of one family at one noise. After 15, 25 and 40 trials it chooses the trial with
the best posterior mean; its regret is how far the *true* score there is below the optimum, as a
share of the landscape's range. Rows are appended to the cache, so that an interrupted run goes on.

It prints a Markdown table of means and medians, and compares augmented EI with the prior at 1e-2,
which is ours, with each other variant: how often it ended lower, a sign test, and a bootstrap
interval of the mean difference.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from scipy.stats import binomtest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from landscapes import FAMILIES, make_landscape
from strategies import BayesianSearch, fitting

NOISES = (0.01, 0.03, 0.05)
CHECKPOINTS = (15, 25, 40)
OURS = "augmented 1e-2"
VARIANTS = {
    f"{acquisition} {prior}": (acquisition, float(prior))
    for acquisition in ("plain", "augmented")
    for prior in ("1e-4", "1e-3", "1e-2")
    if (acquisition, prior) != ("plain", "1e-2")
}
"""The acquisition and the noise ratio at which its prior is centred, by name."""


def regrets(variant: str, family: str, seed: int, noise: float) -> list[float]:
    """Return the true regret of the choice after each checkpoint."""
    acquisition, prior = VARIANTS[variant]
    fitting.PRIOR_MEAN = np.log([0.3, 0.3, prior])
    landscape = make_landscape(family, seed, noise=noise)
    search = BayesianSearch(seed, noise="learned", acquisition=acquisition)
    found = []
    for trial in range(CHECKPOINTS[-1] + 1):
        x = search.ask()
        if trial in CHECKPOINTS:
            gp = search.belief.gp
            choice = gp.xs[int(gp.predict(gp.xs)[0].argmax())]
            lost = landscape.optimum.score - float(landscape.score(choice))
            found.append(lost / (landscape.optimum.score - landscape.worst))
        search.tell(x, landscape.observe(x, trial))
    return found


def measured(seeds: range, cache: Path) -> dict[str, dict[tuple, list[float]]]:
    """Return the regrets by variant and pair, those that the cache lacks computed now."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.touch()
    known = {tuple(key): found for key, found in map(json.loads, cache.read_text().splitlines())}
    with cache.open("a") as file:
        for seed in seeds:
            for family in FAMILIES:
                for noise in NOISES:
                    for variant in VARIANTS:
                        key = (variant, family, seed, noise)
                        if key not in known:
                            known[key] = regrets(*key)
                            print(json.dumps([key, known[key]]), file=file, flush=True)
    table: dict[str, dict[tuple, list[float]]] = {variant: {} for variant in VARIANTS}
    for (variant, *pair), found in known.items():
        table[variant][tuple(pair)] = found
    return table


def report(table: dict[str, dict[tuple, list[float]]]) -> None:
    """Print what was measured over the pairs that every variant has."""
    pairs = sorted(set.intersection(*(set(found) for found in table.values())))
    at = {variant: np.array([found[p] for p in pairs]) for variant, found in table.items()}
    print(f"{len(pairs)} pairs; mean (median) regret after {CHECKPOINTS} trials\n")
    print("| maximised, prior of the noise ratio |" + "".join(f" {n} |" for n in CHECKPOINTS))
    print("|---|" + "---|" * len(CHECKPOINTS))
    for variant, found in at.items():
        means, medians = found.mean(axis=0), np.median(found, axis=0)
        cells = (f" {m:.3f} ({d:.3f}) |" for m, d in zip(means, medians, strict=True))
        print(f"| {variant} |" + "".join(cells))
    rng = np.random.default_rng(0)
    resamples = rng.integers(len(pairs), size=(10_000, len(pairs)))
    for variant in at:
        if variant == OURS:
            continue
        print(f"\n{OURS} against {variant}:")
        for n, difference in zip(CHECKPOINTS, (at[OURS] - at[variant]).T, strict=True):
            lower, higher = int((difference < 0).sum()), int((difference > 0).sum())
            p = binomtest(lower, lower + higher).pvalue if lower + higher else 1.0
            low, high = np.quantile(difference[resamples].mean(axis=1), [0.025, 0.975])
            print(
                f"after {n}: lower in {lower}, higher in {higher} (sign test p = {p:.2g}); mean "
                f"difference {difference.mean():+.4f}, 95 % interval {low:+.4f} to {high:+.4f}"
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seeds", type=int, default=56, help="seeds, 9 pairs each (default 56)")
    parser.add_argument("--first-seed", type=int, default=2000)
    parser.add_argument("--cache", type=Path, default=Path("build/noise.jsonl"))
    options = parser.parse_args()
    report(measured(range(options.first_seed, options.first_seed + options.seeds), options.cache))


if __name__ == "__main__":
    main()
