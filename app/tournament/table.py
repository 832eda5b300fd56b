"""A tournament as a table: one row for each race and searcher."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.race.trials import written
from app.settings.size import TARGETS
from app.tournament.curves import minutes_to
from app.tournament.outcome import Outcome
from app.tournament.plan import Plan
from app.version import PROGRAM

COLUMNS = [
    "searcher",
    "lane",  # its name: the same, but for a second copy, bayes.2
    "searcher_budget",  # GPU-minutes; twice the race's for random2
    "trials",
    "optimum",  # its score
    "typical_score",  # a random trial's median
    "final_score",  # true score of the final incumbent
    "final_observed",  # its observed score, with noise
    "final_regret",
    *(f"minutes_to_{100 * share:.0f}" for share in TARGETS),  # empty or null: never
    "minutes_used",
    "minutes_left",
    "stopped",
    *PROGRAM,
]


def rows_of(plan: Plan, outcomes: Iterable[Outcome]) -> Iterator[dict[str, Any]]:
    """One row for each race and entrant: the settings, then `COLUMNS`; None for a target never
    reached."""
    for outcome in outcomes:
        race = plan.race(outcome.seed)
        settings = dict.fromkeys(race.values(), "") | {
            n: written(v) for n, v in race.told().items()
        }
        for name in plan.entrants:
            track = outcome.tracks[name]
            minutes = [minutes_to(track, outcome.target(share)) for share in TARGETS]
            values = [
                name.partition(".")[0],
                name,
                track.budget,
                len(track.finish),
                outcome.optimum,
                outcome.typical,
                float(track.score[-1]),
                float(track.best[-1]),
                float(outcome.optimum - track.score[-1]),
                *(None if math.isinf(minute) else minute for minute in minutes),
                float(track.finish[-1]),
                float(track.left),
                track.stopped,
                *PROGRAM.values(),
            ]
            yield settings | dict(zip(COLUMNS, values, strict=True))


def columns_of(plan: Plan) -> list[str]:
    """The names of all columns: the settings of its lanes, then `COLUMNS`."""
    return [*plan.race(plan.first_seed).values(), *COLUMNS]


def as_csv(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> str:
    """Rows as CSV text below a line of their columns; None becomes an empty cell."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def table(plan: Plan, outcomes: Iterable[Outcome]) -> str:
    """The races of a plan as CSV text."""
    return as_csv(columns_of(plan), rows_of(plan, outcomes))
