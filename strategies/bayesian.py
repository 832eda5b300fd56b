"""Bayesian search: a Gaussian process surrogate and expected improvement."""

from __future__ import annotations

from typing import Literal, TypeAlias

from numpy.typing import ArrayLike

from strategies.acquisitions import ExpectedImprovement
from strategies.checks import LARGEST, checked_choice, checked_number
from strategies.gp.posterior import GaussianProcess, Noise
from strategies.pretence import Pretence
from strategies.sought import Sought
from strategies.surrogate import SurrogateSearch
from strategies.units import Units

Plain: TypeAlias = Literal["augmented", "plain"]


class BayesianSearch(SurrogateSearch):
    """Propose where a Gaussian process expects the largest improvement.

    Parameters
    ----------
    seed, n_initial, lengthscales, noise, pretence, resolution, knobs
        As `SurrogateSearch` takes them.
    xi : float
        EI counts improvements above this only, in score units, at least 0.
    acquisition : {"augmented", "plain"}
        What is maximised where noise is learned: augmented EI, or EI on the best posterior mean.
        Where scores are exact both are EI.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        n_initial: int = 5,
        xi: float = 0.0,
        lengthscales: ArrayLike | None = None,
        noise: Noise = "tiny",
        pretence: Pretence = "believer",
        acquisition: Plain = "augmented",
        resolution: int = 64,
        knobs: int = 2,
    ) -> None:
        super().__init__(
            seed,
            n_initial=n_initial,
            lengthscales=lengthscales,
            noise=noise,
            pretence=pretence,
            resolution=resolution,
            knobs=knobs,
        )
        self._xi = checked_number("xi", xi, "finite and at least 0, in score units", 0.0, LARGEST)
        plain = checked_choice("acquisition", acquisition, Plain) == "plain"
        self._augmented = noise == "learned" and not plain

    @property
    def maximised(self) -> str:
        """The acquisition function: "EI" or "augmented EI"."""
        return "augmented EI" if self._augmented else "EI"

    def _margin(self) -> float:
        return self._xi

    def _cautious(self) -> bool:
        """Huang et al.'s effective best solution (`strategies.acquisition`)."""
        return self._augmented

    def _improvement(self, gp: GaussianProcess, best: float, units: Units) -> ExpectedImprovement:
        """Return EI, or augmented EI."""
        return ExpectedImprovement(
            target=best + self._xi / units.scale,
            noise_variance=gp.noise_variance if self._augmented else 0.0,
            augmented=self._augmented,
        )

    def _sought(self, gp: GaussianProcess, best: float, units: Units) -> Sought:
        return Sought(gp, self._improvement(gp, best, units))
