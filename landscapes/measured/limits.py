"""How much a file of measurements may hold: what a browser still takes, and nobody's patience."""

MOST_BYTES = 16 * 2**20
"""A file's size."""

MOST_UNPACKED = 64 * 2**20
"""Bytes of what an archive holds."""

MOST_KNOBS = 2

MOST_VALUES = 200
"""Of a knob."""

MOST_EPOCHS = 1000
"""Checkpoints of a training."""

MOST_SEEDS = 100

MOST_SCORES = 4_000_000
"""All checkpoints of all trainings, validation or test."""

MOST_LETTERS = 60
"""Of a title, a knob's name or a unit."""

MOST_LETTERS_ABOUT = 200
"""Of the sentence on what was trained."""

LARGEST = 1e9
"""Scores, costs and knobs may be so large."""
