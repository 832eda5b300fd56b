"""From the numbers of a recording the browser computes what Python computed: maps and landscape."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page
from scipy.special import ndtr

from app.race import Race, run
from app.race.payload import as_dict, payload
from app.settings import RaceSettings
from landscapes import SCORE_LIMITS, make_landscape
from strategies import BayesianSearch, Belief
from strategies.acquisition import expected_improvement
from strategies.gp.posterior import GaussianProcess
from strategies.units import standardised

GAINS = {"low": -4.25, "high": -1.5}  # the ends of the map of EI
FAMILIES = ("smooth", "bumpy", "one-knob")
VARIANTS: dict[str, dict[str, Any]] = {
    "fitted": {},
    "noise": {"noise": 0.03},
    "plain EI under noise": {"noise": 0.03, "acquisition": "plain"},
    "xi": {"xi": 0.02},
    "too long": {"lengthscales": "fixed", "ell1": 3.0, "ell2": 3.0},
    "too short": {"lengthscales": "fixed", "ell1": 0.05, "ell2": 0.05},
    "largest budget": {"budget": 360},
}


@cache
def race(family: str, variant: str) -> Race:
    return run(RaceSettings(landscape=family, seed=3, **VARIANTS[variant]))


def maps_of(front: Page, numbers: dict, xs: np.ndarray, scores: np.ndarray) -> dict[str, Any]:
    """The maps that the browser computes from a model's numbers and its trials."""
    return front.evaluate(
        """async ([numbers, xs, scores, gains]) => {
          const {Belief} = await import("/model/belief.js")
          const belief = new Belief(numbers, xs, scores, gains)
          const read = ({values, low, high, size}) => ({values: [...values], low, high, size})
          return {mean: read(belief.mean), sd: read(belief.sd), ei: read(belief.ei)}
        }""",
        [numbers, xs.tolist(), scores.tolist(), GAINS],
    )


def assert_alike(drawn: dict[str, Any], belief: Belief, scores: np.ndarray) -> None:
    """The browser's maps are Python's: to a millionth, EI to a hundredth of a decade."""
    unit = max(float(np.ptp(scores)), math.sqrt(belief.outputscale))
    for name, expected in (("mean", belief.mean), ("sd", belief.sd)):
        values = np.reshape(drawn[name]["values"], drawn[name]["size"])
        np.testing.assert_allclose(values, expected, rtol=0, atol=1e-6 * unit)
        limits = (drawn[name]["low"], drawn[name]["high"])
        assert limits == pytest.approx((expected.min(), expected.max()), abs=1e-6 * unit)
    log10_ei = belief.heights / math.log(10)
    assert (drawn["ei"]["low"], drawn["ei"]["high"]) == (GAINS["low"], GAINS["high"])
    values = np.reshape(drawn["ei"]["values"], drawn["ei"]["size"])
    near = np.abs(log10_ei - GAINS["low"]) < 0.01  # on either side of the least gain
    shown = np.where(log10_ei > GAINS["low"], np.minimum(log10_ei, GAINS["high"]), GAINS["low"] - 1)
    np.testing.assert_allclose(values[~near], shown[~near], rtol=0, atol=0.01)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("family", FAMILIES)
def test_the_browser_computes_the_maps_of_each_step(front: Page, family: str, variant: str) -> None:
    lane = race(family, variant).recording.lane("bayes")
    steps = as_dict(race(family, variant))["lanes"]["bayes"]["beliefs"]
    modelled = [n for n, belief in enumerate(lane.beliefs) if belief is not None]
    for told in {*modelled[::11], modelled[-1]}:
        belief, scores = lane.beliefs[told], lane.observed[:told]
        assert isinstance(belief, Belief)
        numbers = steps[told] | {"largest": belief.value}
        assert_alike(maps_of(front, numbers, lane.x[:told], scores), belief, scores)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_hundred_trials_are_not_too_many(front: Page, family: str) -> None:
    landscape = make_landscape(family, 11)
    search = BayesianSearch(seed=1)
    xs = np.random.default_rng(2).random((109, 2))
    scores = landscape.score(xs)
    for x, score in zip(xs, scores, strict=True):
        search.tell(x, float(score))
    search.ask()
    belief = search.belief
    assert belief is not None
    numbers = {
        "lengthscales": belief.lengthscales.tolist(),
        "noise_ratio": belief.gp.noise_ratio,
        "jitter": belief.gp.jitter,
        "constant_mean": belief.constant_mean,
        "outputscale": belief.outputscale,
        "largest": belief.value,
        "target": belief.best,
        "acquisition": belief.numbers,
    }
    assert_alike(maps_of(front, numbers, xs, scores), belief, scores)


@pytest.mark.parametrize("family", FAMILIES)
def test_one_configuration_is_a_cell_of_the_map(front: Page, family: str) -> None:
    lane = race(family, "fitted").recording.lane("bayes")
    belief = lane.beliefs[20]
    numbers = as_dict(race(family, "fitted"))["lanes"]["bayes"]["beliefs"][20]
    told = front.evaluate(
        """async ([numbers, xs, scores, x]) => {
          const {Posterior} = await import("/model/posterior.js")
          return new Posterior(numbers, xs, scores).at(x)
        }""",
        [numbers, lane.x[:20].tolist(), lane.observed[:20].tolist(), [11 / 63, 50 / 63]],
    )
    assert told["mean"] == pytest.approx(belief.mean[50, 11], abs=1e-7)
    assert told["sd"] == pytest.approx(belief.sd[50, 11], abs=1e-7)


@pytest.mark.parametrize("variant", VARIANTS)
def test_any_spot_is_answered_as_python_answers_it(front: Page, variant: str) -> None:
    """Mean, deviation, the chance to beat the best, both terms of EI, at spots all over."""
    lane = race("bumpy", variant).recording.lane("bayes")
    recording = as_dict(race("bumpy", variant))["lanes"]["bayes"]
    told = next(n for n in (17, 12, 8) if n < len(lane.beliefs) and lane.beliefs[n])
    belief, numbers = lane.beliefs[told], recording["beliefs"][told]
    spots = np.random.default_rng(6).random((40, 2))
    answers = front.evaluate(
        """async ([numbers, xs, scores, gains, spots]) => {
          const {Belief} = await import("/model/belief.js")
          const belief = new Belief(numbers, xs, scores, gains)
          return spots.map((x) => belief.at(x))
        }""",
        [numbers, lane.x[:told].tolist(), lane.observed[:told].tolist(), GAINS, spots.tolist()],
    )
    mean, sd = belief.gp.predict(spots)
    unit, offset = belief.units.scale, belief.units.offset
    mean, sd = offset + unit * mean, unit * sd
    noise = belief.noise_variance if belief.acquisition.augmented else 0.0
    terms = expected_improvement(mean, sd, numbers["target"], noise_variance=noise)
    expected = {
        "mean": mean,
        "sd": sd,
        "chance": ndtr((mean - numbers["target"]) / sd),
        "exploitation": terms[0],
        "exploration": terms[1],
        "value": terms[0] + terms[1],
    }
    for name, values in expected.items():
        told_there = [answer[name] for answer in answers]
        np.testing.assert_allclose(told_there, values, rtol=0, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("variant", ["fitted", "noise"])
def test_what_came_out_is_measured_by_what_was_expected(front: Page, variant: str) -> None:
    shown = race("bumpy", variant)
    lane = shown.recording.lane("bayes")
    told = front.evaluate(
        """async (bytes) => {
          const {decode} = await import("/core/recording.js")
          const {outcomes} = await import("/core/surprise.js")
          const recording = await decode(new Uint8Array(bytes))
          return outcomes(recording.lanes.bayes)
        }""",
        list(payload(shown)),
    )
    chosen = [n for n in range(len(lane)) if lane.beliefs[n] is not None]
    assert [outcome["trial"] for outcome in told] == chosen
    for outcome in told:
        belief = lane.beliefs[outcome["trial"]]
        mean, sd = belief.expected
        spread = math.hypot(sd, math.sqrt(belief.noise_variance))
        off = (lane.observed[outcome["trial"]] - mean) / spread
        assert (outcome["mean"], outcome["sd"]) == pytest.approx((mean, spread), abs=1e-6)
        assert outcome["off"] == pytest.approx(off, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("lane", ["grid", "random"])
def test_searchers_without_a_model_say_what_they_have(front: Page, lane: str) -> None:
    shown = race("bumpy", "fitted")
    own, done = shown.recording.lane(lane), 17
    spots = [*np.random.default_rng(6).random((8, 2)).tolist(), own.x[4].tolist(), [0.0, 0.03]]
    told = front.evaluate(
        """async ([bytes, name, done, spots]) => {
          const {decode} = await import("/core/recording.js")
          const {reasons, question} = await import("/core/why.js")
          const recording = await decode(new Uint8Array(bytes))
          const moment = {lanes: {[name]: {done}}}
          return spots.map((point) =>
            reasons(recording, name, question({recording, moment, mind: name, point, felt: null})))
        }""",
        [list(payload(shown)), lane, done, spots],
    )
    darts = np.random.default_rng(0).random((200_000, 2))
    for spot, sentence in zip(spots, told, strict=True):
        away = np.hypot(*(own.x - spot).T)
        if lane == "grid":
            nearest = int(np.argmin(away))
            fate = f"got {own.observed[nearest]:.3f}" if nearest < done else "is to come"
            expected = (
                f"stood beforehand. Nearest to this spot is trial {nearest + 1}, which {fate}."
            )
            assert sentence.endswith(f"its {len(own)} points {expected}")
        else:
            near = f"{(away[:done] <= 0.1).sum()} of its {done} trials so far are within a tenth"
            assert near in sentence
            even = float(sentence.split("evenly spread, ")[1].split()[0])
            share = (np.hypot(*(darts - spot).T) <= 0.1).mean()
            assert even == pytest.approx(done * share, abs=0.08)  # it has one decimal


@pytest.mark.parametrize(
    "change",
    [
        {"lengthscales": [0.4, 0.07]},
        {"lengthscales": [0.1, 0.3], "noise": 0.04},
        {"xi": 0.03},
        {"lengthscales": [3.0, 3.0]},
    ],
)
def test_a_model_with_other_numbers_is_the_one_that_python_conditions(
    front: Page, change: dict[str, Any]
) -> None:
    shown = race("smooth", "fitted")
    lane, told = shown.recording.lane("bayes"), 14
    belief = lane.beliefs[told]
    numbers = as_dict(shown)["lanes"]["bayes"]["beliefs"][told]
    spots = np.random.default_rng(8).random((20, 2))
    felt = front.evaluate(
        """async ([numbers, xs, scores, gains, change, spots]) => {
          const {Belief} = await import("/model/belief.js")
          const {feel} = await import("/model/feel.js")
          const felt = feel(new Belief({...numbers, largest: 0}, xs, scores, gains), change)
          const {best, target, x, largest, jitter} = felt
          const answers = spots.map((spot) => felt.at(spot))
          return {answers, best, target, x, largest, jitter, there: felt.at(x).value}
        }""",
        [
            numbers,
            lane.x[:told].tolist(),
            lane.observed[:told].tolist(),
            GAINS,
            change,
            spots.tolist(),
        ],
    )
    scores, units = standardised(lane.observed[:told])
    ratio = change.get("noise", 0.0) ** 2 / belief.outputscale
    lengthscales = change.get("lengthscales", belief.lengthscales)
    gp = GaussianProcess.condition(lane.x[:told], scores, lengthscales, ratio)
    mean, sd = gp.predict(spots)
    doubtful = 1e-6 if felt["jitter"] <= 1e-11 else 1e-3  # the longest need another jitter
    for name, values in (("mean", units.offset + units.scale * mean), ("sd", units.scale * sd)):
        found = [answer[name] for answer in felt["answers"]]
        np.testing.assert_allclose(found, values, rtol=0, atol=doubtful, err_msg=name)
    believed = units.offset + units.scale * gp.predict(lane.x[:told])[0]
    best = believed.max() if "noise" in change else lane.observed[:told].max()
    assert felt["best"] == pytest.approx(best, abs=doubtful)
    assert felt["target"] - felt["best"] == pytest.approx(change.get("xi", 0.0), abs=1e-9)
    assert felt["there"] == pytest.approx(felt["largest"], rel=1e-6)
    assert all(answer["value"] <= 1.3 * felt["largest"] + 1e-12 for answer in felt["answers"])


@pytest.mark.parametrize("family", FAMILIES)
def test_the_browser_computes_the_landscape(front: Page, family: str) -> None:
    points = np.random.default_rng(4).random((200, 2))
    for seed in (0, 3, 53):
        numbers = as_dict(run(RaceSettings(landscape=family, seed=seed, budget=30)))["surface"]
        scores, lattice = front.evaluate(
            """async ([surface, points]) => {
              const {scoreAt, scoreMap} = await import("/model/surface.js")
              return [points.map((x) => scoreAt(surface, x)), [...scoreMap(surface, 7)]]
            }""",
            [numbers, points.tolist()],
        )
        landscape, axis = make_landscape(family, seed), np.linspace(0, 1, 7)
        np.testing.assert_allclose(scores, landscape.score(points), rtol=0, atol=1e-9)
        expected = landscape.score(np.stack(np.meshgrid(axis, axis), axis=-1)).ravel()
        np.testing.assert_allclose(lattice, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize(("settings", "most"), [({}, 20_000), ({"budget": 360}, 40_000)])
def test_a_recording_is_small(settings: dict[str, Any], most: int) -> None:
    assert all(
        len(payload(run(RaceSettings(landscape=family, **settings)))) <= most for family in FAMILIES
    )


@pytest.mark.parametrize(
    ("noise", "key", "pretence"),
    [
        (0.0, "bayes", "believer"),
        (0.03, "bayes", "believer"),
        (0.0, "bayes", "fantasies"),
        (0.03, "bayes", "fantasies"),
        (0.0, "bayes", "min"),
        (0.0, "ucb", "max"),
        (0.03, "pi", "fantasies"),
        (0.0, "ei-cool", "fantasies"),
    ],
)
def test_the_browser_knows_what_trains_and_pretends_the_same_of_it(
    front: Page, noise: float, key: str, pretence: str
) -> None:
    option = "pretence" if key == "bayes" else f"{key}.pretence"
    values = {"lanes": [key, "random"], option: pretence, "workers": 4, "budget": 120}
    raced = run(RaceSettings(landscape="bumpy", seed=3, noise=noise, **values))
    lane = raced.recording.lane(key)
    asks = [ask for ask, belief in enumerate(lane.beliefs) if belief is not None][::5]
    known = front.evaluate(
        """async ([bytes, asks, key]) => {
          const {decode} = await import("/core/recording.js")
          const {beliefs, worker, start} = (await decode(new Uint8Array(bytes))).lanes[key]
          const read = (belief) => {
            const {x, xs, pending, mean, sd, heights} = belief
            const of = (values) => [...values].map((value) => value === -Infinity ? -1e9 : value)
            const maps = {mean: of(mean.values), sd: of(sd.values), heights: of(heights)}
            return {x, xs, pending, at: belief.at(x), along: belief.along(x, 1, 3), ...maps}
          }
          return {beliefs: asks.map((ask) => read(beliefs[ask])), worker, start}
        }""",
        [list(payload(raced)), asks, key],
    )
    assert known["worker"] == lane.worker.tolist()
    np.testing.assert_allclose(known["start"], lane.start, atol=1e-9)
    for ask, drawn in zip(asks, known["beliefs"], strict=True):
        belief = lane.beliefs[ask]
        assert isinstance(belief, Belief)
        told = ask - 3
        earlier = [t for t in range(len(lane)) if lane.asked[t] < ask and t >= told]
        pending = lane.x[sorted(earlier, key=lambda t: lane.asked[t])]
        assert len(pending) == 3 or ask >= len(lane) - 3
        np.testing.assert_array_equal(drawn["x"], belief.x)
        np.testing.assert_array_equal(drawn["xs"], lane.x[:told])
        np.testing.assert_array_equal(np.reshape(drawn["pending"], (-1, 2)), pending)
        unit = max(float(np.ptp(lane.observed[:told])), math.sqrt(belief.outputscale))
        for name, expected in (("mean", belief.mean), ("sd", belief.sd)):
            assert expected is not None
            values = np.reshape(drawn[name], expected.shape)
            np.testing.assert_allclose(values, expected, rtol=0, atol=5e-6 * unit)
        assert belief.heights is not None
        powers = belief.heights / (math.log(10) if belief.acquisition.logarithmic else 1.0)
        shown = np.reshape(drawn["heights"], powers.shape)
        seen = powers > -4.0 if belief.acquisition.logarithmic else np.isfinite(powers)
        np.testing.assert_allclose(shown[seen], powers[seen], rtol=0, atol=0.01)
        answer = drawn["at"]
        mean, sd = belief.expected
        assert (answer["mean"], answer["sd"]) == pytest.approx((mean, sd), abs=5e-6 * unit)
        terms = (belief.exploitation, belief.exploration)
        assert (answer["exploitation"], answer["exploration"]) == pytest.approx(terms, abs=2e-5)
        assert answer["value"] == pytest.approx(belief.value, abs=2e-5)
        ends = [(belief.x[0], v) for v in (0.0, 0.5, 1.0)]
        first, second, _ = belief.sought.weighed(np.array(ends))
        for i, there in enumerate(drawn["along"]):
            parts = belief.acquisition.in_scores((float(first[i]), float(second[i])), belief.units)
            assert (there["exploitation"], there["exploration"]) == pytest.approx(parts, abs=2e-5)


@pytest.mark.parametrize(("noise", "pretence"), [(0.0, "believer"), (0.0, "max"), (0.02, "min")])
def test_a_choice_is_worth_in_hindsight_what_all_results_say(
    front: Page, noise: float, pretence: str
) -> None:
    raced = run(
        RaceSettings(
            seed=3, workers=4, budget=150, noise=noise, acquisition="plain", pretence=pretence
        )
    )
    lane = raced.recording.lane("bayes")
    told = front.evaluate(
        """async (bytes) => {
          const {decode} = await import("/core/recording.js")
          const {hindsight} = await import("/core/hindsight.js")
          const {bayes} = (await decode(new Uint8Array(bytes))).lanes
          const {length} = bayes.x
          const early = bayes.x.map((_, trial) => hindsight(bayes, trial, trial))
          return {early, late: bayes.x.map((_, trial) => hindsight(bayes, trial, length))}
        }""",
        list(payload(raced)),
    )
    assert told["early"] == [None] * len(lane)  # what hasn't finished isn't told
    counted = 0
    axis = np.linspace(0.0, 1.0, 64)
    for trial, knowing in enumerate(told["late"]):
        belief = lane.beliefs[lane.asked[trial]]
        if not isinstance(belief, Belief) or len(belief.gp.xs) == belief.trials:
            assert knowing is None
            continue
        missing = [
            next(t for t in range(len(lane)) if (lane.x[t] == x).all())
            for x in belief.gp.xs[belief.trials :]
        ]
        offset, scale = belief.units.offset, belief.units.scale
        gp = belief.gp.pretending((lane.observed[missing] - offset) / scale)
        scores = np.append(lane.observed[: belief.trials], lane.observed[missing])
        best = gp.predict(gp.xs)[0].max() if noise else (scores.max() - offset) / scale
        largest = sum(expected_improvement(*gp.predict_lattice(axis, axis), best)).max()
        here = float(sum(expected_improvement(*gp.predict(belief.x), best)))
        if scale * largest < 1e-4 * np.ptp(SCORE_LIMITS):
            continue  # nothing would have been left to gain
        assert knowing["missing"] == len(missing)
        assert knowing["share"] == pytest.approx(min(here / largest, 1.0), abs=1e-3)
        counted += 1
    assert counted >= 3


@pytest.mark.parametrize(("knobs", "noise", "workers"), [(2, 0.0, 1), (2, 0.03, 3), (1, 0.0, 1)])
def test_the_browser_computes_the_knowledge_gradient(
    front: Page, knobs: int, noise: float, workers: int
) -> None:
    settings = RaceSettings(
        landscape="bumpy",
        seed=3,
        budget=90,
        lanes=["kg", "random"],
        knobs=knobs,
        noise=noise,
        workers=workers,
    )
    raced = run(settings)
    lane = raced.recording.lane("kg")
    asks = [ask for ask, belief in enumerate(lane.beliefs) if belief is not None][::4]
    drawn = front.evaluate(
        """async ([bytes, asks]) => {
          const {decode} = await import("/core/recording.js")
          const {beliefs} = (await decode(new Uint8Array(bytes))).lanes.kg
          const finite = (value) => value === -Infinity ? -99 : value
          return asks.map((ask) => ({
            heights: [...beliefs[ask].heights].map(finite),
            size: beliefs[ask].ei.size,
            value: beliefs[ask].at(beliefs[ask].x).value,
          }))
        }""",
        [list(payload(raced)), asks],
    )
    for ask, shown in zip(asks, drawn, strict=True):
        belief = lane.beliefs[ask]
        assert isinstance(belief, Belief)
        axis = np.linspace(0.0, 1.0, (64, 28)[knobs - 1])
        heights = belief.sought.maps([axis] * knobs)[2]
        powers = belief.acquisition.heights_in_scores(heights, belief.units) / math.log(10)
        assert shown["size"] == [1 if knobs == 1 else 28, len(axis)]
        values = np.reshape(shown["heights"], powers.shape)
        seen = powers > -6.0
        np.testing.assert_allclose(values[seen], powers[seen], rtol=0, atol=0.01)
        assert shown["value"] == pytest.approx(belief.value, rel=1e-3, abs=1e-8)
        # it goes where KG is largest, and that is no lower than anywhere on the lattice
        assert belief.value >= 10 ** powers.max() * 0.99 - 1e-4
