"""Options that several searchers with a Gaussian process have, each with the name of its own."""

from __future__ import annotations

from typing import Any

import param

from strategies.searcher import Problem
from strategies.surrogate import Shared


def shared(problem: Problem, options: Any) -> Shared:
    """Return what a race says of them alike, for options called as those below."""
    told: Shared = {
        "n_initial": options.initial,
        "noise": "learned" if problem.noisy else "tiny",
        "knobs": problem.knobs,
    }
    if hasattr(options, "pretence"):
        told["pretence"] = options.pretence
    return told


def initial_of(who: str) -> Any:
    """Return how many trials come before the first model."""
    return param.Integer(
        default=5,
        bounds=(2, 20),
        step=1,
        constant=True,
        label=f"Initial trials of {who}",
        doc="Random trials, the same as random search's first ones, before the first model.",
    )


def pretence_of(who: str) -> Any:
    """Return what is pretended of trainings that other workers haven't ended."""
    return param.Selector(
        default="believer",
        objects={
            "Each scores its mean (kriging believer)": "believer",
            "Each scores the worst so far (constant liar)": "min",
            "Each scores the mean so far (constant liar)": "mean",
            "Each scores the best so far (constant liar)": "max",
            "Each scores what is drawn, eight times (fantasies)": "fantasies",
        },
        constant=True,
        label=f"What {who} pretends of trainings under way",
        doc="Used only with several workers. Without a pretence all of them would go to one place.",
    )


def xi_of(what: str) -> Any:
    """Return by how much the best must be passed."""
    return param.Number(
        default=0.0,
        bounds=(0.0, 0.1),
        step=0.005,
        constant=True,
        label=f"ξ of {what} (score)",
        doc="Only an improvement by more than ξ counts: a larger ξ explores more.",
    )
