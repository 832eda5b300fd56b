"""What a page may ask of a worker, asked once: what Python loads for it is what the worker needs.

Run by `building.mjs` in the very Python that a browser runs, before anything is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from app.settings import RaceSettings
from app.settings.race_settings import Circumstances
from app.site.answers import Answers
from landscapes import REGISTRY
from landscapes.measured import SHIPPED, read_measurements
from strategies import SEARCHERS

MINE = b"""# log: C
C,gamma,seed,epoch,validation,test,cost
1,0,a,9,0.5,0.5,2
2,0,a,9,0.6,0.5,2
1,1,a,9,0.7,0.5,2
2,1,a,9,0.8,0.5,2
"""


def settings() -> Iterator[dict[str, Any]]:
    """Settings of races: each family, each searcher, noise, what is refused."""
    yield {}
    for family in REGISTRY:
        yield {"landscape": family, "budget": 60, "noise": 0.02}
    for landscape in SHIPPED:
        yield {"landscape": landscape, "lanes": ["ei-cost", "hyperband"]}
    for key in SEARCHERS:
        yield {"lanes": [key, f"{key}.2"], "budget": 60}
    for name in Circumstances.names():
        yield {name: "!"}
    yield {"lanes": "?", "xi": 9, "stranger": 1}


def exercise() -> None:
    """Ask everything; an answer that isn't one raises."""
    read_measurements(MINE)  # somebody's own landscape is read as the worker begins
    answers = Answers()
    for values in settings():
        text, kept = answers.crossing("a page", json.dumps({"settings": values}))
        answer = json.loads(text)
        assert bool(kept) == bool(answer["recording"])
        assert bool(answer["recording"]) != bool(answer["problems"]), answer
    for key in SEARCHERS:
        assert answers.answer("a page", {"cast": [key, f"{key}.2"]})["shared"]
    for landscape in SHIPPED:
        assert answers.answer("a page", {"measured": landscape})["measured"]
        assert answers.answer("a page", {"cast": ["grid", "random"], "landscape": landscape})[
            "shared"
        ]
    for vary in ("landscape", "luck"):
        run_tournament(answers, vary)
    for strange in (
        {"cast": ["nobody"]},
        {"measured": "?"},
        {"cast": ["grid", "pi"], "landscape": 1},
    ):
        assert answers.answer("a page", strange)["problems"]


def run_tournament(answers: Answers, vary: str) -> None:
    """A tournament with all that is asked about one."""
    race = RaceSettings(budget=40, noise=0.01, lanes=list(SEARCHERS)[:4])
    question = {"settings": race.values(), "races": 8, "first_seed": 3, "vary": vary, "seed": 3}

    def ask(**more: Any) -> Any:
        return answers.answer("a page", {"tournament": {**question, **more}})["tournament"]

    assert ask(action="run", figures=True)["figures"]
    while answers.work():
        ask(action="watch", lines=0)
    assert ask(action="look")["state"] == "done"
    for kind in ("csv", "svg"):
        assert ask(action="look", file=kind)["file"]
    ask(action="leave")
