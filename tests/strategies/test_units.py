import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.units import standardised

SCORES = st.lists(st.floats(0.0, 1.0), min_size=2, max_size=20).filter(lambda s: np.std(s) > 1e-6)


@given(SCORES)
def test_standardised_scores_have_mean_0_and_deviation_1(scores) -> None:
    values, units = standardised(np.array(scores))
    assert values.mean() == pytest.approx(0.0, abs=1e-9)
    assert values.std() == pytest.approx(1.0)
    np.testing.assert_allclose(units.offset + units.scale * values, scores, atol=1e-12)


@given(SCORES, st.integers(-900, 900))
def test_a_power_of_two_changes_no_bit(scores, power) -> None:
    scores = np.array(scores) + 0.5
    values, units = standardised(scores)
    other, scaled = standardised(np.ldexp(scores, power))
    np.testing.assert_array_equal(other, values)
    assert scaled.scale == math.ldexp(units.scale, power)
    assert scaled.offset == math.ldexp(units.offset, power)


@pytest.mark.parametrize("score", [0.0, 0.7, -1e300, 3e-308])
def test_equal_scores_are_zero_in_a_unit_of_one(score) -> None:
    for n in (1, 3, 12):
        values, units = standardised(np.full(n, score))
        np.testing.assert_array_equal(values, np.zeros(n))
        assert (units.offset, units.scale) == (score, 1.0)


def test_a_few_units_in_the_last_place_are_rounding_and_more_are_not() -> None:
    last = np.spacing(1.0)
    alternating = np.resize([0.0, 1.0], 10)
    assert not standardised(1.0 + 3 * last * alternating)[0].any()
    assert standardised(1.0 + 40 * last * alternating)[0].std() == pytest.approx(1.0)
