"""What a tournament shows as plain text: two tables and sentences."""

from __future__ import annotations

import math

from app.race.trials import written
from app.settings.grounds import title_of as title_of_ground
from app.settings.lanes import title_of
from app.settings.size import TARGETS
from app.tournament.estimates import CONFIDENCE, Estimate, Share
from app.tournament.plan import YARDSTICK, Plan
from app.tournament.running import Tournament
from app.tournament.statistics import Summary, summarise
from app.tournament.words import models, percent, selection, sentences


def report(tournament: Tournament) -> str:
    """What a tournament shows, as text: a table of searchers, one of pairs, and sentences."""
    plan = tournament.plan
    where = plan.settings.landscape
    lines = [f"{title_of_ground(where) if plan.settings.measured else where}: {_described(plan)}"]
    number = "luck" if plan.vary == "luck" else "seed"
    lines += [f"  {number} {one.seed} failed: {one.reason}" for one in tournament.failures]
    if not tournament.outcomes:
        return "\n".join([*lines, "  no race was finished", ""])
    summary = summarise(plan, tournament.outcomes, failed=len(tournament.failures))
    said = [f"  {sentence}" for sentence in _sentences(summary) if sentence]
    lines += ["", *_searchers(summary), "", *_pairs(summary), "", *said, ""]
    return "\n".join(lines)


def _sentences(summary: Summary) -> list[str]:
    return [*sentences(summary), models(summary), selection(summary)]


def _described(plan: Plan) -> str:
    last = plan.seeds[-1]
    span = f"{last}" if plan.races == 1 else f"{plan.first_seed} to {last}"
    seeds = f"seed{'s' * (plan.races > 1)} {span}"
    if plan.settings.measured:
        seeds = f"luck {span}"
    elif plan.vary == "luck":
        seeds = f"seed {plan.settings.seed}, luck {span}"
    changed = plan.settings.changed()
    told = ("seed", plan.varied, "landscape", "budget")
    others = [f"{k} {written(v)}" for k, v in changed.items() if k not in told]
    budget = f"{plan.settings.budget} {plan.settings.unit} each"
    return ", ".join([f"{plan.races} race{'s' * (plan.races > 1)}", seeds, budget, *others])


def _top(summary: Summary) -> str:
    return "best measured" if summary.plan.settings.measured else "optimum"


def _searchers(summary: Summary) -> list[str]:
    near = [f"{share:.0%}" for share in TARGETS]
    heads = ["", "trials", "final score", "final regret"]
    heads += [f"got {share} of the way" for share in near]
    heads += [f"half by, {near[-1]}"]
    rows = [heads]
    for entrant in summary.entrants.values():
        row = [_short(entrant.name), f"{entrant.trials:g}"]
        row += [_score(entrant.final_score), _score(entrant.final_regret)]
        row += [_share(target.reached) for target in entrant.targets]
        rows.append([*row, _minutes(entrant.targets[-1].half)])
    notes = [
        "Medians over the races, and shares of all races; in brackets the interval with a",
        f"confidence of {CONFIDENCE:.0%}: percentile bootstrap for medians, Wilson for shares. The",
        f"way leads from a random trial's median score to the {_top(summary)}; half by:",
        f"{summary.plan.settings.unit} within which half of all races got there.",
    ]
    return [*_table(rows), *("  " + note for note in notes)]


def _pairs(summary: Summary) -> list[str]:
    rows = [["final score compared race by race", "ahead", "level", "behind", "median margin"]]
    for pair in summary.pairs:
        if pair.losses.count > pair.wins.count:
            pair = pair.turned()
        row = [f"{_short(pair.first)} against {_short(pair.second)}", _share(pair.wins)]
        rows.append([*row, percent(pair.ties), percent(pair.losses), _score(pair.margin)])
    return _table(rows)


def _short(name: str) -> str:
    return "Random search, 2 x budget" if name == YARDSTICK else title_of(name)


def _score(estimate: Estimate) -> str:
    interval = f" ({estimate.low:z.4f} to {estimate.high:z.4f})" if _known(estimate) else ""
    return f"{estimate.value:z.4f}{interval}"


def _minutes(estimate: Estimate) -> str:
    def minute(value: float) -> str:
        return "never" if math.isinf(value) else f"{value:.0f}"

    if not _known(estimate) or math.isinf(estimate.low):
        return minute(estimate.value)
    return f"{minute(estimate.value)} ({minute(estimate.low)} to {minute(estimate.high)})"


def _known(estimate: Estimate) -> bool:
    return not math.isnan(estimate.low)


def _share(share: Share) -> str:
    return f"{percent(share)} ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _table(rows: list[list[str]]) -> list[str]:
    """Columns as wide as their widest cell, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  " + "  ".join(cells))
    return lines
