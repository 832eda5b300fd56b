"""Hidden landscapes of scores: the functions that the searchers race on.

A landscape maps a configuration of one or two hyperparameters to the validation accuracy that a
model trained with it would reach, and to the GPU-minutes that this training would cost.

>>> from landscapes import make_landscape
>>> landscape = make_landscape("bumpy", seed=7)
>>> scores = landscape.score([[0.25, 0.5], [0.75, 0.5]])  # two configurations
>>> regret = landscape.optimum.score - scores
"""

from landscapes.cost import COSTS
from landscapes.landscape import SCORE_LIMITS, Landscape, make_landscape
from landscapes.optimum import Optimum
from landscapes.registry import FAMILIES, REGISTRY
from landscapes.space import DEFAULT_SPACE, Knob, SearchSpace

__all__ = [
    "COSTS",
    "DEFAULT_SPACE",
    "FAMILIES",
    "REGISTRY",
    "SCORE_LIMITS",
    "Knob",
    "Landscape",
    "Optimum",
    "SearchSpace",
    "make_landscape",
]
