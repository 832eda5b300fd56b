"""EI per unit cost (Snoek, Larochelle & Adams 2012) among the searchers of a race.

It is a poor choice where the optimum is dear: what is cheap looks good to it. Where a training
costs at most three times as much as another, it hardly matters: of 180 races without noise (60
seeds of each of the smooth, bumpy and one-knob landscapes, 240 GPU-minutes, a regret that differs
by more than 1e-4) it ended before Bayesian search in 9, behind it in 8 and level in 163.
"""

from __future__ import annotations

from functools import partial

from strategies.cost_options import costs_of, made
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher
from strategies.surrogate_options import initial_of, pretence_of, xi_of


class CostOptions(Options):
    """What may be set of it."""

    initial = initial_of("EI per cost")
    xi = xi_of("EI per cost")
    costs = costs_of("EI per cost")
    pretence = pretence_of("EI per cost")


def caption(problem: Problem, options: CostOptions) -> Said:
    """Return how it begins and what it maximises then."""
    return "caption.ei-cost", {"initial": options.initial}


SEARCHER = Searcher(
    key="ei-cost",
    name="EI per cost",
    short="EI/cost",
    mark="square_pin",
    make=partial(made, cools=False),
    caption=caption,
    words={"caption.ei-cost": "{initial} darts, then largest EI per cost"},
    pairs=(Pair("EI per cost, known against modelled", "costs", "known", "modelled"),),
    options=CostOptions,
    mind="gaussian process",
)
