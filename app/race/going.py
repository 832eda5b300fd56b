"""Where a searcher with a model goes next, and why: its channel of a race's story."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from app.race.places import place
from app.race.race import Race
from app.words import Phrase, percent, phrase, setting
from strategies import Belief, Densities, Lane

VANISHED = 5e-8  # score units: EI below this is called nothing


def going(race: Race, lane: Lane) -> Iterator[tuple[float, Phrase]]:
    """Where a searcher with a model goes next."""
    minutes = [0.0] * lane.workers + [float(finish) for finish in lane.finish]
    refusals = {refusal.ask: refusal for refusal in lane.refusals}
    initial = race.settings.options(lane.name).initial
    for number, (minute, belief) in enumerate(zip(minutes, lane.beliefs, strict=False)):
        if number in refusals:
            refusal = refusals[number]
            yield (
                minute,
                phrase(
                    "model.refused" if lane.workers == 1 else "model.refused.worker",
                    who=lane.name,
                    where=configuration(race, refusal.x),
                    cost=refusal.cost,
                    left=refusal.left,
                ),
            )
        elif belief is None and number >= initial:
            yield minute, phrase("model.waiting", who=lane.name)
        elif belief is None:
            yield (
                minute,
                phrase("model.initial.alone", who=lane.name, number=number + 1, initial=initial),
            )
        elif isinstance(belief, Densities):
            said = _densest(race, lane, belief)
            yield minute, _meanwhile(said, number - belief.trials, phrase("model.pretended.rest"))
        else:
            said = _next(race, lane, belief)
            others = len(belief.gp.xs) - belief.trials
            yield minute, _meanwhile(said, others, _pretended(belief))


def _meanwhile(said: Phrase, others: int, pretended: Phrase) -> Phrase:
    """Where a searcher goes while others still train, with what it makes of these."""
    if not others:
        return said
    return phrase("model.meanwhile", said=said, count=others, pretended=pretended)


def _pretended(belief: Belief) -> Phrase:
    """What a model pretends of trainings that nobody has told of yet."""
    rows = belief.numbers.get("pretended")
    if rows is None:
        return phrase("model.pretended.believer")
    if len(rows) > 1:
        return phrase("model.pretended.fantasies", draws=len(rows))
    return phrase("model.pretended.liar", score=rows[0][0])


def _where(race: Race, lane: Lane, belief: Belief | Densities) -> Phrase:
    """Where a searcher goes, by the trials that it was told."""
    count, knobs = belief.trials, [knob.name for knob in race.landscape.space.knobs]
    return place(belief.x, lane.x[:count], int(lane.incumbent[count - 1]), knobs)


def _densest(race: Race, lane: Lane, belief: Densities) -> Phrase:
    """Where a searcher with two densities goes, and among what it chose."""
    return phrase(
        "model.next.ratio",
        who=lane.name,
        where=_where(race, lane, belief),
        good=len(belief.good),
        trials=belief.trials,
        draws=len(belief.candidates),
        ratio=belief.ratio,
    )


def _next(race: Race, lane: Lane, belief: Belief) -> Phrase:
    """Where a searcher with a model goes, and what makes it go there, in the terms of what it
    maximises."""
    who, where, kind = lane.name, _where(race, lane, belief), belief.acquisition.kind
    (mean, sd), value = belief.expected, belief.value
    if kind == "UCB":
        kappa = belief.numbers["kappa"]
        return phrase(
            "model.next.ucb",
            who=who,
            where=where,
            mean=mean,
            sd=sd,
            kappa=kappa,
            value=value,
        )
    if kind == "TS":
        return phrase("model.next.ts", who=who, where=where, value=value, mean=mean, sd=sd)
    if kind == "KG":
        if value < VANISHED:
            return phrase("model.next.kg.nothing", who=who, where=where)
        return phrase("model.next.kg", who=who, where=where, rise=value, mean=mean, sd=sd)
    if belief.sought.priced:
        return _priced(who, where, belief)
    sure, best, margin = _sure(belief), belief.best, _margin(belief)
    if kind == "PI":
        return phrase("model.next.pi", who=who, where=where, sure=sure, best=best, margin=margin)
    return phrase(
        "model.next",
        who=who,
        where=where,
        sure=sure,
        best=best,
        margin=margin,
        maximised=lane.maximised,
        ei=belief.value,
        mean=belief.exploitation,
        doubt=belief.exploration,
        nothing=phrase("model.nothing") if belief.value < VANISHED else "",
    )


def _priced(who: str, where: Phrase, belief: Belief) -> Phrase:
    """Where a searcher goes that weighs what a training costs."""
    alpha, value = belief.numbers["alpha"], belief.value
    worth = (
        phrase("why.worth", value=value)
        if alpha == 1
        else phrase("why.worth.cooled", value=value, alpha=alpha)
    )
    return phrase(
        "model.next.cost",
        who=who,
        where=where,
        sure=_sure(belief),
        best=belief.best,
        margin=_margin(belief),
        maximised=belief.numbers["of"],
        ei=belief.exploitation + belief.exploration,
        price=belief.numbers["price"],
        left=belief.numbers["left"],
        worth=worth,
    )


def _sure(belief: Belief) -> Phrase:
    """How sure a model is to beat f* by more than xi where it goes."""
    mean, sd = belief.expected
    z = (mean - belief.best - belief.xi) / sd if sd > 0 else -math.inf
    return percent(0.5 * math.erfc(-z / math.sqrt(2)))


def _margin(belief: Belief) -> Phrase | str:
    return phrase("model.margin", xi=belief.xi) if belief.xi > 0 else ""


def configuration(race: Race, x: np.ndarray) -> list[Phrase]:
    """A configuration knob by knob: ``learning rate 3.2e-3``, ``weight decay 1.0e-4``."""
    space = race.landscape.space
    return [
        phrase("knob.at", knob=knob.name, value=setting(knob, value))
        for knob, value in zip(space.knobs, space.from_unit(x), strict=True)
    ]
