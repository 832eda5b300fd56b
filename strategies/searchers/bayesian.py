"""Bayesian search among the searchers of a race: what may be set of it, and how it is made."""

from __future__ import annotations

import param

from strategies.bayesian import BayesianSearch
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher
from strategies.surrogate_options import initial_of, pretence_of, shared, xi_of


class BayesianOptions(Options):
    """What may be set of Bayesian search."""

    initial = initial_of("Bayesian search")
    xi = xi_of("expected improvement")
    acquisition: param.Selector[str] = param.Selector(
        default="augmented",
        objects={"Augmented EI": "augmented", "Plain EI": "plain"},
        constant=True,
        label="What Bayesian search maximises under noise",
        doc="Augmented EI takes off what one more noisy score can't tell; plain EI trains its "
        "incumbent again and again. Without noise both are the same.",
    )
    lengthscales: param.Selector[str] = param.Selector(
        default="fitted",
        objects={"Fitted to the trials": "fitted", "Fixed by hand": "fixed"},
        constant=True,
        label="Kernel lengthscales",
        doc="Fitted: they maximise the log marginal likelihood with a prior. "
        "Fixed: choose them below, and see the search fail where they are wrong.",
    )
    ell1 = param.Number(
        default=0.3,
        bounds=(0.02, 3.0),
        step=0.01,
        constant=True,
        label="Fixed lengthscale, first knob",
        doc="As a fraction of the knob's whole range. Used only when fixed by hand.",
    )
    ell2 = param.Number(
        default=0.3,
        bounds=(0.02, 3.0),
        step=0.01,
        constant=True,
        label="Fixed lengthscale, second knob",
        doc="As a fraction of the knob's whole range. Used only when fixed by hand.",
    )
    pretence = pretence_of("Bayesian search")


def make(problem: Problem, options: BayesianOptions) -> BayesianSearch:
    """Return Bayesian search whose initial design is the problem's first darts."""
    told = shared(problem, options)
    if options.lengthscales == "fixed":
        told["lengthscales"] = (options.ell1, options.ell2)[: problem.knobs]
    return BayesianSearch(problem.seed, xi=options.xi, acquisition=options.acquisition, **told)


WORDS = {"caption.bayes": "{initial} darts, then largest {maximised:name}"}


def caption(problem: Problem, options: BayesianOptions) -> Said:
    """Return how it begins and what it maximises then."""
    return "caption.bayes", {
        "initial": options.initial,
        "maximised": make(problem, options).maximised,
    }


SEARCHER = Searcher(
    key="bayes",
    name="Bayesian search",
    short="Bayesian",
    mark="circle",
    make=make,
    caption=caption,
    words=WORDS,
    pairs=(
        Pair("ξ of 0 against 0.1", "xi", 0.0, 0.1),
        Pair("Lengthscales fitted against fixed", "lengthscales", "fitted", "fixed"),
    ),
    options=BayesianOptions,
    mind="gaussian process",
)
