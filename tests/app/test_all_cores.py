"""All cores are used: one task here, the others on workers that start when they are needed."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import Event

import pytest

from app.computing.all_cores import AllCores
from app.computing.workers import ROOT
from app.desk import recording
from app.settings import RaceSettings

PATIENCE = 60  # seconds


@pytest.fixture
def executor() -> Iterator[AllCores]:
    made = AllCores(2)
    yield made
    made.shutdown()


@contextmanager
def busy(executor: AllCores) -> Iterator[None]:
    """Meanwhile a task runs in this process."""
    started, gate = Event(), Event()

    def task() -> None:
        started.set()
        assert gate.wait(PATIENCE)

    future = executor.submit(task)
    assert started.wait(PATIENCE)
    try:
        yield
    finally:
        gate.set()
    future.result(PATIENCE)


def test_a_task_alone_runs_here_and_starts_no_process(executor: AllCores) -> None:
    before = multiprocessing.active_children()
    assert [executor.submit(os.getpid).result(PATIENCE) for _ in range(3)] == [os.getpid()] * 3
    assert multiprocessing.active_children() == before


def test_what_comes_meanwhile_runs_in_another_process(executor: AllCores) -> None:
    with busy(executor):
        other = executor.submit(os.getpid).result(PATIENCE)
        assert other != os.getpid()
        assert executor.submit(os.getpid).result(PATIENCE) == other  # it is kept
        niceness = executor.submit(os.getpriority, os.PRIO_PROCESS, 0).result(PATIENCE)
        assert niceness == os.getpriority(os.PRIO_PROCESS, 0)  # somebody waits for it
    assert executor.submit(os.getpid).result(PATIENCE) == os.getpid()


def test_with_one_core_tasks_run_one_after_the_other_here() -> None:
    executor = AllCores(1)
    with busy(executor):
        waiting = executor.submit(os.getpid)
        assert not waiting.done()
    assert waiting.result(PATIENCE) == os.getpid()
    executor.shutdown()


def test_a_race_is_the_same_bytes_wherever_it_is_run(executor: AllCores) -> None:
    settings = RaceSettings(landscape="bumpy", budget=60, noise=0.02, seed=5)
    with busy(executor):
        elsewhere = executor.submit(recording, settings).result(PATIENCE)
    assert elsewhere == executor.submit(recording, settings).result(PATIENCE) == recording(settings)


def test_errors_of_a_worker_are_those_of_the_task(executor: AllCores) -> None:
    with busy(executor), pytest.raises(ValueError, match="invalid literal"):
        executor.submit(int, "seven").result(PATIENCE)
    with pytest.raises(ValueError, match="invalid literal"):
        executor.submit(int, "seven").result(PATIENCE)
    assert executor.submit(int, "7").result(PATIENCE) == 7


def test_after_a_worker_died_there_is_a_new_one(executor: AllCores) -> None:
    with busy(executor):
        with pytest.raises(BrokenProcessPool):
            executor.submit(os._exit, 3).result(PATIENCE)
        assert executor.submit(os.getpid).result(PATIENCE) != os.getpid()


def test_shutting_down_ends_the_workers() -> None:
    executor = AllCores(2)
    with busy(executor):
        worker = executor.submit(os.getpid).result(PATIENCE)
    executor.shutdown()
    assert not os.path.exists(f"/proc/{worker}")


PROGRAM = """
import os, threading
from app.computing.all_cores import AllCores

executor = AllCores(2)
started, gate = threading.Event(), threading.Event()
executor.submit(lambda: started.set() or gate.wait())
started.wait()
print(executor.submit(os.getpid).result(), flush=True)
{then}
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="Linux can wait for any process")
@pytest.mark.parametrize("then", ["gate.wait()", "gate.set()"], ids=["killed", "at its end"])
def test_no_worker_outlives_its_server(then: str) -> None:
    program = PROGRAM.format(then=then)
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        worker = os.pidfd_open(int(server.stdout.readline()))
        if then == "gate.wait()":
            server.send_signal(signal.SIGKILL)
        ended, _, _ = select.select([worker], [], [], PATIENCE)
        assert ended == [worker]
        os.close(worker)
        said = server.stderr.read()
    assert "Traceback" not in said
    assert server.returncode == (-signal.SIGKILL if then == "gate.wait()" else 0)
