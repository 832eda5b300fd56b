"""From a recording's numbers the browser computes whatever a Gaussian process lane maximised."""

from __future__ import annotations

import base64
import json
import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from app.race import Race, run
from app.race.payload import as_dict, payload
from app.race.recording_checks import checked
from app.settings import RaceSettings
from strategies import Belief

RACES: dict[str, tuple[str, dict[str, Any]]] = {
    "PI": ("pi", {"landscape": "bumpy"}),
    "PI under noise": ("pi", {"landscape": "smooth", "noise": 0.03, "pi.xi": 0.0}),
    "UCB": ("ucb", {"landscape": "bumpy", "ucb.kappa": 1.5}),
    "UCB, growing": ("ucb", {"landscape": "smooth", "ucb.growth": "proven", "noise": 0.02}),
    "EI per cost": ("ei-cost", {"landscape": "bumpy"}),
    "EI per cost, modelled": ("ei-cost", {"landscape": "smooth", "ei-cost.costs": "modelled"}),
    "EI-cool under noise": ("ei-cool", {"landscape": "bumpy", "noise": 0.02, "ei-cool.xi": 0.01}),
    "EI-cool, one knob, modelled": (
        "ei-cool",
        {"landscape": "bumpy", "knobs": 1, "cost": "constant", "ei-cool.costs": "modelled"},
    ),
    "Thompson sampling": ("thompson", {"landscape": "bumpy"}),
    "Thompson sampling, one knob": ("thompson", {"landscape": "smooth", "knobs": 1, "noise": 0.03}),
    "UCB of one knob": ("ucb", {"landscape": "bumpy", "knobs": 1}),
}

ASKED = """async ([text, lane, steps, spots]) => {
  const {bytesOf} = await import("/core/packed.js")
  const {decode} = await import("/core/recording.js")
  const {lanes} = await decode(bytesOf(text))
  return steps.map((told) => {
    const belief = lanes[lane].beliefs[told]
    const {ei: {low, high}, largest, x} = belief
    const [values, heights] = [[...belief.ei.values], [...belief.heights]]
    const [answers, top] = [spots.map((spot) => belief.at(spot)), belief.part(largest)]
    return {values, heights, low, high, largest, x, answers, top}
  })
}"""


@cache
def raced(name: str) -> Race:
    lane, values = RACES[name]
    return run(RaceSettings(lanes=[lane, "random"], seed=3, **values))


@pytest.mark.parametrize("name", RACES)
def test_the_browser_computes_what_was_maximised(front: Page, name: str) -> None:
    race, key = raced(name), RACES[name][0]
    lane = race.recording.lane(key)
    modelled = [n for n, belief in enumerate(lane.beliefs) if belief is not None]
    steps = [modelled[2], modelled[len(modelled) // 2], modelled[-1]]
    spots = np.random.default_rng(5).random((30, lane.x.shape[1]))
    text = base64.b64encode(payload(race)).decode()
    told = front.evaluate(ASKED, [text, key, steps, spots.tolist()])
    for step, shown in zip(steps, told, strict=True):
        belief = lane.beliefs[step]
        assert isinstance(belief, Belief)
        acquisition, unit = belief.acquisition, belief.units
        near = 1e-4 if acquisition.kind == "TS" else 1e-6  # a draw passes through three factors
        heights = belief.heights / (math.log(10) if acquisition.logarithmic else 1.0)
        sure = heights.ravel() > shown["low"] + 0.01
        np.testing.assert_allclose(
            np.array(shown["heights"], dtype=float)[sure], heights.ravel()[sure], atol=0.01
        )
        values = np.minimum(heights.ravel()[sure], shown["high"])
        np.testing.assert_allclose(np.array(shown["values"])[sure], values, atol=0.01)
        assert shown["largest"] == pytest.approx(belief.value, rel=1e-9, abs=1e-15)
        assert shown["x"] == belief.x.tolist()
        if acquisition.logarithmic:
            assert shown["top"] == pytest.approx(1.0, abs=0.02) or belief.value < 1e-4
        else:  # what is known already may be higher
            assert shown["top"] > 0.5
        terms = belief.sought.weighed(spots)[:2]
        weights = belief.sought.weights(spots)
        there = [acquisition.in_scores(pair, unit) for pair in zip(*terms, strict=True)]
        for answer, (first, second), weight in zip(shown["answers"], there, weights, strict=True):
            parts = (answer["exploitation"], answer["exploration"])
            assert parts == pytest.approx((first, second), abs=near)
            assert answer["value"] == pytest.approx((first + second) * weight, abs=near)


@pytest.mark.parametrize("name", RACES)
def test_its_recording_can_be_read(name: str) -> None:
    recording = json.loads(json.dumps(as_dict(raced(name))))
    checked(recording)
    lane = recording["lanes"][RACES[name][0]]
    belief = next(filter(None, lane["beliefs"]))
    belief["acquisition"]["luck"] = 7
    with pytest.raises(ValueError, match="acquisition has an unknown field luck; known are kind"):
        checked(recording)
