"""An executor that uses all cores of the machine, and starts nothing before it is needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from app.computing.workers import WorkerPool, cores

Result = TypeVar("Result")


class AllCores(ThreadPoolExecutor):
    """Runs one task at a time in a thread of this process, and others at the same time on workers.

    A task that comes alone begins at once, with all that this process has loaded already. Threads
    of one process share one interpreter, and two of them compute no more than one does; so tasks
    that come meanwhile go to worker processes, of which there is one less than cores. These are
    started when they are first needed, and kept.

    What the workers run must be picklable. A task whose worker dies raises `BrokenProcessPool`;
    the next one gets new workers.

    Parameters
    ----------
    at_once
        How many tasks run at the same time, at least 1.
    """

    def __init__(self, at_once: int | None = None) -> None:
        self._at_once = at_once or cores()
        super().__init__(self._at_once, thread_name_prefix="race")
        self._here = threading.Lock()  # held by the one task that runs in this process
        self._making = threading.Lock()
        self._workers: WorkerPool | None = None

    def submit(self, task: Callable[..., Result], /, *args: Any, **options: Any) -> Future[Result]:
        """Run a task here or on a worker, whichever is free."""
        return super().submit(self._run, task, *args, **options)

    def _run(self, task: Callable[..., Result], *args: Any, **options: Any) -> Result:
        if self._here.acquire(blocking=False):
            try:
                return task(*args, **options)
            finally:
                self._here.release()
        workers = self._started()
        try:
            result: Result = workers.submit(task, *args, **options).result()
        except BrokenProcessPool:
            with self._making:
                if self._workers is workers:
                    self._workers = None
            raise
        return result

    def _started(self) -> WorkerPool:
        with self._making:
            if self._workers is None:
                self._workers = WorkerPool(self._at_once - 1, niceness=0)  # somebody waits
            return self._workers

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let what runs end, and end the workers."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        if self._workers is not None:
            self._workers.shutdown(wait, cancel_futures=cancel_futures)
