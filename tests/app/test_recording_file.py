"""A recording in a file: it comes back bit for bit, and what can't be played is refused by name."""

from __future__ import annotations

import base64
import copy
import gzip
import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.page.saved_page import saved_page
from app.race import load_recording, own_race, run, save_recording
from app.race.payload import as_dict
from app.race.recording_checks import checked
from app.race.recording_file import MOST
from app.settings import RaceSettings
from app.words import Phrase, told
from landscapes import DEFAULT_SPACE, Knob, make_landscape
from tests.app.golden import RACES

BEFORE = Path(__file__).parent / "before"
KNOBS = [Knob("C", 1e-3, 1e3, scale="log"), Knob("dropout", 0.0, 0.5, "%")]
MINE = [((1.0, 0.1), 0.91, 4.0), ((10.0, 0.5), 0.94, 6.5), ((0.001, 0.0), 0.3, 1.5)]
THEIRS = [((0.01, 0.2), 0.62, 3.0), ((1.0, 0.3), 0.93, 5.0)]


def own(**options: Any) -> dict[str, Any]:
    return own_race({"My search": MINE, "TPE": THEIRS}, KNOBS, **options)


def plain(settings: RaceSettings) -> dict[str, Any]:
    """A recording as JSON has it."""
    return json.loads(json.dumps(as_dict(run(settings))))


NOISY = plain(RaceSettings(landscape="bumpy", seed=3, budget=60, noise=0.02))


def loaded(recording: Any, path: Path) -> dict[str, Any]:
    """What is loaded of a recording that is written without a check; NaN is written, too."""
    path.write_text(json.dumps(recording), encoding="utf-8")
    return load_recording(path)


@pytest.mark.parametrize("settings", RACES, ids=range(len(RACES)))
def test_a_recording_comes_back_bit_for_bit(settings: RaceSettings, tmp_path: Path) -> None:
    race = run(settings)
    save_recording(race, tmp_path / "race.json")
    back = load_recording(tmp_path / "race.json")
    # Equal texts: neither a digit nor the order of the lanes has changed.
    assert json.dumps(back) == json.dumps(as_dict(race))
    save_recording(back, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "race.json").read_bytes()


def test_a_person_can_read_the_file(tmp_path: Path) -> None:
    save_recording(NOISY, tmp_path / "race.json")
    lines = (tmp_path / "race.json").read_text(encoding="utf-8").splitlines()
    assert ' "format": 2,' in lines
    assert ' "knobs": ["learning rate", "weight decay"],' in lines
    assert max(map(len, lines)) <= 120
    assert len(lines) < 1500


def test_a_saved_page_holds_its_race(tmp_path: Path) -> None:
    settings = RaceSettings(landscape="bumpy", seed=3, budget=60, noise=0.02)
    path = tmp_path / "race.html"
    path.write_text(saved_page(settings, {"minute": 20}), encoding="utf-8")
    assert load_recording(path) == NOISY


# ---- Pages of before -------------------------------------------------------------------------


def old_content(name: str) -> dict[str, Any]:
    """The recording inside an old page, taken out by other means."""
    _, text = (BEFORE / name).read_text(encoding="utf-8").split('type="application/json">', 1)
    packed = json.loads(text.split("</script>")[0])["recording"]
    return json.loads(gzip.decompress(base64.b64decode(packed)))


@pytest.mark.parametrize("name", ["page-0.1.0.html", "page-0.1.0-noisy.html"])
def test_a_page_of_the_first_version_gives_its_trials(name: str) -> None:
    old, now = old_content(name), load_recording(BEFORE / name)
    assert "format" not in old
    for key, lane in old["lanes"].items():
        mine = now["lanes"][key]
        for column in ("x", "observed", "true", "cost", "finish"):
            assert mine[column] == lane[column]
        expected = DEFAULT_SPACE.from_unit(np.array(lane["x"]))
        assert np.allclose(mine["values"], expected, rtol=1e-12, atol=0)
    assert now["optimum"]["score"] == old["optimum"]["score"]
    assert all(lane.get("beliefs") is None for lane in now["lanes"].values())  # they are lost
    said = [[minute, told(Phrase(k, tupled(f)))] for minute, k, f in now["story"]["lead"]]
    before = [text for _, text in old["story"]["lead"]]
    if old["settings"]["noise"] > 0:  # it didn't tell yet what looks best from what is
        new = {" are level at ": " look level at ", " leads with ": " looks best with "}
        before = [re.sub("|".join(new), lambda found: new[found[0]], text) for text in before]
    assert [text for _, text in said] == before
    assert [minute for minute, _ in said] == [minute for minute, _ in old["story"]["lead"]]


def tupled(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures of a phrase with the phrases in them."""

    def phrase(figure: Any) -> Any:
        if isinstance(figure, list) and len(figure) == 2 and isinstance(figure[1], dict):
            return Phrase(figure[0], tupled(figure[1]))
        return [phrase(part) for part in figure] if isinstance(figure, list) else figure

    return {name: phrase(figure) for name, figure in figures.items()}


def test_an_old_landscape_that_is_made_otherwise_now_stays_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_landscape("smooth", 99)
    monkeypatch.setattr("app.race.old_recordings.landscape_of", lambda settings: other)
    now = load_recording(BEFORE / "page-0.1.0.html")
    assert not {"optimum", "surface"} & now.keys()
    assert all("true" not in lane for lane in now["lanes"].values())


def named(belief: dict[str, Any] | None) -> dict[str, Any] | None:
    """A belief that says by a flag whether EI was augmented, as it is written now."""
    if belief is None:
        return None
    kind = {True: "AEI", False: "EI"}[belief["augmented"]]
    rest = {name: value for name, value in belief.items() if name != "augmented"}
    return rest | {"acquisition": {"kind": kind}}


def test_a_page_of_the_first_days_of_this_format_is_loaded() -> None:
    name = "page-format-1.html"
    old, now = old_content(name), load_recording(BEFORE / name)
    assert old["format"] == 1
    assert "bounds" not in old
    assert now["title"] == "One knob matters, seed 4"
    assert now["bounds"] == [[1e-5, 1e-1], [1e-6, 1e-2]]
    assert [lane.get("planned", False) for lane in now["lanes"].values()] == [True, False, False]
    for name in ("optimum", "surface", "reals"):
        assert now[name] == old[name]
    assert now["settings"] == old["settings"] | {"lanes": ["grid", "random", "bayes"]}
    assert now["lanes"]["bayes"]["beliefs"] == [named(belief) for belief in old["beliefs"]]
    assert now["lanes"]["bayes"]["maximised"] == old["maximised"]
    assert now["lanes"]["bayes"]["initial"] == old["settings"]["initial"]


# ---- A race of one's own ---------------------------------------------------------------------


def test_a_race_of_ones_own_holds_what_was_given() -> None:
    recording = own(title="SVM on digits", captions={"TPE": "from optuna"})
    assert recording["title"] == "SVM on digits"
    assert recording["budget"] == 12.0
    assert list(recording["lanes"]) == ["my_search", "tpe"]
    mine = recording["lanes"]["my_search"]
    assert (mine["title"], mine["caption"]) == ("My search", "")
    assert recording["lanes"]["tpe"]["caption"] == "from optuna"
    assert mine["values"] == [[1.0, 0.1], [10.0, 0.5], [0.001, 0.0]]
    assert np.allclose(mine["x"], [[0.5, 0.2], [2 / 3, 1.0], [0.0, 0.0]], atol=1e-12)
    assert mine["observed"] == [0.91, 0.94, 0.3]
    assert mine["finish"] == [4.0, 10.5, 12.0]
    assert recording["limits"] == [0.3, 0.94]
    assert not {"optimum", "surface", "settings", "engine"} & recording.keys()
    assert "beliefs" not in mine


def test_a_race_of_ones_own_is_told_by_the_names_that_it_was_given() -> None:
    story = own()["story"]
    lead = [told(Phrase(kind, tupled(figures))) for _, kind, figures in story["lead"]]
    assert lead[0] == "No trial has finished yet."
    assert "TPE leads with 0.620, since minute 3." in lead
    assert "My search leads with 0.910, since minute 4; TPE is 0.290 behind." in lead
    assert "TPE leads with 0.930, since minute 8; My search is 0.020 behind." in lead
    (_, kind, figures) = story["end"][0]
    end = told(Phrase(kind, tupled(figures)))
    assert end.startswith("My search passed TPE's final best (0.930) after 10 of 12 GPU-minutes.")
    assert story.keys() == {"lead", "end"}


@pytest.mark.parametrize(
    ("lanes", "message"),
    [
        ({}, "names that differ"),
        ({"a-b": MINE, "A b": MINE}, "names that differ"),
        ({"a": []}, "a must have at least one trial"),
        ({"a": [((1.0, 0.1), 0.5)]}, "trial 0 of a must be"),
        ({"a": [((1.0, 0.7), 0.5, 3.0)]}, "dropout must be from 0 to 0.5, got 0.7"),
        ({"a": [((1.0, 0.1), math.nan, 3.0)]}, "trial 0 of a must have a finite score, got nan"),
        ({"a": [*MINE, ((1.0, 0.1), 0.5, 0)]}, "trial 3 of a must take minutes above 0, got 0"),
        (dict.fromkeys("abcde", MINE), "lanes must be 1 to 4, got 5"),
    ],
)
def test_trials_that_are_none_are_refused(lanes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        own_race(lanes, KNOBS)


def test_a_race_of_ones_own_may_have_one_knob_but_not_none() -> None:
    own_one = own_race({"a": [((1.0,), 0.5, 3.0)]}, KNOBS[:1])
    assert (own_one["knobs"], own_one["lanes"]["a"]["values"]) == ([KNOBS[0].name], [[1.0]])
    with pytest.raises(ValueError, match="knobs"):
        own_race({"a": [((), 0.5, 3.0)]}, [])


def test_a_budget_that_was_overspent_is_refused() -> None:
    with pytest.raises(ValueError, match=r"finish\[1\] must be within the budget of 10, got 10.5"):
        own(budget=10)


# ---- Refusals --------------------------------------------------------------------------------

Change = Callable[[dict[str, Any]], Any]


def put(*path: str | int, value: Any) -> Change:
    """The change that puts a value at a place."""

    def change(recording: dict[str, Any]) -> None:
        at: Any = recording
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


def drop(*path: str | int) -> Change:
    def change(recording: dict[str, Any]) -> None:
        at: Any = recording
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]

    return change


MODEL = "lanes", "bayes", "beliefs"

REFUSED: list[tuple[Change, str]] = [
    (put("format", value=3), "this recording has format 3, and this version reads none above 2"),
    (put("format", value="1"), "this is no recording of a race: it has no format number"),
    (put("format", value=0), "format must be from 2 to 2, got 0"),
    (drop("lanes"), "the recording has no lanes, which it must have"),
    (put("speed", value=3), "the recording has an unknown field speed; known are format"),
    (put("title", value=7), "title must be a text of at most 200 characters, got 7"),
    (put("title", value="x" * 201), "title must be a text of at most 200 characters"),
    (put("budget", value=0), "budget must be above 0, got 0"),
    (put("budget", value=math.inf), "budget must be a finite number, got inf"),
    (put("budget", value=20.0), "must be within the budget of 20"),
    (put("knobs", value=["a"]), "units must be a list of 1, got a list of 2"),
    (put("knobs", value=[]), "knobs must be a list of 2, got a list of 0"),
    (put("knobs", value=["a", "a"]), "knobs must have two names, got a twice"),
    (put("knobs", 0, value=r"$$\alpha$$"), r"knobs[0] must be without $$, \(, \[, got $$\alpha$$"),
    (put("units", 1, value=None), "units[1] must be a text"),
    (put("bounds", 0, value=[2, 1]), "bounds[0]: low and high must be finite with low < high"),
    (put("bounds", 0, value=[0, 1]), "bounds[0]: low must be above 0 on a log scale"),
    (put("scales", 0, value="cubic"), "scales[0] must be one of linear, log, got cubic"),
    (put("limits", value=[0.9, 0.4]), "limits must rise, got 0.9 and 0.4"),
    (put("lanes", value=[]), "lanes must be an object, got a list of 0"),
    (put("lanes", value={}), "lanes must be 1 to 4, got 0"),
    (put("lanes", "</script>", value={}), "lanes must have keys of small letters"),
    (drop("lanes", "grid", "observed"), "lanes.grid has no observed, which it must have"),
    (put("lanes", "grid", "colour", value="red"), "lanes.grid has an unknown field colour"),
    (put("lanes", "grid", "planned", value=1), "lanes.grid.planned must be true or false, got 1"),
    (put("lanes", "grid", "x", 2, 0, value=1.5), "lanes.grid.x[2][0] must be from 0 to 1, got 1.5"),
    (
        put("lanes", "grid", "x", value=[[0, 0]] * 1001),
        "lanes.grid.x must be a list of at most 1000",
    ),
    (
        put("lanes", "grid", "values", 2, 0, value=1.0),
        "lanes.grid.values[2][0] must be from 1e-05 to 0.1, got 1",
    ),
    (
        put("lanes", "grid", "values", 0, 0, value=0.1),
        "lanes.grid.values[0][0] must be the value of coordinate",
    ),
    (
        put("lanes", "bayes", "observed", 3, value=math.nan),
        "lanes.bayes.observed[3] must be a finite number, got nan",
    ),
    (put("lanes", "bayes", "observed", 3, value="0.5"), "must be a finite number, got 0.5"),
    (put("lanes", "bayes", "observed", 3, value=True), "must be a finite number, got True"),
    (put("lanes", "bayes", "observed", 3, value=10**400), "must be from -1e+09 to 1e+09"),
    (drop("lanes", "bayes", "observed", 3), "lanes.bayes.observed must be a list of 9, got"),
    (put("lanes", "random", "cost", 1, value=-3), "lanes.random.cost[1] must be above 0, got -3"),
    (put("lanes", "random", "finish", 1, value=50), "lanes.random.finish[1] must be 1"),
    (put("lanes", "random", "stopped", value="tired"), "stopped must be one of budget, exhausted"),
    (put("lanes", "random", "stopped", value="exhausted"), "lanes.random.refused must be null"),
    (put("lanes", "random", "refused", value=3), "lanes.random.refused must be an object, got 3"),
    (drop("lanes", "bayes", "believed"), "lanes.bayes must have choice and believed, or neither"),
    (put("lanes", "bayes", "choice", 2, value=3), "choice[2] must be a whole number from 0 to 2"),
    (put("lanes", "bayes", "believed", 7, value="high"), "believed[7] must be a finite number"),
    (drop("optimum"), "the truth must be told as a whole or not at all: surface, lanes.grid.true"),
    (put("optimum", "score", value=None), "optimum.score must be a finite number, got None"),
    (put("surface", "tilt", value=[1]), "surface.tilt must be a list of 2, got a list of 1"),
    (put("surface", "centres", 0, value=3), "surface.centres[0] must be a list, got 3"),
    (put("surface", "centres", value=[]), "surface.centres must be a list of"),
    (put("engine", value=0), "engine must be a whole number from 1"),
    (put("settings", "seed", value=-1), "seed must be a whole number from 0 to 999999"),
    (drop("settings", "seed"), "settings has no seed, which it must have"),
    (drop("settings"), "settings and reals must be there both, or neither"),
    (put("reals", 0, value="speed"), "reals[0] must be one of landscape, seed"),
    (drop("settings", "lanes"), "settings has no lanes, which it must have"),
    (put("settings", "lanes", value="grid"), "lanes=grid: lanes must be 2 to 4 different lanes"),
    (
        put("settings", "lanes", value=["grid", "bayes", "random"]),
        "settings.lanes must be grid, random, bayes",
    ),
    (put("settings", "sobol.x", value=1), "settings has an unknown field sobol.x"),
    (put("beliefs", value=[]), "the recording has an unknown field beliefs"),
    (put("lanes", "bayes.1", value={}), "lanes must have keys of small letters"),
    (drop(*MODEL[:2], "maximised"), "lanes.bayes must have initial, maximised, beliefs, or none"),
    (drop(*MODEL), "lanes.bayes must have initial, maximised, beliefs, or none"),
    (put("lanes", "bayes", "initial", value=0), "lanes.bayes.initial must be a whole number from"),
    (
        put("lanes", "bayes", "maximised", value="luck"),
        "lanes.bayes.maximised must be one of EI, augmented EI, PI, UCB, TS, KG, EI/c, EI-cool, "
        "l/g, got luck",
    ),
    (drop(*MODEL, 0), "lanes.bayes.beliefs must be a list of 10, got a list of 9"),
    (put(*MODEL, 6, "jitter", value=0), "beliefs[6].jitter must be from 1e-13 to 1, got 0"),
    (put(*MODEL, 6, "outputscale", value=0), "beliefs[6].outputscale must be from 1e-100"),
    (put(*MODEL, 6, "lengthscales", 1, value=0), "beliefs[6].lengthscales[1] must be from 1e-06"),
    (
        put(*MODEL, 6, "acquisition", value={"kind": "PI"}),
        "beliefs[6].acquisition.kind must be one of AEI, got PI",
    ),
    (put(*MODEL, 0, value={}), "lanes.bayes.beliefs[0] must be null: no trial was told yet"),
    (
        put("story", "gossip", value=[]),
        "story may have the channels lead, grid, random, bayes, end, truth",
    ),
    (put("story", "lead", 1, value=["x"]), "story.lead[1] must be [minute, kind, figures]"),
    (put("story", "lead", 1, 0, value=-1), "story.lead[1][0] must be a minute from 0 to 60"),
    (put("story", "lead", 1, 1, value="lead.nobody"), "story.lead[1] can't be said: there are no"),
    (put("story", "lead", 1, 2, value={}), "story.lead[1] can't be said: lead.first.noisy has the"),
    (put("story", "lead", 1, 2, "leader", value="nobody"), "no words for 'name.nobody'"),
    (put("story", "lead", 1, 2, "score", value="high"), "story.lead[1] can't be said"),
    (put("story", "lead", 1, 2, "score", value=math.nan), "score must be a finite number"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_what_cannot_be_played_is_refused_by_name(
    change: Change, message: str, tmp_path: Path
) -> None:
    recording = copy.deepcopy(NOISY)
    change(recording)
    with pytest.raises(ValueError, match=re.escape(message)) as refusal:
        loaded(recording, tmp_path / "race.json")
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400


def test_the_truth_has_no_channel_where_it_is_unknown(tmp_path: Path) -> None:
    recording = own()
    recording["story"]["truth"] = []
    with pytest.raises(
        ValueError, match="story may have the channels lead, my_search, tpe, end, got"
    ):
        loaded(recording, tmp_path / "own.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "race.json is not JSON: Expecting value, line 1, column 1"),
        ("[1, 2]", "this is no recording of a race"),
        ('{"format": 1,}', "race.json is not JSON"),
        ("[" * 100_000, "race.json is no JSON that a recording could be"),
        ("<html></html>", "race.json is a page, but none of a race that was saved"),
        (
            '<script id="race" type="application/json">{"recording": "!"}</script>',
            "race.json holds a recording that is broken",
        ),
        (
            '<script id="race" type="application/json">{"recording": "H4sI"}</script>',
            "race.json holds a recording that is broken",
        ),
    ],
)
def test_a_file_of_something_else_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "race.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(message)):
        load_recording(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "race.json"
    with path.open("wb") as file:
        file.truncate(MOST + 1)
    with pytest.raises(ValueError, match=r"race\.json must have at most 10 MB"):
        load_recording(path)
    bomb = base64.b64encode(gzip.compress(b" " * (MOST + 1))).decode()
    content = json.dumps({"recording": bomb})
    path.write_text(f'<script id="race" type="application/json">{content}</script>')
    with pytest.raises(ValueError, match="a recording of more than 10 MB"):
        load_recording(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "race.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(ValueError, match=r"race\.json must be text in UTF-8"):
        load_recording(path)


def test_what_could_not_be_loaded_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="budget must be above 0"):
        save_recording({**NOISY, "budget": 0}, tmp_path / "race.json")
    assert not (tmp_path / "race.json").exists()


def places(value: Any) -> list[tuple[str | int, ...]]:
    """All places in lists and objects."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[str | int, ...]] = []
    for step, inner in items:
        found.append((step,))
        if isinstance(inner, dict | list):
            found += [(step, *rest) for rest in places(inner)]
    return found


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.just([])
)


@given(st.data())
def test_any_field_may_hold_anything_and_is_checked_or_refused_in_words(
    data: st.DataObject,
) -> None:
    recording = copy.deepcopy(NOISY)
    place = data.draw(st.sampled_from(places(NOISY)))
    put(*place, value=data.draw(JUNK))(recording)
    with suppress(ValueError):  # and no other error
        assert checked(recording) is recording


# ---- The page of documentation ---------------------------------------------------------------

PAGE = (Path(__file__).parents[2] / ".github" / "RECORDING.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_documented_recording_is_one(tmp_path: Path) -> None:
    (example,) = blocks("json")
    path = tmp_path / "race.json"
    path.write_text(example, encoding="utf-8")
    assert load_recording(path) == json.loads(example)


def test_the_documented_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for code in blocks("python"):
        exec(code, {})
    assert load_recording("race.json")["title"] == "Bumpy, seed 7"
    assert load_recording("svm.json")["title"] == "SVM on digits"


def test_every_field_is_documented() -> None:
    belief = next(filter(None, NOISY["lanes"]["bayes"]["beliefs"]))
    fields = {*NOISY, *own(), *NOISY["surface"], *belief}
    for lane in NOISY["lanes"].values():
        fields |= lane.keys()
    assert [field for field in sorted(fields) if f"`{field}`" not in PAGE] == []


def test_what_is_pretended_has_a_score_for_each_that_trained() -> None:
    """Of an ask in the middle, and of the last ones, when fewer and fewer train."""
    race = plain(
        RaceSettings(seed=3, budget=90, workers=4, lanes=["bayes", "grid"], pretence="max")
    )
    beliefs = race["lanes"]["bayes"]["beliefs"]
    counts = [len(b["acquisition"].get("pretended", [[]])[0]) for b in beliefs if b is not None]
    assert {0, 1, 2, 3} == set(counts)
    checked(copy.deepcopy(race))
    for ask, belief in enumerate(beliefs):
        rows = belief and belief["acquisition"].get("pretended")
        for wrong in ([[*rows[0], 0.5]], [rows[0][1:]], []) if rows else ():
            broken = copy.deepcopy(race)
            broken["lanes"]["bayes"]["beliefs"][ask]["acquisition"]["pretended"] = wrong
            place = re.escape(f"lanes.bayes.beliefs[{ask}].acquisition.pretended")
            with pytest.raises(ValueError, match=place):
                checked(broken)
