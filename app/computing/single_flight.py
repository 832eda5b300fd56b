"""Races for many sessions: each computed once, off the event loop, and kept within bounds."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class SingleFlight(Generic[Key, Value]):
    """A bounded cache whose values are computed by an executor, once for all who ask.

    Whoever asks for a key that is being computed waits for the same computation. The result that
    was not asked for the longest is dropped first. A computation that fails is not kept.

    Parameters
    ----------
    compute
        The pure function of a key.
    most
        How many results are kept.
    executor
        Where it is computed; by default one thread, so that computing leaves the processor's
        other cores, and most of the interpreter's time, to the event loop.
    """

    def __init__(
        self, compute: Callable[[Key], Value], most: int, executor: Executor | None = None
    ) -> None:
        self.compute = compute
        self.most = most
        self.executor = executor or ThreadPoolExecutor(1, thread_name_prefix="race")
        self._results: OrderedDict[Key, Future[Value]] = OrderedDict()

    def ready(self, key: Key) -> Value | None:
        """The result for `key` if it stands already, else None; nothing is computed."""
        future = self._results.get(key)
        if future is None or not future.done() or future.exception() is not None:
            return None
        self._results.move_to_end(key)
        return future.result()

    def start(self, key: Key) -> Future[Value]:
        """The computation for `key`: the one that is under way, or a new one."""
        future = self._results.get(key)
        if future is None or (future.done() and future.exception() is not None):
            future = self._results[key] = self.executor.submit(self.compute, key)
            while len(self._results) > self.most:
                self._results.popitem(last=False)
        self._results.move_to_end(key)
        return future

    async def get(self, key: Key) -> Value:
        """The result for `key`, computed if need be; raises what the computation raised."""
        # Shielded, for the computation is not only this asker's.
        return await asyncio.shield(asyncio.wrap_future(self.start(key)))

    def __len__(self) -> int:
        return len(self._results)
