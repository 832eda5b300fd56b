"""A method driven by hand, one worker: which configuration was trained how far, in order."""

from __future__ import annotations

from collections.abc import Callable

from strategies.method import Method

Job = tuple[int, float]
"""A configuration's number, from 0 in the order of their beginning, and how far it was trained."""


def driven(method: Method, score: Callable[[int, float], float], most: int = 10_000) -> list[Job]:
    """Ask and tell until the method waits or so many jobs are done; the jobs."""
    jobs: list[Job] = []
    for number in range(most):
        training = method.ask()
        if training is None:
            break
        who = next_id(jobs) if training.after is None else jobs[training.after][0]
        jobs.append((who, training.until))
        method.tell(number, training, score(who, training.until), 1.0)
    return jobs


def next_id(jobs: list[Job]) -> int:
    return max((who for who, _ in jobs), default=-1) + 1


def spent(jobs: list[Job], resource: int, *, resume: bool) -> int:
    """What the jobs cost in units, each paid from where its training stood, or from its start."""
    stood: dict[int, float] = {}
    total = 0.0
    for who, until in jobs:
        total += (until - (stood.get(who, 0.0) if resume else 0.0)) * resource
        stood[who] = until
    assert abs(total - round(total)) < 1e-6
    return round(total)
