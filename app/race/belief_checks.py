"""What a lane of a recording may hold of what its searcher believed each time that it asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.race.value_checks import (
    LARGEST,
    NOT_NEGATIVE,
    POSITIVE,
    SIGNED,
    fields,
    listed,
    number,
    numbers,
    one_of,
    whole,
)
from landscapes.cost import COSTS

MODEL = ("initial", "maximised", "beliefs")
MOST_TRIALS = 1000  # of a lane
RATIO = "l/g"
AS_MEASURED = "measured"  # the landscape has what trainings cost
PRICED = ("alpha", "left", "price", "weight", "of", "cost")
ACQUISITIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "EI": ("EI", ()),
    "augmented EI": ("AEI", ()),
    "PI": ("PI", ()),
    "UCB": ("UCB", ("kappa",)),
    "TS": ("TS", ("draw",)),
    "KG": ("KG", ("centre",)),
    "EI/c": ("EI/c", PRICED),
    "EI-cool": ("EI-cool", PRICED),
}
"""Kind, and parameters beside what is to be beaten, of what is maximised of a Gaussian process."""
MAXIMISED = (*ACQUISITIONS, RATIO)
PRETENDED = ("pretended", "bests")
MOST_PRETENDED = 100  # times at one ask
MOST_CANDIDATES = 1000  # at one ask
LENGTHSCALE = 1e-6, 1e6  # in lengths of a knob's range
BELIEF = {
    "exploitation": SIGNED,
    "exploration": SIGNED,
    "best": SIGNED,
    "target": SIGNED,
    "noise_ratio": NOT_NEGATIVE,
    "jitter": (1e-13, 1.0),  # at least: so every covariance can be factorised
    "constant_mean": SIGNED,
    "outputscale": (1e-100, LARGEST),
}

COST_MODEL = ("noise_ratio", "jitter", "constant_mean", "outputscale")


def check_model(
    lane: Mapping[str, Any],
    place: str,
    asked: Sequence[int],
    refusals: int,
    knobs: int,
    workers: int,
) -> None:
    """Raise a ValueError for what a searcher can't have believed when it asked.

    Parameters
    ----------
    lane
        The lane, whose trials are checked already.
    place
        Its place in the recording.
    asked
        Which ask proposed each of its trials.
    refusals
        How many asks proposed what no longer fitted.
    knobs, workers
        How many there are.
    """
    told = [name for name in MODEL if name in lane]
    if not told:
        return
    if len(told) < len(MODEL):
        raise ValueError(f"{place} must have {', '.join(MODEL)}, or none of them")
    whole(lane["initial"], f"{place}.initial", 1, MOST_TRIALS)
    one_of(lane["maximised"], f"{place}.maximised", MAXIMISED)
    if lane["beliefs"] is None:  # an old recording, whose model is lost
        return
    asks = len(asked) + refusals
    for i, belief in enumerate(listed(lane["beliefs"], f"{place}.beliefs", asks)):
        if belief is None:
            continue
        before = max(0, i + 1 - workers)
        check = _densities if lane["maximised"] == RATIO else _belief
        check(belief, before, f"{place}.beliefs[{i}]", knobs)
        if check is _belief:
            said = f"{place}.beliefs[{i}].acquisition"
            pending = sum(ask < i for ask in asked[before:])
            _acquisition(belief["acquisition"], lane["maximised"], said, knobs, pending)


def _belief(belief: Any, told: int, place: str, knobs: int) -> None:
    """The numbers of a model of so many trials that were told."""
    if told == 0:
        raise ValueError(f"{place} must be null: no trial was told yet")
    fields(belief, place, (*BELIEF, "lengthscales", "acquisition"), ())
    for name, (low, high) in BELIEF.items():
        number(belief[name], f"{place}.{name}", low, high)
    numbers(belief["lengthscales"], f"{place}.lengthscales", knobs, *LENGTHSCALE)


def _acquisition(acquisition: Any, maximised: str, place: str, knobs: int, pending: int) -> None:
    """What was maximised: what the lane says, with its parameters, and perhaps what was pretended
    of so many trials that were pending."""
    kind, parameters = ACQUISITIONS[maximised]
    fields(acquisition, place, ("kind", *parameters), PRETENDED if pending else ())
    one_of(acquisition["kind"], f"{place}.kind", (kind,))
    for name in parameters:
        if name == "of":
            one_of(acquisition[name], f"{place}.{name}", ("EI", "AEI"))
        elif name == "draw":
            whole(acquisition[name], f"{place}.{name}", 0, 2**32 - 1)
        elif name == "centre":
            numbers(acquisition[name], f"{place}.{name}", knobs, 0.0, 1.0)
        elif name == "cost":
            _cost(acquisition[name], f"{place}.{name}", knobs)
        else:
            number(acquisition[name], f"{place}.{name}", *(POSITIVE if name == "price" else SIGNED))
    told = [name for name in PRETENDED if name in acquisition]
    if len(told) == 1:
        raise ValueError(f"{place} must have {' and '.join(PRETENDED)}, or neither")
    if not told:
        return
    rows = listed(acquisition["pretended"], f"{place}.pretended", None, MOST_PRETENDED)
    if not rows:
        raise ValueError(f"{place}.pretended must have a row of scores at least")
    for i, row in enumerate(rows):
        numbers(row, f"{place}.pretended[{i}]", pending)
    numbers(acquisition["bests"], f"{place}.bests", len(rows))


def _cost(cost: Any, place: str, knobs: int) -> None:
    """What a training costs: the name of a function, or the numbers of a model of its logarithm."""
    if isinstance(cost, str):
        one_of(cost, place, (*COSTS, AS_MEASURED))
        return
    fields(cost, place, (*COST_MODEL, "lengthscales"), ())
    for name in COST_MODEL:
        number(cost[name], f"{place}.{name}", *BELIEF[name])
    numbers(cost["lengthscales"], f"{place}.lengthscales", knobs, *LENGTHSCALE)


def _densities(belief: Any, told: int, place: str, knobs: int) -> None:
    """What parts so many trials that were told, and the candidates that were drawn."""
    if told == 0:
        raise ValueError(f"{place} must be null: no trial was told yet")
    fields(belief, place, ("good", "blocks", "candidates"), ())
    good = listed(belief["good"], f"{place}.good", None, told)
    for i, trial in enumerate(good):
        whole(trial, f"{place}.good[{i}]", 0 if i == 0 else good[i - 1] + 1, told - 1)
    blocks = belief["blocks"]
    if blocks not in ([[*range(knobs)]], [[k] for k in range(knobs)]):
        raise ValueError(f"{place}.blocks must hold all knobs, in one block or each in its own")
    drawn = listed(belief["candidates"], f"{place}.candidates", None, MOST_CANDIDATES)
    for i, x in enumerate(drawn):
        numbers(x, f"{place}.candidates[{i}]", knobs, 0.0, 1.0)
