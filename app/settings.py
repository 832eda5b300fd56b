"""Everything that decides a race, and the one place where its limits are written.

The page's form, the URL, the terminal and the notebook all go through `RaceSettings` and
`read_settings`: a value that one of them refuses, all of them refuse, with the same words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import param

MAX_SHOWN = 40  # characters of a bad value that a message repeats


class RaceSettings(param.Parameterized):
    """The settings of one race: immutable, hashable, equal when all values are equal.

    >>> RaceSettings(landscape="bumpy", seed=3).values()["landscape"]
    'bumpy'
    """

    landscape = param.Selector(
        default="smooth",
        objects={"Smooth": "smooth", "Bumpy": "bumpy", "One knob matters": "one-knob"},
        constant=True,
        label="Score landscape",
        doc="Smooth: one to three broad peaks. Bumpy: many narrow peaks and a ripple. "
        "One knob matters: the score hangs on one knob, hardly on the other.",
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
    cost = param.Selector(
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
    order = param.Selector(
        default="raster",
        objects={"Row by row": "raster", "Shuffled": "shuffled"},
        constant=True,
        label="Grid order",
        doc="The order in which grid search visits its lattice: the same points, another curve.",
    )
    placement = param.Selector(
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
    lengthscales = param.Selector(
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

    def __init__(self, **values: Any) -> None:
        unknown = sorted(set(values) - set(NAMES))
        if unknown:
            raise ValueError(f"{unknown[0]} is not a setting; the settings are {', '.join(NAMES)}")
        for name, value in values.items():
            values[name] = _checked(name, value)
        super().__init__(**values)

    def values(self) -> dict[str, Any]:
        """All settings by name, in the order of the form."""
        return {name: getattr(self, name) for name in NAMES}

    def changed(self) -> dict[str, Any]:
        """Only what differs from the defaults: what a link has to carry."""
        return {k: v for k, v in self.values().items() if v != self.param[k].default}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RaceSettings) and self.values() == other.values()

    def __hash__(self) -> int:
        return hash(tuple(self.values().values()))


NAMES: tuple[str, ...] = tuple(name for name in RaceSettings.param if name != "name")


def allowed(name: str) -> str:
    """What a setting may be, in words: ``"a whole number from 30 to 360"``."""
    parameter = RaceSettings.param[name]
    if isinstance(parameter, param.Selector):
        return "one of " + ", ".join(parameter.objects)
    low, high = parameter.bounds
    kind = "a whole number" if isinstance(parameter, param.Integer) else "a number"
    return f"{kind} from {low:g} to {high:g}" if high < 1e5 else f"{kind} from {low} to {high}"


def _checked(name: str, value: Any) -> Any:
    """`value` as the setting `name` takes it, or a ValueError that says what is allowed."""
    parameter = RaceSettings.param[name]
    message = f"{name}={_shortened(value)}: {name} must be {allowed(name)}"
    if isinstance(parameter, param.Selector):
        if value not in parameter.objects:
            raise ValueError(message)
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(message)
    low, high = parameter.bounds
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(message)
    if isinstance(parameter, param.Integer):
        if value != int(value):
            raise ValueError(message)
        return int(value)
    return float(value)


def _parsed(name: str, text: str) -> Any:
    """The value that `text` writes, or `text` itself where it writes no number."""
    parameter = RaceSettings.param[name]
    if isinstance(parameter, param.Selector):
        return text
    if isinstance(parameter, param.Integer):
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,9}", text) else text
    number = r"[+-]?([0-9]{1,12}(\.[0-9]{0,20})?|\.[0-9]{1,20})([eE][+-]?[0-9]{1,2})?"
    return float(text) if re.fullmatch(number, text) else text


def _shortened(value: Any) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in str(value)[: MAX_SHOWN + 1])
    return shown if len(shown) <= MAX_SHOWN else shown[:MAX_SHOWN] + "…"


def read_settings(
    values: Mapping[str, Any] | Iterable[tuple[str, Any]],
) -> tuple[RaceSettings, list[str]]:
    """Settings from untrusted values: what is valid is kept, the rest is named.

    Parameters
    ----------
    values
        Name and value pairs, the values text (a URL) or numbers (a form). A name that comes
        twice counts once, the first time.

    Returns
    -------
    settings, problems
        The settings, defaults where a value was missing or refused; and one sentence for each
        refused value, which says what is allowed.
    """
    accepted: dict[str, Any] = {}
    problems: list[str] = []
    for name, value in values.items() if isinstance(values, Mapping) else values:
        if name not in NAMES:
            problems.append(f"{_shortened(name)} ignored: the settings are {', '.join(NAMES)}")
        elif name in accepted:
            problems.append(f"{name}={_shortened(value)} ignored: {name} was given twice")
        else:
            try:
                accepted[name] = _checked(
                    name, _parsed(name, value) if isinstance(value, str) else value
                )
            except ValueError as error:
                problems.append(f"ignored {error}")
    return RaceSettings(**accepted), problems


def form() -> list[dict[str, Any]]:
    """The settings as the page's form needs them: one JSON-able entry for each."""
    entries = []
    for name in NAMES:
        parameter = RaceSettings.param[name]
        entry: dict[str, Any] = {
            "name": name,
            "label": parameter.label,
            "help": parameter.doc,
            "default": parameter.default,
        }
        if isinstance(parameter, param.Selector):
            entry["choices"] = [[label, value] for label, value in parameter.names.items()]
        else:
            low, high = parameter.bounds
            entry |= {
                "low": low,
                "high": high,
                "step": parameter.step or 1,
                "whole": isinstance(parameter, param.Integer),
            }
        entries.append(entry)
    return entries
