"""What is said of many races: sentences made from the counts, and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from app.tournament.comparisons import Pair
from app.tournament.estimates import Share
from app.tournament.outcome import Outcome
from app.tournament.statistics import Summary
from app.words import MIDDLE, NAMES
from landscapes import REGISTRY

TITLES = NAMES | {"random2": "Random search with twice the budget"}
INSIDE = MIDDLE | {"random2": "random search with twice the budget"}

COMPARED = (("bayes", "random"), ("bayes", "grid"), ("random", "grid"))
"""Two searchers each, of whom it is said who ended above whom."""


# ---- All races -------------------------------------------------------------------------------


def sentences(summary: Summary) -> list[str]:
    """All that is said of all races together, what a class wants first at the beginning."""
    first = f"{headline(summary)} {others(summary)}"
    return [first, circumstances(summary), *comparisons(summary), caution(summary)]


def headline(summary: Summary) -> str:
    """Who ended first most often: ``"Bayesian search ended first in 89 of 100 races."``."""
    counts = {name: share.count for name, share in summary.firsts.alone.items()}
    most, races = max(counts.values()), len(summary.seeds)
    if most == 0:
        among = "this one race" if races == 1 else f"any of {counted(races)}"
        return f"No searcher ended first alone in {among}."
    leaders = [name for name, count in counts.items() if count == most]
    each = " each" if len(leaders) > 1 else ""
    return f"{_listed(leaders)}{each} ended first in {most} of {counted(races)}."


def others(summary: Summary) -> str:
    """In how many races the others ended first, and in how many the best ones were level."""
    counts = {name: share.count for name, share in summary.firsts.alone.items()}
    behind = [name for name, count in counts.items() if count < max(counts.values())]
    level = f"best were level in {summary.firsts.level.count or 'none'}."
    if not behind:
        return f"The {level}"
    behind.sort(key=lambda name: -counts[name])
    told = [f"{INSIDE[name]} in {counts[name] or 'none'}" for name in behind]
    return f"{_capital(', '.join(told))}; the {level}"


def circumstances(summary: Summary) -> str:
    """What the races were run on, and how many have no result."""
    settings, races = summary.plan.settings, len(summary.seeds)
    family = REGISTRY[settings.landscape]
    where = family.many if races > 1 else family.one
    missing = f" {summary.failed} more failed." if summary.failed else ""
    return f"{counted(races)} on {where}, {settings.budget} GPU-minutes for each searcher.{missing}"


def comparisons(summary: Summary) -> list[str]:
    """How each two of the searchers compare, a sentence each."""
    return [_comparison(summary.pair(a, b)) for a, b in COMPARED]


def _comparison(pair: Pair) -> str:
    """How one comparison ended, the one who won more races first."""
    if pair.losses.count > pair.wins.count:
        pair = pair.turned()
    a, b = TITLES[pair.first], INSIDE[pair.second]
    if pair.ties.count == pair.ties.of:
        return f"{a} and {b} ended level" + (" in all races." if pair.ties.of > 1 else ".")
    told = (
        f"{a} ended above {b} in {_percent_with_interval(pair.wins)}, "
        f"below in {percent(pair.losses)}, level in {percent(pair.ties)}"
    )
    return f"{told}." if pair.better else f"{told}: too close to tell."


def caution(summary: Summary) -> str:
    """What the intervals mean, and what they don't."""
    each = f"{summary.confidence:.0%}".replace("%", " %")
    return f"In brackets {each} intervals: each holds at {each} alone, not all of them together."


# ---- One race among them ---------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where one race stands among the others, in the comparison of two entrants."""

    first: str
    second: str
    margin: float
    """Final score of `first` minus that of `second`, in this race."""
    percentile: float
    """Share of the races with a smaller margin, those with an equal one counted half."""
    alike: Share
    """Races that ended as this one did: `first` ahead, level, or `second` ahead."""
    sentence: str


def standing(summary: Summary, race: Outcome, first: str, second: str) -> Standing:
    """Where a race, one of the tournament or another with such settings, stands among its races."""
    pair = summary.pair(first, second)
    margin = float(race.tracks[first].score[-1] - race.tracks[second].score[-1])
    margins = summary.entrants[first].final - summary.entrants[second].final
    percentile = float(((margins < margin).sum() + (margins == margin).sum() / 2) / len(margins))
    among = f" of {counted(len(margins))}"
    if abs(margin) <= summary.tolerance:
        alike = pair.ties
        sentence = (
            f"{TITLES[first]} and {INSIDE[second]} end level in this race, "
            f"as in {_percent_with_interval(alike)}{among} like it."
        )
    else:
        ahead, behind = (first, second) if margin > 0 else (second, first)
        alike = pair.wins if margin > 0 else pair.losses
        sentence = (
            f"{TITLES[ahead]} beats {INSIDE[behind]} in this race, "
            f"as in {_percent_with_interval(alike)}{among} like it."
        )
    return Standing(first, second, margin, percentile, alike, sentence)


# ---- Numbers ---------------------------------------------------------------------------------


def percent(share: Share) -> str:
    """A share in whole per cent: 0 % and 100 % stand only for none and all."""
    if 0 < share.count < share.of:
        if share.value < 0.01:
            return "under 1 %"
        if share.value > 0.99:
            return "over 99 %"
    return f"{100 * share.count / share.of:.0f} %"  # exactly a half where it is one


def _percent_with_interval(share: Share) -> str:
    return f"{percent(share)} ({100 * share.low:.0f}–{100 * share.high:.0f} %)"


def counted(count: int) -> str:
    """So many races, in words: ``"1 race"``, ``"200 races"``."""
    return "1 race" if count == 1 else f"{count} races"


def _listed(names: list[str]) -> str:
    """Searchers at the beginning of a sentence: ``"Grid search, random search and …"``."""
    told = [INSIDE[name] for name in names]
    return _capital(" and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
