"""What the tests of the strategies share."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.strategies.hills import Hills

FloatArray = NDArray[np.float64]


@pytest.fixture
def hills() -> Hills:
    return Hills()


@pytest.fixture(params=[4, 15, 40])
def trials(request: pytest.FixtureRequest) -> tuple[FloatArray, FloatArray]:
    """Configurations and scores of 4, 15 and 40 random trials on the hills."""
    xs = np.random.default_rng(request.param).random((request.param, 2))
    return xs, Hills().score(xs)
