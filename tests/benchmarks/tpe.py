"""TPE against Optuna's own or another searcher: who ends nearer to the optimum, and how fast.

    pip install -e '.[benchmark]'
    python tests/benchmarks/tpe.py
    python tests/benchmarks/tpe.py --pairs 1000 --kernels univariate
    python tests/benchmarks/tpe.py --against bayes

A pair is one problem and one seed, searched by both with the same ten random trials first. Problems
are those of `peers.py`. Both take turns in one process, so that a machine's moods meet both.

It prints Markdown: how many pairs ours won after 15, 25 and 40 trials (regrets that differ by less
than 1e-4 are tied), the lower 95 % limit of won + half of tied, and the processor time of a
suggestion, tell + ask. Against Optuna's the limit must be .42 at least: it fails where it is lower.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
import warnings
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from problems import Problem, problems  # noqa: E402

from strategies import BayesianSearch, RandomSearch, Strategy  # noqa: E402
from strategies.searchers.tpe import ParzenSearch  # noqa: E402

CHECKPOINTS = (15, 25, 40)
N_INITIAL = 10
TIED = 1e-4
Z95 = 1.96
LEAST = 0.42


class Peer:
    """Optuna's TPE sampler with its defaults, but for the kernels."""

    def __init__(self, seed: int, kernels: str) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._space = {name: optuna.distributions.FloatDistribution(0.0, 1.0) for name in "ab"}
        self._created = optuna.trial.create_trial
        sampler = optuna.samplers.TPESampler(seed=seed, multivariate=kernels == "multivariate")
        self._study = optuna.create_study(direction="maximize", sampler=sampler)
        self._asked = None

    def tell(self, x: np.ndarray, score: float) -> None:
        """Record a trial."""
        if self._asked is not None:
            self._study.tell(self._asked, score)
            return
        params = {"a": float(x[0]), "b": float(x[1])}
        self._study.add_trial(self._created(params=params, distributions=self._space, value=score))

    def ask(self) -> np.ndarray:
        """Propose a configuration."""
        self._asked = self._study.ask(self._space)
        return np.array([self._asked.params["a"], self._asked.params["b"]])


def peer_of(name: str, seed: int, kernels: str) -> Strategy | Peer:
    """Whom it is compared with."""
    if name == "optuna":
        return Peer(seed, kernels)
    return BayesianSearch(seed) if name == "bayes" else RandomSearch(seed)


def search(problem: Problem, searcher: Strategy | Peer, seed: int) -> tuple[list, list]:
    """The simple regret after each trial, and processor seconds of each suggestion."""
    darts, scores, seconds = RandomSearch(seed), [], []
    for _ in range(N_INITIAL):
        x = darts.ask()
        scores.append(float(problem.score(x)))
        searcher.tell(x, scores[-1])
    while len(scores) < CHECKPOINTS[-1]:
        begin = time.process_time()
        x = searcher.ask()
        scores.append(float(problem.score(x)))
        searcher.tell(x, scores[-1])
        seconds.append(time.process_time() - begin)
    return (1.0 - np.maximum.accumulate(scores)).tolist(), seconds


def main() -> int:
    """Search all pairs, print, and return whether a limit is too low."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=400, help="number of pairs (default 400)")
    parser.add_argument("--kernels", default="multivariate", choices=("multivariate", "univariate"))
    parser.add_argument("--against", default="optuna", choices=("optuna", "bayes", "random"))
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    regrets: dict[str, list] = {"own": [], "peer": []}
    seconds: dict[str, list] = {"own": [], "peer": []}
    run, waiting = 0, []
    for _ in range(options.pairs):
        if not waiting:
            waiting, run = problems(run), run + 1
        problem = waiting.pop(0)
        for name, searcher in (
            ("own", ParzenSearch(run, kernels=options.kernels)),
            ("peer", peer_of(options.against, run, options.kernels)),
        ):
            regret, spent = search(problem, searcher, run)
            regrets[name].append(regret)
            seconds[name].append(spent)
    own, peer = (np.array(regrets[name]) for name in ("own", "peer"))
    print(f"{options.pairs} pairs against {options.against}, {options.kernels} kernels\n")
    print("| trials | won | tied | lost | (won + tied / 2) / all | lower 95 % limit | medians |")
    print("|---|---|---|---|---|---|---|")
    lowest = 1.0
    for trials in CHECKPOINTS:
        ours, theirs = own[:, trials - 1], peer[:, trials - 1]
        points = np.where(np.abs(ours - theirs) < TIED, 0.5, np.where(ours < theirs, 1.0, 0.0))
        limit = points.mean() - Z95 * points.std(ddof=1) / math.sqrt(len(points))
        lowest = min(lowest, limit)
        counts = " | ".join(str((points == value).sum()) for value in (1.0, 0.5, 0.0))
        medians = f"{np.median(ours):.1e}, {np.median(theirs):.1e}"
        print(f"| {trials} | {counts} | {points.mean():.3f} | {limit:.3f} | {medians} |")
    times = {name: 1e3 * np.median(spent) for name, spent in seconds.items()}
    told = f"own {times['own']:.2f}, {options.against} {times['peer']:.2f}"
    print(f"\na suggestion, processor ms: {told}")
    return int(options.against == "optuna" and lowest < LEAST)


if __name__ == "__main__":
    sys.exit(main())
