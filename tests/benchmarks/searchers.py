"""Every searcher on every problem, beside the peers that have the same method.

    pip install -e '.[benchmark]'
    python tests/benchmarks/searchers.py
    python tests/benchmarks/searchers.py --runs 4 --searchers pi ucb --families smooth bumpy

Problems are those of `problems.py`: all families of landscapes, the same turned, and the
classical functions, with scores from 0 to 1. Each searcher has its defaults and makes its own
initial trials, which are random search's first ones; a peer is told as many of these. A trial costs
what it costs on the page, with a budget of 240 GPU-minutes, which only searchers that weigh costs
know of.

It prints Markdown: the median simple regret after 15, 25 and 40 trials, with the 95 % interval
that order statistics give, the share of runs that came within 1 %, the processor time of a
suggestion, and of the paired runs the share won against each peer, with half of the tied (regrets
that differ by less than 1e-4). Each interval holds for itself; of so many, some will miss.
`--by-problem` adds a table of medians for each problem.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import peers  # noqa: E402
import tpe  # noqa: E402
from problems import Problem, problems  # noqa: E402
from scipy.stats import binom  # noqa: E402

from landscapes import make_landscape  # noqa: E402
from strategies import SEARCHERS, RandomSearch, SearchExhausted, Strategy  # noqa: E402
from strategies.searcher import Problem as Told  # noqa: E402

CHECKPOINTS = (15, 25, 40)
BUDGET = 240.0
WITHIN = 0.01
TIED = 1e-4
Z95 = 1.96
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Skopt(peers.Skopt):
    """scikit-optimize with another acquisition."""

    def __init__(self, seed: int, acquisition: str, **arguments: float) -> None:
        from skopt import Optimizer

        self.search = Optimizer(
            [(0.0, 1.0), (0.0, 1.0)],
            base_estimator="GP",
            acq_func=acquisition,
            acq_func_kwargs=arguments,
            n_initial_points=peers.N_INITIAL,
            random_state=seed,
        )


class BayesOpt(peers.BayesOpt):
    """The package bayesian-optimization with another acquisition."""

    def __init__(self, seed: int, acquisition: str, **arguments: float) -> None:
        super().__init__(seed)
        from bayes_opt import acquisition as acquisitions

        self.search._acquisition_function = getattr(acquisitions, acquisition)(**arguments)


@dataclass(frozen=True)
class Peer:
    """A searcher of somebody else that has the method of one of ours."""

    name: str
    make: Callable[[int], Any]
    """Makes one from a seed."""
    initial: int = peers.N_INITIAL
    """How many random trials it is told first."""


PEERS: dict[str, tuple[Peer, ...]] = {
    "bayes": (
        Peer("botorch LogEI", peers.BoTorch),
        Peer("skopt EI", peers.Skopt),
        Peer("bayes_opt EI", peers.BayesOpt),
    ),
    "pi": (
        Peer("skopt PI", partial(Skopt, acquisition="PI", xi=0.01)),
        Peer("bayes_opt PI", partial(BayesOpt, acquisition="ProbabilityOfImprovement", xi=0.01)),
    ),
    "ucb": (
        Peer("skopt LCB", partial(Skopt, acquisition="LCB", kappa=2.0)),
        Peer("bayes_opt UCB", partial(BayesOpt, acquisition="UpperConfidenceBound", kappa=2.0)),
    ),
    "tpe": (Peer("optuna TPE", partial(tpe.Peer, kernels="multivariate"), tpe.N_INITIAL),),
}


def ours(key: str, seed: int, cost: Callable[[Any], Any]) -> Strategy:
    """One of this project's searchers, as a race makes it."""
    entry = SEARCHERS[key]
    told = Told(knobs=2, budget=BUDGET, cost=cost, seed=seed, noisy=False)
    return entry.make(told, entry.options())


@dataclass(frozen=True)
class Outcome:
    """One search."""

    regrets: list[float]
    """Simple regret after each trial."""
    seconds: list[float]
    """Processor time of each suggestion, tell + ask, after the initial trials."""


def search(searcher: Any, problem: Problem, seed: int, initial: int, costs: Any) -> Outcome:
    """Let a searcher make 40 trials; before them `initial` are told to it."""
    darts, scores, seconds = RandomSearch(seed), [], []
    told: Any = None
    while len(scores) < CHECKPOINTS[-1]:
        begin = time.process_time()
        if told is not None:
            searcher.tell(*told)
        try:
            x = np.clip(darts.ask() if len(scores) < initial else searcher.ask(), 0.0, 1.0)
        except SearchExhausted:
            scores += [-math.inf] * (CHECKPOINTS[-1] - len(scores))
            break
        if len(scores) >= peers.N_INITIAL:
            seconds.append(time.process_time() - begin)
        scores.append(float(problem.score(x)))
        paid = (float(costs(x)),) if isinstance(searcher, Strategy) else ()
        told = (x, scores[-1], *paid)
    return Outcome((1.0 - np.maximum.accumulate(scores)).tolist(), seconds)


def run(key: str, peer: str | None, number: int, families: list[str]) -> dict[str, Outcome]:
    """One searcher, or one of its peers, on all problems of a run."""
    warnings.filterwarnings("ignore")
    costs = make_landscape("smooth", 0).cost
    found = {}
    for problem in problems(number):
        if families and problem.name not in families:
            continue
        if peer is None:
            found[problem.name] = search(ours(key, number, costs), problem, number, 0, costs)
        else:
            entry = next(entry for entry in PEERS[key] if entry.name == peer)
            made = entry.make(number)
            found[problem.name] = search(made, problem, number, entry.initial, costs)
    return found


def median(values: np.ndarray) -> str:
    """The median with the 95 % interval of order statistics."""
    ordered, n = np.sort(values), len(values)
    low = max(int(binom.ppf(0.025, n, 0.5)) - 1, 0)
    return f"{np.median(values):.1e} [{ordered[low]:.0e}, {ordered[n - 1 - low]:.0e}]"


def share(won: np.ndarray) -> str:
    """A share with its 95 % interval, paired runs."""
    half = Z95 * won.std(ddof=1) / math.sqrt(len(won))
    return f"{won.mean():.2f} [{won.mean() - half:.2f}, {won.mean() + half:.2f}]"


def report(found: dict[tuple[str, str | None], list[dict[str, Outcome]]]) -> Iterator[str]:
    """The tables as lines of Markdown."""
    regrets, times = {}, {}
    for who, runs in found.items():
        outcomes = [outcome for one in runs for outcome in one.values()]
        regrets[who] = np.array([outcome.regrets for outcome in outcomes])
        times[who] = 1e3 * np.median([s for outcome in outcomes for s in outcome.seconds])
    yield "| searcher | after 15 trials | after 25 | after 40 | within 1 % | a suggestion, ms |"
    yield "|---|---|---|---|---|---|"
    for (key, peer), all_trials in regrets.items():
        medians = " | ".join(median(all_trials[:, trials - 1]) for trials in CHECKPOINTS)
        near = (all_trials[:, -1] < WITHIN).mean()
        spent = f"{times[key, peer]:.2f}"
        yield f"| {peer or f'**{key}**'} | {medians} | {100 * near:.0f} % | {spent} |"
    paired = [(key, peer) for key, peer in regrets if peer is not None]
    if paired:
        yield "\n| won against | after 15 trials | after 25 | after 40 |\n|---|---|---|---|"
    for key, peer in paired:
        own, other = regrets[key, None], regrets[key, peer]
        shares = []
        for trials in CHECKPOINTS:
            gap = other[:, trials - 1] - own[:, trials - 1]
            shares.append(share(np.where(np.abs(gap) < TIED, 0.5, (gap > 0).astype(float))))
        yield f"| {key}: {peer} | {' | '.join(shares)} |"


def by_problem(found: dict[tuple[str, str | None], list[dict[str, Outcome]]]) -> Iterator[str]:
    """Median regrets after 40 trials, a line a problem."""
    whose = [key for key, peer in found if peer is None]
    yield f"\n| after 40 trials | {' | '.join(whose)} |\n|---|{'---|' * len(whose)}"
    for name in found[whose[0], None][0]:
        last = [np.median([one[name].regrets[-1] for one in found[key, None]]) for key in whose]
        yield f"| {name} | {' | '.join(f'{value:.1e}' for value in last)} |"


def main() -> None:
    """Search, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=8, help="runs of each problem (default 8)")
    full = [key for key, entry in SEARCHERS.items() if not entry.early]
    parser.add_argument("--searchers", nargs="+", choices=full, default=full)
    parser.add_argument("--families", nargs="+", default=[], help="problems by name, not all")
    parser.add_argument("--no-peers", action="store_true", help="only this project's searchers")
    parser.add_argument("--by-problem", action="store_true", help="a table for each problem, too")
    options = parser.parse_args()
    os.environ |= dict.fromkeys(THREADS, "1")  # before a worker imports anything
    whom: list[tuple[str, str | None]] = []
    for key in options.searchers:
        whom.append((key, None))
        whom += [] if options.no_peers else [(key, peer.name) for peer in PEERS.get(key, ())]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        waiting = {
            who: [pool.submit(run, *who, n, options.families) for n in range(options.runs)]
            for who in whom
        }
        found = {who: [one.result() for one in runs] for who, runs in waiting.items()}
    count = sum(len(one) for one in found[whom[0]])
    print(f"{count} searches each, {options.runs} runs of each problem\n")
    print("\n".join(report(found)))
    if options.by_problem:
        print("\n".join(by_problem(found)))


if __name__ == "__main__":
    main()
