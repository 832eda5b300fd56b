"""A search by hand is computed in the browser as Python would have raced it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from bokeh.document import Document
from scipy.stats import ks_2samp

from app.page.skeletons import race_skeleton
from app.race import run
from app.race.payload import OWN_TRIALS, as_dict
from app.race.race import landscape_of
from app.settings import RaceSettings
from app.settings.hand import HandedIn, is_hand
from app.settings.link import View, write_query
from app.signs import cast_of
from app.stories.shelf import shelf
from landscapes import Landscape
from strategies import RACE
from tests.app.handed import DIGITS, STEPS, Hand, read_hand, write_hand
from tests.app.in_node import in_node

RACES: dict[str, dict[str, Any]] = {
    "smooth": {},
    "bumpy, noise, constant cost": {"landscape": "bumpy", "noise": 0.05, "cost": "constant"},
    "one knob matters, other darts": {"landscape": "one-knob", "noise": 0.02, "darts": 9},
    "one knob": {"knobs": 1, "noise": 0.03, "seed": 3},
}


def settings_of(name: str) -> RaceSettings:
    return RaceSettings(lanes=["grid", "random"], **RACES[name])


def points_of(knobs: int, count: int = 60) -> np.ndarray:
    """Spots that a link can name, the corners among them."""
    drawn = np.random.default_rng(4).integers(0, STEPS + 1, (count, knobs))
    drawn[0], drawn[1] = 0, STEPS
    return drawn / STEPS


def trials_of(landscape: Landscape, points: np.ndarray, budget: float) -> dict[str, list[Any]]:
    """What somebody gets who trains there one after the other, while the budget pays."""
    trials: dict[str, list[Any]] = {"true": [], "observed": [], "cost": [], "finish": []}
    for number, x in enumerate(points):
        cost = float(landscape.cost(x))
        if math.fsum([*trials["cost"], cost]) > budget:
            break
        trials["true"].append(float(landscape.score(x)))
        trials["observed"].append(landscape.observe(x, number))
        trials["cost"].append(cost)
        trials["finish"].append(math.fsum(trials["cost"]))
    return trials


@pytest.mark.parametrize("name", RACES)
def test_a_search_by_hand_gets_what_landscape_and_noise_give(name: str) -> None:
    settings = settings_of(name)
    race = run(settings)
    points = points_of(settings.knobs)
    lane = in_node(
        """const {complete} = await take("core/complete")
        const {laneOf, purse} = await take("core/own")
        const {table} = await take("core/csv")
        const recording = complete(given.recording)
        const lane = laneOf(recording, {name: "", points: given.points})
        const {left} = purse(recording, lane.x)
        const rows = table({...recording, lanes: {you: lane}}).split("\\n").length
        return {...lane, left, rows}""",
        {"recording": as_dict(race), "points": points.tolist()},
    )
    expected = trials_of(race.landscape, points, settings.budget)
    count = len(expected["cost"])
    assert 20 < count < len(points)  # the budget ended before the trainings did
    for column, values in expected.items():
        np.testing.assert_allclose(lane[column], values, rtol=0, atol=1e-12)
    values = race.landscape.space.from_unit(points[:count])
    np.testing.assert_allclose(lane["values"], values, rtol=1e-12)
    best = np.maximum.accumulate(expected["observed"])
    np.testing.assert_allclose(lane["best"], best, rtol=0, atol=1e-12)
    assert lane["left"] == pytest.approx(settings.budget - expected["finish"][-1], abs=1e-9)
    assert lane["rows"] == count + 2  # its head, and the end of the text


def test_its_trials_have_the_luck_of_those_with_their_number_in_all_lanes() -> None:
    race = run(settings_of("bumpy, noise, constant cost"))
    sent = as_dict(race)
    assert len(sent["draws"]) == OWN_TRIALS
    for lane in race.recording.lanes:
        luck = (lane.observed - lane.true_score) / race.settings.noise
        np.testing.assert_allclose(luck, sent["draws"][: len(lane)], atol=1e-9)
    assert "draws" not in as_dict(run(RaceSettings(budget=30)))  # without noise there is none


def test_no_budget_pays_for_more_trials_than_have_noise() -> None:
    budget = RaceSettings.parameter("budget").bounds[1]
    for cost in ("varying", "constant"):
        landscape = landscape_of(RaceSettings(cost=cost))
        assert budget / float(landscape.cost([1.0, 0.5])) < OWN_TRIALS


# ---- A thousand random searches ------------------------------------------------------------------


def mixed(bits: np.ndarray) -> np.ndarray:
    """MurmurHash3's last step, on 32 bits."""
    h = bits.astype(np.uint64) & np.uint64(0xFFFFFFFF)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = ((h ^ (h >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    return h ^ (h >> np.uint64(16))


def darts_of(seed: int, knobs: int) -> np.ndarray:
    """The darts of all searches, shape (1000, 120, knobs)."""
    search, trial, knob = np.ogrid[:1000, :120, :knobs]
    counter = np.asarray((search * 128 + trial) * 2 + knob, dtype=np.uint64)
    key = mixed(np.array([seed + 0x9E3779B9]))
    return (mixed(key ^ mixed(counter)) + 0.5) / 2**32


def chosen_by(landscape: Landscape, x: np.ndarray, minute: float, budget: float) -> np.ndarray:
    """The true scores of what searches have chosen by a minute, shape (n,); -inf for none."""
    cost = landscape.cost(x)
    finish = np.cumsum(cost, axis=1)
    draws = landscape.draws(x.shape[1])
    true = landscape.score(x)
    done = finish <= min(minute, budget) + 1e-9
    observed = np.where(done, true + landscape.noise * draws, -np.inf)
    best = observed.argmax(axis=1)
    score = np.take_along_axis(true, best[:, None], axis=1)[:, 0]
    return np.where(done.any(axis=1), score, -np.inf)


@pytest.mark.parametrize("name", RACES)
def test_its_place_is_counted_among_a_thousand_random_searches(name: str) -> None:
    settings = settings_of(name)
    race = run(settings)
    minutes = [3.0, 20.0, 97.5, settings.budget]
    places = in_node(
        """const {complete} = await take("core/complete")
        const {placeAmong, randomSearches} = await take("core/randoms")
        let rests = 0
        const searches = await randomSearches(complete(given.recording), async () => { rests += 1 })
        const places = given.asked.map(([minute, score]) => placeAmong(searches, minute, score))
        return {places, rests, scores: searches.map(({chosen}) => chosen.at(-1))}""",
        {
            "recording": as_dict(race),
            "asked": [(minute, score) for minute in minutes for score in (0.6, 0.8, 0.9)],
        },
    )
    x = darts_of(settings.seed, settings.knobs)
    asked = iter(places["places"])
    for minute in minutes:
        scores = chosen_by(race.landscape, x, minute, settings.budget)
        for score in (0.6, 0.8, 0.9):
            better, worse = int((scores > score).sum()), int((scores < score).sum())
            assert next(asked) == {"better": better, "level": 0, "worse": worse}
    assert places["rests"] == 20  # the page answers in between
    final = chosen_by(race.landscape, x, settings.budget, settings.budget)
    np.testing.assert_allclose(places["scores"], final, atol=1e-12)

    # They are random searches: so do others end whose darts come from numpy.
    others = np.random.default_rng(1).uniform(size=x.shape)
    theirs = chosen_by(race.landscape, others, settings.budget, settings.budget)
    assert ks_2samp(final, theirs).pvalue > 1e-3


def test_the_darts_lie_evenly_and_hang_together_in_no_way() -> None:
    darts = darts_of(7, 2)
    assert np.histogram(darts, bins=50)[0] == pytest.approx(darts.size / 50, rel=0.05)
    pairs = darts.reshape(-1, 2)
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 0.01
    assert abs(np.corrcoef(pairs[:-1, 0], pairs[1:, 0])[0, 1]) < 0.01
    assert len(np.unique(darts)) > 0.999 * darts.size
    assert not np.intersect1d(darts, darts_of(8, 2)).size > 30


def test_ranks_are_those_of_equal_minutes_and_ties_are_ties() -> None:
    race = run(RaceSettings(landscape="bumpy", noise=0.04))
    minute = 83.0
    told = in_node(
        """const {complete} = await take("core/complete")
        const {ranks} = await take("core/ranks")
        const {lanes} = complete(given.recording)
        const twice = {...lanes, you: lanes.random}
        return [false, true].map((truly) => ranks(twice, given.minute, truly))""",
        {"recording": as_dict(race), "minute": minute},
    )
    for truly, ranked in zip((False, True), told, strict=True):
        scores = {}
        for lane in race.recording.lanes:
            done = int((lane.finish <= minute).sum())
            belief = lane.beliefs[done] if lane.beliefs else None
            best = int(np.argmax(lane.observed[:done]))
            trial = belief.believed_best if truly and belief else best
            scores[lane.name] = float((lane.true_score if truly else lane.observed)[trial])
        scores["you"] = scores["random"]
        assert {r["lane"]: r["score"] for r in ranked} == pytest.approx(scores)
        for rank in ranked:
            shown = {name: float(f"{score:.3f}") for name, score in scores.items()}
            mine = shown[rank["lane"]]
            assert rank["place"] == sum(score > mine for score in shown.values()) + 1
            assert rank["level"] == (list(shown.values()).count(mine) > 1)


# ---- Handed in by a link -------------------------------------------------------------------------


HANDED = """const {readHand, writeHand, nameOf} = await take("core/handed")
const {stepsOf} = await take("core/own")
return given.map((text) => {
  const hand = readHand(text)
  return hand && [hand.name, hand.points.map(stepsOf), hand.points, writeHand(hand, hand.knobs)]
})"""


@pytest.mark.parametrize("knobs", [1, 2])
def test_a_link_has_each_training_exactly(knobs: int) -> None:
    steps = [tuple(map(int, one)) for one in np.rint(points_of(knobs, 120) * STEPS)]
    text = write_hand("Ødegård O’Neil-Smith", steps, knobs)
    assert len(text) < 600
    hand = read_hand(text)
    assert hand == Hand("Ødegård O’Neil-Smith", knobs, tuple(steps))
    [read] = in_node(HANDED, [text])
    name, found, points, written = read
    assert (name, [tuple(one) for one in found], written) == (hand.name, steps, text)
    assert points == hand.points
    assert is_hand(text)
    assert not is_hand(write_hand("", [*steps, steps[0]], knobs))  # more than 120


def test_what_hands_in_nothing_is_refused_by_both() -> None:
    hostile = ["", "2", "1.2.AAA", "1.2.AAAA.<b>", "1.2.AAAA." + "x" * 21, "1.0.", "1.2.AAAA\n"]
    hostile += ["1." + "A" * 3000, "1.2.AAAA.a\nb", "1.2.AAAA.\u202e", "1.2.ÄÖÜß", "１.2.AAAA"]
    assert not any(is_hand(text) for text in hostile)
    assert in_node(HANDED, hostile) == [None] * len(hostile)
    assert not HandedIn.holds(7)
    names = ["Ann <b>", "x" * 30, "a\u202eb", "名前 ok"]
    kept = in_node(
        """const {nameOf} = await take("core/handed")
        return given.map(nameOf)""",
        names,
    )
    assert kept == ["Ann b", "x" * 20, "ab", "名前 ok"]


# ---- A class list --------------------------------------------------------------------------------


def link(settings: RaceSettings, name: str, steps: list[tuple[int, ...]], **more: Any) -> str:
    """What a student hands in."""
    view = View(you=write_hand(name, steps, settings.knobs), **more)
    return "http://localhost:5006/app?" + write_query(settings, view)


def class_list(text: str, settings: RaceSettings) -> tuple[list[dict[str, Any]], list[str]]:
    """Who is read out of a class list on the race of these settings, and what is said."""
    read = in_node(
        """const {readClass} = await take("core/class")
        return readClass(given.text, given.settings, given.defaults, given.stories)""",
        {
            "text": text,
            "settings": settings.values(),
            "defaults": RaceSettings.defaults(settings.lanes) | View.defaults(),
            "stories": shelf().as_json(),
        },
    )
    return read["hands"], read["problems"]


def test_a_class_list_reads_links_and_tells_by_its_line_what_is_none() -> None:
    settings = RaceSettings(landscape="bumpy", seed=3, budget=60, noise=0.05)
    ann = link(settings, "Ann Ø", [(0, 4095), (7, 8)], minute=3.0, revealed=True)
    bob = link(settings, "", [(1, 2)])
    lines = [
        ann,
        "",
        f"  Bob wrote: {bob}  ",
        "hello",
        "https://example.org/?you=<script>alert(1)</script>",
        link(RaceSettings(landscape="bumpy", seed=4, budget=60, noise=0.05), "Cy", [(1, 2)]),
        ann.replace("noise=0.05", "noise=0,05"),  # the same as in line 1
        link(RaceSettings(landscape="bumpy", seed=3, budget=60), "No noise", [(1, 2)]),
        ann.replace("you=1.2.", "you=1.1."),
        "?landscape=bumpy&seed=3&budget=60&noise=0.05&xi=0.1&you=1.2.AAAA.Dee#top\r",
        "?landscape=bumpy&seed=3&budget=60&noise=0.05&darts=9&you=1.2.AAAA.Luck",
        "?landscape=bumpy&seed=3&budget=60&noise=0.05&workers=2&you=1.2.AAAA.Many",
        "?landscape=bumpy&seed=3&budget=60&noise=0.05&you=1",
    ]
    hands, problems = class_list("\n".join(lines), settings)
    assert [hand["name"] for hand in hands] == ["Ann Ø", "No. 3", "Dee"]
    assert hands[0]["points"] == [[0, 1], [7 / STEPS, 8 / STEPS]]
    none, other = "is no link that hands in", "was searched on another race"
    expected = {4: none, 5: none, 6: other, 7: "is line 1 again", 8: other, 9: other}
    expected |= {11: other, 12: other, 13: none}
    assert [int(text.split()[1]) for text in problems] == list(expected)
    assert all(words in text for words, text in zip(expected.values(), problems, strict=True))


def test_a_class_list_takes_forty_and_reads_the_settings_of_stories() -> None:
    key, settings = next(iter(shelf().races.items()))
    lines = [f"?story={key}&you=1.2.AAA{digit}.X" for digit in DIGITS[:46]]
    hands, problems = class_list("\n".join(lines), settings)
    assert len(hands) == 40
    assert problems == [f"Line {i} is left out: a class list takes 40." for i in range(41, 47)]
    hands, problems = class_list("\n".join(lines[:3]), RaceSettings(seed=settings.seed + 1))
    assert (len(hands), len(problems)) == (0, 3)
    hands, problems = class_list("x" * 10**6 + "\n" + "\n" * 10**5, settings)
    assert (hands, problems) == ([], ["Line 1 is no link that hands in a search by hand."])


@pytest.mark.parametrize("truly", [False, True])
def test_all_of_a_class_are_ranked_at_equal_minutes_beside_the_searchers(truly: bool) -> None:
    settings = settings_of("bumpy, noise, constant cost")
    race = run(settings)
    drawn = np.random.default_rng(1).integers(0, STEPS + 1, (40, 45, 2)) / STEPS
    hands = [{"name": f"N{i}", "points": points.tolist()} for i, points in enumerate(drawn)]
    minute = 100.0
    told = in_node(
        """const {complete} = await take("core/complete")
        const {joined} = await take("core/own")
        const {ranks} = await take("core/ranks")
        const {hands, recording, minute, truly} = given
        const own = {hands: hands.slice(0, 4), all: hands, kind: "class", covered: false}
        const {lanes, ranked} = joined(complete(recording), own)
        const rows = ranks(ranked, minute, truly)
        const titled = rows.map((row) => ({...row, title: ranked[row.lane].title}))
        return {racing: Object.keys(lanes), rows: titled}""",
        {"hands": hands, "recording": as_dict(race), "minute": minute, "truly": truly},
    )
    assert told["racing"] == ["you", "you.2", "you.3", "you.4"]
    scores = {}
    for hand in hands:
        trials = trials_of(race.landscape, np.array(hand["points"]), settings.budget)
        done = sum(finish <= minute for finish in trials["finish"])
        best = int(np.argmax(trials["observed"][:done]))
        scores[hand["name"]] = trials["true" if truly else "observed"][best]
    for title, lane in zip(("Grid search", "Random search"), race.recording.lanes, strict=True):
        best = int(np.argmax(lane.observed[: int((lane.finish <= minute).sum())]))
        scores[title] = float((lane.true_score if truly else lane.observed)[best])
    rows = told["rows"]
    assert {row["title"]: row["score"] for row in rows} == pytest.approx(scores, abs=1e-12)
    shown = {title: float(f"{score:.3f}") for title, score in scores.items()}
    for row in rows:
        assert row["place"] == sum(s > shown[row["title"]] for s in shown.values()) + 1
    assert [row["place"] for row in rows] == sorted(row["place"] for row in rows)


def ids_of(node: Any) -> list[str]:
    """The ids of all models that are made in a document, in order."""
    if isinstance(node, list):
        return [one for part in node for one in ids_of(part)]
    if not isinstance(node, dict):
        return []
    inner = [one for part in node.values() for one in ids_of(part)]
    return [node["id"], *inner] if node.get("type") == "object" else inner


@pytest.mark.parametrize(("lanes", "kind"), [(["grid", "bayes"], "shown"), (RACE, "class")])
def test_a_lane_by_hand_has_figures_and_a_sign_of_its_own(lanes: list[str], kind: str) -> None:
    count = 4 if kind == "class" else 1
    skeleton = race_skeleton(cast_of(lanes))
    hands = [{"name": f"Ann {i}", "points": []} for i in range(count)]
    made = in_node(
        """const {withHands} = await take("core/cast")
        return withHands(JSON.parse(given.skeleton), given.own)""",
        {"skeleton": skeleton, "own": {"hands": hands, "kind": kind}},
    )
    names = ["you", "you.2", "you.3", "you.4"][:count]
    assert list(made["lanes"]) == ([] if kind == "class" else list(lanes)) + names
    signs = made["lanes"].values()
    assert len({sign["colour"] for sign in signs}) == len(signs)
    assert [made["lanes"][name]["title"] for name in names] == [hand["name"] for hand in hands]
    for name in names:
        figure = Document.from_json(made["figures"][f"lane_{name}"])
        assert figure.get_model_by_name(f"lane_{name}_trials") is not None
        for curve in ("curve_score", "curve_regret"):
            ids = ids_of(made["figures"][curve])
            assert len(set(ids)) == len(ids)
            document = Document.from_json(made["figures"][curve])
            drawn = {model.name for model in document.models if model.name}
            assert {one.replace(lanes[0], name) for one in drawn if lanes[0] in one} <= drawn
            heads = [
                document.get_model_by_name(f"{curve}_{lane}_head") for lane in (name, lanes[0])
            ]
            assert heads[0] is not heads[1]
