"""Questions for one race, and for a lane of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Self

from app.page.skeletons import race_skeleton
from app.race import Race, run
from app.race.payload import Part, assembled, head, packed, part, payload
from app.race.race import landscape_of, run_alone
from app.race.tables import table
from app.settings import RaceSettings, form, grounds
from app.settings.checked import Pairs
from app.settings.link import View, read_query
from app.settings.race_settings import FIRST, Circumstances, options_of
from app.signs import cast_of


@dataclass(frozen=True)
class Question:
    """A question for a race, as it was understood."""

    settings: RaceSettings
    view: View = field(default_factory=View)
    """How a page opens."""
    problems: Sequence[str] = ()
    """A sentence for each value that was refused."""

    @classmethod
    def read(cls, values: Pairs, stories: Mapping[str, RaceSettings] | None = None) -> Self:
        """The question that values ask which nobody has checked.

        Parameters
        ----------
        values
            What a link may say, by name: as text (a link's query) or already of its type (a
            form's). What is missing or refused has its default.
        stories
            The settings of the stories that they may name.
        """
        return cls(*read_query(values, stories))

    def opening(self) -> dict[str, Any]:
        """What a page opens with beside the recording: ``settings``, ``view``, ``problems``."""
        return {
            "settings": self.settings.values(),
            "view": self.view.values(),
            "problems": list(self.problems),
        }


def race(settings: RaceSettings) -> Race:
    """The race of these settings: a pure function of them."""
    return run(settings)


@dataclass(frozen=True)
class LaneQuestion:
    """A question for one lane: what it does hangs on the circumstances and its own options alone.

    Two are equal where the lane is the same, whatever races beside it.
    """

    settings: RaceSettings = field(compare=False)
    name: str
    circumstances: tuple[Any, ...]
    options: tuple[Any, ...]

    @classmethod
    def of(cls, settings: RaceSettings) -> list[Self]:
        """The questions for all lanes of a race, in order."""
        common = tuple(getattr(settings, name) for name in Circumstances.names())
        own: dict[str, list[Any]] = {lane: [] for lane in settings.lanes}
        for lane, option in options_of(settings.lanes).values():
            own[lane].append(getattr(settings.options(lane), option))
        return [cls(settings, lane, common, tuple(own[lane])) for lane in settings.lanes]


def lanes(questions: Sequence[LaneQuestion]) -> list[Part]:
    """Lanes of one race, at least one, each ready to be put into a recording."""
    settings = questions[0].settings
    landscape = landscape_of(settings)
    races = (run_alone(settings, landscape, question.name) for question in questions)
    return [part(race, race.recording.lanes[0]) for race in races]


def put_together(settings: RaceSettings, parts: Sequence[Part]) -> bytes:
    """The recording of the race of these settings, of all its lanes in order."""
    return packed(assembled(settings, landscape_of(settings), parts))


def with_head(settings: RaceSettings, parts: Sequence[Part]) -> tuple[bytes, bytes]:
    """The same, and all of it but the lanes."""
    recording = assembled(settings, landscape_of(settings), parts)
    return packed(recording), head(recording)


def measured_table(landscape: Any) -> bytes:
    """All scores of a measured landscape for the browser, compressed; it is asked for once.

    Raises
    ------
    ValueError
        If there is no such landscape.
    """
    if not isinstance(landscape, str) or not grounds.is_measured(landscape):
        raise ValueError(f"landscape must be one of {', '.join(grounds.measured())}")
    return _packed_table(landscape)


@lru_cache(4)
def _packed_table(landscape: str) -> bytes:
    return packed(table(grounds.measured()[landscape].measurements()))


def recording(asked: Race | RaceSettings) -> bytes:
    """The recording of a race, or of the race of these settings: what the page plays."""
    return payload(asked if isinstance(asked, Race) else run(asked))


def page_of(lanes: Sequence[str], landscape: str = FIRST) -> dict[str, Any]:
    """What a page of these lanes on a landscape is made of: ``skeleton``, ``form``, ``defaults``;
    and its ``ground``, where that was measured."""
    return {
        "skeleton": race_skeleton(cast_of(lanes)),
        "form": form(lanes, landscape),
        "defaults": RaceSettings.defaults(lanes, landscape) | View.defaults(),
        "ground": landscape if grounds.is_measured(landscape) else "",
    }


def ground_of(landscape: Any) -> str:
    """The landscape that a page is to be made for: one that was measured, else any family.

    Raises
    ------
    ValueError
        If there is no such landscape.
    """
    known = RaceSettings.checked("landscape", FIRST if landscape is None else landscape)
    return str(known) if grounds.is_measured(known) else FIRST


def failed(error: Exception) -> str:
    """What a page is told where the race of its settings can't be computed."""
    return f"This race can’t be computed ({error}). The last one still stands."
