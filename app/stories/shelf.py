"""A folder of stories, and what the browser gets of it."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.settings import RaceSettings
from app.stories import counting
from app.stories.story import Story, read_story
from app.tournament.estimates import wilson

log = logging.getLogger("search-race")

OWN = Path(__file__).parent / "own"
VARIABLE = "SEARCH_RACE_STORIES"
"""Names the folder of stories of a server, where it isn't the project's own."""
IN_LINKS = "SEARCH_RACE_STORIES_IN_LINKS"
"""Is 1 where links may bring stories as text."""


@dataclass(frozen=True)
class Shelf:
    """The stories of a folder, in the order of their files' names."""

    folder: Path
    stories: Mapping[str, Story]
    counts: Mapping[str, Any]

    @property
    def races(self) -> dict[str, RaceSettings]:
        """The settings of each story, which a link that names it stands for."""
        return {key: story.settings for key, story in self.stories.items()}

    def as_json(self) -> list[dict[str, Any]]:
        """The stories as the browser tells them (``front/core/tale.js``)."""
        return [self._story(story) for story in self.stories.values()]

    def counted(self) -> dict[str, counting.Counted]:
        """What this engine counted already of stories that claim the same since."""
        return {
            key: self.counts["held"][key]
            for key, story in self.stories.items()
            if story.counts
            and all(counting.bits(self.counts, story, i) for i in range(len(story.counts)))
        }

    def _story(self, story: Story) -> dict[str, Any]:
        return {
            "key": story.key,
            "title": story.title,
            "question": story.question,
            "group": story.group,
            "settings": story.settings.told(),
            "stops": [
                {"minute": s.minute, "text": s.text, "look": list(s.look), "reveal": s.reveal}
                for s in story.stops
            ],
            "counts": [self._count(story, i) for i in range(len(story.counts))],
        }

    def _count(self, story: Story, place: int) -> dict[str, Any]:
        """A claim with its share, where it was counted by this very engine."""
        claim = {"text": story.counts[place].text, "vary": story.counts[place].vary}
        held = counting.bits(self.counts, story, place)
        if not held:
            return claim
        share = wilson(held.count("1"), len(held))
        return claim | {
            "count": share.count,
            "of": share.of,
            "low": round(100 * share.low),
            "high": round(100 * share.high),
        }


def shelf_at(folder: Path) -> Shelf:
    """The stories of a folder, each a file ``name.toml``; a number before a hyphen in the name
    orders them and is no part of what links call them: ``03-anecdote.toml`` is ``anecdote``.

    Of the project's own those are left out whose searchers aren't there.

    Raises
    ------
    ValueError
        If there are none, or a file holds none; the message names the file.
    """
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not paths:
        raise ValueError(f"{folder} has no stories: files whose names end in .toml")
    stories: dict[str, Story] = {}
    for path in paths:
        number, _, rest = path.stem.partition("-")
        key = rest if number.isdecimal() and rest else path.stem
        try:
            if key in stories:
                raise ValueError(f"another file holds the story {key}")
            stories[key] = read_story(key, path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            if folder != OWN:
                raise ValueError(f"{path}: {error}") from None
            log.warning("A story is left out, %s: %s", path.name, error)
    return Shelf(folder, stories, counting.read(folder))


@lru_cache(4)
def _kept(folder: Path) -> Shelf:
    return shelf_at(folder)


def shelve(folder: Path) -> None:
    """Take the stories of another folder from now on, here and in processes that this one starts.

    Raises
    ------
    ValueError
        As `shelf_at`, and then nothing changes.
    """
    _kept(folder.resolve())
    os.environ[VARIABLE] = str(folder.resolve())


def let_links_tell() -> None:
    """Let links bring stories as text, here and in processes that this one starts."""
    os.environ[IN_LINKS] = "1"


def links_tell() -> bool:
    """Whether a story that a link brings as text is shown."""
    return os.environ.get(IN_LINKS) == "1"


def shelf() -> Shelf:
    """The stories of this program: its own, or those of the folder that `VARIABLE` names."""
    return _kept(Path(os.environ.get(VARIABLE) or OWN))
