"""Every sentence of many races is told a second time, from the trials alone, word for word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from app.race import Race, run
from app.race.choices import choices
from app.race.ending import last_minute
from app.race.going import configuration
from app.race.places import place
from app.race.story import caption, story
from app.settings import RaceSettings
from app.words import join, told
from strategies import Lane
from tests.app import second_teller

FAMILIES = ("smooth", "bumpy", "one-knob")
CASTS = (
    ("bayes", "bayes.2", "sobol"),
    ("grid", "grid.2", "random", "bayes"),
    ("sobol", "grid"),
    ("random.2", "bayes.2", "bayes", "random"),
    ("sobol.2", "random.3", "bayes.3", "grid.4"),
)
"""Lanes of other races than the three searchers'."""
EACH = 52  # races of a family
LATE = tuple(RaceSettings(seed=seed, noise=0.02, budget=150) for seed in (2, 6, 7))
"""Races in which what Bayesian search looks at, believes and tries comes near the optimum at
different minutes."""


def races(family: str) -> Iterator[Race]:
    """Races of a family with all kinds of settings, half of them noisy; run when they are told."""
    return map(raced, settings_of(family))


@cache
def raced(settings: RaceSettings) -> Race:
    return run(settings)


@cache
def channels_of(settings: RaceSettings) -> dict[str, list[tuple[float, str]]]:
    """What is under test: the story of a race."""
    return story(raced(settings))


@cache
def settings_of(family: str) -> tuple[RaceSettings, ...]:
    rng = np.random.default_rng(FAMILIES.index(family))
    settings = [drawn(rng, family, number) for number in range(EACH)]
    late = [one for one in LATE if one.landscape == family]
    others = [recast(rng, settings[i], lanes) for i, lanes in enumerate((*CASTS, *CASTS), start=1)]
    return (*settings, *late, *others)


def recast(
    rng: np.random.Generator, settings: RaceSettings, lanes: tuple[str, ...]
) -> RaceSettings:
    """A race of other lanes in the same circumstances, each with options of its own."""
    values = {name: settings.values()[name] for name in ("landscape", "seed", "budget", "cost")}
    for lane in lanes:
        before = "" if lane in ("grid", "bayes") else f"{lane}."
        if lane.startswith("bayes"):
            values[f"{before}initial"] = int(rng.choice([2, 5, 9]))
            values[f"{before}xi"] = float(rng.choice([0.0, 0.015]))
            values[f"{before}acquisition"] = str(rng.choice(["augmented", "plain"]))
        if lane.startswith("grid"):
            values[f"{before}order"] = str(rng.choice(["raster", "shuffled"]))
            values[f"{before}placement"] = str(rng.choice(["centred", "edges"]))
    return RaceSettings(lanes=lanes, noise=settings.noise, **values)


def drawn(rng: np.random.Generator, family: str, number: int) -> RaceSettings:
    fixed = number % 5 == 0
    return RaceSettings(
        landscape=family,
        seed=int(rng.integers(1_000_000)),
        budget=int(rng.choice([30, 50, 90, 150, 240, 360], p=[0.15, 0.2, 0.2, 0.2, 0.2, 0.05])),
        cost=str(rng.choice(["varying", "constant"], p=[0.8, 0.2])),
        noise=float(rng.choice([0.005, 0.03, 0.1])) if number % 2 else 0.0,
        order=str(rng.choice(["raster", "shuffled"])),
        placement=str(rng.choice(["centred", "edges"])),
        initial=int(rng.choice([2, 5, 9])),
        acquisition=str(rng.choice(["augmented", "plain"], p=[0.7, 0.3])),
        xi=float(rng.choice([0.0, 0.015], p=[0.7, 0.3])),
        lengthscales="fixed" if fixed else "fitted",
        ell1=float(rng.choice([0.05, 0.3, 1.5])),
        ell2=float(rng.choice([0.05, 0.3, 1.5])),
    )


def minutes(race: Race) -> list[float]:
    """Every minute at which anything may change, and some between."""
    events = [0.0, *second_teller.events(race)]
    between = [(a + b) / 2 for a, b in pairwise(events)][::5]
    return sorted([*events, *between, race.recording.budget])


def told_at(channel: list[tuple[float, str]], minute: float) -> str | None:
    """The latest sentence of a channel at a minute."""
    return next((text for when, text in reversed(channel) if when <= minute), None)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("kind", second_teller.CHANNELS)
def test_both_tellers_agree_at_every_minute(family: str, kind: str) -> None:
    for race in races(family):
        channels = channels_of(race.settings)
        for channel in second_teller.channels(race, kind):
            for minute in minutes(race):
                expected = second_teller.sentence_at(race, channel, minute)
                said = told_at(channels[channel], minute)
                assert said == expected, (race.settings, channel, minute)


@pytest.mark.parametrize("family", FAMILIES)
def test_there_is_a_channel_for_each_lane_with_something_to_tell(family: str) -> None:
    for race in races(family):
        kinds = second_teller.CHANNELS
        expected = {name for kind in kinds for name in second_teller.channels(race, kind)}
        assert {*channels_of(race.settings)} == expected


@pytest.mark.parametrize("family", FAMILIES)
def test_a_channel_repeats_nothing_and_keeps_the_order_of_time(family: str) -> None:
    for race in races(family):
        walked = {lane.finish[-1] for lane in race.recording.lanes if "grid" in lane.name}
        for channel in channels_of(race.settings).values():
            assert channel[0][0] in (0.0, last_minute(race.recording.lanes))
            for (one, first), (two, second) in pairwise(channel):
                assert one < two or (one == two and two in walked)
                assert first != second


@pytest.mark.parametrize("family", FAMILIES)
def test_the_figures_of_a_choice_are_those_of_the_model(family: str) -> None:
    chosen = [
        (race, lane, n, belief)
        for race in races(family)
        for lane in second_teller.modelled(race)
        for n, belief in enumerate(lane.beliefs)
        if belief is not None
    ]
    for race, lane, n, belief in chosen:
        xi = second_teller.option(race, lane.name, "xi")
        (mean,), (sd,) = second_teller.posterior(belief, lane, n, belief.x[None])
        unsure = 1e-5 * np.sqrt(belief.outputscale)  # rounding, where trials stand dense
        assert belief.expected == pytest.approx((mean, sd), rel=1e-4, abs=unsure)
        gain = belief.expected[0] - belief.best - xi
        z = gain / belief.expected[1]
        noise = np.sqrt(belief.noise_variance)
        share = (
            1 - noise / np.hypot(belief.expected[1], noise) if belief.acquisition.augmented else 1
        )
        terms = share * gain * norm.cdf(z), share * belief.expected[1] * norm.pdf(z)
        assert (belief.exploitation, belief.exploration) == pytest.approx(terms, rel=1e-3)


def test_what_is_believed_best_has_the_highest_mean_and_needs_noise_and_a_model() -> None:
    kinds: Counter[str] = Counter()
    for race in (race for family in FAMILIES for race in races(family)):
        for lane in race.recording.lanes:
            made = choices(race, lane)
            for n in range(1, len(lane) + 1):
                trial = int(made.trial[n - 1])
                expected, mean = second_teller.choice(lane, n, race.settings.noise > 0)
                if mean is None:
                    assert (trial, made.believed[n - 1]) == (expected, None)
                else:  # near ones may be equal within rounding: no other one is higher
                    means, _ = second_teller.posterior(lane.beliefs[n], lane, n, lane.x[:n])
                    assert means[trial] == pytest.approx(mean, abs=1e-6)
                    assert made.believed[n - 1] == pytest.approx(mean, abs=1e-6)
                kinds[lane.name.split(".")[0], mean is None, trial == lane.incumbent[n - 1]] += 1
    assert kinds["bayes", False, False] > 100, "believing hardly ever differs from looking"
    assert all(looked for name, unmodelled, looked in kinds if unmodelled)
    assert {name for name, unmodelled, _ in kinds if not unmodelled} == {"bayes"}


@pytest.mark.parametrize("family", FAMILIES)
def test_captions_and_configurations_say_what_was_run(family: str) -> None:
    for race in races(family):
        for lane in race.recording.lanes:
            assert caption(race, lane) == described(race, lane)
        for x in race.recording.lanes[-1].x:
            lr, wd = 1e-5 * 1e4 ** x[0], 1e-6 * 1e4 ** x[1]
            rate, decay = second_teller.setting(lr), second_teller.setting(wd)
            parts = [told(part) for part in configuration(race, x)]
            assert join(parts, "comma") == f"learning rate {rate}, weight decay {decay}"


def described(race: Race, lane: Lane) -> str:
    """The line below a lane's title."""
    searcher = second_teller.searcher(lane.name)
    if searcher in ("random", "sobol"):
        darts = "Darts, evenly over the plane"
        return darts if searcher == "random" else "Scrambled Sobol points, in order"

    def chosen(name: str) -> Any:
        return second_teller.option(race, lane.name, name)

    if searcher == "bayes":
        augmented = race.settings.noise > 0 and chosen("acquisition") == "augmented"
        sought = "augmented EI" if augmented else "EI"
        return f"{chosen('initial')} darts, then largest {sought}"
    side = len(set(lane.x[:, 0].round(12).tolist()))
    where = {"centred": "cell centres", "edges": "edge to edge"}[chosen("placement")]
    order = {"raster": "row by row", "shuffled": "in shuffled order"}[chosen("order")]
    return f"{side} × {side} lattice, {where}, {order}"


def test_every_kind_of_sentence_was_among_them() -> None:
    texts = " ".join(
        text
        for family in FAMILIES
        for race in races(family)
        for channel in channels_of(race.settings).values()
        for _, text in channel
    )
    kinds = ("leads with", "looks best with", "are level at", "look level at", "end level at")
    kinds += (
        "less than 1 % sure",
        "more than 99 % sure",
        "by more than 0.015",
        "never had a model",
    )
    kinds += ("nothing is left to gain", "beside trial", "beside the incumbent", "corner", "edge,")
    kinds += ("far from all trials", "between trials", "near trial", "would go on", "−")
    kinds += ("believes its trial", "is best:", "at minute", "never,", "has seen nothing of")
    for kind in kinds:
        assert kind in texts, f"no race says “{kind}”"


PLACES = {
    (0.50, 0.50): "beside the incumbent, trial 1",
    (0.50, 0.5499): "beside the incumbent, trial 1",
    (0.84, 0.50): "beside trial 2",
    (0.04, 0.96): "into the upper left corner",
    (0.96, 0.04): "into the lower right corner",
    (0.05, 0.50): "to the left edge",
    (0.95, 0.20): "to the right edge",
    (0.30, 0.95): "to the upper edge",
    (0.30, 0.05): "to the lower edge",
    (0.30, 0.80): "far from all trials",
    (0.65, 0.50): "between trials 1 and 2",
    (0.65, 0.56): "between trials 1 and 2",
    (0.65, 0.60): "near trial 1",
    (0.44, 0.50): "near trial 1",
}


@pytest.mark.parametrize(("x", "words"), PLACES.items(), ids=str)
def test_a_place_is_named_by_its_distances(x: tuple[float, float], words: str) -> None:
    trials = np.array([[0.5, 0.5], [0.8, 0.5]])
    assert told(place(np.array(x), trials, 0, ["learning rate", "weight decay"])) == words
