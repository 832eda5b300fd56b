"""The search space: scales, bounds, and the way to the unit square and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscapes import DEFAULT_SPACE, Knob, SearchSpace

unit = st.floats(0.0, 1.0)


def test_default_knobs():
    rate, decay = DEFAULT_SPACE.knobs
    assert (rate.name, rate.low, rate.high, rate.scale) == ("learning rate", 1e-5, 1e-1, "log")
    assert (decay.name, decay.low, decay.high, decay.scale) == ("weight decay", 1e-6, 1e-2, "log")


def test_log_scale_halves_in_factors_and_linear_scale_in_differences():
    assert Knob("rate", 1e-5, 1e-1, scale="log").from_unit(0.5) == pytest.approx(1e-3)
    assert Knob("layers", 2.0, 10.0).from_unit(0.5) == pytest.approx(6.0)
    assert Knob("rate", 1e-5, 1e-1, scale="log").to_unit(1e-2) == pytest.approx(0.75)


@given(unit, unit)
def test_there_and_back(u0, u1):
    x = np.array([u0, u1])
    assert DEFAULT_SPACE.to_unit(DEFAULT_SPACE.from_unit(x)) == pytest.approx(x, abs=1e-12)


@given(
    low=st.floats(1e-8, 1e3),
    factor=st.floats(1.5, 1e6),
    u=unit,
    scale=st.sampled_from(["log", "linear"]),
)
def test_values_keep_to_the_bounds_and_come_back(low, factor, u, scale):
    knob = Knob("knob", low, low * factor, scale=scale)
    value = knob.from_unit(u)
    assert knob.low <= value <= knob.high
    assert knob.to_unit(value) == pytest.approx(u, abs=1e-9)


def test_edges_are_exact():
    corners = np.array([[0.0, 0.0], [1.0, 1.0]])
    values = DEFAULT_SPACE.from_unit(corners)
    assert values.tolist() == [[1e-5, 1e-6], [1e-1, 1e-2]]
    assert DEFAULT_SPACE.to_unit(values).tolist() == corners.tolist()


def test_shapes_are_kept():
    x = np.random.default_rng(0).random((3, 4, 2))
    assert DEFAULT_SPACE.from_unit(x).shape == (3, 4, 2)
    assert DEFAULT_SPACE.to_unit(DEFAULT_SPACE.from_unit(x)) == pytest.approx(x)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"name": ""}, "name"),
        ({"low": 1.0, "high": 1.0}, "low"),
        ({"low": 2.0, "high": 1.0}, "low"),
        ({"high": np.inf}, "high"),
        ({"low": np.nan}, "low"),
        ({"scale": "cubic"}, "scale"),
        ({"scale": "log", "low": 0.0}, "low"),
    ],
)
def test_bad_knobs_are_refused(arguments, named):
    with pytest.raises(ValueError, match=named):
        Knob(**{"name": "knob", "low": 0.5, "high": 2.0, **arguments})


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_space_has_any_number_of_knobs(number):
    space = SearchSpace(Knob(f"knob {k}", 0.0, 1.0 + k) for k in range(number))
    assert len(space) == number
    x = np.random.default_rng(0).random((3, number))
    np.testing.assert_allclose(space.from_unit(x), x * (1.0 + np.arange(number)))
    np.testing.assert_allclose(space.to_unit(space.from_unit(x)), x)
    with pytest.raises(ValueError, match=rf"x must have shape \(..., {number}\)"):
        space.from_unit(np.zeros(number + 1))


def test_a_space_holds_knobs():
    knob = Knob("knob", 0.0, 1.0)
    for knobs in ((), (knob, "knob"), knob):
        with pytest.raises(ValueError, match="knobs must be one or more Knobs"):
            SearchSpace(knobs=knobs)


def test_the_first_knobs_of_a_space():
    assert DEFAULT_SPACE.first(1).knobs == DEFAULT_SPACE.knobs[:1]
    assert DEFAULT_SPACE.first(2) == DEFAULT_SPACE
    for number in (0, 3, True, 1.0, "1"):
        with pytest.raises(ValueError, match="knobs must be a whole number from 1 to 2, got"):
            DEFAULT_SPACE.first(number)


@pytest.mark.parametrize("x", [[0.5, 1.1], [-0.1, 0.5], [np.nan, 0.5], [0.5], 0.5, ["a", "b"]])
def test_from_unit_refuses_what_is_outside(x):
    with pytest.raises(ValueError, match="x must"):
        DEFAULT_SPACE.from_unit(x)


@pytest.mark.parametrize("u", [-0.1, 1.5, np.nan])
def test_a_knob_refuses_coordinates_outside(u):
    with pytest.raises(ValueError, match="from 0 to 1"):
        DEFAULT_SPACE.knobs[0].from_unit(u)


def test_to_unit_names_the_knob_that_is_out_of_bounds():
    with pytest.raises(ValueError, match=r"weight decay must be from 1e-06 to 0\.01, got 1"):
        DEFAULT_SPACE.to_unit([1e-3, 1.0])
    with pytest.raises(ValueError, match="learning rate"):
        DEFAULT_SPACE.to_unit([np.nan, 1e-3])
    with pytest.raises(ValueError, match="values must have shape"):
        DEFAULT_SPACE.to_unit([1e-3, 1e-3, 1e-3])
