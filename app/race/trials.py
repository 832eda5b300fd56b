"""The trials of a race as a table, for pandas, R and spreadsheets.

One row is one trial, in the order of lanes and of time; the first line names the columns. The
settings that reproduce the race stand in columns of their own (``setting_...``), the same in every
row, and so does the program that computed it (``engine`` and ``version``, see `app.version`). A
comment block above the header would be a broken table to a spreadsheet and an error to
``pandas.read_csv``; as columns the settings survive when tables are filtered, sorted or put
below each other, and many races in one file can be told apart.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from app.race.race import Race
from app.race.trainings import stretches
from app.settings import RaceSettings
from app.version import PROGRAM
from strategies import Lane

PREFIX = "setting_"


def trials(race: Race) -> list[dict[str, Any]]:
    """One dictionary for each trial; ``pandas.DataFrame(trials(race))`` is the whole table.

    =================== ===========================================================
    column              meaning
    =================== ===========================================================
    trial               number of the trial in its lane, from 1
    searcher            the searcher's key: grid, random, bayes, ...
    lane                the lane's name: the same, but for a second copy, bayes.2
    one for each knob   the configuration in real units (learning_rate, weight_decay)
    score               the observed score, which the searcher was told
    true_score          the same without noise
    cost                GPU-minutes of the trial
    start, finish       GPU-minutes since the race began, on its clock
    worker              which worker trained it, from 1
    best_so_far         observed score of the incumbent when the trial had finished
    best_true_score     true score of that incumbent
    =================== ===========================================================
    """
    return [row for lane in race.recording.lanes for row in _rows(race, lane)]


def _rows(race: Race, lane: Lane) -> list[dict[str, Any]]:
    space = race.landscape.space
    names = [knob.name.replace(" ", "_") for knob in space.knobs]
    values = space.from_unit(lane.x)
    return [
        {
            "trial": i + 1,
            "searcher": lane.name.partition(".")[0],
            "lane": lane.name,
            **{name: float(value) for name, value in zip(names, values[i], strict=True)},
            "score": float(lane.observed[i]),
            "true_score": float(lane.true_score[i]),
            "cost": float(lane.cost[i]),
            "start": float(lane.start[i]),
            "finish": float(lane.finish[i]),
            "worker": int(lane.worker[i]) + 1,
            "best_so_far": float(lane.best[i]),
            "best_true_score": float(lane.true_score[lane.incumbent[i]]),
        }
        for i in range(len(lane))
    ]


def checkpoints(race: Race) -> list[dict[str, Any]]:
    """One dictionary for each stretch that a training was trained without a pause.

    =================== ===========================================================
    column              meaning
    =================== ===========================================================
    training            number of the training in its lane, from 1
    searcher, lane      as of `trials`
    one for each knob   the configuration in real units, to 12 digits
    fraction            how far it got, of a full training: 1 where it was finished
    score               the observed score of a finished training, else empty
    checkpoint_score    the observed score at the end of the stretch
    checkpoint_true     the same without noise
    cost                GPU-minutes of the stretch
    start, finish       GPU-minutes since the race began, on its clock
    worker              which worker trained it, from 1
    =================== ===========================================================
    """
    return [row for lane in race.recording.lanes for row in _stretches(race, lane)]


def _stretches(race: Race, lane: Lane) -> list[dict[str, Any]]:
    space = race.landscape.space
    names = [knob.name.replace(" ", "_") for knob in space.knobs]
    return [
        {
            "training": one.trial + 1,
            "searcher": lane.name.partition(".")[0],
            "lane": lane.name,
            **{
                name: float(f"{value:.12g}")
                for name, value in zip(names, space.from_unit(one.x), strict=True)
            },
            "fraction": one.until,
            "score": one.observed if one.until == 1.0 else "",
            "checkpoint_score": one.observed,
            "checkpoint_true": one.true,
            "cost": (one.finish - one.start) / lane.workers,
            "start": one.start,
            "finish": one.finish,
            "worker": one.worker + 1,
        }
        for one in stretches(lane)
    ]


def trials_csv(race: Race) -> str:
    """The table as CSV text: numbers at full precision, a point for decimals, commas between.

    ``pandas.read_csv(file)`` reads it without further arguments.
    """
    return _as_csv(race, trials(race))


def checkpoints_csv(race: Race) -> str:
    """Likewise, one row for each of the `checkpoints`."""
    return _as_csv(race, checkpoints(race))


def _as_csv(race: Race, rows: list[dict[str, Any]]) -> str:
    settings = {PREFIX + name: written(value) for name, value in race.settings.told().items()}
    rows = [row | settings | PROGRAM for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def written(value: Any) -> Any:
    """A setting as a cell of a table: several things in one text, with commas between."""
    return ",".join(value) if isinstance(value, list | tuple) else value


def trials_json(race: Race) -> str:
    """The table as JSON, with its settings.

    ``{"engine": 1, "version": ..., "settings": {...}, "optimum": score, "trials": [{...}, ...]}``
    """
    table = {
        **PROGRAM,
        "settings": race.settings.told(),
        "optimum": float(race.landscape.optimum.score),
        "trials": trials(race),
    }
    return json.dumps(table, indent=1, allow_nan=False) + "\n"


def settings_of(row: dict[str, str]) -> RaceSettings:
    """The settings that reproduce the race of a row, as ``csv.DictReader`` gives it.

    Raises
    ------
    ValueError
        If a setting isn't what a race may have.
    """
    texts = {k.removeprefix(PREFIX): v for k, v in row.items() if k.startswith(PREFIX)}
    settings, problems = RaceSettings.read(texts)
    if problems:
        raise ValueError("; ".join(problems))
    return settings
