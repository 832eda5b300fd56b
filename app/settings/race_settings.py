"""Everything that decides a race, and the one place where its limits are written."""

from __future__ import annotations

from typing import Any

import param

from app.settings.checked import Checked, Pairs
from landscapes import REGISTRY
from strategies.searchers.bayesian import BayesianOptions
from strategies.searchers.grid import GridOptions


class Circumstances(Checked):
    """What all searchers of a race have in common."""

    landscape: param.Selector[str] = param.Selector(
        default="smooth",
        objects={family.title: family.key for family in REGISTRY.values()},
        constant=True,
        label="Score landscape",
        doc=" ".join(f"{family.title}: {family.about}" for family in REGISTRY.values()),
    )
    seed = param.Integer(
        default=7,
        bounds=(0, 999_999),
        constant=True,
        label="Seed",
        doc="Another seed is another landscape of the same family, and other darts.",
    )
    budget = param.Integer(
        default=240,
        bounds=(30, 360),
        step=10,
        constant=True,
        label="Budget (GPU-minutes)",
        doc="What each searcher may spend. A trial costs 6 GPU-minutes on average over the plane.",
    )
    cost: param.Selector[str] = param.Selector(
        default="varying",
        objects={"Varies: small learning rates train longer": "varying", "Constant": "constant"},
        constant=True,
        label="Cost of a trial",
        doc="Varying: from 3.3 GPU-minutes at the largest learning rate to 9.9 at the smallest. "
        "Constant: 6.",
    )
    noise = param.Number(
        default=0.0,
        bounds=(0.0, 0.1),
        step=0.005,
        constant=True,
        label="Noise (standard deviation of a score)",
        doc="What another training seed would change. With noise, the Gaussian process learns "
        "the noise variance.",
    )


class RaceSettings(BayesianOptions, GridOptions, Circumstances):
    """The settings of one race: its circumstances and its searchers' options.

    They are immutable, hashable, equal when all values are equal.

    >>> RaceSettings(landscape="bumpy", seed=3).values()["landscape"]
    'bumpy'
    """

    ell1 = param.Number(label="Fixed lengthscale, learning rate")
    ell2 = param.Number(label="Fixed lengthscale, weight decay")

    @property
    def title(self) -> str:
        """What a race is called: ``Bumpy, seed 7``."""
        return f"{REGISTRY[self.landscape].title}, seed {self.seed}"

    @property
    def maximised(self) -> str:
        """What Bayesian search maximises in this race, as texts name it."""
        return "augmented EI" if self.noise > 0 and self.acquisition == "augmented" else "EI"


NAMES: tuple[str, ...] = RaceSettings.names()


def allowed(name: str) -> str:
    """What a setting may be, in words: ``"a whole number from 30 to 360"``."""
    return RaceSettings.allowed(name)


def read_settings(values: Pairs) -> tuple[RaceSettings, list[str]]:
    """Settings from untrusted values, and a sentence for each that was refused."""
    return RaceSettings.read(values)


def form() -> list[dict[str, Any]]:
    """The settings as the page's form needs them."""
    return RaceSettings.form()
