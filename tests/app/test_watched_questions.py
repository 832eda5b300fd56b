"""What the browser asks of many races, and what it is answered."""

import asyncio
import json
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from app.server.questions import reply
from app.settings import RaceSettings
from app.settings.size import MOST_RACES
from app.tournament import ENTRANTS
from tests.app.watching import PATIENCE, Stage, end, plan, unpacked
from tests.conftest import run_async


def question(action: str, **more: Any) -> dict[str, Any]:
    return {"action": action, "settings": {"budget": 60}, "races": 3, "first_seed": 0, **more}


@pytest.fixture
def asking(stage: Stage) -> Callable[..., dict[str, Any]]:
    def ask(action: str, **more: Any) -> dict[str, Any]:
        return run_async(reply("me", question(action, **more), stage.tournaments))

    return ask


def test_a_look_starts_nothing(stage: Stage, asking: Callable) -> None:
    assert asking("look") == {"state": "idle", "problems": []}
    assert stage.tournaments.look(plan(budget=60)) is None


def test_an_answer_brings_only_what_the_browser_lacks(stage: Stage, asking: Callable) -> None:
    assert asking("run")["state"] in ("waiting", "running")
    stage.let(3)
    end(stage.tournaments.look(plan(budget=60)))
    answer = asking("watch", version=0, lines=0)
    assert (answer["state"], answer["done"], answer["races"]) == ("done", 3, 3)
    assert unpacked(answer["snapshot"])["done"] == 3
    drawn_races = [race for block in answer["lines"] for race in unpacked(block)]
    assert [race["seed"] for race in drawn_races] == [0, 1, 2]
    again = asking("watch", version=answer["version"], lines=len(answer["lines"]))
    assert (again["snapshot"], again["lines"]) == (None, [])
    assert asking("look", version=answer["version"])["lines"] == []


def test_the_race_on_screen_is_marked(stage: Stage, asking: Callable) -> None:
    stage.let(3)
    end(stage.tournaments.ask("me", plan(budget=60)))
    marked = asking("look", seed=2)["present"]
    assert marked["seed"] == 2
    assert len(marked["sentences"]) == 3
    assert "level in this race" in marked["sentences"][0]
    assert set(marked["minutes"]) == set(ENTRANTS)


def test_a_race_on_screen_that_is_none_of_the_tournament_is_computed(
    stage: Stage, asking: Callable
) -> None:
    stage.let(3)
    end(stage.tournaments.ask("me", plan(budget=60)))
    assert asking("look", seed=99)["present"] is None
    stage.tournaments._single.start(RaceSettings(budget=60, seed=99)).result(PATIENCE)
    assert asking("look", seed=99)["present"]["seed"] == 99


def test_leaving_stops(stage: Stage, asking: Callable) -> None:
    asking("run")
    live = stage.tournaments.look(plan(budget=60))
    stage.begun()
    asking("leave")
    stage.let(3)
    assert end(live).state == "stopped"


REFUSED = [
    ({"races": 0}, f"races must be a whole number from 1 to {MOST_RACES}"),
    ({"races": MOST_RACES + 1}, f"races must be a whole number from 1 to {MOST_RACES}"),
    ({"races": 2.5}, "races must be a whole number"),
    ({"races": True}, "races must be a whole number"),
    ({"races": None}, "races must be a whole number"),
    ({"races": "<script>"}, "races must be a whole number"),
    ({"first_seed": -1}, "first_seed must be a whole number from 0 to 999999"),
    ({"first_seed": 999_999}, "first_seed must be a whole number from 0 to 999997"),
    ({"settings": {"budget": 10**9}}, "budget must be a whole number from 30 to 360"),
    ({"settings": {"colour": "red"}}, "colour ignored"),
    ({"seed": 10**9}, "seed must be a whole number from 0 to 999999"),
    ({"seed": float("nan")}, "seed must be a whole number"),
    ({"action": "explode"}, "action must be one of"),
]


@pytest.mark.parametrize(("bad", "told"), REFUSED, ids=[str(bad) for bad, _ in REFUSED])
def test_the_server_refuses_whatever_the_browser_asks(
    stage: Stage, bad: dict[str, Any], told: str
) -> None:
    answer = run_async(reply("me", question("run") | bad, stage.tournaments))
    assert any(told in problem for problem in answer["problems"])
    assert answer["state"] == "idle"
    assert stage.seeds_begun() == []


@pytest.mark.parametrize("junk", [None, 7, "run", [], {"action": ["run"]}, {"settings": 3}])
def test_junk_is_answered(stage: Stage, junk: Any) -> None:
    answer = run_async(reply("me", junk, stage.tournaments))
    assert answer["state"] == "idle"
    assert answer["problems"]


def test_the_figures_come_when_they_are_wanted(asking: Callable) -> None:
    assert "figures" not in asking("look")
    answer = asking("look", figures=True)
    assert set(json.loads(answer["figures"])["roots"]) == {
        "races_score",
        "races_regret",
        "races_ecdf",
    }
    assert answer["form"][0]["high"] == MOST_RACES


def test_the_event_loop_is_not_held_while_a_tournament_runs(stage: Stage) -> None:
    async def ask() -> dict[str, Any]:
        await reply("me", question("run"), stage.tournaments)
        ticked = Event()
        asyncio.get_running_loop().call_soon(ticked.set)
        await asyncio.sleep(0)
        assert ticked.is_set()
        return await reply("me", question("watch"), stage.tournaments)

    assert run_async(ask())["state"] in ("waiting", "running")
