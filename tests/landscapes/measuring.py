"""Measurements made up for tests: every number differs, and so does every axis's length."""

import numpy as np

from landscapes import Knob, SearchSpace
from landscapes.measured import Measurements

KNOBS = (Knob("C", 0.1, 100.0, scale="log"), Knob("gamma", 0.0, 3.0, unit="1/m"))
VALUES = ([0.1, 1.0, 3.0, 100.0], [0.0, 0.5, 3.0])
EPOCHS = [1.0, 2.0, 6.0, 9.0]
SEEDS = 5


def measured(knobs=2, **changed):
    """Return measurements of so many knobs, with what is named changed."""
    shape = tuple(map(len, VALUES[:knobs]))
    rng = np.random.default_rng(8)
    made = {
        "space": SearchSpace(KNOBS[:knobs]),
        "values": VALUES[:knobs],
        "epochs": EPOCHS,
        "validation": rng.random((*shape, SEEDS, len(EPOCHS))),
        "test": rng.random((*shape, SEEDS, len(EPOCHS))),
        "cost": rng.uniform(2.0, 9.0, shape),
        "cost_unit": "GPU-minutes",
        "title": "Made up",
        "about": "nothing was trained.",
        "made": {"by": "a test"},
    }
    return Measurements(**{**made, **changed})
