"""Everything that decides a race, and the one place where its limits are written."""

from __future__ import annotations

from typing import Any

import param

from app.settings.checked import Checked, Pairs
from landscapes import REGISTRY


class RaceSettings(Checked):
    """The settings of one race: immutable, hashable, equal when all values are equal.

    >>> RaceSettings(landscape="bumpy", seed=3).values()["landscape"]
    'bumpy'
    """

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
    order: param.Selector[str] = param.Selector(
        default="raster",
        objects={"Row by row": "raster", "Shuffled": "shuffled"},
        constant=True,
        label="Grid order",
        doc="The order in which grid search visits its lattice: the same points, another curve.",
    )
    placement: param.Selector[str] = param.Selector(
        default="centred",
        objects={"Cell centres": "centred", "Edge to edge": "edges"},
        constant=True,
        label="Grid placement",
        doc="Where the lattice stands in the plane.",
    )
    initial = param.Integer(
        default=5,
        bounds=(2, 20),
        step=1,
        constant=True,
        label="Initial trials of Bayesian search",
        doc="Random trials, the same as random search's first ones, before the first model.",
    )
    xi = param.Number(
        default=0.0,
        bounds=(0.0, 0.1),
        step=0.005,
        constant=True,
        label="ξ of expected improvement (score)",
        doc="Only an improvement by more than ξ counts: a larger ξ explores more.",
    )
    acquisition: param.Selector[str] = param.Selector(
        default="augmented",
        objects={"Augmented EI": "augmented", "Plain EI": "plain"},
        constant=True,
        label="What Bayesian search maximises under noise",
        doc="Augmented EI takes off what one more noisy score can't tell; plain EI trains its "
        "incumbent again and again. Without noise both are the same.",
    )
    lengthscales: param.Selector[str] = param.Selector(
        default="fitted",
        objects={"Fitted to the trials": "fitted", "Fixed by hand": "fixed"},
        constant=True,
        label="Kernel lengthscales",
        doc="Fitted: they maximise the log marginal likelihood with a prior. "
        "Fixed: choose them below, and see the search fail where they are wrong.",
    )
    ell1 = param.Number(
        default=0.3,
        bounds=(0.02, 3.0),
        step=0.01,
        constant=True,
        label="Fixed lengthscale, learning rate",
        doc="As a fraction of the knob's whole range. Used only when fixed by hand.",
    )
    ell2 = param.Number(
        default=0.3,
        bounds=(0.02, 3.0),
        step=0.01,
        constant=True,
        label="Fixed lengthscale, weight decay",
        doc="As a fraction of the knob's whole range. Used only when fixed by hand.",
    )

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
