"""Many small networks trained at once, each with a learning rate and a weight decay of its own.

A network has one hidden layer:

    z = relu(x W1 + b1) W2 + b2,    p = softmax(z)

It minimises the mean over a batch of -log p[label], plus decay / 2 (|W1|^2 + |W2|^2), by
stochastic gradient descent with momentum .9:

    v <- .9 v - rate gradient,    w <- w + v

All start from the same weights and see the same batches in the same order, which hang on the seed
alone: so networks of one seed differ by their knobs only.

symbol   shape              meaning
n, h, c                     networks, hidden units, classes
W1       (inputs, n, h)     all networks side by side: the first layer is one matrix product
b1       (n, h)
W2       (n, h, c)
b2       (n, c)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

MOMENTUM = 0.9

AT_ONCE = 8
"""So many networks are asked at once, so that what they answer fits into a cache."""


@dataclass(frozen=True)
class Examples:
    """Inputs with their labels."""

    x: FloatArray
    """Shape (examples, inputs)."""
    labels: NDArray[np.intp]
    """From 0 to classes - 1, shape (examples,)."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.labels)


class Networks:
    """n networks, as the module says; all arithmetic is in double precision.

    Parameters
    ----------
    rates, decays : ndarray, shape (n,)
        Learning rate and weight decay of each.
    inputs, hidden, classes : int
        Sizes of the layers.
    seed : int
        Of the first weights and of the order of batches.
    """

    def __init__(
        self,
        rates: FloatArray,
        decays: FloatArray,
        *,
        inputs: int,
        hidden: int,
        classes: int,
        seed: int,
    ) -> None:
        n = len(rates)
        self._rng = np.random.default_rng(seed)
        self._rates, self._decays = rates, decays
        first = self._drawn(inputs, hidden)
        second = self._drawn(hidden, classes)
        self._weights = [
            np.repeat(first[:, None, :], n, axis=1),
            np.zeros((n, hidden)),
            np.repeat(second[None], n, axis=0),
            np.zeros((n, classes)),
        ]
        self._velocities = [np.zeros_like(weights) for weights in self._weights]

    def _drawn(self, ends: int, begins: int) -> FloatArray:
        """Draw the weights between two layers: uniform, as Glorot & Bengio (2010) have it."""
        most = np.sqrt(6.0 / (ends + begins))
        return self._rng.uniform(-most, most, (ends, begins))

    def train(self, examples: Examples, batch: int) -> None:
        """Train for one epoch: each example once, in an order of its own, so many in a batch."""
        order = self._rng.permutation(len(examples))
        for chosen in np.split(order, range(batch, len(order), batch)):
            self._step(examples.x[chosen], examples.labels[chosen])

    def _step(self, x: FloatArray, labels: NDArray[np.intp]) -> None:
        w1, b1, w2, b2 = self._weights
        inputs, n, h = w1.shape
        examples = len(x)
        active = (x @ w1.reshape(inputs, n * h)).reshape(examples, n, h) + b1
        np.maximum(active, 0.0, out=active)
        by_network = active.transpose(1, 0, 2)
        z = by_network @ w2 + b2[:, None]
        z -= z.max(axis=2, keepdims=True)
        np.exp(z, out=z)
        error = z / z.sum(axis=2, keepdims=True)
        error[:, np.arange(examples), labels] -= 1.0
        error /= examples
        back = (error @ w2.transpose(0, 2, 1)).transpose(1, 0, 2) * (active > 0.0)
        gradients = [
            (x.T @ back.reshape(examples, n * h)).reshape(w1.shape) + self._decays[:, None] * w1,
            back.sum(axis=0),
            by_network.transpose(0, 2, 1) @ error + self._decays[:, None, None] * w2,
            error.sum(axis=1),
        ]
        shapes = ((-1, 1), (-1, 1), (-1, 1, 1), (-1, 1))
        for weights, velocity, gradient, shape in zip(
            self._weights, self._velocities, gradients, shapes, strict=True
        ):
            gradient *= self._rates.reshape(shape)
            velocity *= MOMENTUM
            velocity -= gradient
            weights += velocity

    def answers(self, x: FloatArray) -> NDArray[np.intp]:
        """Return each network's answers, shape (n, examples): the class whose z is the highest.

        A network whose z are numbers no more, for its weights grew beyond bounds, answers 0.
        """
        return np.concatenate([self._answers(x, some) for some in self._groups()])

    def _groups(self) -> Iterator[slice]:
        for begin in range(0, len(self._rates), AT_ONCE):
            yield slice(begin, begin + AT_ONCE)

    def _answers(self, x: FloatArray, some: slice) -> NDArray[np.intp]:
        w1, b1, w2, b2 = self._weights
        of_these = w1[:, some]
        inputs, n, h = of_these.shape
        active = (x @ of_these.reshape(inputs, n * h)).reshape(len(x), n, h) + b1[some]
        np.maximum(active, 0.0, out=active)
        z = active.transpose(1, 0, 2) @ w2[some] + b2[some][:, None]
        z[~np.isfinite(z).all(axis=2)] = 0.0
        return z.argmax(axis=2)


def right_answers(networks: Networks, examples: Examples) -> NDArray[np.intp]:
    """Return how many examples each network names right, shape (n,)."""
    return (networks.answers(examples.x) == examples.labels).sum(axis=1)
