"""A server of the page for tests and benchmarks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[1]
RUNNING = re.compile(r"app running at: (\S+)")


@dataclass(frozen=True)
class Server:
    """A running `panel serve`, with what Linux says about its process."""

    url: str
    pid: int

    def cpu(self) -> float:
        """Seconds of CPU that its threads have used, by the scheduler's count."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def memory(self) -> float:
        """Resident megabytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


@contextmanager
def serving(app: Path | str, *flags: str) -> Iterator[Server]:
    """Run `panel serve` on a directory or a file, on a free port of this machine."""
    place = Path(app).parent if Path(app).is_absolute() and Path(app).is_dir() else ROOT
    command = [sys.executable, "-m", "panel", "serve", str(app), "--port", "0", *flags]
    with subprocess.Popen(
        command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        said = []
        for line in process.stdout:
            said.append(line)
            if running := RUNNING.search(line):
                break
        else:
            raise RuntimeError("the server ended: " + "".join(said))
        reader = Thread(target=said.extend, args=(process.stdout,))
        reader.start()
        try:
            yield Server(running[1], process.pid)
        finally:
            process.terminate()
            reader.join()
