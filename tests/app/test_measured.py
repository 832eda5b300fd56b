"""Races on landscapes that were measured: what may be set, is told, in two languages."""

from __future__ import annotations

import copy
import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from app import desk
from app.__main__ import main
from app.race import Race, load_recording, run, save_recording
from app.race.payload import as_dict, assembled, part
from app.race.recording_checks import checked
from app.race.selection import selection
from app.race.story import story
from app.race.tables import table
from app.race.trainings import fractions_of
from app.settings import RaceSettings, grounds, read_settings
from app.settings.link import read_query, write_query
from app.settings.race_settings import offer
from app.stories.conditions import Condition, Quantity
from app.tournament import Plan
from app.tournament.outcome import outcome_of
from app.tournament.statistics import summarise
from app.tournament.words import selection as told_selection
from app.tournament.words import sentences
from landscapes.measured import SHIPPED, MeasuredLandscape
from strategies import SEARCHERS
from strategies.looks import looks
from tests.app.in_node import in_node

MINE = """\
# title: SVM on my data
# about: a support vector machine
# log: C
# cost unit: seconds
C,gamma,seed,epoch,validation,test,cost
"""


def rows(knobs: int = 2, epochs: tuple[int, ...] = (1, 9, 27), seeds: int = 3) -> Iterator[str]:
    """Scores that are no counts, costs that differ, knobs on two scales."""
    rng = np.random.default_rng(5)
    for c in (0.1, 1.0, 30.0):
        for gamma in (0.0, 0.3, 0.5, 1.0) if knobs == 2 else (None,):
            for seed in range(seeds):
                for epoch in epochs:
                    score, cost = rng.normal(2.0, 3.0), epoch * (1 + c / 30) / 9
                    where = f"{c}" if gamma is None else f"{c},{gamma}"
                    yield f"{where},{seed},{epoch},{score:.5f},{score - 0.1:.5f},{cost:.5f}"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Lets somebody's own file be raced on, and forgets it again."""
    monkeypatch.delenv(grounds.VARIABLE, raising=False)

    def write(text: str) -> Path:
        path = tmp_path / f"mine{len([*tmp_path.iterdir()])}.csv"  # each is read once
        path.write_text(text, encoding="utf-8")
        return path

    yield write
    monkeypatch.delenv(grounds.VARIABLE, raising=False)
    grounds.measured.cache_clear()
    RaceSettings.param["landscape"].objects = grounds.titles()


def of_two_knobs(mine: Callable[[str], Path]) -> Path:
    return mine(MINE + "\n".join(rows()) + "\n")


def short(landscape: str, trainings: int = 12, **settings: Any) -> RaceSettings:
    budget = round(trainings * grounds.budgets(landscape).training)
    return RaceSettings(landscape=landscape, budget=budget, **settings)


@pytest.fixture(scope="module")
def race() -> Race:
    return run(
        short("digits-wrong-labels", seed=3, lanes=["random", "hyperband", "bayes", "ei-cost"])
    )


# ---- What may be set -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", SHIPPED)
def test_what_is_known_without_the_numbers_is_what_they_say(key: str) -> None:
    source, known = SHIPPED[key], SHIPPED[key].measurements()
    assert source.cost == known.cost.mean()
    assert (source.cost_unit, source.title, source.about) == (
        known.cost_unit,
        known.title,
        known.about,
    )
    assert source.knobs == len(known.space)
    assert source.earliest == source.landscape().earliest


@pytest.mark.parametrize("key", SHIPPED)
def test_a_budget_pays_for_five_to_sixty_trainings_in_the_landscapes_own_unit(key: str) -> None:
    cost = SHIPPED[key].cost
    settings = RaceSettings(landscape=key)
    assert (settings.budget, settings.unit) == (40 * cost, "epochs")
    for count in (5, 60):
        assert RaceSettings(landscape=key, budget=int(count * cost)).budget == count * cost
    for budget in (5 * cost - 1, 60 * cost + 1):
        with pytest.raises(ValueError, match=f"from {5 * cost:.0f} to {60 * cost:.0f}"):
            RaceSettings(landscape=key, budget=int(budget))
    assert RaceSettings().budget == 240
    with pytest.raises(ValueError, match="from 30 to 360"):
        RaceSettings(budget=1080)


def test_what_was_measured_is_not_chosen() -> None:
    for name, value in (("noise", 0.02), ("cost", "constant"), ("darts", 3), ("knobs", 1)):
        with pytest.raises(ValueError, match=f"{name} isn't chosen on Digits"):
            RaceSettings(landscape="digits", **{name: value})
        kept, problems = read_settings({"landscape": "digits", name: value})
        why = "its seed is its luck" if name == "darts" else "it is as it was measured"
        assert problems == [f"ignored {name} isn't chosen on Digits: {why}"]
        assert kept == RaceSettings(landscape="digits")
    there = RaceSettings(landscape="digits")
    assert (there.noise, there.cost, there.darts, there.knobs) == (0.0, "varying", None, 2)
    told = there.told()
    assert not {"noise", "cost", "darts", "knobs"} & told.keys()
    assert RaceSettings().told() == RaceSettings().values()


def test_who_changes_knobs_on_the_way_cannot_race_there() -> None:
    for lanes, who in ((["random", "pbt"], ""), (["pbt.2", "grid", "pbt"], " 2")):
        said = f"population-based training{who} can't race on Digits: no schedules were measured"
        with pytest.raises(ValueError, match=said):
            RaceSettings(landscape="digits", lanes=lanes)
        kept, (problem,) = read_settings({"landscape": "digits", "lanes": ",".join(lanes)})
        assert said in problem
        assert kept.lanes == RaceSettings().lanes
    able = {key for key in SEARCHERS if not SEARCHERS[key].schedules}
    assert able == {*SEARCHERS} - {"pbt"}


@pytest.mark.parametrize("key", SHIPPED)
@pytest.mark.parametrize("searcher", [key for key in SEARCHERS if not SEARCHERS[key].schedules])
def test_everybody_else_can(key: str, searcher: str) -> None:
    (lane, _) = run(short(key, lanes=[searcher, f"{searcher}.2"])).recording.lanes
    assert len(lane.checkpoints) > 5


def test_links_bring_a_race_back_and_go_over_to_other_landscapes() -> None:
    for settings in (RaceSettings(landscape="digits"), short("digits-wrong-labels", 20, seed=5)):
        query = write_query(settings)
        pairs = parse_qsl(query)
        assert read_query(pairs)[0] == settings
    assert write_query(RaceSettings(landscape="digits")) == "landscape=digits"
    usual = RaceSettings(noise=0.05, knobs=1, budget=60, seed=4).values()
    there, problems = RaceSettings.over(usual, {"landscape": "digits"})
    assert (there, problems) == (RaceSettings(landscape="digits", seed=4), [])
    back, problems = RaceSettings.over(there.values(), {"landscape": "bumpy"})
    assert (back, problems) == (RaceSettings(landscape="bumpy", seed=4), [])
    kept, problems = RaceSettings.over(usual, {"landscape": "bumpy"})
    assert (kept.budget, kept.noise, kept.knobs, problems) == (60, 0.05, 1, [])
    stayed, problems = RaceSettings.over(there.values(), {"budget": "270"})
    assert (stayed.budget, stayed.landscape, problems) == (270, "digits", [])


def test_its_seed_is_its_luck() -> None:
    assert RaceSettings(landscape="digits", seed=3).title == "Digits, luck 3"
    one, other = (run(short("digits", seed=seed, lanes=["grid", "random"])) for seed in (3, 4))
    assert not np.array_equal(one.recording.lanes[0].observed, other.recording.lanes[0].observed)
    np.testing.assert_array_equal(
        one.recording.lanes[0].true_score, other.recording.lanes[0].true_score
    )


# ---- A file of one's own -------------------------------------------------------------------------


def test_a_file_of_ones_own_is_raced_on(mine: Callable[[str], Path]) -> None:
    found = offer(of_two_knobs(mine))
    settings = RaceSettings(landscape="own")
    assert (found.title, settings.title) == ("SVM on my data", "SVM on my data, luck 7")
    assert settings.unit == "seconds"
    assert settings.budget == round(40 * found.cost)
    assert [knob.name for knob in grounds.space_of("own").knobs] == ["C", "gamma"]
    told = json.loads(gzip.decompress(desk.recording(settings)))
    assert told["measured"]["table"]["of"] == 0  # no counts of right answers
    assert checked(told) == told


def test_one_knob_and_scores_from_late_on_have_their_limits(mine: Callable[[str], Path]) -> None:
    offer(mine(MINE.replace(",gamma", "") + "\n".join(rows(knobs=1, epochs=(9, 27))) + "\n"))
    assert RaceSettings(landscape="own").knobs == 1
    with pytest.raises(ValueError, match="too late to stop after 1/27"):
        RaceSettings(landscape="own", lanes=["random", "asha"])
    assert len(run(RaceSettings(landscape="own")).recording.lanes) == 3


def test_a_file_that_cannot_be_raced_on_is_refused_in_a_sentence(
    mine: Callable[[str], Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cheap = MINE + "\n".join(row.rpartition(",")[0] + ",0.001" for row in rows()) + "\n"
    flat = "a,validation,cost\n1,0.5,2\n2,0.6,2\n3,0.7,2\n"
    for text, said in (
        (cheap, "from 1 to 10000 seconds on average, got 0.001"),
        (flat.replace("0.6", "0.5").replace("0.7", "0.505"), "must span 0.01 at least"),
        (flat.replace("1,0.5", "1,-20000"), "from -10,000 to 10,000, got 20,000: divide them"),
        (flat.replace("0.5,2", "0.5,0.01"), "24 times as much as the cheapest on average, got 134"),
        (flat.replace("a,", "best so far,"), "no knob may be called best_so_far"),
    ):
        with pytest.raises(ValueError, match=re.escape(said)):
            offer(mine(text))
    offer(mine(flat.replace("0.5,2", "0.5,0.2")))  # seven times as much: fewer on average
    may = grounds.budgets("own")
    assert (may.low, may.usual, may.high) == (7, 32, 48)
    for arguments, said in (
        (["--landscape", str(tmp_path / "none.csv")], "No such file"),
        (["--landscape", str(mine("C,validation\n1,2\n"))], "must"),
        (["--landscape", "bumpy"], "a file that ends in .csv or .npz is needed"),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        assert said in capsys.readouterr().err


def test_the_terminal_races_on_it(
    mine: Callable[[str], Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, page = of_two_knobs(mine), tmp_path / "race.html"
    asked = ["tournament", "--landscape", str(path), "--races", "2", "--jobs", "1"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "seconds each" in told
    assert "luck 0 to 1" in told
    assert "On the test set" in told
    assert main(["save", "--landscape", str(path), "-o", str(page)]) == 0
    recording = load_recording(page)
    assert recording["measured"]["title"] == "SVM on my data"


# ---- What is recorded ----------------------------------------------------------------------------


def test_a_recording_stands_alone_or_asks_once_for_the_scores(race: Race, tmp_path: Path) -> None:
    whole = as_dict(race)
    known = race.landscape.measurements  # type: ignore[union-attr]
    parts = [part(race, lane) for lane in race.recording.lanes]
    lean = assembled(race.settings, race.landscape, parts)
    assert "table" not in lean["measured"]
    assert {**lean["measured"], "table": table(known)} == whole["measured"]
    assert json.loads(gzip.decompress(desk.measured_table("digits-wrong-labels"))) == table(known)
    assert checked(json.loads(json.dumps(lean))) == json.loads(json.dumps(whole))
    with pytest.raises(ValueError, match="landscape must be one of digits"):
        desk.measured_table("smooth")
    save_recording(race, tmp_path / "race.json")
    assert load_recording(tmp_path / "race.json") == json.loads(json.dumps(whole))
    assert len(desk.recording(race)) < 200_000
    assert len(gzip.compress(json.dumps(lean).encode())) < 40_000


def test_the_scores_that_travel_are_the_measured_ones() -> None:
    for source in SHIPPED.values():
        known = source.measurements()
        told = table(known)
        assert told["of"] > 0
        scores = np.cumsum(told["validation"], axis=-1) / told["of"]
        np.testing.assert_array_equal(scores, known.validation)
        assert told["cost"] == known.cost.mean()
        assert len(desk.measured_table(source.key)) < 130_000


def changes(told: dict[str, Any]) -> Iterator[tuple[str, Callable[[dict[str, Any]], object]]]:
    yield "measured has no seeds", lambda r: r["measured"].pop("seeds")
    yield "measured.fields[3]", lambda r: r["measured"]["fields"].__setitem__(3, 5)
    yield "measured.fields must say", lambda r: r["measured"].update(fields=[0])
    yield "must rise", lambda r: r["measured"]["epochs"].__setitem__(1, 0)
    yield "measured.table.validation", lambda r: r["measured"]["table"].update(validation=[[1]])
    yield "measured.table.validation", lambda r: r["measured"]["table"]["validation"][0].pop()
    yield "measured.table.of", lambda r: r["measured"]["table"].update(of=-1)
    yield "measured.table.cost", lambda r: r["measured"]["table"].update(cost=0)
    yield "unknown field", lambda r: r["measured"].update(script="x")
    yield "none of digits", lambda r: (r["measured"].pop("table"), r["measured"].update(key="?"))
    yield "surface must not be there", lambda r: r.update(surface={})
    yield "optimum must be there", lambda r: r.pop("optimum")
    yield "epochs must be from 81", lambda r: r.update(epochs=27)
    yield "must have true", lambda r: [lane.pop("true") for lane in r["lanes"].values()]
    yield "tested must be a list", lambda r: r["lanes"]["random"].update(tested=1)
    yield (
        "acquisition.cost",
        lambda r: r["lanes"]["ei-cost"]["beliefs"][-1]["acquisition"].update(cost="as measured"),
    )


@pytest.mark.parametrize("said", [said for said, _ in changes({})])
def test_a_recording_that_cannot_be_is_refused(race: Race, said: str) -> None:
    told = json.loads(json.dumps(as_dict(race)))
    for wanted, change in changes(told):
        if wanted != said:
            continue
        broken = copy.deepcopy(told)
        change(broken)
        with pytest.raises(ValueError, match=re.escape(said)):
            checked(broken)


# ---- What the browser computes -------------------------------------------------------------------

GROUND = """const {Measured} = await take("model/measured")
const {measured, bounds, scales} = given.recording
const ground = new Measured(measured, measured.table, {bounds, scales})
return given.asked.map(([x, t, number]) => [
  ground.score(x), ground.curve([[x, 1]])(t), ground.observed(x, number), ground.cost(x),
  ground.report({number, x, until: t, truth: 0, first: {until: t, observed: 0, true: 0}}),
])"""


def asked_of(landscape: MeasuredLandscape, count: int = 200) -> list[Any]:
    """Spots, the lattice's own and its edges among them; fractions, epochs among them."""
    rng = np.random.default_rng(2)
    d = len(landscape.space)
    spots = rng.random((count, d))
    spots[: count // 4] = np.round(spots[: count // 4] * 4) / 4
    times = rng.uniform(landscape.earliest, 1.0, count)
    times[::3] = rng.choice(fractions_of(landscape), len(times[::3]))
    return [
        [x.tolist(), float(t), int(rng.integers(100))] for x, t in zip(spots, times, strict=True)
    ]


def agree(landscape: MeasuredLandscape, recording: dict[str, Any]) -> None:
    asked = asked_of(landscape)
    found = in_node(GROUND, {"recording": recording, "asked": asked})
    for (x, t, number), told in zip(asked, found, strict=True):
        expected = [
            float(landscape.score(x)),
            float(landscape.partial_score(x, t)),
            landscape.observe(x, number),
            float(landscape.cost(x)),
            landscape.checkpoint([(x, t)], number),
        ]
        np.testing.assert_allclose(told, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("key", SHIPPED)
def test_the_browser_has_the_same_landscape(key: str) -> None:
    race = run(short(key, lanes=["grid", "random"]))
    assert isinstance(race.landscape, MeasuredLandscape)
    agree(race.landscape, as_dict(race))


@pytest.mark.parametrize("knobs", [1, 2])
def test_the_browser_has_the_same_landscape_of_ones_own(
    mine: Callable[[str], Path], knobs: int
) -> None:
    head = MINE if knobs == 2 else MINE.replace(",gamma", "")
    offer(mine(head + "\n".join(rows(knobs)) + "\n"))
    race = run(RaceSettings(landscape="own", lanes=["grid", "random"]))
    assert isinstance(race.landscape, MeasuredLandscape)
    agree(race.landscape, as_dict(race))


def test_all_models_held_are_those_that_python_looks_at(race: Race) -> None:
    held = in_node(
        """const {complete} = await take("core/complete")
        const {held} = await take("core/held")
        const recording = complete(given)
        const lanes = Object.entries(recording.lanes)
        return Object.fromEntries(lanes.map(([key, lane]) => [key, held(recording, lane)]))""",
        as_dict(race),
    )
    for lane in race.recording.lanes:
        expected = looks(race.landscape, lane, fractions_of(race.landscape))
        order = np.lexsort((expected.until, expected.trial, np.round(expected.minute, 6)))
        told = sorted(
            held[lane.name],
            key=lambda one: (round(one["minute"], 6), one["training"], one["until"]),
        )
        assert len(told) == len(expected)
        for name, values in (
            ("until", expected.until),
            ("minute", expected.minute),
            ("observed", expected.observed),
            ("true", expected.true_score),
        ):
            np.testing.assert_allclose([one[name] for one in told], values[order], atol=1e-9)


def test_a_search_by_hand_has_the_seeds_of_all_lanes() -> None:
    race = run(short("digits", 30, lanes=["grid", "random"]))
    points = np.random.default_rng(4).integers(0, 4096, (25, 2)) / 4095
    lane = in_node(
        """const {complete} = await take("core/complete")
        const {laneOf} = await take("core/own")
        return laneOf(complete(given.recording), {name: "", points: given.points})""",
        {"recording": as_dict(race), "points": points.tolist()},
    )
    observed = [race.landscape.observe(x, trial) for trial, x in enumerate(points)]
    np.testing.assert_allclose(lane["observed"], observed, atol=1e-12)
    np.testing.assert_allclose(lane["true"], race.landscape.score(points), atol=1e-12)
    assert lane["cost"] == [27.0] * 25


# ---- What is told --------------------------------------------------------------------------------


def test_choices_stand_beside_the_test_set(race: Race) -> None:
    landscape = race.landscape
    assert isinstance(landscape, MeasuredLandscape)
    ((_, said),) = story(race)["truth"]
    recording = as_dict(race)
    for lane in race.recording.lanes:
        tests = landscape.test_score(lane.x)
        np.testing.assert_allclose(recording["lanes"][lane.name]["tested"], tests)
        for trial in range(len(lane)):
            found = selection(race, lane, trial)
            assert found is not None
            assert found.validated == lane.observed[trial]
            assert found.mean == pytest.approx(float(landscape.score(lane.x[trial])))
            assert found.tested == pytest.approx(float(tests[trial]))
            assert found.cost == pytest.approx(float(tests.max() - tests[trial]))
    lane = race.recording.lane("random")
    chosen = int(lane.incumbent[-1])
    tests = landscape.test_score(lane.x)
    lost = tests.max() - tests[chosen]
    figures = f"{tests[chosen]:.3f} (validation, its own seed: {lane.observed[chosen]:.3f})"
    assert f"random search's choice has {figures}" in said
    assert (f"{lost:.4f} less than the best" in said) == (lost >= 5e-4)
    assert "best measured mean" in said
    assert "optimum" not in said
    assert "minute" not in said
    assert "every configuration was trained to its end" in said


def test_nothing_of_formulas_has_a_test_set() -> None:
    race = run(RaceSettings(budget=60))
    assert selection(race, race.recording.lanes[0], 0) is None
    assert "test set" not in story(race)["truth"][-1][1]
    assert outcome_of(RaceSettings(budget=60)).tracks["grid"].lost is None


def test_many_races_vary_luck_and_say_what_choosing_cost() -> None:
    plan = Plan(short("digits", lanes=["random", "bayes"]), 6, vary="landscape")
    assert (plan.vary, plan.varied) == ("luck", "seed")
    outcomes = [outcome_of(plan.race(seed)) for seed in plan.seeds]
    for outcome, seed in zip(outcomes, plan.seeds, strict=True):
        race = run(plan.race(seed))
        for lane in race.recording.lanes:
            tests = race.landscape.test_score(lane.x)  # type: ignore[union-attr]
            lost = float(tests.max() - tests[lane.incumbent[-1]])
            assert outcome.tracks[lane.name].lost == pytest.approx(lost)
        assert outcome.seed == seed
    summary = summarise(plan, outcomes)
    medians = {
        name: float(np.median([one.tracks[name].lost for one in outcomes]))
        for name in ("random", "bayes")
    }
    said = told_selection(summary)
    assert f"random search {medians['random']:.4f}, Bayesian search {medians['bayes']:.4f}" in said
    where = sentences(summary)[1]
    assert "6 races on Digits, as it was measured, each with other darts" in where
    assert "324 epochs for each searcher" in where


def test_near_the_best_is_near_where_scores_are_negative(mine: Callable[[str], Path]) -> None:
    offer(mine("a,validation\n1,-3.0\n2,-2.0\n3,-1.0\n4,-1.001\n"))
    race = run(RaceSettings(landscape="own", lanes=["grid", "random"]))
    said = story(race)["truth"][-1][1]
    near = [lane.name for lane in race.recording.lanes if lane.true_score.max() >= -1.01]
    assert near
    assert said.count("never") == 2 - len(near)


# ---- Stories -------------------------------------------------------------------------------------


@pytest.mark.parametrize("minute", [300.0, 972.0])
def test_quantities_of_stories_are_what_brute_force_finds(race: Race, minute: float) -> None:
    landscape = race.landscape
    assert isinstance(landscape, MeasuredLandscape)
    names = [
        f"{lane}.{what}" for lane in race.settings.lanes for what in ("held", "lost", "tested")
    ]
    told = in_node(
        """const {complete} = await take("core/complete")
        const {quantity} = await take("core/tale")
        const recording = complete(given.recording)
        return given.names.map((name) => quantity(name, recording, given.minute))""",
        {"recording": as_dict(race), "names": names, "minute": minute},
    )
    for name, shown in zip(names, told, strict=True):
        value = Quantity.read(name).value(race, minute)
        assert shown == ("–" if value is None else f"{value:.3f}")
    lane = race.recording.lane("hyperband")
    parts = lane.checkpoints
    held, left = [], {}
    for i in range(len(parts)):
        start, finish, until = parts.start[i], parts.finish[i], parts.until[i]
        before = parts.until[parts.after[i]] if parts.after[i] >= 0 else 0.0
        for epoch in range(1, 82):
            t = epoch / 81
            at = start + (finish - start) * (t - before) / (until - before)
            if before < t <= until + 1e-12 and at <= minute + 1e-9:
                held.append(float(landscape.partial_score(parts.x[i], min(t, 1.0))))
        if start <= minute:
            left[int(parts.trial[i])] = (
                finish <= minute,
                until,
                float(landscape.score(parts.x[i])),
            )
    assert Quantity.read("hyperband.held").value(race, minute) == pytest.approx(max(held))
    lost = max(score for over, until, score in left.values() if over and until < 1)
    assert Quantity.read("hyperband.lost").value(race, minute) == pytest.approx(lost)
    assert Condition.read("hyperband.held above 0.5").holds(race, minute)
    assert Quantity.read("random.lost").value(race, minute) is None
