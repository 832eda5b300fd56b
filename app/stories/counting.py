"""Counts what stories claim, over races of seeds on which none of them was found.

    {"engine": 2, "first_seed": 1000, "held": {"anecdote": [{"what": ..., "held": "0110..."}]}}

``held`` has a 1 for each seed in whose race the claim holds. ``what`` writes the race and the
conditions: a count is only shown where it still is what its story claims, by the same engine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.race import Race
from app.race.race import Ground, landscape_of, run_alone
from app.settings import RaceSettings
from app.settings.lanes import all_lanes
from app.settings.link import write_query
from app.settings.race_settings import Circumstances
from app.stories.story import Count, Story
from app.version import ENGINE
from strategies import Lane, Recording

FIRST_SEED = 1000
SEEDS = 100
FILE = "counts.json"

Counted = list[dict[str, str]]


def what(count: Count) -> str:
    """What is counted, as a text: the race, what varies, and the conditions."""
    conditions = " and ".join(condition.text for condition in count.when)
    return f"{write_query(count.settings)} | {count.vary} | {conditions}"


def settings_of(count: Count, seed: int) -> RaceSettings:
    """The settings of one of the races over which is counted."""
    if count.settings.measured:
        return RaceSettings(**count.settings.values() | {"seed": seed})
    varied = {"darts": seed} if count.vary == "luck" else {"seed": seed, "darts": None}
    return RaceSettings(**count.settings.values() | varied)


def held_on(stories: Sequence[Story], seed: int) -> list[list[bool]]:
    """Whether each claim of each story holds in its race of a seed.

    Only the lanes that a claim speaks of are run, and equal ones once: a lane hangs on no other.
    """
    landscapes: dict[Any, Ground] = {}
    lanes: dict[Any, Lane] = {}

    def raced(count: Count) -> Race:
        settings = settings_of(count, seed)
        common = tuple(getattr(settings, name) for name in Circumstances.names())
        if common not in landscapes:
            landscapes[common] = landscape_of(settings)
        ran = []
        for name in sorted({lane for condition in count.when for lane in condition.lanes}):
            own = {n: getattr(settings.options(name), n) for n in all_lanes()[name].parameters}
            key = common, name.partition(".")[0], tuple(own.items())
            if key not in lanes:
                alone = run_alone(settings, landscapes[common], name, keep_beliefs=False)
                lanes[key] = alone.recording.lanes[0]
            ran.append(replace(lanes[key], name=name))
        return Race(settings, landscapes[common], Recording(settings.budget, tuple(ran)))

    def holds(count: Count) -> bool:
        race = raced(count)
        return all(condition.holds(race) for condition in count.when)

    return [[holds(count) for count in story.counts] for story in stories]


def count(
    stories: Sequence[Story],
    executor: Executor,
    seeds: Sequence[int] = range(FIRST_SEED, FIRST_SEED + SEEDS),
    on_seed: Callable[[], object] = lambda: None,
) -> dict[str, Counted]:
    """Count claims: of each its `what`, and for each seed whether it holds, by its story's key."""
    rows = []
    for row in executor.map(held_on, [stories] * len(seeds), seeds):
        rows.append(row)
        on_seed()
    return {
        story.key: [
            {"what": what(one), "held": "".join("01"[row[i][j]] for row in rows)}
            for j, one in enumerate(story.counts)
        ]
        for i, story in enumerate(stories)
    }


def write(folder: Path, held: Mapping[str, Counted]) -> None:
    """Write counts beside the stories."""
    counted = {"engine": ENGINE, "first_seed": FIRST_SEED, "held": held}
    (folder / FILE).write_text(json.dumps(counted, indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    """The counts that lie beside the stories; none where nobody counted."""
    path = folder / FILE
    if not path.is_file():
        return {"engine": None, "first_seed": FIRST_SEED, "held": {}}
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def bits(counts: Mapping[str, Any], story: Story, place: int) -> str | None:
    """What was counted for one of a story's claims, a 1 for each seed on which it holds; None where
    that was another claim, or another engine."""
    rows = counts["held"].get(story.key, [])
    if counts["engine"] != ENGINE or place >= len(rows):
        return None
    row = rows[place]
    return str(row["held"]) if row["what"] == what(story.counts[place]) else None
