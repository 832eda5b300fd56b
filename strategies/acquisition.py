r"""Expected improvement of a Gaussian belief about a score that is maximised.

| symbol | meaning |
|---|---|
| f | the unknown score, f ~ N(mean, sd^2) |
| f* | the score to improve on (`best`) |
| xi | an improvement smaller than this doesn't count, in score units |
| improvement | mean - f* - xi |
| z | improvement / sd |
| phi, Phi | density and distribution function of the standard normal |
| h(z) | phi(z) + z Phi(z), so that EI = sd h(z) |

Jones, Schonlau & Welch (1998); Ament et al. (2023) for the logarithm. A higher score is better:
texts that minimise have the other sign in `improvement`.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import erfcx, ndtr

from strategies.base import FloatArray

SQRT_2PI = math.sqrt(2.0 * math.pi)
LOG_SQRT_2PI = 0.5 * math.log(2.0 * math.pi)
SQRT_HALF = math.sqrt(0.5)
SQRT_HALF_PI = math.sqrt(0.5 * math.pi)
FAR_TAIL = -1e3


def phi(z: FloatArray) -> FloatArray:
    """Return the density of the standard normal, exp(-z^2 / 2) / sqrt(2 pi)."""
    return np.exp(-0.5 * z * z) / SQRT_2PI


def expected_improvement(
    mean: FloatArray, sd: FloatArray, best: float, xi: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """Return the two terms of EI = E[max(f - f* - xi, 0)]: exploitation and exploration.

    EI = improvement Phi(z) + sd phi(z)

    Parameters
    ----------
    mean, sd : ndarray, shape (...)
        Posterior mean and standard deviation, in score units. Where sd is 0 the limit is
        max(improvement, 0) + 0.
    best, xi : float
        f* and xi, in score units.

    Returns
    -------
    exploitation, exploration : ndarray, shape (...)
        Their sum is EI. Exploitation is negative where the mean is below f* + xi.
    """
    improvement = np.asarray(mean - best - xi, dtype=np.float64)
    z = standardised(improvement, sd)
    exploitation = np.where(np.isneginf(z), 0.0, improvement * ndtr(z))
    return exploitation, sd * phi(z)


def log_expected_improvement(
    mean: FloatArray, sd: FloatArray, best: float, xi: float = 0.0
) -> FloatArray:
    """Return log EI = log(sd) + log h(z), which doesn't underflow where EI does.

    At sd = 0 it is the limit log(max(improvement, 0)), -inf where nothing can be gained.
    """
    improvement = np.asarray(mean - best - xi, dtype=np.float64)
    sd = np.asarray(sd, dtype=np.float64)
    certain = sd == 0.0
    if not certain.any():
        return np.asarray(np.log(sd) + log_h(improvement / sd))
    safe_sd = np.where(certain, 1.0, sd)
    with np.errstate(divide="ignore"):
        limit = np.log(np.maximum(improvement, 0.0))
    uncertain: FloatArray = np.log(safe_sd) + log_h(improvement / safe_sd)
    return np.where(certain, limit, uncertain)


def log_h(z: FloatArray) -> FloatArray:
    """Return log(phi(z) + z Phi(z)) to nearly full precision for every finite z.

    z > -1:           as it is written
    -1000 < z <= -1:  log phi(z) + log(1 - |z| M(|z|)),  M(u) = sqrt(pi / 2) erfcx(u / sqrt(2))
    z <= -1000:       log phi(z) - 2 log|z| + log(1 - 3 / z^2), the head of the asymptotic series

    M is Mills' ratio, (1 - Phi(u)) / phi(u); factoring phi out leaves nothing that underflows.
    """
    near = np.maximum(z, -1.0)
    log_near = np.log(phi(near) + near * ndtr(near))
    if z.size == 0 or z.min() > -1.0:
        return log_near
    u = np.clip(-z, 1.0, -FAR_TAIL)
    log_tail = np.log1p(-u * (SQRT_HALF_PI * erfcx(u * SQRT_HALF)))
    far = np.minimum(z, FAR_TAIL)
    log_far = np.log1p(-3.0 / (far * far)) - 2.0 * np.log(-far)
    log_tail = np.where(z > FAR_TAIL, log_tail, log_far)
    return np.where(z > -1.0, log_near, log_tail - 0.5 * z * z - LOG_SQRT_2PI)


def standardised(improvement: FloatArray, sd: FloatArray) -> FloatArray:
    """Return z = improvement / sd, with the limits +-inf (0 for 0 / 0) at sd = 0."""
    sd = np.asarray(sd, dtype=np.float64)
    limit = np.where(improvement == 0.0, 0.0, np.copysign(np.inf, improvement))
    return np.where(sd > 0.0, improvement / np.where(sd > 0.0, sd, 1.0), limit)
