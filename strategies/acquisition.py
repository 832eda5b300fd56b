r"""Expected improvement of a Gaussian belief about a score that is maximised, plain or augmented.

| symbol | meaning |
|---|---|
| f | the unknown score, f ~ N(mean, sd^2) |
| f* | the score to improve on (`best`) |
| v | variance of an observed score about the true one |
| xi | an improvement smaller than this doesn't count, in score units |
| improvement | mean - f* - xi |
| z | improvement / sd |
| phi, Phi | density and distribution function of the standard normal |
| h(z) | phi(z) + z Phi(z), so that EI = sd h(z) |

Where scores are noisy, EI goes back to the best trials again and again, for their true scores stay
a little uncertain. Augmented EI (Huang, Allen, Notz & Zeng 2006) takes off what one more noisy
score can't tell:

    AEI = EI (1 - sqrt(v) / sqrt(sd^2 + v)),  which is EI itself where v = 0.

Its f* is the mean at the trial whose mean - sd is highest (the "effective best solution").

Jones, Schonlau & Welch (1998); Ament et al. (2023) for the logarithm. A higher score is better:
texts that minimise have the other sign in `improvement`.
"""

from __future__ import annotations

import math

import numpy as np

from strategies.arrays import FloatArray
from strategies.special import erfcx, ndtr

SQRT_2PI = math.sqrt(2.0 * math.pi)
LOG_SQRT_2PI = 0.5 * math.log(2.0 * math.pi)
SQRT_HALF = math.sqrt(0.5)
SQRT_HALF_PI = math.sqrt(0.5 * math.pi)
FAR_TAIL = 1e3


def phi(z: FloatArray) -> FloatArray:
    """Return the density of the standard normal, exp(-z^2 / 2) / sqrt(2 pi)."""
    return np.exp(-0.5 * z * z) / SQRT_2PI


def expected_improvement(
    mean: FloatArray, sd: FloatArray, best: float, xi: float = 0.0, noise_variance: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """Return the two terms of EI = E[max(f - f* - xi, 0)]: exploitation and exploration.

    EI = improvement Phi(z) + sd phi(z); augmented, both are multiplied by the same factor.

    Parameters
    ----------
    mean, sd : ndarray, shape (...)
        Posterior mean and standard deviation, in score units. Where sd is 0 the limit is
        max(improvement, 0) + 0.
    best, xi : float
        f* and xi, in score units.
    noise_variance : float
        v for augmented EI; 0 for EI.

    Returns
    -------
    exploitation, exploration : ndarray, shape (...)
        Their sum is EI. Exploitation is negative where the mean is below f* + xi.
    """
    improvement = np.asarray(mean - best - xi, dtype=np.float64)
    z = standardised(improvement, sd)
    exploitation = np.where(np.isneginf(z), 0.0, improvement * ndtr(z))
    exploration = sd * phi(z)
    if noise_variance == 0.0:
        return exploitation, exploration
    factor = np.exp(log_augmentation(sd, noise_variance))
    return factor * exploitation, factor * exploration


def log_expected_improvement(
    mean: FloatArray, sd: FloatArray, best: float, xi: float = 0.0, noise_variance: float = 0.0
) -> FloatArray:
    """Return log EI = log(sd) + log h(z), which doesn't underflow where EI does, or log AEI.

    At sd = 0 it is the limit log(max(improvement, 0)), -inf where nothing can be gained; log AEI is
    -inf there, for one more score would tell nothing.
    """
    improvement = np.asarray(mean - (best + xi), dtype=np.float64)
    sd = np.asarray(sd, dtype=np.float64)
    certain = None if sd.all() else sd == 0.0
    safe_sd = sd if certain is None else np.where(certain, 1.0, sd)
    with np.errstate(over="ignore", divide="ignore"):
        log_ei = np.log(safe_sd)
        log_ei += log_h(improvement / safe_sd)
        if noise_variance > 0.0:
            log_ei += log_augmentation(sd, noise_variance)
        if certain is None:
            return np.asarray(log_ei)
        limit = np.log(np.maximum(improvement, 0.0))
    return np.where(certain, limit if noise_variance == 0.0 else -np.inf, log_ei)


def log_augmentation(sd: FloatArray, noise_variance: float) -> FloatArray:
    """Return log(1 - sqrt(v) / sqrt(sd^2 + v)) for v > 0, precise however small sd is.

    sqrt(v / (sd^2 + v)) = exp(-log(1 + sd^2 / v) / 2), and expm1 doesn't cancel.
    """
    sd = np.asarray(sd, dtype=np.float64)
    with np.errstate(divide="ignore"):  # where sd is 0 nothing can be told: -inf
        return np.asarray(np.log(-np.expm1(-0.5 * np.log1p(sd * sd / noise_variance))))


def log_h(z: FloatArray) -> FloatArray:
    """Return log(phi(z) + z Phi(z)) to nearly full precision for every finite z.

    With u = |z| and Mills' ratio M(u) = (1 - Phi(u)) / phi(u) = sqrt(pi / 2) erfcx(u / sqrt(2)),

        log h(-u) = log phi(u) + log(1 - u M(u)),    h(u) = u + h(-u).

    Factoring phi out leaves nothing that underflows. Far out, 1 - u M(u) is the small difference of
    two numbers close to 1; there it is replaced by the head of its series, (1 - 3 / u^2) / u^2.
    """
    u = np.abs(z)
    near = np.minimum(u, FAR_TAIL)
    rest = erfcx(near * SQRT_HALF)
    rest *= near
    rest *= -SQRT_HALF_PI
    rest += 1.0
    with np.errstate(over="ignore", divide="ignore"):  # where u^2 overflows, log h is -inf
        if u.size and u.max() > FAR_TAIL:
            inverse_square = 1.0 / np.maximum(u, FAR_TAIL) ** 2
            rest = np.where(u > FAR_TAIL, (1.0 - 3.0 * inverse_square) * inverse_square, rest)
        log_h = np.asarray(np.log(rest))
        log_h -= 0.5 * u * u
    log_h -= LOG_SQRT_2PI  # at -u
    above = np.asarray(z > 0.0)
    log_h[above] = np.log(z[above] + np.exp(log_h[above]))
    return log_h


def log_Phi(z: FloatArray) -> FloatArray:  # noqa: N802 - as it is written
    """Return log Phi(z), which doesn't underflow where Phi does.

    Phi(-u) = exp(-u^2 / 2) erfcx(u / sqrt(2)) / 2, whose factors' logarithms are added; above 0
    Phi(u) = 1 - Phi(-u).
    """
    z = np.asarray(z, dtype=np.float64)
    u = np.abs(z)
    with np.errstate(over="ignore", divide="ignore"):  # where u^2 overflows, it is -inf
        below = np.log(0.5 * erfcx(u * SQRT_HALF)) - 0.5 * u * u
    return np.where(z > 0.0, np.log1p(-ndtr(-u)), below)


def standardised(improvement: FloatArray, sd: FloatArray) -> FloatArray:
    """Return z = improvement / sd, with the limits +-inf (0 for 0 / 0) at sd = 0."""
    sd = np.asarray(sd, dtype=np.float64)
    if sd.all():
        return improvement / sd
    limit = np.where(improvement == 0.0, 0.0, np.copysign(np.inf, improvement))
    return np.where(sd > 0.0, improvement / np.where(sd > 0.0, sd, 1.0), limit)
