"""What methods share whose new configurations come from a sampler."""

from __future__ import annotations

from strategies.arrays import FloatArray
from strategies.belief import Belief
from strategies.checks import shown
from strategies.densities import Densities
from strategies.method import Method, Training
from strategies.strategy import Strategy


class Sampled(Method):
    """A method over a sampler: any fresh `Strategy`, told of each configuration once.

    Once, for a strategy takes all that it is told for scores of one kind. So a subclass says which
    score it is, always that of one fraction, or else what each training had when it was over.

    Methods begin many trainings: under ASHA a Gaussian process is asked 139 times in 120
    GPU-minutes, which takes it seconds, and its time grows with the cube of that. Where a race is
    to open at once, `options.ModelThenDarts` lets it propose the first 60 alone.
    """

    def __init__(self, sampler: Strategy) -> None:
        if not isinstance(sampler, Strategy):
            raise ValueError(f"sampler must be a Strategy, got {shown(sampler)}")
        self._sampler = sampler
        self._belief: Belief | Densities | None = None

    @property
    def knobs(self) -> int:
        """Those of the sampler."""
        return self._sampler.knobs

    @property
    def belief(self) -> Belief | Densities | None:
        """What the sampler knew, if the latest ask was for a new configuration."""
        return self._belief

    @property
    def maximised(self) -> str | None:
        """The sampler's."""
        return self._sampler.maximised

    def withdraw(self, training: Training) -> None:
        """Note that a training wasn't started, or doesn't go on: others that wait for it do so."""
        if training.after is None:
            self._give_back(training)

    def _draw(self) -> FloatArray | None:
        """Return a new configuration, shape (d,); None where the sampler has no more."""
        if self._sampler.exhausted:
            return None
        x = self._sampler.ask()
        self._belief = self._sampler.belief
        return x

    def _learn(self, training: Training, score: float, cost: float | None) -> None:
        """Tell the sampler what one of its configurations scored."""
        self._sampler.tell(training.x, score, cost)

    def _give_back(self, training: Training) -> None:
        """Withdraw one of the sampler's configurations."""
        self._sampler.withdraw(training.x)
