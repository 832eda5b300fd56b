"""Median stopping: give up what is worse than half of those that were trained to the end.

Two rules have this name. Both compare the best score that a training has had so far, and both stop
it only if that is strictly below the median over *completed* trainings of

| | |
|---|---|
| Vizier (Golovin et al. 2017) | their running average up to this step |
| Optuna (MedianPruner) | their score at this step |

The running average of a rising curve lies below its score, so Vizier's bar is lower. What was
stopped is never completed: the bar is made of survivors alone, and rises.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

import param

from strategies.checks import LARGEST, checked_count, checked_number
from strategies.early.options import EPOCHS, sampler_of, sampler_option
from strategies.early.stopping import Curve, Rule, Stopping, every
from strategies.said import Said
from strategies.searcher import Options, Pair, Problem, Searcher

MOST_STEPS = 1_000_000


class VizierMedian:
    """Stop where the best score is below the median of the completed ones' running averages."""

    def stops(self, curve: Curve, curves: Sequence[Curve]) -> bool:
        """Return whether a training stops at its latest report."""
        step = len(curve.scores)
        completed = [fmean(one.scores[:step]) for one in curves if one.complete]
        return bool(completed) and curve.best < median(completed)


class OptunaMedian:
    """Stop where the best score is below the median of the completed ones' at this step.

    Parameters
    ----------
    n_startup : int
        Nothing is stopped before so many trainings are complete; stopped ones never count.
    n_warmup : int
        Nothing is stopped before so many steps; a training's first report is step 1.
    interval : int
        Steps between two looks, the first after `n_warmup` steps; at least 1.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(self, n_startup: int = 5, n_warmup: int = 0, interval: int = 1) -> None:
        self._n_startup = checked_count("n_startup", n_startup, 0, MOST_STEPS)
        self._n_warmup = checked_count("n_warmup", n_warmup, 0, MOST_STEPS)
        self._interval = checked_count("interval", interval, 1, MOST_STEPS)

    def stops(self, curve: Curve, curves: Sequence[Curve]) -> bool:
        """Return whether a training stops at its latest report."""
        step = len(curve.scores)
        completed = [one.scores[step - 1] for one in curves if one.complete]
        if not completed or len(completed) < self._n_startup:
            return False
        if step < self._n_warmup or (step - self._n_warmup) % self._interval:
            return False
        return curve.best < median(completed)


class Patience:
    """Ask another rule only once a training hasn't got better for a while (PatientPruner).

    A curve that always rises is never asked about: without noise patience stops nothing here.

    Parameters
    ----------
    rule : Rule, optional
        Who decides then; by default the training is stopped.
    patience : int
        Reports after the best one that are waited for, beyond the first.
    min_delta : float
        What counts as a fall, in units of the score, at least 0.

    Raises
    ------
    ValueError
        If an argument is not one of those above.
    """

    def __init__(self, rule: Rule | None = None, *, patience: int, min_delta: float = 0.0) -> None:
        self._rule = rule
        self._patience = checked_count("patience", patience, 0, MOST_STEPS)
        self._min_delta = checked_number("min_delta", min_delta, "at least 0", 0.0, LARGEST)

    def stops(self, curve: Curve, curves: Sequence[Curve]) -> bool:
        """Return whether a training stops at its latest report."""
        latest = self._patience + 1
        before, after = curve.scores[:-latest], curve.scores[-latest:]
        if not before or max(before) - self._min_delta <= max(after):
            return False
        return self._rule is None or self._rule.stops(curve, curves)


class MedianOptions(Options):
    """What may be set of median stopping."""

    rule: param.Selector[str] = param.Selector(
        default="optuna",
        objects={
            "Optuna's: the median of their scores at this epoch": "optuna",
            "Vizier's: the median of their running averages": "vizier",
            "None: patience alone decides": "none",
        },
        constant=True,
        label="Rule of median stopping",
        doc="What the best score of a training is compared with, over those that were completed.",
    )
    n_startup = param.Integer(
        default=5,
        bounds=(0, 20),
        step=1,
        constant=True,
        label="Startup trainings of Optuna's rule",
        doc="Nothing is stopped before so many trainings are complete.",
    )
    n_warmup = param.Integer(
        default=0,
        bounds=(0, EPOCHS),
        step=1,
        constant=True,
        label="Warm-up of Optuna's rule",
        doc=f"Nothing is stopped before so many {EPOCHS}ths of a training.",
    )
    patience = param.Integer(
        default=0,
        bounds=(0, EPOCHS),
        step=1,
        constant=True,
        label=f"Patience of median stopping ({EPOCHS}ths of a training)",
        doc="The rule is asked only after so long without a better score; 0: always. Curves that "
        "rise all the way are never asked about.",
    )
    sampler = sampler_option("median stopping")


def make(problem: Problem, options: MedianOptions) -> Stopping:
    """Return median stopping of trainings that report after each 27th of their length."""
    rules: dict[str, Rule | None] = {
        "optuna": OptunaMedian(options.n_startup, options.n_warmup),
        "vizier": VizierMedian(),
        "none": None,
    }
    rule = rules[options.rule]
    if rule is None or options.patience > 0:
        rule = Patience(rule, patience=options.patience)
    return Stopping(sampler_of(problem, options.sampler), rule, every(EPOCHS))


WORDS = {
    "caption.median": "Stopped if below the median of the completed ones at its epoch",
    "caption.median.vizier": "Stopped if below the median of the completed ones' averages so far",
    "caption.median.once": "Stopped at the first look without a better score",
    "caption.median.patient": "Below the median {patience} looks after its best: stopped",
    "caption.median.none": "Stopped after {patience} looks without a better score",
}


def caption(problem: Problem, options: MedianOptions) -> Said:
    """Return what is compared."""
    if options.rule == "none":
        if options.patience == 0:
            return "caption.median.once", {}
        return "caption.median.none", {"patience": options.patience + 1}
    if options.patience > 0:
        return "caption.median.patient", {"patience": options.patience + 1}
    return "caption.median.vizier" if options.rule == "vizier" else "caption.median", {}


SEARCHER = Searcher(
    key="median",
    name="median stopping",
    short="Median",
    mark="circle_x",
    make=make,
    caption=caption,
    words=WORDS,
    pairs=(Pair("Optuna's rule against Vizier's", "rule", "optuna", "vizier"),),
    options=MedianOptions,
    early=True,
)
