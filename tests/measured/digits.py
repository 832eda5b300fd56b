"""Trains the networks of the landscapes `digits` and `digits-wrong-labels`, and stores the scores.

    python -m tests.measured.digits                   both, about ten minutes on one core
    python -m tests.measured.digits digits            one of them
    python -m tests.measured.digits --check           retrains some, compares, writes nothing

Scikit-learn's 1,797 handwritten digits (8 x 8 pixels, ten classes) are shuffled once and dealt out:
600 to train with, 400 to validate, 797 to test, the same for both landscapes. A network
(`tests.measured.network`) is trained at each of 25 x 25 configurations with five seeds, and after
each epoch it is counted how many of the validation and of the test set it names right, also before
the first.

| | digits | digits-wrong-labels |
|---|---|---|
| trained on | 600 digits | the first 300 of these, 100 of which have a wrong label |
| hidden units | 32 | 128 |
| batch | 20 | 20 |
| epochs | 27 | 81 |

A wrong label is one of the nine others, drawn with equal chances; which are wrong is the same for
all. Labels of the validation and the test set are right.

The ranges were fixed before any of this was trained: both knobs run three powers of ten to either
side of .01, which is where somebody who knows nothing of a problem would begin, in quarters of a
power of ten. They are the same for both landscapes. Sizes, epochs and the share of wrong labels
follow a first look with another program at other seeds, which found that early scores tell the end
on the one and mislead on the other.

All configurations of a seed share first weights and batches, so that a seed's scores are a field
over the knobs. Every training takes as many operations, whatever its knobs, so its cost is counted
in epochs; what a training took of a processor is stored beside it, with the versions.

Each seed of a landscape that is finished stays in a folder of drafts (`--drafts`), so that the
program may be stopped and started again.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from landscapes.measured import SHIPPED
from landscapes.measured.npz import FORMAT
from landscapes.measured.shipped import HERE as STORED
from tests.measured.network import MOMENTUM, Examples, Networks, right_answers

CENTRE, POWERS, STEPS = 0.01, 3, 4
"""Of both knobs: the middle, powers of ten to either side, and steps in each."""

VALUES = CENTRE * 10.0 ** (np.arange(-POWERS * STEPS, POWERS * STEPS + 1) / STEPS)
"""The 25 values of each knob, from 1e-5 to 10."""

SEEDS = (0, 1, 2, 3, 4)
SHUFFLED_WITH, MISLABELLED_WITH = 20, 21
"""Seeds of what is the same for all trainings: who is trained on, and whose label is wrong."""

TRAINING, VALIDATION = 600, 400
"""So many digits; all others test."""

CALM = 0.1
"""Below this learning rate a last digit that another processor rounds otherwise changes no score;
above, trainings that jump about magnify it."""

CLASSES = 10
ROW = len(VALUES)
"""So many networks are trained at once."""


@dataclass(frozen=True)
class Setup:
    """What is trained, on how many digits."""

    key: str
    """As in `landscapes.measured.SHIPPED`."""
    examples: int
    wrong: int
    hidden: int
    batch: int
    epochs: int


SETUPS = {
    one.key: one
    for one in (
        Setup(
            "digits",
            examples=600,
            wrong=0,
            hidden=32,
            batch=20,
            epochs=27,
        ),
        Setup(
            "digits-wrong-labels",
            examples=300,
            wrong=100,
            hidden=128,
            batch=20,
            epochs=81,
        ),
    )
}


def sets(setup: Setup) -> tuple[Examples, Examples, Examples]:
    """Return what is trained on, what validates, and what tests."""
    digits = load_digits()
    order = np.random.default_rng(SHUFFLED_WITH).permutation(len(digits.target))
    x, labels = digits.data[order] / 16.0, digits.target[order].astype(np.intp)
    rng = np.random.default_rng(MISLABELLED_WITH)
    told = labels[: setup.examples].copy()
    mislabelled = rng.choice(setup.examples, setup.wrong, replace=False)
    told[mislabelled] += rng.integers(1, CLASSES, setup.wrong)
    ends = TRAINING + VALIDATION
    return (
        Examples(x[: setup.examples], told % CLASSES),
        Examples(x[TRAINING:ends], labels[TRAINING:ends]),
        Examples(x[ends:], labels[ends:]),
    )


def trained(
    setup: Setup, rates: Sequence[float], decays: Sequence[float], seed: int
) -> NDArray[np.uint16]:
    """Train networks and return their right answers after each epoch.

    Returns
    -------
    ndarray, shape (2, networks, epochs + 1)
        Of the validation set, then of the test set; epoch 0 is before training.
    """
    training, *asked = sets(setup)
    networks = Networks(
        np.array(rates),
        np.array(decays),
        inputs=training.x.shape[1],
        hidden=setup.hidden,
        classes=CLASSES,
        seed=seed,
    )
    right = np.zeros((2, len(rates), setup.epochs + 1), dtype=np.uint16)
    with np.errstate(over="ignore", invalid="ignore"):  # of weights that grow beyond bounds
        for epoch in range(setup.epochs + 1):
            if epoch:
                networks.train(training, setup.batch)
            for which, examples in enumerate(asked):
                right[which, :, epoch] = right_answers(networks, examples)
    return right


def field(setup: Setup, seed: int) -> tuple[NDArray[np.uint16], float]:
    """Train all configurations with a seed.

    Returns
    -------
    right : ndarray, shape (2, 25, 25, epochs + 1)
        Right answers; axis 1 is the learning rate, axis 2 the weight decay.
    seconds : float
        Of a processor, for one training, what asks it included.
    """
    before = time.process_time()
    rows = []
    for row, rate in enumerate(VALUES):
        rows.append(trained(setup, [rate] * ROW, VALUES.tolist(), seed))
        print(f"{setup.key}: seed {seed}, row {row + 1} of {ROW}", flush=True)
    return np.stack(rows, axis=1), (time.process_time() - before) / ROW**2


def drafted(setup: Setup, seed: int, drafts: Path) -> tuple[NDArray[np.uint16], float]:
    """Return a seed's field from the folder of drafts, trained if it isn't there."""
    draft = drafts / f"{setup.key}-{seed}.npz"
    if not draft.exists():
        right, seconds = field(setup, seed)
        unfinished = draft.with_suffix(".part.npz")
        np.savez_compressed(unfinished, right=right, seconds=seconds)
        unfinished.replace(draft)
    with np.load(draft) as kept:
        return kept["right"], float(kept["seconds"])


def write(setup: Setup, drafts: Path) -> Path:
    """Train a landscape's networks and store what `landscapes.measured` reads."""
    fields, seconds = zip(*[drafted(setup, seed, drafts) for seed in SEEDS], strict=True)
    validation, test = np.moveaxis(np.stack(fields, axis=3), 0, 0)
    made: dict[str, Any] = {
        "by": "tests/measured/digits.py",
        "trained on": setup.examples,
        "of which mislabelled": setup.wrong,
        "hidden units": setup.hidden,
        "batch": setup.batch,
        "momentum": MOMENTUM,
        "processor seconds of a training": round(float(np.mean(seconds)), 3),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "python": platform.python_version(),
    }
    _, validated, tested = sets(setup)
    shipped = SHIPPED[setup.key]
    np.savez_compressed(
        STORED / shipped.file,
        format=FORMAT,
        title=shipped.title,
        about=shipped.about,
        made=json.dumps(made),
        knobs=["learning rate", "weight decay"],
        scales=["log", "log"],
        values_0=VALUES,
        values_1=VALUES,
        epochs=np.arange(setup.epochs + 1),
        validation=validation,
        validation_of=len(validated),
        test=test,
        test_of=len(tested),
        cost=float(setup.epochs),
        cost_unit="epochs",
    )
    return STORED / shipped.file


def check(setup: Setup) -> int:
    """Train every sixth value of each knob again; return how many counts of calm ones differ."""
    with np.load(STORED / SHIPPED[setup.key].file) as kept:
        stored = np.stack([kept["validation"], kept["test"]])
    chosen = list(range(0, ROW, 6))
    differ = {"calm": 0, "others": 0}
    for seed in SEEDS:
        for row in chosen:
            anew = trained(setup, [VALUES[row]] * len(chosen), VALUES[chosen].tolist(), seed)
            kind = "calm" if VALUES[row] < CALM else "others"
            differ[kind] += int((anew != stored[:, row, chosen, seed]).sum())
    print(f"{setup.key}: {differ['calm']} counts differ below a rate of {CALM}", end="")
    print(f", {differ['others']} above, where they may on another processor")
    return differ["calm"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, or check."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("landscapes", nargs="*", choices=[*SETUPS, []], help="by default both")
    parser.add_argument("--drafts", type=Path, default=Path(tempfile.gettempdir(), "digits"))
    parser.add_argument("--check", action="store_true", help="retrain some, and compare")
    asked = parser.parse_args(arguments)
    setups = [SETUPS[key] for key in asked.landscapes or SETUPS]
    if asked.check:
        return int(sum(check(setup) for setup in setups) > 0)
    asked.drafts.mkdir(parents=True, exist_ok=True)
    for setup in setups:
        print(write(setup, asked.drafts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
