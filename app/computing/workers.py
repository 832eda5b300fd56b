"""A pool of worker processes that a threaded server may start.

Workers are spawned, not forked: a fork would copy locks that other threads of the server hold. And
they begin without the main script of their parent, which may be Panel's: a worker imports numpy,
scipy and what it is sent, and nothing of the page.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AS_WORKER = "worker"  # the name under which a worker runs this file before its first task
NICENESS = 10  # of a tournament's workers: nobody waits for one race of hundreds
THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")

_starting = threading.Lock()


class WorkerPool(ProcessPoolExecutor):
    """A `ProcessPoolExecutor` whose workers start as this module's docstring says.

    Parameters
    ----------
    workers
        How many processes, at least 1. Each is started when it is first needed.
    niceness
        How far they give way to other processes, from 0 to 19.
    """

    def __init__(self, workers: int, niceness: int = NICENESS) -> None:
        super().__init__(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            # By path, from the standard library: a worker may not find this package before.
            initializer=runpy.run_path,
            initargs=(__file__, {"niceness": niceness}, AS_WORKER),
        )

    def submit(self, task: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        """Hand a task to the workers; one more of them is started here if all are busy."""
        with _without_main_script():
            return super().submit(task, *args, **options)


@contextmanager
def _without_main_script() -> Iterator[None]:
    """Processes that are spawned meanwhile don't run the main script of this one.

    The module `multiprocessing.spawn` leaves out a main module whose name ends with ``.__main__``,
    as that of ``python -m app`` does.
    """
    main = sys.modules["__main__"]
    with _starting:
        spec = getattr(main, "__spec__", None)
        main.__spec__ = ModuleSpec("app.__main__", None)
        try:
            yield
        finally:
            main.__spec__ = spec


def start_worker(niceness: int) -> None:
    """Prepare a new worker process, before it imports numpy.

    It finds this package wherever it was started; it leaves Ctrl-C to its parent; its linear
    algebra keeps to one thread, since the workers share the processor's cores already; it gives
    way to others who want the processor, as far as it is told; and it ends with its parent, also
    with one that is killed and can't tell it.
    """
    if hasattr(os, "nice"):
        os.nice(niceness)
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for variable in THREADS:
        os.environ.setdefault(variable, "1")
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


if __name__ == AS_WORKER:
    start_worker(globals()["niceness"])  # put there by the initializer
