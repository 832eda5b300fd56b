"""``python -m app stories``: list stories, count what they claim, look for races that show it."""

from __future__ import annotations

import argparse
from typing import Any

from tqdm import tqdm  # type: ignore[import-untyped]

from app.commands.shelving import add_stories, read_stories
from app.computing.workers import WorkerPool, cores
from app.race import run as run_race
from app.settings import RaceSettings
from app.settings.link import write_query
from app.stories import counting
from app.stories.shelf import Shelf, shelf_at
from app.stories.shelf import shelf as shelved
from app.stories.story import Story

EPILOG = """\
examples:
  python -m app stories
  python -m app stories --count
  python -m app stories --count --stories my-stories
  python -m app stories --find anecdote
"""
SOUGHT = 100
"""On so many seeds, from 0, a race is looked for that shows a story."""


def add_parser(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "stories",
        help="list the stories, and count how often what they claim is so",
        description="List the stories of a folder with their shares; count them anew; or look for "
        "seeds on which all that the sentences of a story suppose is so.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_stories(parser)
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--count",
        action="store_true",
        help=f"run the races of {counting.SEEDS} seeds for each claim that this engine hasn't "
        f"counted yet, and write {counting.FILE}",
    )
    action.add_argument("--find", metavar="STORY", help="list seeds whose race shows the story")
    parser.add_argument("--again", action="store_true", help="with --count: count all claims anew")
    parser.add_argument(
        "--jobs", type=int, default=cores(), help="worker processes (default: one a core)"
    )
    parser.set_defaults(run=lambda options: run(options, parser))


def run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """List, count or look for seeds."""
    read_stories(options, parser)
    shelf = shelved()
    if options.jobs < 1:
        parser.error("--jobs must be at least 1")
    if options.find is not None:
        if options.find not in shelf.stories:
            parser.error(f"there is no story {options.find}; there are {', '.join(shelf.stories)}")
        print(found(shelf.stories[options.find], options.jobs))
        return 0
    if options.count:
        told = {} if options.again else shelf.counted()
        new = [one for key, one in shelf.stories.items() if one.counts and key not in told]
        with (
            WorkerPool(options.jobs) as pool,
            tqdm(total=counting.SEEDS, unit=" seeds", disable=None, leave=False) as bar,
        ):
            told |= counting.count(new, pool, on_seed=bar.update)
        counting.write(shelf.folder, {key: told[key] for key in shelf.stories if key in told})
        shelf = shelf_at(shelf.folder)
    print(listed(shelf))
    return 0


def listed(shelf: Shelf) -> str:
    """The stories as text, with what was counted."""
    lines = []
    for story in shelf.as_json():
        lines.append(f"{story['key']}: {story['title']}")
        for claim in story["counts"]:
            share = (
                f"{claim['count']} of {claim['of']} (95 %: {claim['low']} to {claim['high']} %)"
                if "count" in claim
                else "not counted by this engine"
            )
            lines.append(f"  {claim['text']}: {share}")
    return "\n".join(lines)


def shows(story: Story, seed: int) -> bool:
    """Whether all that a story's sentences suppose is so in the race of another seed."""
    race = run_race(RaceSettings(**story.settings.values() | {"seed": seed}), keep_beliefs=False)
    return all(c.holds(race, stop.minute) for stop in story.stops for c in stop.holds)


def found(story: Story, jobs: int) -> str:
    """The seeds on which a story is shown, as text."""
    with WorkerPool(jobs) as pool:
        seeds = range(SOUGHT)
        so = list(pool.map(shows, [story] * SOUGHT, seeds, chunksize=5))
    shown = ", ".join(str(seed) for seed, held in zip(seeds, so, strict=True) if held)
    return f"{story.key} ({write_query(story.settings)}) shows itself on {shown or 'no seed'}"
