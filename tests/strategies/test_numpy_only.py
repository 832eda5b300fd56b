"""What stands in for scipy, held against scipy; and every searcher without scipy."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import special
from scipy.linalg import lapack

from strategies import numpy_only
from strategies.registry import SEARCHERS

ROOT = Path(numpy_only.__file__).parent.parent
ZS = np.concatenate([np.linspace(-26.0, 40.0, 20_001), np.geomspace(40.0, 1e9, 200), [0.0]])


def test_erfcx_is_scipys_to_a_few_units_in_the_last_place():
    ours = numpy_only.erfcx(ZS)
    # Below 0 it is 2 exp(x^2), whose own rounding grows with x^2.
    tolerance = np.where(ZS >= 0.0, 1.2e-15, 3e-16 * (ZS * ZS + 4.0))
    assert (np.abs(ours / special.erfcx(ZS) - 1.0) <= tolerance).all()


@pytest.mark.parametrize("x", [0.46875, 4.0])
def test_the_pieces_of_erfcx_meet(x):
    below, above = numpy_only.erfcx(np.nextafter(x, [0.0, 9.0]))
    assert below == pytest.approx(above, rel=2e-15)


def test_ndtr_is_scipys_far_into_its_lower_tail():
    zs = np.linspace(-37.0, 9.0, 10_001)
    assert numpy_only.ndtr(zs) == pytest.approx(special.ndtr(zs), rel=3e-13, abs=0.0)
    assert numpy_only.ndtr(np.array([-np.inf, np.inf])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("n", [1, 2, 16, 17, 40, 77])
def test_factors_and_their_inverses_are_lapacks(n):
    rng = np.random.default_rng(n)
    root = rng.normal(size=(n, n))
    matrix = root @ root.T + 1e-6 * np.eye(n)
    factor, info = numpy_only.dpotrf(matrix, lower=1, clean=1)
    assert info == 0
    assert factor == pytest.approx(lapack.dpotrf(matrix, lower=1, clean=1)[0], rel=1e-6, abs=1e-9)
    inverse, info = numpy_only.dtrtri(factor, lower=1)
    assert info == 0
    assert inverse @ factor == pytest.approx(np.eye(n), abs=1e-9)
    assert (np.triu(inverse, 1) == 0.0).all()
    vector = rng.normal(size=n)
    _, x, info = numpy_only.dposv(matrix, vector)
    assert info == 0
    assert matrix @ x == pytest.approx(vector, abs=1e-6)


def test_what_has_no_factor_and_no_inverse_says_so():
    assert numpy_only.dpotrf(np.array([[1.0, 2.0], [2.0, 1.0]]))[1] != 0
    assert numpy_only.dposv(np.array([[1.0, 2.0], [2.0, 1.0]]), np.ones(2))[2] != 0
    assert numpy_only.dtrtri(np.array([[1.0, 0.0], [2.0, 0.0]]))[1] != 0


RACES = """
import json, sys
if "without" in sys.argv:
    sys.modules["scipy"] = None
import numpy as np
from strategies import SEARCHERS, Problem, run_race

class Hills:
    def score(self, x):
        return np.sin(7 * x[..., 0]) + np.cos(5 * x[..., 1]) - (x[..., 0] - 0.4) ** 2
    def cost(self, x):
        return 4 + 3 * x[..., 0]
    def observe(self, x, trial):
        return float(self.score(x))
    def trained(self, schedule):
        x, until = schedule[-1]
        return float(self.score(x)) * until
    def checkpoint(self, schedule, trial):
        return self.trained(schedule)

hills = Hills()
problem = Problem(knobs=2, budget=200, cost=hills.cost, seed=3, noisy=False)
searchers = {key: one.make(problem, one.options()) for key, one in SEARCHERS.items()}
race = run_race(hills, searchers, problem.budget)
scipy = sys.modules.get("scipy")
parts = {lane.name: lane.checkpoints for lane in race.lanes}
told = {name: [*map(list, one.x), list(one.observed)] for name, one in parts.items()}
print(json.dumps([scipy is not None, told]))
"""


def test_every_searcher_goes_the_same_way_without_scipy():
    def race(*words):
        command = [sys.executable, "-c", RACES, *words]
        return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)

    (there, native), (still, alone) = race(), race("without")
    assert (there, still) == (True, False)
    assert native.keys() == alone.keys() == SEARCHERS.keys()
    for key in SEARCHERS:
        for ours, theirs in zip(alone[key], native[key], strict=True):
            assert ours == pytest.approx(theirs, abs=1e-5), key
