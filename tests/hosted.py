"""For tests of the page without a server: Pyodide's files, a built site, a plain file host."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from app import desk
from app.settings import RaceSettings
from app.settings.link import View
from app.site.compiled import parts
from app.site.folder import write_folder
from app.site.sources import PYODIDE, SOURCES, cache

CARRIER = "open-webui==0.12.4"
"""A package of the Python package index that brings Pyodide's own files, the wheel of numpy too."""
INSIDE = "open_webui/frontend/pyodide/"


def pyodide() -> Path:
    """The folder with Pyodide's files, got by pip where it isn't there yet, each one checked."""
    folder = cache() / f"pyodide-{PYODIDE}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the tests' processes get it once
        if not all((folder / source.name).is_file() for source in SOURCES):
            _get(folder)
        parts(folder)  # compiled once, too
    return folder


def _get(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as room:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", CARRIER]
        more = ["--only-binary", ":all:", "--python-version", "3.11", "--dest", room]
        subprocess.run([*command, *more], check=True)
        (wheel,) = Path(room).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for source in SOURCES:
                content = archive.read(INSIDE + source.name)
                assert hashlib.sha256(content).hexdigest() == source.sha256, source.name
                (folder / source.name).write_bytes(content)


def built(folder: Path, seeds: int = 2, **view: Any) -> Path:
    """A site in a folder, with a library of the first seeds of two families."""
    races = [
        RaceSettings(landscape=key, seed=s) for key in ("smooth", "bumpy") for s in range(seeds)
    ]
    with ThreadPoolExecutor(1) as pool:
        library = dict(zip(races, pool.map(desk.recording, races), strict=True))
    race = desk.race(RaceSettings())
    write_folder(folder, race, View(**view), parts(pyodide()), library)
    return folder


class FileHost(ThreadingHTTPServer):
    """Serves a folder below a path, as plainly as it goes, and remembers what was asked for."""

    daemon_threads = True

    def __init__(self, folder: Path, below: str, headers: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.below = below
        self.headers = headers
        self.asked: list[str] = []
        self.missing = ""
        """Paths that hold this text aren't there."""
        self.damaged = ""
        """Of paths that hold this text the last half is missing."""

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_address[1]}{self.below}"


class _Handler(SimpleHTTPRequestHandler):
    server: FileHost
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        path = self.path.partition("?")[0]
        if (self.server.missing and self.server.missing in path) or not path.startswith(
            self.server.below
        ):
            self.send_error(404)
            return
        self.path = "/" + path.removeprefix(self.server.below)
        if self.server.damaged and self.server.damaged in path:
            content = Path(self.translate_path(self.path)).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content) // 2))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            return
        super().do_GET()

    def end_headers(self) -> None:
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def hosting(
    folder: Path, below: str = "/", headers: Mapping[str, str] | None = None
) -> Iterator[FileHost]:
    """A folder on a file host."""
    with FileHost(folder, below, headers or {}) as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield host
        host.shutdown()
        thread.join()
