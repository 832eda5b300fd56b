"""From the good trials of a recording the browser computes the densities that Python compared."""

from __future__ import annotations

import base64
import json
import math
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from app.race import Race, run
from app.race.payload import as_dict, packed, payload
from app.race.recording_checks import checked
from app.race.story import story
from app.settings import RaceSettings
from strategies import Densities

RACES: dict[str, dict[str, Any]] = {
    "together": {"landscape": "bumpy"},
    "each by itself": {"landscape": "smooth", "tpe.kernels": "univariate", "noise": 0.03},
    "one knob": {"landscape": "bumpy", "knobs": 1, "tpe.initial": 3},
}

ASKED = """async ([text, steps]) => {
  const {bytesOf} = await import("/core/packed.js")
  const {decode} = await import("/core/recording.js")
  const {lanes: {tpe}} = await decode(bytesOf(text))
  const read = ({values, low, high, size}) => ({values: [...values], low, high, size})
  return steps.map((told) => {
    const belief = tpe.beliefs[told]
    const {likely, rest, ratio, largest, x, candidates} = belief
    const maps = {likely: read(likely), rest: read(rest), ratio: read(ratio)}
    const [good, {length: others}] = ["mean", "sd"].map((place) => belief.dots(place))
    return {...maps, largest, x, candidates, good, others}
  })
}"""


def sent(race: Race) -> dict[str, Any]:
    """A recording as it travels."""
    return json.loads(json.dumps(as_dict(race)))


@pytest.mark.parametrize("values", RACES.values(), ids=RACES)
def test_the_browser_computes_the_densities_of_each_step(front: Page, values: dict) -> None:
    race = run(RaceSettings(lanes=["tpe", "random"], seed=3, **values))
    lane = race.recording.lane("tpe")
    text = base64.b64encode(payload(race)).decode()
    first = values.get("tpe.initial", 10)
    asked = [first, (first + len(lane)) // 2, len(lane)]
    assert [belief is None for belief in lane.beliefs] == [n < first for n in range(len(lane) + 1)]
    axis = np.linspace(0.0, 1.0, 64)
    knobs = lane.x.shape[1]
    x = np.stack(np.meshgrid(*[axis] * knobs), axis=-1).reshape(-1, knobs)
    for told, shown in zip(asked, front.evaluate(ASKED, [text, asked]), strict=True):
        belief = lane.beliefs[told]
        assert isinstance(belief, Densities)
        likely, rest = np.exp(belief.log_likely(x)), np.exp(belief.log_rest(x))
        np.testing.assert_allclose(shown["likely"]["values"], likely, rtol=1e-9)
        np.testing.assert_allclose(shown["rest"]["values"], rest, rtol=1e-9)
        ratio = belief.log_ratio(x) / math.log(10)
        np.testing.assert_allclose(shown["ratio"]["values"], ratio, atol=1e-9)
        assert shown["likely"]["high"] == pytest.approx(max(likely.max(), rest.max()))
        assert shown["largest"] == pytest.approx(belief.ratio, rel=1e-9)
        assert shown["x"] == belief.x.tolist()
        np.testing.assert_allclose(shown["candidates"], belief.candidates, atol=5e-7)
        assert shown["good"] == lane.x[belief.good].tolist()
        assert shown["others"] == told - len(belief.good)


def test_its_recording_can_be_read_and_its_story_says_among_what_it_chose() -> None:
    race = run(RaceSettings(lanes=["tpe", "bayes"], budget=120))
    recording = sent(race)
    checked(recording)
    minute, said = story(race)["tpe"][10]
    belief = race.recording.lane("tpe").beliefs[10]
    assert minute == race.recording.lane("tpe").start[10]
    assert said.startswith("TPE goes ")
    assert "of 24 spots drawn where its good trials are dense (1 of 10)" in said
    assert f"l/g is {belief.ratio:.1f}" in said or belief.ratio >= 9.95
    assert len(packed(recording["lanes"]["tpe"])) < 60_000


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("good", [3, 3], r"good\[1\] must be a whole number from 4 to 9"),
        ("good", [10], r"good\[0\] must be a whole number from 0 to 9"),
        ("blocks", [[0], [0]], "blocks must hold all knobs, in one block or each in its own"),
        ("candidates", [[0.5, 1.5]], r"candidates\[0\]\[1\] must be from 0 to 1, got 1.5"),
    ],
)
def test_what_it_cannot_have_believed_is_refused(name: str, value: Any, complaint: str) -> None:
    recording = sent(run(RaceSettings(lanes=["tpe", "random"], budget=90)))
    recording["lanes"]["tpe"]["beliefs"][10][name] = value
    with pytest.raises(ValueError, match=complaint):
        checked(recording)
