"""The list of mutants: one-line changes that break something, and the tests that must notice.

A file of the list, called like its source (``front_plots_map.toml``), belongs to one:

    file = "app/front/plots/map.js"
    tests = ["tests/app/test_pictures.py::test_maps"]     # as pytest names them, or a file for Node

    [[mutant]]
    breaks = "all three maps show the deviation"
    text = "const map = belief?.[key]"                    # stands once in the file
    becomes = "const map = belief?.sd"

A mutant may name `tests` of its own. One that changes nothing anybody could see says why, as
`equivalent`; it isn't run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).resolve().parent / "list"


@dataclass(frozen=True)
class Mutant:
    """One change of one source file."""

    file: str
    """The source, from the top of the repository."""
    breaks: str
    """What is wrong then, in words."""
    text: str
    becomes: str
    tests: tuple[str, ...]
    """The narrowest tests that must fail."""
    equivalent: str = ""
    """Why nothing can be noticed; empty for all others."""

    @property
    def title(self) -> str:
        """The source and what is wrong then."""
        return f"{self.file}: {self.breaks}"

    def applied(self, source: str) -> str:
        """The source with this change in it.

        Raises
        ------
        ValueError
            If its text doesn't stand in the source exactly once, or the change is none.
        """
        found = source.count(self.text)
        if found != 1:
            raise ValueError(f"{self.title}: {self.text!r} stands {found} times in it, not once")
        if self.text == self.becomes:
            raise ValueError(f"{self.title}: nothing is changed")
        return source.replace(self.text, self.becomes)


def listed(folder: Path = LIST) -> list[Mutant]:
    """All mutants of the list, by file and in their order."""
    return [mutant for path in sorted(folder.glob("*.toml")) for mutant in _read(path)]


def _read(path: Path) -> Iterator[Mutant]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for entry in content["mutant"]:
        tests = tuple(entry.pop("tests", content["tests"]))
        yield Mutant(file=content["file"], tests=tests, **entry)


def stale(mutant: Mutant, root: Path = ROOT) -> str:
    """Why an entry doesn't fit the tree at `root` any more, or an empty text."""
    try:
        mutant.applied((root / mutant.file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return str(error)
    for test in mutant.tests:
        path, _, name = test.partition("::")
        function = name.partition("[")[0].rpartition("::")[2]
        if not (root / path).is_file():
            return f"{mutant.title}: {path} doesn't exist"
        text = (root / path).read_text(encoding="utf-8")
        if function and not re.search(rf"^\s*(?:async )?def {function}\(", text, re.MULTILINE):
            return f"{mutant.title}: {path} has no test {function}"
    return ""
