"""Bayesian search against its peers: simple regret, and time for a suggestion.

    pip install -e '.[benchmark]'
    python tests/benchmarks/peers.py --quick
    python tests/benchmarks/peers.py --runs 20 --cache build/peers

Every searcher gets the same problems, the same initial configurations (those of random search with
the run's seed) and the same number of trials. Each works in a process of its own. Regrets are
cached by searcher, version and run, so that an interrupted comparison goes on where it stopped.
Times are always measured anew, one searcher after another in several rounds, with no environment
variable set; ours includes the 64 x 64 maps of mean, standard deviation and log EI.

It prints Markdown: the machine, the versions and the tables.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

from classical import CLASSICAL  # noqa: E402
from problems import Problem, problems  # noqa: E402

from strategies import BayesianSearch, RandomSearch  # noqa: E402

N_INITIAL = 5
N_TRIALS = 40
CHECKPOINTS = (15, 25, 40)
TOLERANCE = 1e-3
"""How much worse a median regret may be than the best peer's without being marked."""


class Searcher(Protocol):
    """What the comparison needs of a searcher."""

    def tell(self, x: np.ndarray, score: float) -> None:
        """Record a trial."""

    def ask(self) -> np.ndarray:
        """Propose a configuration, shape (2,)."""


class Ours:
    """This project's Bayesian search, which also makes the maps of its belief at each step."""

    def __init__(self, seed: int) -> None:
        self.search = BayesianSearch(seed, n_initial=N_INITIAL)

    def tell(self, x: np.ndarray, score: float) -> None:
        """Record a trial."""
        self.search.tell(x, score)

    def ask(self) -> np.ndarray:
        """Propose a configuration, and make the maps."""
        x = self.search.ask()
        belief = self.search.belief
        if belief is not None:
            for name in ("mean", "sd", "heights"):
                assert getattr(belief, name).shape == (64, 64)
        return x


class Optuna:
    """Optuna's Gaussian process sampler, told that scores are free of noise."""

    def __init__(self, seed: int) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self.space = {name: optuna.distributions.FloatDistribution(0.0, 1.0) for name in "ab"}
        self.create_trial = optuna.trial.create_trial
        sampler = optuna.samplers.GPSampler(
            seed=seed, n_startup_trials=N_INITIAL, deterministic_objective=True
        )
        self.study = optuna.create_study(direction="maximize", sampler=sampler)
        self.asked = None

    def tell(self, x: np.ndarray, score: float) -> None:
        """Record a trial."""
        if self.asked is not None:
            self.study.tell(self.asked, score)
            return
        parameters = {"a": float(x[0]), "b": float(x[1])}
        self.study.add_trial(
            self.create_trial(params=parameters, distributions=self.space, value=score)
        )

    def ask(self) -> np.ndarray:
        """Propose a configuration."""
        self.asked = self.study.ask(self.space)
        return np.array([self.asked.params["a"], self.asked.params["b"]])


class BayesOpt:
    """The package bayesian-optimization with expected improvement."""

    def __init__(self, seed: int) -> None:
        from bayes_opt import BayesianOptimization
        from bayes_opt.acquisition import ExpectedImprovement

        self.search = BayesianOptimization(
            f=None,
            pbounds={"a": (0.0, 1.0), "b": (0.0, 1.0)},
            acquisition_function=ExpectedImprovement(xi=0.0),
            random_state=seed,
            verbose=0,
            allow_duplicate_points=True,
        )

    def tell(self, x: np.ndarray, score: float) -> None:
        """Record a trial."""
        self.search.register(params={"a": float(x[0]), "b": float(x[1])}, target=score)

    def ask(self) -> np.ndarray:
        """Propose a configuration."""
        suggestion = self.search.suggest()
        return np.array([suggestion["a"], suggestion["b"]])


class Skopt:
    """scikit-optimize with expected improvement."""

    def __init__(self, seed: int) -> None:
        from skopt import Optimizer

        self.search = Optimizer(
            [(0.0, 1.0), (0.0, 1.0)],
            base_estimator="GP",
            acq_func="EI",
            acq_func_kwargs={"xi": 0.0},
            n_initial_points=N_INITIAL,
            random_state=seed,
        )

    def tell(self, x: np.ndarray, score: float) -> None:
        """Record a trial."""
        self.search.tell([float(x[0]), float(x[1])], -score)

    def ask(self) -> np.ndarray:
        """Propose a configuration."""
        return np.array(self.search.ask())


class BoTorch:
    """BoTorch's usual model and log expected improvement."""

    def __init__(self, seed: int) -> None:
        import torch

        torch.manual_seed(seed)
        self.xs: list[list[float]] = []
        self.scores: list[list[float]] = []

    def tell(self, x: np.ndarray, score: float) -> None:
        """Record a trial."""
        self.xs.append([float(x[0]), float(x[1])])
        self.scores.append([score])

    def ask(self) -> np.ndarray:
        """Propose a configuration."""
        import torch
        from botorch.acquisition import LogExpectedImprovement
        from botorch.fit import fit_gpytorch_mll
        from botorch.models import SingleTaskGP
        from botorch.optim import optimize_acqf
        from gpytorch.mlls import ExactMarginalLogLikelihood

        xs = torch.tensor(self.xs, dtype=torch.float64)
        scores = torch.tensor(self.scores, dtype=torch.float64)
        model = SingleTaskGP(xs, scores)
        fit_gpytorch_mll(ExactMarginalLogLikelihood(model.likelihood, model))
        best, _ = optimize_acqf(
            LogExpectedImprovement(model, best_f=scores.max()),
            bounds=torch.tensor([[0.0, 0.0], [1.0, 1.0]], dtype=torch.float64),
            q=1,
            num_restarts=5,
            raw_samples=128,
        )
        return best[0].numpy()


class Random:
    """Random search, for comparison."""

    def __init__(self, seed: int) -> None:
        self.search = RandomSearch(seed)
        for _ in range(N_INITIAL):
            self.search.ask()

    def tell(self, x: np.ndarray, score: float) -> None:
        """Record a trial."""

    def ask(self) -> np.ndarray:
        """Propose a configuration."""
        return self.search.ask()


OURS = "search-race"
SEARCHERS: dict[str, Callable[[int], Searcher]] = {
    OURS: Ours,
    "bayes_opt EI": BayesOpt,
    "optuna GP": Optuna,
    "skopt EI": Skopt,
    "botorch LogEI": BoTorch,
    "random": Random,
}
PACKAGES = {
    "bayes_opt EI": ("bayesian-optimization", "bayes_opt"),
    "optuna GP": ("optuna", "optuna.samplers, torch"),
    "skopt EI": ("scikit-optimize", "skopt"),
    "botorch LogEI": (
        "botorch",
        "botorch.fit, botorch.acquisition, botorch.models, botorch.optim",
    ),
    OURS: (None, "strategies"),
}
"""Distribution and imported modules of each searcher."""


def installed(name: str) -> bool:
    """Return whether a searcher can be run here."""
    distribution, _ = PACKAGES.get(name, (None, None))
    try:
        return distribution is None or bool(version(distribution))
    except PackageNotFoundError:
        return False


def run_one(name: str, problem: Problem, seed: int) -> tuple[list[float], list[float]]:
    """Run one searcher on one problem.

    Returns
    -------
    regrets : list of float
        Simple regret after each trial.
    seconds : list of float
        Time of each suggestion: telling the latest trial and asking for the next one.
    """
    design = RandomSearch(seed)
    searcher = SEARCHERS[name](seed)
    scores: list[float] = []
    for _ in range(N_INITIAL):
        x = searcher.ask() if name == OURS else design.ask()
        scores.append(float(problem.score(x)))
        if len(scores) < N_INITIAL:
            searcher.tell(x, scores[-1])

    seconds = []
    while len(scores) < N_TRIALS:
        started = time.perf_counter()
        searcher.tell(x, scores[-1])
        x = np.clip(searcher.ask(), 0.0, 1.0)
        seconds.append(time.perf_counter() - started)
        scores.append(float(problem.score(x)))
    return (1.0 - np.maximum.accumulate(scores)).tolist(), seconds


# Worker processes, one for each searcher


def work(name: str, runs: list[int], only: list[str] | None) -> None:
    """Run one searcher on all problems of some runs; print a line of JSON for each."""
    warnings.filterwarnings("ignore")
    for run in runs:
        for problem in problems(run):
            if only and problem.name not in only:
                continue
            regrets, seconds = run_one(name, problem, run)
            result = {"run": run, "problem": problem.name, "regrets": regrets, "seconds": seconds}
            print(json.dumps(result), flush=True)


def worker(
    name: str, runs: list[int], only: list[str] | None = None, one_thread: bool = False
) -> Iterator[dict]:
    """Run `work` in a process of its own and yield its results."""
    command = [sys.executable, __file__, "--worker", name, "--numbers", *map(str, runs)]
    if only:
        command += ["--only", *only]
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {key: value for key, value in os.environ.items() if key not in threads}
    if one_thread:
        environment |= dict.fromkeys(threads, "1")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)
    if process.wait():
        raise RuntimeError(f"the process of {name} failed")


def fingerprint(name: str) -> str:
    """Return what a cached regret depends on: the searcher's version and the problems' scores."""
    x = np.random.default_rng(0).random((100, 2))
    scores = [np.round(problem.score(x), 6) + 0.0 for run in (0, 1) for problem in problems(run)]
    digest = hashlib.sha256(np.array(scores).tobytes())
    distribution, _ = PACKAGES.get(name, (None, None))
    if name == OURS:
        for path in sorted((ROOT / "strategies").rglob("*.py")):
            digest.update(path.read_bytes())
    return f"{version(distribution) if distribution else 'own'}-{digest.hexdigest()[:12]}"


def regrets_of(name: str, names: list[str], runs: int, cache: Path | None) -> dict[str, np.ndarray]:
    """Return simple regrets, shape (runs, trials), of one searcher for each problem of `names`."""
    finished: dict[int, dict[str, list[float]]] = {}
    path = cache / f"{name.replace(' ', '-')}-{fingerprint(name)}.jsonl" if cache else None
    lines = path.read_text().splitlines() if path and path.exists() else []
    for line in lines:
        result = json.loads(line)
        finished.setdefault(result["run"], {})[result["problem"]] = result["regrets"]

    missing = [run for run in range(runs) if not finished.get(run, {}).keys() >= set(names)]
    if missing:
        for result in worker(name, missing, only=names, one_thread=True):
            finished.setdefault(result["run"], {})[result["problem"]] = result["regrets"]
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("a") as file:
                    file.write(json.dumps(result) + "\n")
    return {problem: np.array([finished[run][problem] for run in range(runs)]) for problem in names}


# Reports


def report_regrets(regrets: dict[str, dict[str, np.ndarray]]) -> list[str]:
    """Return Markdown tables of median simple regrets after 15, 25 and 40 trials."""
    names = list(regrets)
    problem_names = list(regrets[names[0]])
    runs = len(regrets[names[0]][problem_names[0]])
    groups = {name: [name] for name in problem_names}
    groups["*all classical*"] = [f.name for f in CLASSICAL if f.name in problem_names]
    groups["*all*"] = problem_names
    groups = {group: members for group, members in groups.items() if members}
    lines, worse = [], []
    for trials in CHECKPOINTS:
        lines += [
            f"\n### Median simple regret after {trials} trials ({runs} runs a problem)\n",
            "| problem | " + " | ".join(names) + " |",
            "|---|" + "---|" * len(names),
        ]
        for group, members in groups.items():
            medians = {
                name: float(
                    np.median(np.concatenate([regrets[name][m][:, trials - 1] for m in members]))
                )
                for name in names
            }
            lines.append(f"| {group} | " + " | ".join(f"{m:.1e}" for m in medians.values()) + " |")
            peers = {name: m for name, m in medians.items() if name not in (OURS, "random")}
            if OURS in medians and peers:
                best = min(peers, key=peers.__getitem__)
                if medians[OURS] > peers[best] + TOLERANCE:
                    worse.append(
                        f"- {group}, {trials} trials: {medians[OURS]:.4f}, {best} {peers[best]:.4f}"
                    )
    lines += ["\n### All problems after 40 trials\n"]
    lines += ["| searcher | mean regret | regret < .05 | regret < .01 |", "|---|---|---|---|"]
    for name in names:
        last = np.concatenate([regrets[name][problem][:, -1] for problem in problem_names])
        lines.append(
            f"| {name} | {last.mean():.4f} | {np.mean(last < 0.05):.2f} "
            f"| {np.mean(last < 0.01):.2f} |"
        )
    if OURS in names:
        lines += [f"\n### Medians more than {TOLERANCE} worse than the best peer's\n"]
        lines += worse or ["None."]
    return lines


def report_times(names: list[str], rounds: int) -> list[str]:
    """Measure times of suggestions and imports side by side; return a Markdown table."""
    timed = ["bumpy", "Branin"]  # in turn, a round each
    seconds: dict[str, list[float]] = {name: [] for name in names}
    imports: dict[str, list[float]] = {name: [] for name in names}
    for round_ in range(rounds):
        for name in names:
            for result in worker(name, [round_], only=[timed[round_ % len(timed)]]):
                seconds[name] += result["seconds"]
            imports[name].append(import_seconds(name))
    milliseconds = {name: 1e3 * np.array(values) for name, values in seconds.items()}
    ours = np.median(milliseconds[OURS]) if OURS in names else np.nan
    lines = [
        f"\n### Time for a suggestion, tell + ask, {N_TRIALS} trials, {rounds} rounds\n",
        "| searcher | median, ms | 95th percentile, ms | times ours | import, CPU s |",
        "|---|---|---|---|---|",
    ]
    for name in names:
        median, high = np.quantile(milliseconds[name], [0.5, 0.95])
        lines.append(
            f"| {name} | {median:.2f} | {high:.2f} | {median / ours:.0f} "
            f"| {np.median(imports[name]):.2f} |"
        )
    return lines


def import_seconds(name: str) -> float:
    """Return CPU seconds that importing a searcher takes, beyond those of Python and NumPy."""
    code = (
        "import time, numpy; start = time.process_time(); "
        f"import {PACKAGES[name][1]}; print(time.process_time() - start)"
    )
    output = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return float(output)


def report_machine(names: list[str]) -> list[str]:
    """Return a line on the machine and the versions."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        named = [line for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = named[0].partition(":")[2].strip() if named else model
    distributions = ["numpy", "scipy"]
    distributions += [PACKAGES[name][0] for name in names if name in PACKAGES and name != OURS]
    versions = ", ".join(f"{d} {version(d)}" for d in distributions)
    return [f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}; {versions}."]


def main() -> None:
    """Read the command line, compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=10, help="runs of each problem (default 10)")
    parser.add_argument(
        "--peers", nargs="+", choices=SEARCHERS, help="searchers (default: all installed)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="one run of each family, one round of times"
    )
    parser.add_argument("--cache", type=Path, help="folder in which regrets are kept")
    parser.add_argument(
        "--part", choices=("all", "regrets", "times"), default="all", help="what to measure"
    )
    parser.add_argument("--rounds", type=int, default=4, help="rounds of times (default 4)")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--numbers", nargs="*", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--only", nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.worker, options.numbers, options.only)
        return

    names = options.peers or [name for name in SEARCHERS if installed(name)]
    runs, rounds = (1, 1) if options.quick else (options.runs, options.rounds)
    print("\n".join(report_machine(names)))
    if options.part != "regrets":
        print("\n".join(report_times([name for name in names if name != "random"], rounds)))
    if options.part != "times":
        chosen = [problem.name for problem in problems(0)][: 3 if options.quick else None]
        regrets = {name: regrets_of(name, chosen, runs, options.cache) for name in names}
        print("\n".join(report_regrets(regrets)))


if __name__ == "__main__":
    main()
