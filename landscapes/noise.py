"""Noise: draws that hang on a seed and on numbers alone, whatever the order of calls.

A trial's draw comes from numpy's generator, and travels to the page. Checkpoints are too many for
that: theirs are hashes, which a browser computes as well (`app/front/model/training.js`).
"""

import math

import numpy as np

MOST = 2**32
GOLDEN, SECOND = 0x9E3779B9, 0x7FEB352D

NOISE_STREAM = 1
"""Of a seed's random streams; `landscapes.landscape` names the others."""

EARLY_NOISE = 0.5
"""Standard deviation of a checkpoint's own noise at t = 0, beside its trial's, which is 1."""


def trial_noise(seed: int, trial: int) -> float:
    """Return the normal draw of a trial."""
    return float(_generator(seed, trial).standard_normal())


def trial_choice(seed: int, trial: int, among: int) -> int:
    """Return which of so many a trial has, from 0: each as likely as the others."""
    return int(_generator(seed, trial).integers(among))


def checkpoint_noise(seed: int, trial: int, until: float) -> float:
    """Return the draw of a trial's checkpoint: its trial's own, and more the earlier it is.

    N_trial + .5 sqrt(1 - until) N_trial,until; at `until` = 1 it is the trial's, to the last bit.
    """
    own = hashed(seed, trial, round(until * MOST))
    return trial_noise(seed, trial) + EARLY_NOISE * float(np.sqrt(1.0 - until)) * own


def hashed(*numbers: int) -> float:
    """Return a standard normal number that hangs on these, 32 bits of each, and on their order.

    Two hashes make two uniform numbers, and Box & Muller a normal one.
    """
    h = 0
    for number in numbers:
        h = _mixed((h + GOLDEN) ^ number)
    first, second = ((one + 0.5) / MOST for one in (h, _mixed(h ^ SECOND)))
    return math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)


def _mixed(h: int) -> int:
    """Return a 32-bit hash: the finaliser of MurmurHash3."""
    h %= MOST
    h = (h ^ (h >> 16)) * 0x85EBCA6B % MOST
    h = (h ^ (h >> 13)) * 0xC2B2AE35 % MOST
    return h ^ (h >> 16)


def _generator(seed: int, trial: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(NOISE_STREAM, trial)))
