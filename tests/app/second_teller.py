"""Tells a race's story a second time, for the tests alone.

Nothing here comes from what the app tells with: every sentence is made anew from the trials, for
one minute at a time, instead of walking through the race. `sentence_at` is the one entrance.
"""

from __future__ import annotations

from decimal import Context, Decimal
from functools import cache
from typing import Any

import numpy as np
from scipy.stats import norm

from app.race import Race
from strategies import Belief, Lane, Recording

TITLES = {
    "grid": "Grid search",
    "random": "Random search",
    "bayes": "Bayesian search",
    "sobol": "Quasi-random search",
}


CHANNELS = ("lead", "bayes", "grid", "end", "truth")
"""Who leads; a searcher with a model, and one that walks a lattice; how it ended, told twice."""


def channels(race: Race, kind: str) -> list[str]:
    """The names of a race's channels of a kind: each lane of a searcher has its own."""
    if kind in ("bayes", "grid"):
        return [lane.name for lane in race.recording.lanes if searcher(lane.name) == kind]
    return [kind]


def sentence_at(race: Race, channel: str, minute: float) -> str | None:
    """What a channel says at a minute; None before it says anything."""
    if channel in (tellers := {"lead": lead, "end": end, "truth": truth}):
        return tellers[channel](race, minute)
    lane = race.recording.lane(channel)
    return {"bayes": bayes, "grid": grid}[searcher(channel)](race, lane, minute)


def searcher(lane: str) -> str:
    """Who runs a lane: ``bayes.2`` is one more of ``bayes``."""
    return lane.split(".")[0]


def title(lane: str) -> str:
    """A lane's name at the beginning of a sentence, further copies with their number."""
    return " ".join([TITLES[searcher(lane)], *lane.split(".")[1:]])


def option(race: Race, lane: str, name: str) -> Any:
    """What was set of a lane: the first ``bayes`` goes without its name."""
    return race.settings.values()[name if lane in ("grid", "bayes") else f"{lane}.{name}"]


def modelled(race: Race) -> list[Lane]:
    return [lane for lane in race.recording.lanes if searcher(lane.name) == "bayes"]


# ---- Numbers and lists as the page writes them ---------------------------------------------------


def two_digits(value: float) -> tuple[str, int]:
    """Two significant digits and the power of ten: 0.00316 is ("3.2", -3)."""
    rounded = Context(prec=2).create_decimal(Decimal(float(value)))
    exponent = rounded.adjusted()
    return f"{rounded.scaleb(-exponent):.1f}", exponent


def written(value: float, plain_from: float) -> str:
    """Plain from `plain_from` up, without zeros at the end; else as a power of ten."""
    digits, exponent = two_digits(value)
    if value < plain_from:
        return f"{digits}e{exponent}"
    plain = Decimal(digits).scaleb(exponent)
    return f"{plain:f}".rstrip("0").rstrip(".") if "." in f"{plain:f}" else f"{plain:f}"


def amount(value: float) -> str:
    """An amount of EI."""
    if value == 0:
        return "0"
    return ("−" if value < 0 else "") + written(abs(value), 0.001)


def setting(value: float) -> str:
    """The value of a knob."""
    return written(value, 0.01)


def listed(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" {last} " + words[-1]


def inside(name: str) -> str:
    """A lane's name inside a sentence: only Bayes keeps his capital."""
    first = title(name)
    return first if first.startswith("Bayes") else first.lower()


# ---- The state of the race at a minute -----------------------------------------------------------


def finished(lane: Lane, minute: float) -> int:
    return int((lane.finish <= minute).sum())


def observed_best(lane: Lane, minute: float) -> float:
    """-inf before the first trial has finished."""
    return max(lane.observed[: finished(lane, minute)].tolist(), default=-np.inf)


@cache
def _events(recording: Recording) -> list[float]:
    return sorted({finish for lane in recording.lanes for finish in lane.finish.tolist()})


def events(race: Race) -> list[float]:
    return _events(race.recording)


def leaders(race: Race, minute: float) -> list[str]:
    return _leaders(race.recording, minute)


@cache
def _leaders(recording: Recording, minute: float) -> list[str]:
    """Who is within 0.0005 of the best observed score, in the order of the lanes."""
    bests = {lane.name: observed_best(lane, minute) for lane in recording.lanes}
    top = max(bests.values())
    return [name for name, best in bests.items() if top - best < 0.0005]


def ranking(race: Race, scores: dict[str, float]) -> list[str]:
    """Names by falling score; equals in the order of the lanes."""
    order = [lane.name for lane in race.recording.lanes]
    return sorted(order, key=lambda name: (-scores[name], order.index(name)))


# ---- Channels ------------------------------------------------------------------------------------


def lead(race: Race, minute: float) -> str:
    past = [event for event in events(race) if event <= minute]
    if not past:
        return "No trial has finished yet."
    noisy = race.settings.noise > 0
    bests = {lane.name: observed_best(lane, minute) for lane in race.recording.lanes}
    top = max(bests.values())
    first = leaders(race, minute)
    if len(first) > 1:
        names = listed([title(name) for name in first], "and")
        return f"{names} {'look' if noisy else 'are'} level at {top:.3f}."
    since = past[-1]
    for event in reversed(past):  # back to where it became the only one
        if leaders(race, event) != first:
            break
        since = event
    verb = "looks best" if noisy else "leads"
    text = f"{title(first[0])} {verb} with {top:.3f}, since minute {since:.0f}"
    others = [name for name in ranking(race, bests)[1:] if np.isfinite(bests[name])]
    gaps = [f"{inside(name)} is {top - bests[name]:.3f} behind" for name in others]
    return f"{text}; {listed(gaps, 'and')}." if gaps else f"{text}."


def bayes(race: Race, lane: Lane, minute: float) -> str:
    who, n = title(lane.name), finished(lane, minute)
    initial, xi = option(race, lane.name, "initial"), option(race, lane.name, "xi")
    if n == len(lane):
        lr, wd = race.landscape.space.from_unit(lane.refused)
        needed = float(race.landscape.cost(lane.refused))
        left = race.settings.budget - lane.cost.sum()
        return (
            f"{who} would go on to learning rate {setting(lr)}, weight decay "
            f"{setting(wd)}, but that trial costs {needed:.1f} GPU-minutes and {left:.1f} are left."
        )
    if n < initial:
        paired = any(searcher(other.name) == "random" for other in race.recording.lanes)
        also = ", where random search also goes" if paired else ""
        return f"{who} has no model yet: it makes initial trial {n + 1} of {initial}{also}."
    belief = lane.beliefs[n]
    mean, sd = belief.expected
    chance = norm.cdf((mean - belief.best - xi) / sd) if sd > 0 else 0.0
    sure = f"{100 * chance:.0f} %"
    sure = {"0 %": "less than 1 %", "100 %": "more than 99 %"}.get(sure, sure)
    threshold = f"{belief.best:.3f}" + (f" by more than {xi:g}" if xi else "")
    wanted = option(race, lane.name, "acquisition")
    augmented = race.settings.noise > 0 and wanted == "augmented"
    named = "Augmented EI" if augmented else "EI"
    words = (
        f"{who} goes {whither(lane, n)}, {sure} sure to beat {threshold} there. "
        f"{named} is {amount(belief.value)}: {amount(belief.exploitation)} from the mean, "
        f"{amount(belief.exploration)} from the doubt"
    )
    return words + ("; it believes nothing is left to gain." if belief.value < 5e-8 else ".")


def whither(lane: Lane, n: int) -> str:
    """Where trial n (from 0) lies among those before it."""
    told = lane.x[:n]
    target = lane.x[n]
    away = [float(np.linalg.norm(x - target)) for x in told]
    by_distance = sorted(range(n), key=lambda i: away[i])
    near = by_distance[0]
    if away[near] <= 0.05:
        scores = lane.observed[:n].tolist()
        best = scores.index(max(scores)) == near
        return f"beside {'the incumbent, ' if best else ''}trial {near + 1}"
    left, lower = (bool(c <= 0.05) for c in target)
    right, upper = (bool(c >= 0.95) for c in target)
    column = "left" if left else "right" if right else ""
    row = "lower" if lower else "upper" if upper else ""
    if column and row:
        return f"into the {row} {column} corner"
    if column or row:
        return f"to the {column + row} edge"
    if away[near] > 0.25:
        return "far from all trials"
    second = by_distance[1]
    if away[near] + away[second] <= 1.1 * np.linalg.norm(told[near] - told[second]):
        return f"between trials {min(near, second) + 1} and {max(near, second) + 1}"
    return f"near trial {near + 1}"


def grid(race: Race, lane: Lane, minute: float) -> str:
    who, n, total = title(lane.name), finished(lane, minute), len(lane)
    if n == 0:
        return f"{who} will walk {total} lattice points, whatever it finds."
    left = race.settings.budget - lane.cost.sum()
    if n == total and lane.left > 0:
        return (
            f"{who} is complete: {total} lattice points. The {left:.0f} GPU-minutes left "
            "don't pay for the next larger lattice."
        )
    unseen = []
    for k, knob in enumerate(["learning rate", "weight decay"]):
        planned = sorted(set(lane.x[:, k].round(12).tolist()))
        visited = sorted(set(lane.x[:n, k].round(12).tolist()))
        for end, word in ((-1, "above"), (0, "below")):
            if visited[end] != planned[end]:
                at = race.landscape.space.knobs[k].from_unit(visited[end])
                unseen.append(f"{knob} {word} {setting(float(at))}")
    but = f" and has seen nothing of {listed(unseen, 'or')}" if unseen else ""
    return f"{who} has walked {n} of its {total} lattice points{but}."


# ---- The end -------------------------------------------------------------------------------------


def end(race: Race, minute: float) -> str | None:
    if minute < events(race)[-1]:
        return None
    if race.settings.noise == 0:
        return " ".join([*passed(race), *closing(race)])
    finals = {lane.name: max(lane.observed.tolist()) for lane in race.recording.lanes}
    looks = looking_best(race, finals)
    if len(leaders(race, minute)) == 1:
        order = ranking(race, finals)
        gaps = [f"{inside(x)} {finals[order[0]] - finals[x]:.3f} behind" for x in order[1:]]
        looks += f", {listed(gaps, 'and')}"
    known = []
    for lane in modelled(race):
        trial, mean = choice(lane, len(lane), True)
        if mean is not None:
            known.append(f"{title(lane.name)} believes its trial {trial + 1} best, at {mean:.3f}.")
    doubt = "Scores are noisy: what looks best needn't be best."
    return " ".join([f"{looks}.", *known, doubt, *closing(race)])


def truth(race: Race, minute: float) -> str | None:
    if minute < events(race)[-1]:
        return None
    noisy = race.settings.noise > 0
    lines = passed(race)
    if noisy:
        finals = {lane.name: max(lane.observed.tolist()) for lane in race.recording.lanes}
        lines = [looking_best(race, finals) + ".", chosen(race)]
    optimum = race.landscape.optimum.score
    when = []
    for lane in race.recording.lanes:
        answer = "never"
        for n in range(len(lane), 0, -1):  # backwards: the first one is what stays
            trial, _ = choice(lane, n, noisy)
            if float(race.landscape.score(lane.x[trial])) >= 0.99 * optimum:
                answer = f"at minute {lane.finish[n - 1]:.0f}"
        when.append(f"{inside(lane.name)} {answer}")
    near = f"Truly within 1 % of the optimum's {optimum:.3f}: {', '.join(when)}."
    return " ".join([*lines, near, *closing(race)])


def choice(lane: Lane, n: int, noisy: bool) -> tuple[int, float | None]:
    """The trial that a searcher would choose after n trials, and its mean where a model chose."""
    belief = lane.beliefs[n] if n < len(lane.beliefs) else None
    if noisy and belief is not None:
        means = posterior(belief, lane, n, lane.x[:n])[0]
        equal = means >= means.max() - 1e-8  # one configuration tried twice, but for rounding
        return int(np.argmax(equal)), float(means.max())
    return int(np.argmax(lane.observed[:n])), None


def looking_best(race: Race, finals: dict[str, float]) -> str:
    top = max(finals.values())
    first = [title(name) for name in ranking(race, finals) if top - finals[name] < 0.0005]
    if len(first) > 1:
        return f"{listed(first, 'and')} look level at {top:.3f}"
    return f"{first[0]} looks best with {top:.3f}"


def chosen(race: Race) -> str:
    scores, words = {}, {}
    for lane in race.recording.lanes:
        trial, mean = choice(lane, len(lane), True)
        scores[lane.name] = float(race.landscape.score(lane.x[trial]))
        words[lane.name] = f"trial {trial + 1}"
        if mean is not None:
            words[lane.name] += f", believed {mean:.3f}"
    order = ranking(race, scores)
    first = [inside(name) for name in order if scores[order[0]] - scores[name] < 0.0005]
    verdict = f"{listed(first, 'and')} are level" if len(first) > 1 else f"{first[0]} is best"
    each = ", ".join(f"{inside(name)} {scores[name]:.3f} ({words[name]})" for name in order)
    return f"By the true scores of what each would choose, {verdict}: {each}."


def passed(race: Race) -> list[str]:
    finals = {lane.name: max(lane.observed.tolist()) for lane in race.recording.lanes}
    order = ranking(race, finals)
    winner = race.recording.lane(order[0])
    level = [name for name in order if finals[order[0]] - finals[name] < 0.0005]
    told = []
    if len(level) > 1:
        names = listed([title(name) for name in level], "and")
        told.append(f"{names} end level at {finals[order[0]]:.3f}.")
    overtaken = []
    for name in order:
        if name not in level:
            trial = next(i for i, score in enumerate(winner.observed) if score > finals[name])
            at = f"{winner.finish[trial]:.0f}"
            overtaken.append(f"{inside(name)}'s final best ({finals[name]:.3f}) after {at}")
    if overtaken:
        budget = race.settings.budget
        told.append(f"{title(order[0])} passed {listed(overtaken, 'and')} of {budget} GPU-minutes.")
    return told


def closing(race: Race) -> list[str]:
    never = [
        f"{title(lane.name)} never had a model: the budget ended after "
        f"{len(lane)} of its {option(race, lane.name, 'initial')} initial trials."
        for lane in modelled(race)
        if len(lane) < option(race, lane.name, "initial")
    ]
    return [*never, "This was one race: another seed can tell another story."]


# ---- The model's figures, computed anew ----------------------------------------------------------


def posterior(belief: Belief, lane: Lane, n: int, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation at x, shape (m, 2), of the Gaussian process of n trials.

    Textbook formulas in the scores' own units, given the belief's hyperparameters alone.
    """

    def covariance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        k = np.full((len(a), len(b)), belief.outputscale)
        for axis, lengthscale in enumerate(belief.lengthscales):
            r = np.sqrt(5.0) * np.abs(a[:, None, axis] - b[None, :, axis]) / lengthscale
            k *= (1 + r + r**2 / 3) * np.exp(-r)
        return k

    told = lane.x[:n]
    own = covariance(told, told)
    own[np.diag_indices(n)] += belief.noise_variance + 1e-12 * belief.outputscale
    cross = covariance(told, x)
    weights = np.linalg.solve(own, cross)
    mean = belief.constant_mean + weights.T @ (lane.observed[:n] - belief.constant_mean)
    variance = belief.outputscale - np.einsum("nm,nm->m", cross, weights)
    return mean, np.sqrt(np.maximum(variance, 0))
