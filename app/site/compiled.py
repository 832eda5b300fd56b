"""What a browser fetches of Python: only what is used, as bytecode, compressed.

Compiling sources is what takes a browser's Python longest to start. So they are compiled here, by
the very Python that the browser runs, under Node (`building.mjs`), where everything that a page may
ask is asked once (`exercise.py`): what isn't loaded for that is left out.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache as remembered
from pathlib import Path

import param

from app.page.skeletons import KEPT, keep
from app.site import sources
from app.site.sources import MissingPartsError
from app.version import SHIPPED, VERSION

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PACKAGES = ("app", "landscapes", "strategies")
DATA = ("en.json",)
MOST_KEPT = 5  # builds, some 8 MB each
NAMES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "packages")


def parts(folder: Path | None = None) -> Mapping[str, bytes]:
    """Each part that a browser fetches, compressed, by name: made once, then kept.

    Parameters
    ----------
    folder
        Where Pyodide's files are; by default they are fetched (`app.site.sources`).

    Raises
    ------
    MissingPartsError
        If a file of Pyodide's or Node is missing.
    """
    return _parts(sources.sources(folder))


@remembered
def _parts(pyodide: Path) -> Mapping[str, bytes]:
    with tempfile.TemporaryDirectory() as made:
        archive = Path(made, "project.zip")
        _write_project(archive)
        key = hashlib.sha256(archive.read_bytes() + sources.PYODIDE.encode()).hexdigest()[:16]
        kept = sources.cache() / f"site-{key}"
        if not kept.is_dir():
            _build(pyodide, archive, Path(made), kept)
    return {name: (kept / name).read_bytes() for name in NAMES}


def _build(pyodide: Path, archive: Path, room: Path, kept: Path) -> None:
    """Compile, and keep all parts in a folder: whole, or not at all."""
    out = room / "out"
    out.mkdir()
    programs = HERE / "building.mjs", pyodide, archive, HERE / "pack.py", out
    command = [_node(), *map(str, programs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The browser's Python couldn't be compiled: {done.stderr.strip()}")
    for name in NAMES:
        path = out / name
        content = path.read_bytes() if path.is_file() else (pyodide / name).read_bytes()
        path.write_bytes(gzip.compress(content, 9, mtime=0))
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}")
    shutil.copytree(out, beside)
    try:
        beside.rename(kept)
    except OSError:  # another process was as fast
        shutil.rmtree(beside)
    builds = sorted(kept.parent.glob("site-*"), key=lambda path: path.stat().st_mtime)
    for old in builds[:-MOST_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _node() -> str:
    """Node, as a program on the path or as the package of that name."""
    found = shutil.which("node")
    if found is None:
        raise MissingPartsError(
            "Node is missing, which compiles Python for the browser: pip install '.[site]'"
        )
    return found


def _write_project(archive: Path) -> None:
    """The project and param as an archive that is the same whenever they are."""
    with zipfile.ZipFile(archive, "w") as out, tempfile.TemporaryDirectory() as room:
        for name, path in _project(Path(room, "drawn")):
            out.writestr(zipfile.ZipInfo(name), path.read_bytes())


def _project(drawn: Path) -> Iterator[tuple[str, Path]]:
    """The files that may be needed, by their names in the archive; the figures come along drawn."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in (".py", ".npz") or path.name in DATA:
                yield path.relative_to(ROOT).as_posix(), path
    keep(drawn)
    shipped = drawn.with_name(SHIPPED.name)
    shipped.write_text(VERSION, encoding="utf-8")
    yield SHIPPED.relative_to(ROOT).as_posix(), shipped
    for path in sorted(drawn.iterdir()):
        yield f"{KEPT.relative_to(ROOT).as_posix()}/{path.name}", path
    library = Path(param.__file__).parent
    for path in sorted(library.rglob("*.py")):
        yield f"param/{path.relative_to(library).as_posix()}", path
