"""EI-cool (Lee, Perrone, Archambeau & Seeger 2020) among the searchers of a race.

It begins as EI per unit cost, and the less is left of the budget, the less it looks at the price.
In the 180 races of `strategies.searchers.ei_cost` it ended before Bayesian search in 9, behind it
in 7 and level in 164.
"""

from __future__ import annotations

from functools import partial

from strategies.cost_options import costs_of, made
from strategies.said import Said
from strategies.searcher import Options, Problem, Searcher
from strategies.surrogate_options import initial_of, pretence_of, xi_of


class CoolOptions(Options):
    """What may be set of it."""

    initial = initial_of("EI-cool")
    xi = xi_of("EI-cool")
    costs = costs_of("EI-cool")
    pretence = pretence_of("EI-cool")


def caption(problem: Problem, options: CoolOptions) -> Said:
    """Return how it begins and what it maximises then."""
    return "caption.ei-cool", {"initial": options.initial}


SEARCHER = Searcher(
    key="ei-cool",
    name="EI-cool",
    short="EI-cool",
    mark="y",
    make=partial(made, cools=True),
    caption=caption,
    words={"caption.ei-cool": "{initial} darts, then EI per cost, cooling to EI"},
    options=CoolOptions,
    mind="gaussian process",
)
