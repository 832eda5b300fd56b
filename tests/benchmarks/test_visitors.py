"""The server that tests and benchmarks start, as a process."""

import sys
import threading
from pathlib import Path

import pytest

from tests.served import serving

TALKATIVE = f"""#!{sys.executable}
import signal, sys

def say_much(*_):
    print(*range(200_000), sep="\\n")
    sys.exit()

signal.signal(signal.SIGTERM, say_much)
print("app running at: http://localhost:1/app", flush=True)
signal.pause()
"""


def test_what_a_server_says_at_its_end_is_read_before_its_output_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = tmp_path / "python"
    server.write_text(TALKATIVE)
    server.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(server))
    failed: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    threads = set(threading.enumerate())
    with serving("app") as running:
        assert running.url == "http://localhost:1/app"
    assert set(threading.enumerate()) <= threads
    assert not failed
