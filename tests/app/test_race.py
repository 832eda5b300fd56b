"""One race is a pure function of its settings, fair to all of its searchers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.race import run
from app.settings import RaceSettings, form
from app.settings.grounds import is_measured

RACES = st.builds(
    RaceSettings,
    landscape=st.sampled_from(["smooth", "bumpy", "one-knob"]),
    seed=st.integers(0, 999_999),
    budget=st.sampled_from([30, 60, 120]),
    cost=st.sampled_from(["varying", "constant"]),
    noise=st.sampled_from([0.0, 0.02]),
    order=st.sampled_from(["raster", "shuffled"]),
    placement=st.sampled_from(["centred", "edges"]),
    initial=st.integers(2, 8),
    xi=st.sampled_from([0.0, 0.05]),
    lengthscales=st.sampled_from(["fitted", "fixed"]),
    ell1=st.sampled_from([0.02, 0.3, 3.0]),
)


@settings(max_examples=25)
@given(RACES)
def test_every_race_keeps_the_rules(chosen: RaceSettings) -> None:
    race = run(chosen)
    optimum = race.landscape.optimum.score
    for lane in race.recording.lanes:
        assert lane.finish[-1] <= chosen.budget + 1e-9
        assert np.allclose(lane.cost, race.landscape.cost(lane.x))
        assert np.allclose(lane.start[1:], lane.finish[:-1])
        assert np.all(np.diff(lane.best) >= 0)
        assert np.all(lane.true_score <= optimum + 1e-6)
        assert lane.left == pytest.approx(chosen.budget - lane.finish[-1])
        if lane.refused is not None:
            assert lane.refusals[-1].cost > lane.left
        if chosen.noise == 0:
            assert len(np.unique(lane.x, axis=0)) == len(lane)


@settings(max_examples=5)
@given(RACES)
def test_the_same_settings_are_the_same_race(chosen: RaceSettings) -> None:
    one, two = run(chosen).recording, run(chosen, keep_beliefs=False).recording
    for a, b in zip(one.lanes, two.lanes, strict=True):
        assert np.array_equal(a.x, b.x)
        assert np.array_equal(a.observed, b.observed)


def test_random_and_bayesian_search_share_their_first_trials() -> None:
    recording = run(RaceSettings(noise=0.05, initial=6, seed=11)).recording
    random, bayes = recording.lane("random"), recording.lane("bayes")
    assert np.array_equal(random.x[:6], bayes.x[:6])
    assert np.array_equal(random.observed[:6], bayes.observed[:6])
    assert not np.array_equal(random.x[6], bayes.x[6])


def test_the_acquisition_matters_under_noise_alone() -> None:
    for noise in (0.0, 0.03):
        plain, augmented = (
            run(RaceSettings(noise=noise, acquisition=acquisition, seed=3), keep_beliefs=False)
            for acquisition in ("plain", "augmented")
        )
        same = [
            np.array_equal(plain.recording.lane(name).x, augmented.recording.lane(name).x)
            for name in ("grid", "random", "bayes")
        ]
        assert same == [True, True, noise == 0]


@pytest.mark.parametrize("entry", form(), ids=lambda entry: entry["name"])
def test_the_extremes_of_every_setting_can_be_raced(entry: dict) -> None:
    if "choices" in entry:
        extremes = [value for _, value in entry["choices"]]
    else:
        extremes = [entry["low"], entry["high"]]
    for value in extremes:
        others = {"lengthscales": "fixed"} if entry["name"].startswith("ell") else {}
        short = {} if is_measured(str(value)) else {"budget": 60}
        race = run(RaceSettings(**{**short, entry["name"]: value}, **others))
        assert all(len(lane) >= 1 for lane in race.recording.lanes)


def test_the_whole_grid_fits_in_the_budget_and_the_next_larger_one_does_not() -> None:
    race = run(RaceSettings(budget=200))
    grid = race.recording.lane("grid")
    side = round(len(grid) ** 0.5)
    assert side**2 == len(grid)
    assert grid.stopped == "exhausted"
    centres = (np.arange(side + 1) + 0.5) / (side + 1)
    larger = np.stack(np.meshgrid(centres, centres), axis=-1)
    assert race.landscape.cost(larger).sum() > 200
