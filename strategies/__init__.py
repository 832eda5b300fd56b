"""Search strategies over a few knobs, and the race between them.

>>> from strategies import BayesianSearch
>>> search = BayesianSearch(seed=7)
>>> for _ in range(20):
...     x = search.ask()
...     search.tell(x, score=-((x[0] - 0.3) ** 2) - (x[1] - 0.6) ** 2)
"""

from strategies.bayesian import BayesianSearch
from strategies.belief import Belief
from strategies.densities import Densities
from strategies.gp import GaussianProcess
from strategies.lane import Checkpoints, Lane, Recording
from strategies.method import FullTrainings, Method, Training
from strategies.objective import Objective, Trainable
from strategies.race import run_race
from strategies.registry import RACE, SEARCHERS
from strategies.searcher import Options, Problem, Searcher
from strategies.searchers.grid import GridSearch
from strategies.searchers.random import RandomSearch
from strategies.strategy import SearchExhausted, Strategy

__all__ = [
    "RACE",
    "SEARCHERS",
    "BayesianSearch",
    "Belief",
    "Checkpoints",
    "Densities",
    "FullTrainings",
    "GaussianProcess",
    "GridSearch",
    "Lane",
    "Method",
    "Objective",
    "Options",
    "Problem",
    "RandomSearch",
    "Recording",
    "SearchExhausted",
    "Searcher",
    "Strategy",
    "Trainable",
    "Training",
    "run_race",
]
