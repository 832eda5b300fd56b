"""Measurements as a CSV file: a line for each checkpoint of each training.

    # title: SVM on my data
    # log: C, gamma
    # unit of C: 1/s
    # cost unit: GPU-minutes
    C,gamma,seed,epoch,validation,test,cost
    0.1,0.001,0,1,0.61,0.60,0.4
    0.1,0.001,0,2,0.72,0.70,0.8

One or two columns with names of their own are the knobs, in order. The others:

| column | what |
|---|---|
| `validation` | the score of the validation set, higher is better: needed |
| `test` | of a test set |
| `seed` | which repetition it is, any text; without it each was trained once |
| `epoch` | after how many epochs; without it only full trainings were scored |
| `cost` | what the training had cost by then: that of the last epoch is a full training's, and a \
configuration's is the mean over its seeds; without it a training costs its epochs |

Every configuration of the lattice that the knobs' values span must be there with every seed and
every epoch, once. Lines that begin with `#` before the names say what the columns can't: `title`,
`about`, `cost unit`, `log` (knobs on a log scale, separated by commas), `unit of NAME`.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice, product
from math import isfinite

import numpy as np

from landscapes.checks import FloatArray
from landscapes.measured.limits import MOST_KNOBS
from landscapes.measured.measurements import Measurements
from landscapes.measured.npz import knob
from landscapes.space import Knob, SearchSpace

OURS = ("validation", "test", "seed", "epoch", "cost")
"""All other columns are knobs."""

SCORED = ("validation", "test", "cost")
"""Columns of which each line has a number."""

SAID = ("title", "about", "cost unit", "log")

UNIT = "unit of "

ONLY_EPOCH, ONLY_SEED = 1.0, "0"
"""Of files without these columns."""

Place = tuple[int, ...]
"""Numbers of a line's values: of each knob, of the seed, of the epoch."""


@dataclass(frozen=True)
class Row:
    """One line: where it was measured, and what."""

    line: int
    knobs: tuple[float, ...]
    seed: str
    epoch: float
    scores: dict[str, float]
    """Of validation, test and cost, as far as they are there."""


def from_csv(text: str) -> Measurements:
    """Return what a CSV file holds; the module describes it.

    Raises
    ------
    ValueError
        If it isn't such a file; the message says in which line, and what is allowed.
    """
    lines = text.splitlines()
    heads = 0
    while heads < len(lines) and lines[heads].startswith("#"):
        heads += 1
    said = _said(lines[:heads])
    names, rows = _rows(lines, heads)
    if not rows:
        raise ValueError("there must be lines of scores below the names of the columns, got none")
    knobs = [name for name in names if name not in OURS]
    values = [sorted({row.knobs[k] for row in rows}) for k in range(len(knobs))]
    seeds = sorted({row.seed for row in rows})
    epochs = sorted({row.epoch for row in rows})
    axes: Sequence[Sequence[float | str]] = [*values, seeds, epochs]
    filled = _filled(rows, axes, [*knobs, "seed", "epoch"], names)
    cost = filled["cost"][..., -1].mean(axis=-1) if "cost" in names else None
    arrays = [np.array(one) for one in values]
    return Measurements(
        space=SearchSpace(tuple(_knobs(knobs, arrays, said))),
        values=tuple(arrays),
        epochs=np.array(epochs),
        validation=filled["validation"],
        test=filled.get("test"),
        cost=np.full([len(one) for one in values], epochs[-1]) if cost is None else cost,
        cost_unit=said.get("cost unit", "epochs"),
        title=said.get("title", "Measured"),
        about=said.get("about", ""),
    )


def _said(lines: list[str]) -> dict[str, str]:
    """Return what the lines above the table say."""
    said: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        key, colon, value = line.lstrip("#").partition(":")
        key = key.strip()
        if not colon or not (key in SAID or key.startswith(UNIT)):
            raise ValueError(
                f"line {number} must be '# KEY: VALUE' with a key of {[*SAID, 'unit of NAME']}, "
                f"got {line[:40]!r}"
            )
        said[key] = value.strip()
    return said


def _knobs(names: list[str], values: list[FloatArray], said: dict[str, str]) -> Iterator[Knob]:
    logs = [name.strip() for name in said.get("log", "").split(",") if name.strip()]
    for name in logs:
        if name not in names:
            raise ValueError(f"log must name knobs, {names}, got {name[:40]!r}")
    for key in said:
        if key.startswith(UNIT) and key.removeprefix(UNIT) not in names:
            raise ValueError(f"a unit must be of a knob, {names}, got {key[:60]!r}")
    for name, where in zip(names, values, strict=True):
        scale = "log" if name in logs else "linear"
        yield knob(name, where, said.get(UNIT + name, ""), scale)


def _rows(lines: list[str], heads: int) -> tuple[list[str], list[Row]]:
    table = csv.reader(StringIO("\n".join(lines[heads:])), strict=True)
    try:
        names = [name.strip() for name in next(table, [])]
        _check_names(names)
        rows = [
            _row(names, fields, heads + table.line_num)
            for fields in table
            if any(field.strip() for field in fields)
        ]
    except csv.Error as error:
        raise ValueError(f"line {heads + table.line_num} isn't CSV: {error}") from error
    return names, rows


def _check_names(names: list[str]) -> None:
    knobs = [name for name in names if name not in OURS]
    if "validation" not in names or not 1 <= len(knobs) <= MOST_KNOBS:
        raise ValueError(
            f"the columns must be one or two knobs, validation, and as you like of {OURS[1:]}, got "
            f"{[name[:40] for name in islice(names, 10)]}"
        )
    if len(set(names)) < len(names) or "" in names:
        raise ValueError(f"the columns' names must be there and differ, got {names}")


def _row(names: list[str], fields: list[str], line: int) -> Row:
    if len(fields) != len(names):
        raise ValueError(f"line {line} must have {len(names)} fields, got {len(fields)}")
    by_name = {name: field.strip() for name, field in zip(names, fields, strict=True)}
    seed = by_name.pop("seed", ONLY_SEED)
    numbers = {name: _number(field, name, line) for name, field in by_name.items()}
    return Row(
        line=line,
        knobs=tuple(numbers[name] for name in names if name not in OURS),
        seed=seed,
        epoch=numbers.get("epoch", ONLY_EPOCH),
        scores={name: numbers[name] for name in SCORED if name in numbers},
    )


def _number(field: str, name: str, line: int) -> float:
    try:
        number = float(field)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise ValueError(f"{name} in line {line} must be a finite number, got {field[:20]!r}")
    return number


def _filled(
    rows: list[Row], axes: Sequence[Sequence[float | str]], called: list[str], names: list[str]
) -> dict[str, FloatArray]:
    """Return arrays of the scores, each line at its place; each place must have one line."""
    at: list[dict[float | str, int]] = [{v: i for i, v in enumerate(axis)} for axis in axes]
    lines: dict[Place, int] = {}
    for row in rows:
        own: tuple[float | str, ...] = (*row.knobs, row.seed, row.epoch)
        place = tuple(where[v] for where, v in zip(at, own, strict=True))
        if place in lines:
            raise ValueError(f"line {row.line} repeats line {lines[place]}: one must go")
        lines[place] = row.line
    shape = tuple(map(len, axes))
    if len(lines) < np.prod(shape, dtype=object):
        lost = next(p for p in product(*map(range, shape)) if p not in lines)
        told = ", ".join(
            f"{name} {axis[i]}" for name, axis, i in zip(called, axes, lost, strict=True)
        )
        raise ValueError(
            "each value of a knob must be there with each of the other, each seed and each epoch: "
            f"there is no line for {told}"
        )
    places = tuple(np.array(list(lines)).T)
    filled: dict[str, FloatArray] = {}
    for name in SCORED:
        if name in names:
            filled[name] = np.empty(shape)
            filled[name][places] = [row.scores[name] for row in rows]
    return filled
