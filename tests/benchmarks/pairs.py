"""Bayesian search before and after a change: who ends nearer to the optimum, and how fast.

    python tests/benchmarks/pairs.py 5d1005f
    python tests/benchmarks/pairs.py v0.1.0 --pairs 1000 --noise 0.03

A pair is one problem and one seed, searched by both: the revision, whose `strategies` are exported
beside these, and the sources here. Problems are those of `peers.py`, the same for both sides. Each
side works in a process of its own, and they take turns, so that a machine's moods meet both.

It prints Markdown: how many pairs each won after 15, 25 and 40 trials (regrets that differ by less
than 1e-4 are tied), and the time for a suggestion, tell + ask, from 10 to 60 trials, with the
numbers of the model that a recording holds.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

from problems import Problem, problems  # noqa: E402
from revision import checked_out  # noqa: E402

CHECKPOINTS = (15, 25, 40)
TIMED = (10, 60)  # trials told, from and to
TIMED_EVERY = 7  # pairs: one of them goes on until enough is timed
TIED = 1e-4
Z95 = 1.96


def search(problem: Problem, seed: int, trials: int, noise: float) -> dict[str, list[float]]:
    """The simple regret after each trial, and seconds and processor seconds of each suggestion."""
    from strategies import BayesianSearch  # of the tree that `work` was given

    searcher = BayesianSearch(seed, noise="learned" if noise else "tiny")
    luck = np.random.default_rng(seed)
    scores: list[float] = []
    found: dict[str, list[float]] = {"regret": [], "seconds": [], "processor": []}
    x = searcher.ask()
    while len(scores) < trials:
        scores.append(float(problem.score(x)))
        observed = scores[-1] + noise * float(luck.standard_normal())
        begin, begin_processor = time.perf_counter(), time.thread_time()
        searcher.tell(x, observed)
        x = searcher.ask()
        belief = searcher.belief
        if belief is not None:  # what a recording holds of it
            _ = belief.value, belief.best, belief.lengthscales, belief.outputscale
        found["processor"].append(time.thread_time() - begin_processor)
        found["seconds"].append(time.perf_counter() - begin)
    found["regret"] = (1.0 - np.maximum.accumulate(scores)).tolist()
    return found


def work(tree: str) -> None:
    """Search what each line of standard input names, with the strategies of `tree`."""
    sys.path.insert(0, tree)  # after the problems were imported from here
    known: dict[int, list[Problem]] = {}
    for line in sys.stdin:
        number, trials, noise = json.loads(line)
        run, which = divmod(number, PROBLEMS)
        known = known if run in known else {run: problems(run)}
        print(json.dumps(search(known[run][which], run, trials, noise)), flush=True)


class Side:
    """A process that searches with the strategies of one tree."""

    def __init__(self, tree: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--worker", str(tree)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def search(self, number: int, trials: int, noise: float) -> dict[str, list[float]]:
        """Search pair `number`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([number, trials, noise]), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


PROBLEMS = len(problems(0))


def report_regrets(before: np.ndarray, after: np.ndarray) -> Iterator[str]:
    """A table of who won how many pairs, from regrets of shape (pairs, trials)."""
    yield (
        "\n| trials | won | tied | lost | (won + tied / 2) / all | lower 95 % limit "
        "| median regret before | after |\n|---|---|---|---|---|---|---|---|"
    )
    for trials in CHECKPOINTS:
        one, other = before[:, trials - 1], after[:, trials - 1]
        points = np.where(np.abs(one - other) < TIED, 0.5, np.where(other < one, 1.0, 0.0))
        limit = points.mean() - Z95 * points.std(ddof=1) / math.sqrt(len(points))
        counts = " | ".join(str((points == value).sum()) for value in (1.0, 0.5, 0.0))
        yield (
            f"| {trials} | {counts} | {points.mean():.3f} | {limit:.3f} "
            f"| {np.median(one):.1e} | {np.median(other):.1e} |"
        )


def report_times(before: dict[str, np.ndarray], after: dict[str, np.ndarray]) -> Iterator[str]:
    """A table of times for a suggestion, from arrays of shape (pairs, trials) in seconds."""
    low, high = TIMED
    yield (
        "\n| trials told | median before, ms | after, ms | times as fast | in processor time |"
        "\n|---|---|---|---|---|"
    )
    for begin, end in [(n, n + 10) for n in range(low, high, 10)] + [TIMED]:
        told = slice(begin - 1, end - (end < high))
        one, other = (np.median(1e3 * side["seconds"][:, told]) for side in (before, after))
        ratio = np.median(before["processor"][:, told] / after["processor"][:, told])
        yield (f"| {begin} to {end} | {one:.2f} | {other:.2f} | {one / other:.2f} | {ratio:.2f} |")


def main() -> None:
    """Read the command line, search all pairs and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("revision", nargs="?", help="what to compare with, as git names it")
    parser.add_argument("--pairs", type=int, default=510, help="number of pairs (default 510)")
    parser.add_argument("--noise", type=float, default=0.0, help="sd of the noise (default none)")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.worker)
        return
    if options.revision is None:
        parser.error("say which revision to compare with")

    found: dict[str, list[dict[str, list[float]]]] = {"before": [], "after": []}
    with ExitStack() as stack:
        trees = {"before": stack.enter_context(checked_out(options.revision)), "after": ROOT}
        sides = {name: Side(tree) for name, tree in trees.items()}
        for side in sides.values():
            stack.callback(side.close)
        for number in range(options.pairs):
            trials = TIMED[1] if number % TIMED_EVERY == 0 else CHECKPOINTS[-1]
            for name, side in sides.items():
                found[name].append(side.search(number, trials, options.noise))

    regrets = [
        np.array([one["regret"][: CHECKPOINTS[-1]] for one in found[name]]) for name in found
    ]
    times: list[dict[str, Any]] = [
        {
            key: np.array([one[key] for one in side[::TIMED_EVERY]])
            for key in ("seconds", "processor")
        }
        for side in found.values()
    ]
    print(f"{options.pairs} pairs against {options.revision}, noise {options.noise:g}")
    print("\n".join([*report_regrets(*regrets), *report_times(*times)]))


if __name__ == "__main__":
    main()
