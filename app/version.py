"""Which program computed a race: said in every recording, table and saved page.

The package's version is written in `pyproject.toml` alone. `ENGINE` counts something else: whether
equal settings still make the same race. It goes up when a race changes, and only then, so that two
files with the same settings and the same engine hold the same trials.
"""

from pathlib import Path

ENGINE = 3
"""Goes up by one whenever the trials of any race change; `tests/app/golden.json` pins some."""


SHIPPED = Path(__file__).with_name("version.txt")
"""The version, in a copy of the sources that a browser runs: nothing is installed there."""


def _installed() -> str:
    if SHIPPED.is_file():
        return SHIPPED.read_text(encoding="utf-8")
    from importlib import metadata

    try:
        return metadata.version("search-race")
    except metadata.PackageNotFoundError:  # run from the sources, with the packages installed
        return "not installed"


VERSION = _installed()
"""The version of the installed package."""

PROGRAM: dict[str, int | str] = {"engine": ENGINE, "version": VERSION}
"""Both, as they stand beside each other in files."""
