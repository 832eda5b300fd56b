"""Says of the measured landscapes what README repeats: how many are poor, what early scores tell.

python -m tests.measured.described            what was measured
python -m tests.measured.described --races    and who wins in 300 races of each: minutes
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from scipy.stats import spearmanr

from landscapes.measured import MeasuredLandscape, digits, digits_wrong_labels
from strategies import RandomSearch, run_race
from strategies.early.halving import SuccessiveHalving

LANDSCAPES: tuple[Callable[[int], MeasuredLandscape], ...] = (digits, digits_wrong_labels)

POOR = 0.05
"""So far below the best measured a configuration is called poor."""

GUESSING = 0.2
"""Below this score a network has learnt next to nothing: guessing has .1."""

LEADERS = 25
"""Whose scores are followed from early on."""

RACES, TRAININGS = 300, 20
"""Races of each landscape, each with the cost of so many full trainings."""


def figures(landscape: MeasuredLandscape) -> Iterator[tuple[str, str]]:
    """Yield what can be said without a race: a name, and the figure as README writes it."""
    known = landscape.measurements
    curves = known.validation.mean(axis=-2).reshape(known.configurations, -1)
    end = curves[:, -1]
    best = landscape.optimum
    at = landscape.space.from_unit(best.x)
    yield "best measured: learning rate, weight decay", f"{at[0]:.2g}, {at[1]:.2g}"
    yield "its validation score, mean of the seeds", _short(best.score)
    yield "its test score", _short(float(landscape.test_score(best.x)))
    yield "best test score of any", _short(landscape.best_tested.score)
    good = np.argsort(-end)[: len(end) // 4]
    spread = known.validation[..., -1].reshape(-1, known.seeds).var(axis=1, ddof=1)
    yield (
        "standard deviation between seeds, best quarter",
        _short(float(spread[good].mean() ** 0.5)),
    )
    yield "poor: more than .05 below the best", f"{np.mean(end < best.score - POOR):.0%}"
    yield "as good as guessing: below .2", f"{np.mean(end < GUESSING):.0%}"
    last = int(known.epochs[-1])
    for part in (81, 27, 9, 3):
        if last % part == 0:
            early = curves[:, list(known.epochs).index(last // part)]
            groups = (np.arange(len(end)), np.argsort(-end)[: len(end) // 2], good)
            told = ", ".join(_short(spearmanr(early[g], end[g])[0]) for g in groups)
            yield f"1/{part} against full: all, better half, best quarter", told
    early = curves[:, list(known.epochs).index(last // 9)]
    leaders = np.argsort(-early)[:LEADERS]
    told = f"{_short(early[leaders].mean())}, {_short(end[leaders].mean())}"
    yield f"the {LEADERS} that lead after 1/9: mean score then, at the end", told
    yield "place of the best measured after 1/9", f"{1 + np.sum(early > early[end.argmax()])}"


def races(landscape: Callable[[int], MeasuredLandscape]) -> Iterator[tuple[str, str]]:
    """Yield how random search and halving end: the mean score of what each chose, and their pairs.

    What is chosen has the best score that was seen among those trained to the end.
    """
    last = int(landscape(0).measurements.epochs[-1])
    most = 27 if last % 27 == 0 and last == 27 else 81
    names = {"random": "random search", "all": f"halving from 1/{most}", "late": "halving from 1/9"}
    chosen: dict[str, list[float]] = {name: [] for name in names}
    costs: dict[str, list[float]] = {"one": [], "test": []}
    for seed in range(RACES):
        it = landscape(seed)
        searchers = {
            "random": RandomSearch(seed=seed),
            "all": SuccessiveHalving(RandomSearch(seed=seed), resource=most),
            "late": SuccessiveHalving(RandomSearch(seed=seed), resource=9),
        }
        race = run_race(it, searchers, budget=TRAININGS * last, keep_beliefs=False)
        for name, scores in chosen.items():
            lane = race.lane(name)
            choice = int(lane.incumbent[-1])
            scores.append(float(lane.true_score[choice]))
            if name == "random":
                tests = it.test_score(lane.x)
                costs["one"].append(float(lane.observed[choice] - lane.true_score[choice]))
                costs["test"].append(float(tests.max() - tests[choice]))
    for name, title in names.items():
        yield f"{title}: median score of the choice", _short(float(np.median(chosen[name])))
    for name in ("all", "late"):
        ahead = np.array(chosen[name]) - np.array(chosen["random"])
        told = f"{np.mean(ahead > 0):.0%}, {np.mean(ahead < 0):.0%}"
        yield f"{names[name]} above, below random search", told
    yield "random search's choice: seen above its mean by", _short(float(np.mean(costs["one"])))
    yield "its test score below the best test score tried by", _short(float(np.mean(costs["test"])))


def _short(figure: float) -> str:
    """Return three decimals, as README writes them, without the nought before the point."""
    return f"{figure:.3f}".replace("0.", ".", 1)


def table(rows: Sequence[Sequence[tuple[str, str]]]) -> Iterator[str]:
    """Yield the lines of a Markdown table: a row for each figure that any landscape has."""
    longest_first = sorted(rows, key=len, reverse=True)
    names = list(dict.fromkeys(name for column in longest_first for name, _ in column))
    for name in names:
        cells = [dict(column).get(name, "") for column in rows]
        yield f"| {name} | " + " | ".join(cells) + " |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--races", action="store_true", help="race, too")
    asked = parser.parse_args(arguments)
    print("\n".join(table([[*figures(one(0))] for one in LANDSCAPES])))
    if asked.races:
        print("\n".join(table([[*races(one)] for one in LANDSCAPES])))


if __name__ == "__main__":
    main()
