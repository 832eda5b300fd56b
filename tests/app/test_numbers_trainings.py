"""What trainings reported on their way, and how far they were: in the browser as in Python."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from app.settings import RaceSettings
from landscapes import Landscape, make_landscape
from landscapes.noise import hashed
from strategies import Recording
from strategies.looks import looks
from tests.app.in_node import in_node
from tests.app.stopped import FRACTIONS, methods, raced

VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "noise": {"noise": 0.03, "darts": 999_999},
    "workers": {"workers": 4, "noise": 0.03},
    "restart": {"resume": False},
    "one knob": {"knobs": 1, "cost": "constant"},
}

DECODED = """
const {decode} = await take("core/recording")
const text = new Blob([JSON.stringify(given.recording)])
const packed = text.stream().pipeThrough(new CompressionStream("gzip"))
const recording = await decode(new Uint8Array(await new Response(packed).arrayBuffer()))
"""


@cache
def race(variant: str) -> tuple[Landscape, Recording, dict[str, Any]]:
    options = dict(VARIANTS[variant])
    resume = options.pop("resume", True)
    searchers = methods(knobs=options.get("knobs", 2))
    if not resume:
        del searchers["pbt"]
    settings = RaceSettings(
        lanes=["random", "sobol"], seed=3, landscape="bumpy", budget=120, **options
    )
    return raced(settings, searchers, resume=resume)


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_a_lane_held_is_what_python_looks_at(variant: str) -> None:
    landscape, played, recording = race(variant)
    found = in_node(
        f"""{DECODED}
        const {{held}} = await take("core/held")
        return Object.fromEntries(Object.entries(recording.lanes).map(([name, lane]) => [name,
          held(recording, lane).map(({{training, until, minute, observed, true: truth}}) =>
            [training, until, minute, observed, truth])]))""",
        {"recording": recording},
    )
    assert len(found) == len(played.lanes) + 2
    for lane in played.lanes:
        expected = looks(landscape, lane, FRACTIONS)
        assert len(expected) > 100
        columns = [expected.trial, expected.until, expected.minute]
        columns += [expected.observed, expected.true_score]
        np.testing.assert_allclose(found[lane.name], np.transpose(columns), rtol=0, atol=1e-9)


def test_full_trainings_are_looked_at_on_their_way_too() -> None:
    landscape, _, recording = race("noise")
    found = in_node(
        f"""{DECODED}
        const {{held}} = await take("core/held")
        return held(recording, recording.lanes.random).map((one) =>
          [one.training, one.until, one.minute, one.observed, one.true])""",
        {"recording": recording},
    )
    lane = recording["lanes"]["random"]
    expected = []
    for trial, x in enumerate(lane["x"]):
        end, cost = lane["finish"][trial], lane["cost"][trial]
        for until in FRACTIONS:
            scores = [landscape.checkpoint([(x, until)], trial), landscape.trained([(x, until)])]
            expected.append([trial, until, end - cost * (1 - until), *scores])
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("variant", ["plain", "workers", "restart"])
def test_at_each_minute_every_training_is_where_the_race_had_it(variant: str) -> None:
    _, played, recording = race(variant)
    minutes = np.linspace(0, 120, 101).tolist()
    found = in_node(
        f"""{DECODED}
        const {{reached, tally}} = await take("core/trainings")
        const {{progress}} = await take("core/recording")
        return Object.fromEntries(Object.entries(recording.lanes).map(([name, lane]) => [name,
          given.minutes.map((minute) => ({{
            stands: lane.trainings.map((one) => reached(one, minute))
              .map((at) => [at.stand, at.until]),
            tally: tally(lane, minute),
            progress: progress(lane, minute),
          }}))]))""",
        {"recording": recording, "minutes": minutes},
    )
    for lane in played.lanes:
        parts = lane.checkpoints
        for minute, at in zip(minutes, found[lane.name], strict=True):
            told = parts.finish <= minute
            now = (parts.start <= minute) & (minute < parts.finish)
            assert at["progress"]["done"] == (lane.finish <= minute).sum()
            assert at["progress"]["stops"] == told.sum()
            assert sorted(at["progress"]["parts"]) == np.flatnonzero(now).tolist()
            for number, (stand, until) in enumerate(at["stands"]):
                mine = parts.trial == number
                have = parts.until[mine & told].max(initial=0.0)
                copied = parts.after[np.flatnonzero(mine)[0]]
                if (mine & now).any():
                    assert stand == "trains"
                    (i,) = np.flatnonzero(mine & now)
                    before = parts.until[parts.after[i]] if parts.after[i] >= 0 else 0.0
                    began = 0.0 if variant == "restart" and lane.name != "median" else before
                    share = (minute - parts.start[i]) / (parts.finish[i] - parts.start[i])
                    reach = max(before, began + (parts.until[i] - began) * share)
                    assert until == pytest.approx(reach, abs=1e-9)
                    assert copied >= 0 or until >= have
                else:
                    ended = "finished" if have == 1.0 else "stands"
                    assert stand == (ended if have else "coming")
                    assert until == have
            counts = [stand for stand, _ in at["stands"]]
            assert at["tally"] == {
                "started": len(counts) - counts.count("coming"),
                **{name: counts.count(name) for name in ("trains", "stands", "finished")},
            }


@pytest.mark.parametrize("variant", ["plain", "workers"])
def test_a_lane_of_stops_has_its_times_idle_time_and_what_is_left(variant: str) -> None:
    _, played, recording = race(variant)
    minutes = [10.0, 61.5, 119.0, 120.0]
    found = in_node(
        f"""{DECODED}
        const {{budgetOf}} = await take("core/words")
        const {{shifts}} = await take("core/wall")
        const lanes = Object.entries(recording.lanes).map(([name, lane]) => [name, {{
          start: lane.start, worker: lane.worker, left: lane.left,
          budgets: given.minutes.map((minute) => budgetOf(lane, minute)),
          shifts: given.minutes.map((minute) => shifts(lane, minute)),
        }}])
        return {{events: recording.events, end: recording.end, ...Object.fromEntries(lanes)}}""",
        {"recording": recording, "minutes": minutes},
    )
    ends = {end for lane in played.lanes for end in lane.checkpoints.finish.tolist()}
    assert ends | {0.0} <= set(found["events"])
    assert found["events"] == sorted(set(found["events"]))
    assert found["end"] == max(found["events"])
    for lane in played.lanes:
        parts, told = lane.checkpoints, found[lane.name]
        np.testing.assert_allclose(told["start"], lane.start, rtol=0, atol=1e-9)
        assert told["worker"] == lane.worker.tolist()
        assert told["left"] == pytest.approx(lane.left, abs=1e-9)
        for minute, budget, shifts in zip(minutes, told["budgets"], told["shifts"], strict=True):
            spent = parts.finish[parts.finish <= minute].max(initial=0.0)
            trains = ((parts.start <= minute) & (minute < parts.finish)).any()
            expected = {"spent": spent, "part": minute - spent if trains else 0.0}
            assert budget == pytest.approx({"done": (lane.finish <= minute).sum(), **expected})
            for worker, shift in enumerate(shifts):
                mine = parts.worker == worker
                within = np.clip(minute - parts.start[mine], 0, (parts.finish - parts.start)[mine])
                trained = within.sum()
                rest = min(minute, parts.finish[-1]) - trained
                assert shift == pytest.approx({"trained": trained, "idle": rest}, abs=1e-6)
        idle = sum(shift["idle"] for shift in told["shifts"][-1]) / lane.workers
        assert idle == pytest.approx(lane.idle, abs=1e-6)


def test_trainings_say_whose_knobs_they_have_and_what_they_would_have_come_to() -> None:
    landscape, played, recording = race("noise")
    found = in_node(
        f"""{DECODED}
        const told = ({{x, values, trial, score}}) => ({{x, values, trial, score}})
        return Object.fromEntries(Object.entries(recording.lanes).map(([name, lane]) =>
          [name, lane.trainings.map(told)]))""",
        {"recording": recording},
    )
    for lane in played.lanes:
        parts = lane.checkpoints
        finished = parts.trial[parts.until == 1.0].tolist()
        for number, training in enumerate(found[lane.name]):
            x = parts.x[parts.trial == number][-1]
            assert training["x"] == x.tolist()
            assert training["score"] == pytest.approx(float(landscape.score(x)), abs=1e-9)
            assert training["values"] == pytest.approx(landscape.space.from_unit(x).tolist())
            assert training["trial"] == (finished.index(number) if number in finished else -1)


@pytest.mark.parametrize("knobs", [1, 2])
def test_a_curve_is_pythons_at_any_fraction(knobs: int) -> None:
    landscape = make_landscape("plateau", 5, knobs=knobs)
    rng = np.random.default_rng(0)
    xs, ts = rng.random((50, knobs)), rng.random(50)
    schedules = [
        list(zip(rng.random((3, knobs)).tolist(), sorted(rng.random(3)), strict=True))
        for _ in range(50)
    ]
    found = in_node(
        """
        const {rate, reported, changed} = await take("model/training")
        const {scoreAt} = await take("model/surface")
        const {surface, curve, xs, ts, schedules} = given
        const at = (x, t) => reported(curve, scoreAt(surface, x), rate(curve, x), t)
        const stretch = ([x, until]) => ({score: scoreAt(surface, x), rate: rate(curve, x), until})
        return {
          reported: xs.map((x, i) => at(x, ts[i])),
          ends: xs.map((x) => at(x, 1) - scoreAt(surface, x)),
          changed: schedules.map((schedule) => changed(curve, schedule.map(stretch))),
        }""",
        {
            "surface": landscape.surface.numbers(),
            "curve": landscape.curve.numbers(),
            "xs": xs.tolist(),
            "ts": ts.tolist(),
            "schedules": schedules,
        },
    )
    np.testing.assert_allclose(found["reported"], landscape.partial_score(xs, ts), atol=1e-9)
    assert found["ends"] == [0.0] * 50
    expected = [landscape.trained(schedule) for schedule in schedules]
    np.testing.assert_allclose(found["changed"], expected, rtol=0, atol=1e-9)


def test_a_checkpoints_own_noise_is_pythons_hash() -> None:
    seeds, trials = [0, 7, 2**31, 2**32 - 1], [0, 1, 300]
    asked = [[seed, trial, until] for seed in seeds for trial in trials for until in FRACTIONS]
    found = in_node(
        """const {ownNoise} = await take("model/training")
        return given.map(([seed, trial, until]) => ownNoise(seed, trial, until))""",
        asked,
    )
    expected = [
        0.5 * math.sqrt(1 - until) * hashed(seed, trial, round(until * 2**32))
        for seed, trial, until in asked
    ]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    assert len(set(found)) == len(asked) - len(seeds) * len(trials) + 1  # at the end it is 0


def test_what_somebody_forged_is_refused_in_a_sentence() -> None:
    _, _, recording = race("plain")
    lane = recording["lanes"]["hyperband"]
    stops = lane["checkpoints"]
    cases = {
        "differ in length": {"until": stops["until"][1:]},
        "aren't in order": {"after": [0, *stops["after"][1:]]},
        "has other trials": {"until": [0.5 for _ in stops["until"]]},
    }
    for message, change in cases.items():
        forged = {**lane, "checkpoints": {**stops, **change}}
        changed = {**recording, "lanes": {"hyperband": forged}}
        said = in_node(
            f"try {{ {DECODED} return recording.end }} catch ({{message}}) {{ return message }}",
            {"recording": changed},
        )
        assert "hyperband" in said
        assert message in said
