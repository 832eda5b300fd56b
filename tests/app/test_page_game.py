"""Predict, then reveal: what is hidden, what a guess is worth, what one rule would get."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect
from scipy.stats import norm

from app.race import run
from app.settings import RaceSettings
from strategies import Belief, Lane
from tests.app.test_accessibility import findings
from tests.conftest import Watched

AXIS = np.linspace(0, 1, 64)
PLANE = np.stack(np.meshgrid(AXIS, AXIS), axis=-1).reshape(-1, 2)
NEAR = 0.05


def asked(lane: Lane, limits: tuple[float, float]) -> list[int]:
    """The decisions of the five rounds."""
    worth = [
        i
        for i in range(len(lane))
        if lane.beliefs[i] is not None
        and lane.beliefs[i].exploitation + lane.beliefs[i].exploration
        >= 1e-4 * (limits[1] - limits[0])
    ]
    # A half goes upwards, as in the browser.
    return [worth[int(np.floor(i * (len(worth) - 1) / 4 + 0.5))] for i in range(5)]


def improvement(belief: Belief, x: np.ndarray) -> np.ndarray:
    """Expected improvement, from the model's mean and deviation."""
    mean, sd = belief.gp.predict(x)
    gain = belief.units.offset + belief.units.scale * mean - belief.best  # xi is 0
    sd = np.maximum(belief.units.scale * sd, 1e-12)
    return gain * norm.cdf(gain / sd) + sd * norm.pdf(gain / sd)


def worth(belief: Belief, choice: np.ndarray, ei: np.ndarray, x: np.ndarray) -> float:
    """What a guess is worth, of 100."""
    largest = belief.exploitation + belief.exploration
    if np.hypot(*(x - choice)) <= NEAR:
        return 100.0
    near = np.hypot(*(PLANE - x).T) <= NEAR
    best = max(float(ei[near].max(initial=0)), float(improvement(belief, x[None])[0]))
    return min(100.0, 100 * best / largest)


@pytest.mark.parametrize("seed", [3])
def test_five_guesses_are_scored_beside_those_who_follow_one_rule(
    watched: Watched, app_url: str, seed: int
) -> None:
    settings = RaceSettings(landscape="bumpy", seed=seed)
    race = run(settings)
    lane = race.recording.lane("bayes")
    page = watched.open(f"{app_url}?landscape=bumpy&seed={seed}&predict=1")
    expect(page.locator(".game .round b")).to_have_text("Round 1 of 5")
    low, high = page.locator("p.signs").inner_text().split("≤")[1].split("≥")
    limits = (float(low.split()[0]), float(high.split()[0]))
    sent = len(watched.sent)
    mine: list[float] = []
    others: list[list[float]] = []

    for number, trial in enumerate(asked(lane, limits), 1):
        belief, choice = lane.beliefs[trial], lane.x[trial]
        expect(page.locator(".game .round")).to_have_text(
            f"Round {number} of 5 Bayesian search, after {trial} trials"
        )
        # Nothing says where it goes.
        drawn = page.locator(".page").evaluate(
            """(page) => Bokeh.documents.flatMap((doc) => [...doc._all_models.values()])
              .filter(({name}) => /^(map_.*|lane_bayes)_next$/.test(name ?? ""))
              .map(({data}) => data.x.length)"""
        )
        assert drawn
        assert sum(drawn) == 0
        expect(page.locator("[data-map=ei] .well")).to_be_hidden()
        expect(page.locator(".mind .when")).to_be_hidden()
        assert "hidden" in (page.locator("[data-plot=map_ei]").get_attribute("aria-label") or "")
        for what in (".story .told", ".why", "[data-do=why]"):
            expect(page.locator(what)).to_be_hidden()
        page.keyboard.press(".")  # without a guess nothing is locked in
        expect(page.locator(".game .onward")).to_have_attribute("aria-disabled", "true")

        # By keys: from the middle, cells of the map to the right and upwards.
        plot = page.locator("[data-plot=map_mean]")
        plot.focus()
        guess = np.array([0.5, 0.5])
        for key, step in (("ArrowRight", (1, 0)), ("ArrowUp", (0, 1)))[: number % 3]:
            page.keyboard.press(f"Shift+{key}")
            guess = np.clip(guess + 8 / 63 * np.array(step), 0, 1)
        page.keyboard.press("Enter")
        page.keyboard.press(".")
        ei = improvement(belief, PLANE)
        mine.append(worth(belief, choice, ei, guess))
        shown = page.locator(".game .worth")
        expect(shown).to_contain_text(" of 100")
        assert float(shown.inner_text().split()[0]) == pytest.approx(mine[-1], abs=0.6)
        expect(page.locator("[data-map=ei] .well")).to_be_visible()
        page.keyboard.press("PageDown")
        expect(page.locator(".game .asking")).to_contain_text(f"{lane.observed[trial]:.3f}")
        page.keyboard.press("PageDown")

        mean, sd = belief.gp.predict(PLANE)
        best = lane.x[lane.incumbent[trial - 1]]
        points = [
            worth(belief, choice, ei, PLANE[np.argmax(mean)]),
            worth(belief, choice, ei, best),
            worth(belief, choice, ei, PLANE[np.argmax(sd)]),
        ]
        largest = belief.exploitation + belief.exploration
        square = ei.reshape(64, 64)
        everywhere = [
            100.0
            if np.hypot(*(x - choice)) <= NEAR
            else min(100.0, 100 * reached(square, x) / largest)
            for x in PLANE
        ]
        others.append([*points, float(np.mean(everywhere))])

    expected = dict(
        zip(
            ("highest mean", "at the best trial", "widest doubt", "anywhere, by chance"),
            np.mean(others, axis=0),
            strict=True,
        ),
        you=float(np.mean(mine)),
    )
    rows = page.locator(".game tbody tr")
    expect(rows).to_have_count(5)
    told = {row.split("\t")[0]: float(row.split("\t")[1]) for row in rows.all_inner_texts()}
    assert told == pytest.approx(expected, abs=0.6)
    assert list(told.values()) == sorted(told.values(), reverse=True)
    assert len(watched.sent) == sent
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".game")).to_be_hidden()
    expect(page.locator(".story .told")).to_be_visible()


def reached(square: np.ndarray, x: np.ndarray) -> float:
    """The largest value of a map within reach of a spot."""
    low = np.maximum(0, np.ceil((x - NEAR) * 63)).astype(int)
    high = np.minimum(63, np.floor((x + NEAR) * 63)).astype(int)
    rows, columns = np.mgrid[low[1] : high[1] + 1, low[0] : high[0] + 1]
    near = np.hypot(columns / 63 - x[0], rows / 63 - x[1]) <= NEAR
    return float(square[rows[near], columns[near]].max())


def test_a_race_without_a_decision_to_guess_says_so(watched: Watched, app_url: str) -> None:
    page = watched.open(f"{app_url}?knobs=1&budget=60&predict=1")
    expect(page.locator(".notice")).to_contain_text("There is nothing to guess in this race")
    expect(page.locator(".game")).to_be_hidden()
