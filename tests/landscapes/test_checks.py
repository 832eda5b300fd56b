"""Whatever is handed in by mistake, a message says what was wrong and what is allowed."""

from collections.abc import Callable

import numpy as np
import pytest

from landscapes import DEFAULT_SPACE, Knob, SearchSpace, make_landscape
from tests.warned import NO_WARNING

WRONG = {
    "text": "0.5",
    "none": None,
    "truth value": True,
    "complex": 0.5j,
    "numpy's complex": np.complex128(0.5),
    "nan": np.nan,
    "infinity": np.inf,
    "huge": 10**400,
    "texts": ["0.1", "0.2"],
    "truth values": [True, False],
    "complex numbers": np.array([0.1j, 0.2]),
    "huge numbers": [10**400, 0],
    "three": [0.1, 0.2, 0.3],
    "ragged": [[0.1], [0.1, 0.2]],
    "mapping": {"a": 1},
}

LAND = make_landscape("smooth", 1)
ARGUMENTS: dict[str, Callable[[object], object]] = {
    "make_landscape(family)": lambda bad: make_landscape(bad, 1),
    "make_landscape(seed)": lambda bad: make_landscape("smooth", bad),
    "make_landscape(noise)": lambda bad: make_landscape("smooth", 1, noise=bad),
    "make_landscape(cost)": lambda bad: make_landscape("smooth", 1, cost=bad),
    "make_landscape(space)": lambda bad: make_landscape("smooth", 1, space=bad),
    "make_landscape(knobs)": lambda bad: make_landscape("smooth", 1, knobs=bad),
    "score(x)": LAND.score,
    "cost(x)": LAND.cost,
    "observe(x)": lambda bad: LAND.observe(bad, 0),
    "observe(trial)": lambda bad: LAND.observe([0.5, 0.5], bad),
    "Knob(scale)": lambda bad: Knob("a", 0.0, 1.0, scale=bad),
    "Knob(low)": lambda bad: Knob("a", bad, 2.0),
    "Knob(high)": lambda bad: Knob("a", -1.0, bad),
    "SearchSpace(knobs)": SearchSpace,
    "from_unit(x)": DEFAULT_SPACE.from_unit,
    "to_unit(values)": DEFAULT_SPACE.to_unit,
    "a knob's to_unit(value)": DEFAULT_SPACE.knobs[0].to_unit,
    "a knob's from_unit(u)": DEFAULT_SPACE.knobs[0].from_unit,
}
ALLOWED = {("make_landscape(knobs)", "none"), ("a knob's from_unit(u)", "three")}


@pytest.mark.parametrize(
    ("argument", "wrong"),
    [(a, w) for a in ARGUMENTS for w in WRONG if (a, w) not in ALLOWED],
)
@NO_WARNING
def test_every_argument_refuses_what_it_cannot_be(argument: str, wrong: str) -> None:
    with pytest.raises(ValueError, match="must"):
        ARGUMENTS[argument](WRONG[wrong])
