"""What is said of many races: sentences made from the counts, and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from app.settings import grounds
from app.tournament.comparisons import Pair
from app.tournament.estimates import Share
from app.tournament.outcome import Outcome
from app.tournament.plan import Plan
from app.tournament.statistics import Summary
from app.words import Phrase, of_measured, phrase, say, told
from landscapes import REGISTRY


def compared(plan: Plan) -> list[tuple[str, str]]:
    """Two lanes each, of whom it is said who ended above whom: the last ones first."""
    return list(combinations(reversed(plan.settings.lanes), 2))


# ---- All races -------------------------------------------------------------------------------


def sentences(summary: Summary) -> list[str]:
    """All that is said of all races together, what a class wants first at the beginning."""
    first = f"{headline(summary)} {others(summary)}"
    return [first, circumstances(summary), *comparisons(summary), caution(summary)]


def headline(summary: Summary) -> str:
    """Who ended first most often: ``"Bayesian search ended first in 89 of 100 races."``."""
    counts = {name: share.count for name, share in summary.firsts.alone.items()}
    most, races = max(counts.values()), len(summary.seeds)
    if most == 0 and races == 1:
        return say("races.none.one")
    if most == 0:
        return say("races.none", races=_races(races))
    first, *others = [name for name, count in counts.items() if count == most]
    if not others:
        return say("races.first", who=first, most=most, races=_races(races))
    leaders = [phrase("title", who=first), *(phrase("inside", who=name) for name in others)]
    return say("races.first.each", leaders=leaders, most=most, races=_races(races))


def others(summary: Summary) -> str:
    """In how many races the others ended first, and in how many the best ones were level."""
    counts = {name: share.count for name, share in summary.firsts.alone.items()}
    behind = [name for name, count in counts.items() if count < max(counts.values())]
    level = summary.firsts.level.count or phrase("none")
    if not behind:
        return say("races.level", level=level)
    behind.sort(key=lambda name: -counts[name])
    named: list[Phrase] = []
    for name in behind:
        kind = "races.behind" if named else "races.behind.first"
        named.append(phrase(kind, who=name, count=counts[name] or phrase("none")))
    return say("races.others", others=named, level=level)


def circumstances(summary: Summary) -> str:
    """What the races were run on, and how many have no result."""
    settings, races = summary.plan.settings, len(summary.seeds)
    said = phrase(
        "races.on",
        races=_races(races),
        where=_where(summary.plan, races),
        budget=settings.budget,
        missing=phrase("races.failed", count=summary.failed) if summary.failed else "",
    )
    return told(of_measured(said, settings.unit) if settings.measured else said)


def _where(plan: Plan, races: int) -> str | Phrase:
    settings = plan.settings
    if settings.measured:
        which = grounds.title_of(settings.landscape)
        if grounds.measured()[settings.landscape].measurements().seeds == 1:
            return phrase("races.on.where.single", landscape=which)
        return phrase("races.on.where", landscape=which)
    family = REGISTRY[settings.landscape]
    if plan.vary == "luck":
        return phrase("races.on.one", landscape=family.one, seed=settings.seed)
    return family.many if races > 1 else family.one


def comparisons(summary: Summary) -> list[str]:
    """How each two of the searchers compare, a sentence each."""
    return [_comparison(summary.pair(a, b)) for a, b in compared(summary.plan)]


def _comparison(pair: Pair) -> str:
    """How one comparison ended, the one who won more races first."""
    if pair.losses.count > pair.wins.count:
        pair = pair.turned()
    if pair.ties.count == pair.ties.of:
        kind = "pair.level.all" if pair.ties.of > 1 else "pair.level"
        return say(kind, first=pair.first, second=pair.second)
    return say(
        "pair.above",
        first=pair.first,
        second=pair.second,
        wins=_with_interval(pair.wins),
        losses=_share(pair.losses),
        ties=_share(pair.ties),
        doubt="" if pair.better else phrase("pair.close"),
    )


def caution(summary: Summary) -> str:
    """What the intervals mean, and what they don't."""
    return say("races.caution", confidence=100 * summary.confidence)


def models(summary: Summary) -> str:
    """Whether models were right: how many outcomes fell within two deviations, and within one."""
    told = []
    for name, entrant in summary.entrants.items():
        count, one, two = entrant.right
        if count:
            share, closer = 100 * two / count, 100 * one / count
            told.append(phrase("races.right.of", who=name, count=count, two=share, one=closer))
    return say("races.right", each=told) if told else ""


def selection(summary: Summary) -> str:
    """What choosing cost the lanes on the test set, where there is one."""
    each = []
    for name in summary.plan.settings.lanes:
        lost = summary.entrants[name].lost
        if lost is not None:
            each.append(phrase("races.lost.of", who=name, cost=lost.value))
    return say("races.lost", each=each) if each else ""


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
    if abs(margin) <= summary.tolerance:
        kind, ahead, behind, alike = "standing.level", first, second, pair.ties
    elif margin > 0:
        kind, ahead, behind, alike = "standing.beats", first, second, pair.wins
    else:
        kind, ahead, behind, alike = "standing.beats", second, first, pair.losses
    races = _races(len(margins))
    sentence = say(kind, first=ahead, second=behind, alike=_with_interval(alike), races=races)
    return Standing(first, second, margin, percentile, alike, sentence)


# ---- Numbers ---------------------------------------------------------------------------------


def percent(share: Share) -> str:
    """A share in whole per cent: 0 % and 100 % stand only for none and all."""
    return told(_share(share))


def _share(share: Share) -> Phrase:
    if 0 < share.count < share.of:
        if share.value < 0.01:
            return phrase("share.least")
        if share.value > 0.99:
            return phrase("share.most")
    return phrase("share", percent=100 * share.count / share.of)  # exactly a half where it is one


def _with_interval(share: Share) -> Phrase:
    return phrase("share.within", share=_share(share), low=100 * share.low, high=100 * share.high)


def counted(count: int) -> str:
    """So many races, in words: ``"1 race"``, ``"200 races"``."""
    return told(_races(count))


def _races(count: int) -> Phrase:
    return phrase("count.race" if count == 1 else "count.races", count=count)
