"""What may be set of searchers that weigh costs, and how they are made."""

from __future__ import annotations

from typing import Any

import param

from strategies.cost_aware import CostAwareSearch
from strategies.searcher import Problem
from strategies.surrogate_options import shared


def costs_of(who: str) -> Any:
    """Return where costs are known from."""
    return param.Selector(
        default="known",
        objects={"Known": "known", "Modelled from the trials": "modelled"},
        constant=True,
        label=f"Costs of {who}",
        doc="Known: it is told what each training will cost. Modelled: a second Gaussian process, "
        "of the logarithm of cost, learns it from the trials.",
    )


def made(problem: Problem, options: Any, *, cools: bool) -> CostAwareSearch:
    """Return it with the problem's first darts, costs and budget."""
    return CostAwareSearch(
        problem.seed,
        xi=options.xi,
        cost=problem.cost,
        budget=problem.budget / problem.workers,
        costs=options.costs,
        cools=cools,
        **shared(problem, options),
    )
