"""Stories: what a file may hold, what its claims mean, and that they are so."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from app.__main__ import main
from app.race import Race, run
from app.settings import RaceSettings
from app.stories import counting
from app.stories.conditions import Condition, Quantity
from app.stories.shelf import OWN, VARIABLE, shelf, shelf_at
from app.stories.story import Story, read_story
from app.tournament.estimates import wilson

TOLD = {
    *("a-model-pays", "six-values-or-forty", "a-lucky-row", "same-points-other-order"),
    *("climb-leave-find", "anecdote", "insurance", "too-timid", "winners-curse"),
    *("no-time-to-learn", "other-luck", "when-to-stop"),
}
"""Stories that a lesson may count on."""

BROKEN = {
    *("too-short", "too-long", "the-wrong-knob", "noise-as-large"),
    *("corner", "needle", "plateau", "two-optima"),
}
"""Those on which races are lost."""

RECOUNTED = range(1000, 1100, 10)

PLAIN = """
title = "A title"
question = "A question?"
race = "landscape=bumpy&seed=3&budget=60"
[[stop]]
minute = 30
text = "{bayes.shown} so far"
holds = "bayes.trials above 0"
[[stop]]
minute = 60
text = "The end: {bayes.best} of {optimum}"
look = ["curve", "grid"]
reveal = true
[[count]]
text = "It is so"
when = ["random.best above grid.best by 0.01"]
"""


@lru_cache(None)
def race_of(settings: RaceSettings) -> Race:
    return run(settings, keep_beliefs=False)


@pytest.fixture(scope="module")
def noisy() -> Race:
    return run(RaceSettings(noise=0.05, budget=90, landscape="bumpy", seed=4))


# ---- What a claim means --------------------------------------------------------------------------


@pytest.mark.parametrize("minute", [0.0, 20.0, 47.5, 90.0])
def test_quantities_are_those_of_the_trials_that_finished_by_then(
    noisy: Race, minute: float
) -> None:
    lane = noisy.recording.lane("bayes")
    seen = [i for i in range(len(lane)) if lane.finish[i] <= minute]
    values = {
        what: Quantity.read(f"bayes.{what}").value(noisy, minute)
        for what in ("shown", "best", "trials", "first")
    }
    assert values["trials"] == len(seen)
    if not seen:
        assert [values[what] for what in ("shown", "best", "first")] == [None] * 3
        return
    best = max(seen, key=lambda i: lane.observed[i])
    assert values["shown"] == lane.observed[best] == max(lane.observed[seen])
    assert values["best"] == lane.true_score[best] != values["shown"]
    assert values["first"] == lane.observed[0]
    assert Quantity.read(f"bayes.shown@{minute:.0f}").value(noisy, 90) == max(
        lane.observed[lane.finish <= round(minute)]
    )


def test_trainings_count_from_their_beginning_whatever_became_of_them() -> None:
    race = run(RaceSettings(lanes=["random", "asha"], budget=40, workers=2, seed=4))
    for name in ("random", "asha"):
        parts = race.recording.lane(name).checkpoints
        starts = [parts.start[parts.trial == t].min() for t in range(parts.trial.max() + 1)]
        for minute in (0, 13, 40):
            begun = Quantity.read(f"{name}.begun@{minute}").value(race, 99)
            assert begun == sum(start <= minute for start in starts) > 0


def test_conditions_compare_with_a_margin_and_may_be_negated(noisy: Race) -> None:
    def holds(text: str, minute: float = 90) -> bool:
        return Condition.read(text).holds(noisy, minute)

    first = float(noisy.recording.lane("random").observed[0])
    near, far = f"{first - 0.0002:.4f}", f"{first - 0.002:.4f}"
    assert holds(f"random.first above {far}")
    assert not holds(f"random.first above {near}")
    assert not holds(f"random.first above {far} by 0.01")
    assert holds(f"not random.first above {near}")
    assert holds(f"{far} below random.first")
    assert not holds(f"random.first below {far}")
    assert holds("optimum above 0.5")
    assert holds("grid.trials above 1.5 by 2")
    assert not holds("grid.shown above 0", minute=0)
    assert not holds("not grid.shown above 0", minute=0)  # without a trial nothing is known


# ---- What a file may hold ------------------------------------------------------------------------


def replace_seed(story: Story, **other: int) -> RaceSettings:
    return RaceSettings(**story.settings.values() | other)


def test_a_story_is_read() -> None:
    story = read_story("plain", PLAIN)
    assert (story.title, story.question, story.group) == ("A title", "A question?", "lesson")
    assert story.settings == RaceSettings(landscape="bumpy", seed=3, budget=60)
    assert [stop.minute for stop in story.stops] == [30, 60]
    assert story.stops[1].look == ("curve", "grid")
    assert [stop.reveal for stop in story.stops] == [False, True]
    claim = story.counts[0]
    assert counting.settings_of(claim, 1007) == replace_seed(story, seed=1007)
    assert counting.settings_of(replace(claim, vary="luck"), 1007) == replace_seed(
        story, darts=1007
    )


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('title = "A title"', "", "the story has no title"),
        ('title = "A title"', 'titel = "A"', "the story has no title"),
        ("[[count]]", 'author = "x"\n[[count]]', "stop 2 has 'author', which is none of minute,"),
        ("minute = 30", "minute = 61", "stop 1: minute must be from 0 to 60, got 61"),
        ("minute = 30", "minute = 60", "each stop must have a later minute"),
        ("minute = 30", "minute = true", "stop 1: minute must be a number, got True"),
        ("minute = 30", "minute = nan", "stop 1: minute must be from 0 to 60"),
        ("seed=3", "seed=x", "race: ignored seed=x: seed must be a whole number"),
        ("seed=3", "story=other", "race: story ignored"),
        ("{bayes.shown}", "{bayes.best}", "stop 1: {bayes.best} is only known with reveal = true"),
        ("{bayes.shown}", "{bayes.luck}", "stop 1: 'bayes.luck' is no quantity"),
        ("{bayes.shown}", "{sobol.shown}", "stop 1: no lane sobol races; grid, random, bayes do"),
        ('"grid"]', '"roof"]', "stop 2: look must be one of grid, random, bayes, playback"),
        ("reveal = true", 'reveal = "yes"', "stop 2: reveal must be true or false"),
        ("bayes.trials above 0", "bayes.trials > 0", "stop 1: holds: 'bayes.trials > 0' is no"),
        ("by 0.01", "by much", "count 1: when: "),
        ("random.best above", "sobol.best above", "count 1: when: no lane sobol races"),
        ('when = ["random.best above grid.best by 0.01"]', "when = []", "count 1 has no when"),
        ('"A question?"', '"A\\nquestion"', "question must be one line of at most 200 characters"),
        ('"A question?"', f'"{"long " * 50}"', "question must be one line"),
        ('"A question?"', "7", "question must be a text, got '7'"),
        ("[[count]]", "[count]", "write [[count]] for each count"),
        ("title =", "title", "this is no TOML"),
        ("[[count]]", "#" * 8_000 + "\n[[count]]", "a story may have 8000 bytes at most"),
    ],
)
def test_what_a_file_may_not_hold_is_named(before: str, after: str, message: str) -> None:
    assert before in PLAIN
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the message is compared below)
        read_story("plain", PLAIN.replace(before, after, 1))
    assert str(refused.value).startswith(message)


def test_a_folder_names_the_file_that_holds_no_story(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no stories"):
        shelf_at(tmp_path)
    (tmp_path / "02-plain.toml").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "01-2024.toml").write_text(PLAIN, encoding="utf-8")
    assert list(shelf_at(tmp_path).stories) == ["2024", "plain"]
    (tmp_path / "plain.toml").write_text(PLAIN, encoding="utf-8")
    with pytest.raises(ValueError, match=r"plain\.toml: another file holds the story plain"):
        shelf_at(tmp_path)
    (tmp_path / "plain.toml").unlink()
    (tmp_path / "Große.toml").write_text(PLAIN, encoding="utf-8")
    with pytest.raises(ValueError, match=r"Große\.toml: a story's file must be named by small"):
        shelf_at(tmp_path)


# ---- The project's own ---------------------------------------------------------------------------


def stories() -> list[Story]:
    return list(shelf().stories.values())


def test_the_lesson_has_its_stories() -> None:
    lesson = {story.key for story in stories() if story.group == "lesson"}
    assert lesson >= TOLD
    assert {story.key for story in stories() if story.group == "break"} == BROKEN
    assert all(story.counts for story in stories())


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.key)
def test_what_a_story_says_is_so_in_its_race(story: Story) -> None:
    race = race_of(story.settings)
    claims = [(stop.minute, claim) for stop in story.stops for claim in stop.holds]
    assert claims, "nobody says what has to be so for its sentences"
    assert [claim.text for minute, claim in claims if not claim.holds(race, minute)] == []


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.key)
def test_ten_seeds_count_as_they_were_counted(story: Story) -> None:
    for place, count in enumerate(story.counts):
        bits = counting.bits(shelf().counts, story, place)
        assert bits is not None, "count anew: python -m app stories --count"
        assert len(bits) == 100
        for seed in RECOUNTED:
            luck = count.vary == "luck" and not count.settings.measured
            other = {"darts": seed} if luck else {"seed": seed, "darts": None}
            race = race_of(RaceSettings(**count.settings.values() | other))
            held = all(condition.holds(race) for condition in count.when)
            assert bits[seed - 1000] == "01"[held], (count.text, seed)


def test_the_page_is_told_shares_with_their_intervals() -> None:
    for story, told in zip(stories(), shelf().as_json(), strict=True):
        for place, claim in enumerate(told["counts"]):
            held = np.array(list(counting.bits(shelf().counts, story, place) or ""), dtype=int)
            share = wilson(int(held.sum()), 100)
            assert (claim["count"], claim["of"]) == (share.count, 100)
            assert (claim["low"], claim["high"]) == (
                round(100 * share.low),
                round(100 * share.high),
            )


def test_what_was_counted_of_another_claim_or_engine_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "")  # put back afterwards: the command sets it
    plain = PLAIN.replace("seed=3", "lanes=grid,random").replace("bayes.", "random.")
    (tmp_path / "plain.toml").write_text(plain, encoding="utf-8")
    folder = ["stories", "--stories", str(tmp_path)]

    def told() -> dict[str, object]:
        (claim,) = shelf_at(tmp_path).as_json()[0]["counts"]
        return dict(claim)

    assert "count" not in told()
    assert main([*folder, "--count", "--jobs", "1"]) == 0
    counted = told()
    held = [
        race_of(RaceSettings(landscape="bumpy", budget=60, lanes=["grid", "random"], seed=seed))
        for seed in range(1000, 1100)
    ]
    claim = Condition.read("random.best above grid.best by 0.01")
    assert counted["count"] == sum(claim.holds(race) for race in held)
    path = tmp_path / counting.FILE
    file = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(file | {"engine": file["engine"] - 1}), encoding="utf-8")
    assert "count" not in told()
    path.write_text(json.dumps(file), encoding="utf-8")
    assert told() == counted
    changed = plain.replace("by 0.01", "by 0.02")
    (tmp_path / "plain.toml").write_text(changed, encoding="utf-8")
    assert "count" not in told()


def test_the_command_lists_finds_and_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stories"]) == 0
    assert "anecdote: An anecdote" in capsys.readouterr().out
    for wrong, message in (
        (["--stories", str(tmp_path)], "has no stories"),
        (["--find", "nobody"], "there is no story nobody; there are a-model-pays"),
        (["--jobs", "0"], "--jobs must be at least 1"),
    ):
        with pytest.raises(SystemExit):
            main(["stories", *wrong])
        assert message in capsys.readouterr().err


def test_the_folder_is_part_of_the_package() -> None:
    assert shelf().folder == OWN
    assert (OWN / counting.FILE).is_file()


def test_none_of_the_projects_own_is_left_out() -> None:
    assert len(shelf().stories) == len(list(OWN.glob("*.toml"))) >= 12
