"""A Gaussian process of few trials: kernel, likelihood, fit and posterior.

Notation follows Rasmussen & Williams, "Gaussian Processes for Machine Learning" (2006).
"""

from strategies.gp.posterior import GaussianProcess, Noise

__all__ = ["GaussianProcess", "Noise"]
