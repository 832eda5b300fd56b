r"""The log marginal likelihood, with the constant mean and the outputscale profiled out.

| symbol | meaning |
|---|---|
| n | number of trials |
| y | scores, shape (n,) |
| R(theta) | correlations of the trials, from the kernel |
| rho | noise variance divided by the outputscale |
| K | R + rho I (+ jitter), so that y ~ N(m 1, s2 K) |
| L | lower Cholesky factor, L L^T = K |
| m | constant mean |
| s2 | outputscale: prior variance of the score |
| alpha | K^-1 (y - m 1) |
| theta | the log l of each knob and, if the noise is learned, log rho |

For a given K the likelihood is largest at closed forms of m and s2,

    m = 1^T K^-1 y / 1^T K^-1 1,    s2 = (y - m 1)^T K^-1 (y - m 1) / n,

which leaves theta to be searched (Rasmussen & Williams 2006, Eqs. 5.8-5.9; Santner, Williams & Notz
2003, Sec. 3.3, for the profile).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from strategies.arrays import FloatArray
from strategies.gp.cholesky import inverse_of_triangle

LOG_2PI = math.log(2.0 * math.pi)

SMALLEST_OUTPUTSCALE = 1e-24
"""Floor of s2 relative to the largest squared score: equal scores would bring it to zero."""


@dataclass(frozen=True, eq=False)
class Profile:
    """The likelihood at its best m and s2 for one K."""

    inverse_factor: FloatArray
    """L^-1, lower triangular, shape (n, n)."""
    mean: float
    """m"""
    outputscale: float
    """s2"""
    alpha: FloatArray
    """alpha, shape (n,)."""
    log_likelihood: float
    """log p(y | theta, m, s2)"""


def profile(factor: FloatArray, y: FloatArray) -> Profile:
    """Return the closed forms of m and s2, and the likelihood there, from the factor L of K.

    log p = -n/2 log(2 pi s2) - sum_i log L_ii - n/2

    (R&W Eq. 5.8, whose quadratic term is n/2 at the best s2; Alg. 2.1, lines 2-3 and 7.)
    """
    n = len(y)
    inverse_factor = inverse_of_triangle(factor)
    white_one = inverse_factor.sum(axis=1)  # L^-1 1
    white_y = inverse_factor @ y
    mean = float(white_one @ white_y / (white_one @ white_one))
    white_residual = white_y - mean * white_one
    outputscale = float(white_residual @ white_residual) / n
    if outputscale <= SMALLEST_OUTPUTSCALE * float(np.abs(y).max()) ** 2:
        outputscale = 1.0  # equal scores say nothing of the scale
    log_determinant = 2.0 * float(np.log(factor.diagonal()).sum())
    quadratic = float(white_residual @ white_residual) / outputscale
    return Profile(
        inverse_factor=inverse_factor,
        mean=mean,
        outputscale=outputscale,
        alpha=white_residual @ inverse_factor,
        log_likelihood=-0.5 * (n * (LOG_2PI + math.log(outputscale)) + log_determinant + quadratic),
    )


def gradient_and_information(at: Profile, slopes: FloatArray) -> tuple[FloatArray, FloatArray]:
    r"""Return the gradient and the Fisher information of the profiled log likelihood.

    With D_i = dK / dtheta_i and A_i = K^-1 D_i,

        gradient_i = (alpha^T D_i alpha / s2 - tr A_i) / 2                (R&W Eq. 5.9)
        information_ij = (tr(A_i A_j) - tr(A_i) tr(A_j) / n) / 2

    The second term of the information is what profiling s2 takes away.

    Parameters
    ----------
    at : Profile
        The likelihood at theta.
    slopes : ndarray, shape (p, n, n)
        D_i for each of the p entries of theta that are searched.
    """
    n = len(at.alpha)
    inverse = at.inverse_factor.T @ at.inverse_factor
    products = inverse @ slopes
    traces = np.einsum("iaa->i", products)
    pulls = (slopes @ at.alpha) @ at.alpha / at.outputscale
    information = np.einsum("iab,jba->ij", products, products)
    return 0.5 * (pulls - traces), 0.5 * (information - np.outer(traces, traces) / n)
