"""A live tournament: when it is counted anew, how long it still takes, what its lines are."""

from collections.abc import Callable
from threading import Event
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.tournament import ENTRANTS, Outcome, Plan, Track
from app.tournament import live as live_module
from app.tournament.as_json import drawn
from app.tournament.live import LiveTournament
from app.tournament.statistics import summarise
from tests.app.watching import outcome, plan


class Timed:
    """A tournament of four races, in a time that the test makes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **options: Any) -> None:
        self.now = 100.0
        monkeypatch.setattr(live_module, "time", SimpleNamespace(monotonic=lambda: self.now))
        self.live = LiveTournament(plan(races=4), **options)
        self.seen: list[tuple[float, int, float | None]] = []

    def run(self, seconds: dict[int, float]) -> None:
        """Run it; each race takes so many seconds by its seed."""

        def runner(rest: Plan, *, on_race: Callable[..., None], cancel: Any) -> None:
            for seed in rest.seeds:
                self.now += seconds[seed]
                on_race(outcome(seed))
                version = self.live.snapshot.version if self.live.snapshot else 0
                self.seen.append((self.now, version, self.live.seconds_left))

        self.live.run(runner, Event())


def test_snapshots_come_no_more_often_than_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    timed = Timed(monkeypatch, every=0.4)
    timed.run({0: 1.0, 1: 0.39, 2: 0.02, 3: 5.0})
    assert [version for _, version, _ in timed.seen] == [1, 1, 2, 2]
    assert timed.live.snapshot.version == 3  # the last one, with all races, is made at the end
    assert timed.live.snapshot.summary.seeds == (0, 1, 2, 3)


def test_the_time_left_is_that_of_the_races_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    timed = Timed(monkeypatch, known=[outcome(0)])
    assert timed.live.seconds_left is None
    timed.run({1: 3.0, 2: 1.0, 3: 2.0})
    assert [left for *_, left in timed.seen] == [6.0, 2.0, 0.0]
    assert timed.live.seconds_left is None


def test_a_slow_snapshot_makes_the_next_one_wait_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    timed = Timed(monkeypatch, every=0.4)

    def slow(*arguments: Any, **options: Any) -> Any:
        timed.now += 1.0
        return summarise(*arguments, **options)

    monkeypatch.setattr(live_module, "summarise", slow)
    timed.run({0: 1.0, 1: 3.9, 2: 0.2, 3: 0.0})
    # Made from 101 to 102; a second is a quarter of the time until 106.
    assert [version for _, version, _ in timed.seen] == [1, 1, 2, 2]


def test_live_medians_have_fewer_resamples_than_the_last_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resamples = []

    def counting(*arguments: Any, **options: Any) -> Any:
        resamples.append(options["resamples"])
        return summarise(*arguments, **options)

    timed = Timed(monkeypatch, every=0.0)
    monkeypatch.setattr(live_module, "summarise", counting)
    timed.run(dict.fromkeys(range(4), 1.0))
    assert resamples == [200, 200, 200, 2000]


def test_a_line_has_a_corner_where_the_score_changes() -> None:
    scores = np.array([0.5, 0.5, 0.7, 0.6])
    track = Track(60.0, np.array([5.0, 10.0, 20.0, 30.0]), scores, scores, 30.0, "budget")
    race = Outcome(4, 0.9, 0.4, dict.fromkeys(ENTRANTS, track))
    assert drawn(race)["lines"]["grid"] == [[5.0, 20.0, 30.0], [0.5, 0.7, 0.6]]
