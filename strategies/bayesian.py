"""Bayesian search: a Gaussian process surrogate and expected improvement."""

from __future__ import annotations

from typing import Literal, TypeAlias, Unpack

from strategies.acquisitions import ExpectedImprovement
from strategies.checks import LARGEST, checked_choice, checked_number
from strategies.gp.posterior import GaussianProcess
from strategies.sought import Sought
from strategies.surrogate import Shared, SurrogateSearch
from strategies.units import Units

Plain: TypeAlias = Literal["augmented", "plain"]


class BayesianSearch(SurrogateSearch):
    """Propose where a Gaussian process expects the largest improvement.

    Parameters
    ----------
    seed, **shared
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
        xi: float = 0.0,
        acquisition: Plain = "augmented",
        **shared: Unpack[Shared],
    ) -> None:
        super().__init__(seed, **shared)
        self._xi = checked_number("xi", xi, "finite and at least 0, in score units", 0.0, LARGEST)
        plain = checked_choice("acquisition", acquisition, Plain) == "plain"
        self._augmented = self._noise == "learned" and not plain

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
