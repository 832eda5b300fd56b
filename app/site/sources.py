"""Where the browser's Python comes from: pinned versions, checked sums, kept once fetched.

The only place that names them. `RELEASE` is Pyodide's own; where it can't be reached, the same
files may lie in a folder.
"""

from __future__ import annotations

import hashlib
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

PYODIDE = "314.0.3"  # CPython 3.14
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
TIMEOUT = 60  # seconds without a byte


@dataclass(frozen=True)
class Source:
    """A file, and how to know that it is the one."""

    name: str
    bytes: int
    sha256: str


NUMPY = Source(
    "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl",
    2_916_023,
    "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e",
)
SOURCES = (
    Source(
        "pyodide.mjs",
        17_880,
        "5cfc46f5dcbaf2a16f26e2363f441873eb424762609cc03db00d6a2ace4d00e5",
    ),
    Source(
        "pyodide.asm.mjs",
        1_249_447,
        "1a9775427ef6e8abaa7db88ece0515422d1886915ae5c9093776410c865dfd8d",
    ),
    Source(
        "pyodide.asm.wasm",
        9_596_462,
        "e7f8fac36f8bf11085309cbc5c829b3ec3057c18bf1d73b05a6741612d63cdbf",
    ),
    Source(
        "python_stdlib.zip",
        2_545_106,
        "444c770dfd75a32097fc0a7d5c1413fd3140601f49c3a1f2e9af0376fcd124b4",
    ),
    NUMPY,
)

LICENCES = (
    ("Pyodide", PYODIDE, "MPL-2.0", "https://github.com/pyodide/pyodide"),
    ("CPython", "3.14", "PSF-2.0", "https://github.com/python/cpython"),
    ("numpy", "2.4.3", "BSD-3-Clause", "https://github.com/numpy/numpy"),
)
"""Name, version, licence and sources of what is fetched."""


class MissingPartsError(Exception):
    """A part isn't there, or is another one; the message says what to do."""


def cache() -> Path:
    """Where fetched and compiled parts are kept: below the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "search-race"


def sources(folder: Path | None = None, release: str = RELEASE) -> Path:
    """The folder with all parts, each checked; fetched where nobody says where they are.

    Raises
    ------
    MissingPartsError
        If one can't be fetched, isn't in the folder, or isn't the one that is pinned.
    """
    if folder is not None:
        for source in SOURCES:
            _check(source, folder / source.name)
        return folder
    kept = cache() / f"pyodide-{PYODIDE}"
    kept.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        path = kept / source.name
        if not path.is_file():
            _fetch(source, path, release)
        _check(source, path)
    return kept


def _fetch(source: Source, path: Path, release: str) -> None:
    try:
        with urllib.request.urlopen(release + source.name, timeout=TIMEOUT) as answer:
            content = answer.read(source.bytes + 1)
    except (URLError, OSError) as error:
        names = ", ".join(one.name for one in SOURCES)
        raise MissingPartsError(
            f"{release}{source.name} can't be fetched ({error}). Put the files of Pyodide "
            f"{PYODIDE} into a folder and name it by --pyodide: {names}"
        ) from error
    part = path.with_suffix(f".{os.getpid()}")  # whole or not at all, whoever fetches beside
    part.write_bytes(content)
    _check(source, part)
    part.replace(path)


def _check(source: Source, path: Path) -> None:
    """Whether a file is the one that is pinned."""
    if not path.is_file():
        raise MissingPartsError(f"{path} is missing: it belongs to Pyodide {PYODIDE} ({RELEASE})")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != source.sha256:
        raise MissingPartsError(
            f"{path} isn't the file that is expected: its SHA-256 is {found}, "
            f"that of Pyodide {PYODIDE} is {source.sha256}"
        )
