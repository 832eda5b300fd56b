"""Leaves of Python's files what a worker needs, compiled: run by `building.mjs` inside Pyodide.

``/out/python_stdlib.zip`` is the standard library, ``/out/packages`` all else: a line of JSON,
which names each file with its length, and then the files, one after the other.
"""

from __future__ import annotations

import sys

from app.site.exercise import exercise

SITE = "/lib/python3.14/site-packages/"
LIBRARY = "/lib/python314.zip/"
DATA = (".json", ".txt")
ALSO = ("traceback", "linecache", "tokenize", "textwrap", "_colorize", "codeop")  # of errors' texts


def used() -> set[str]:
    """The files of all modules that are loaded, but for the exercise itself."""
    modules = [one for name, one in sys.modules.items() if name != exercise.__module__]
    return {str(one.__file__) for one in modules if getattr(one, "__file__", None)}


def compiled(source: bytes, path: str) -> bytes:
    """A source as bytecode without docstrings, which is taken without asking for the source."""
    from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]

    code = compile(source, path, "exec", dont_inherit=True, optimize=2)
    return bytes(_code_to_hash_pyc(code, b"\0" * 8, False))


def pack_library(paths: set[str]) -> None:
    """The standard library as a zip of bytecode."""
    import zipfile

    names = {path.removeprefix(LIBRARY) for path in paths} | {f"{name}.py" for name in ALSO}
    with (
        zipfile.ZipFile(LIBRARY.rstrip("/")) as whole,
        zipfile.ZipFile("/out/python_stdlib.zip", "w") as out,
    ):
        for name in sorted(names):
            made = compiled(whole.read(name), LIBRARY + name)
            out.writestr(zipfile.ZipInfo(name + "c"), made, zipfile.ZIP_DEFLATED, 9)


def pack_packages(paths: set[str]) -> None:
    """numpy, param and the project: bytecode, libraries, and the project's data."""
    import json
    from pathlib import Path

    files: dict[str, bytes] = {}
    for path in sorted(paths):
        name, content = path.removeprefix(SITE), Path(path).read_bytes()
        if name.endswith(".py"):
            files[name + "c"] = compiled(content, path)
        else:
            files[name] = content
    for data in sorted(path for path in Path(SITE, "app").rglob("*.*") if path.suffix in DATA):
        files[str(data).removeprefix(SITE)] = data.read_bytes()
    head = json.dumps({name: len(content) for name, content in files.items()})
    Path("/out/packages").write_bytes(head.encode() + b"\n" + b"".join(files.values()))


def pack() -> None:
    """Ask everything, see what that took, and pack it: what packing takes itself isn't needed."""
    exercise()
    paths = used()
    import os

    os.mkdir("/out")
    pack_library({path for path in paths if path.startswith(LIBRARY)})
    pack_packages({path for path in paths if path.startswith(SITE)})


if __name__ == "__main__":  # as Pyodide runs it
    pack()
