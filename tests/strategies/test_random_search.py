import numpy as np
from scipy.stats import kstest

from strategies import RandomSearch


def test_configurations_are_uniform_and_independent() -> None:
    search = RandomSearch(11)
    asked = np.array([search.ask() for _ in range(2000)])
    for knob in range(2):
        assert kstest(asked[:, knob], "uniform").pvalue > 0.01
    assert abs(np.corrcoef(asked.T)[0, 1]) < 0.05


def test_it_does_not_look_at_scores() -> None:
    told, deaf = RandomSearch(3), RandomSearch(3)
    for _ in range(5):
        x = told.ask()
        told.tell(x, 1.0)
        np.testing.assert_array_equal(x, deaf.ask())
