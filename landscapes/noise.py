"""Noise: normal draws that hang on a seed and on numbers alone, whatever the order of calls."""

import numpy as np

NOISE_STREAM = 1
"""Of a seed's random streams; `landscapes.landscape` names the others."""

EARLY_NOISE = 0.5
"""Standard deviation of a checkpoint's own noise at t = 0, beside its trial's, which is 1."""


def trial_noise(seed: int, trial: int) -> float:
    """Return the normal draw of a trial."""
    return _draw(seed, trial)


def checkpoint_noise(seed: int, trial: int, until: float) -> float:
    """Return the draw of a trial's checkpoint: its trial's own, and more the earlier it is.

    N_trial + .5 sqrt(1 - until) N_trial,until; at `until` = 1 it is the trial's, to the last bit.
    """
    own = _draw(seed, trial, round(until * 2**32))
    return trial_noise(seed, trial) + EARLY_NOISE * float(np.sqrt(1.0 - until)) * own


def _draw(seed: int, *numbers: int) -> float:
    stream = np.random.SeedSequence(seed, spawn_key=(NOISE_STREAM, *numbers))
    return float(np.random.default_rng(stream).standard_normal())
