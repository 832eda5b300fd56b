"""Bayesian search among the searchers of a race: what may be set of it, and how it is made."""

from __future__ import annotations

import param

from strategies.bayesian import BayesianSearch
from strategies.searcher import Options, Pair, Problem, Said, Searcher
from strategies.surrogate_options import pretence_of


class BayesianOptions(Options):
    """What may be set of Bayesian search."""

    initial = param.Integer(
        default=5,
        bounds=(2, 20),
        step=1,
        constant=True,
        label="Initial trials of Bayesian search",
        doc="Random trials, the same as random search's first ones, before the first model.",
    )
    xi = param.Number(
        default=0.0,
        bounds=(0.0, 0.1),
        step=0.005,
        constant=True,
        label="ξ of expected improvement (score)",
        doc="Only an improvement by more than ξ counts: a larger ξ explores more.",
    )
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
    fixed = options.lengthscales == "fixed"
    return BayesianSearch(
        problem.seed,
        n_initial=options.initial,
        xi=options.xi,
        lengthscales=(options.ell1, options.ell2)[: problem.knobs] if fixed else None,
        noise="learned" if problem.noisy else "tiny",
        acquisition=options.acquisition,
        pretence=options.pretence,
        knobs=problem.knobs,
    )


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
