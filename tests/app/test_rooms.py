"""Imports go one way between the rooms, and what computes loads no page."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = ("landscapes", "strategies")
ALLOWED: dict[str, tuple[str, ...]] = {
    "landscapes": (),
    "strategies": (),
    "app": ("app.moved", "app.version"),
    "app.computing": (),
    "app.digits": (),
    "app.moved": (),
    "app.version": (),
    "app.signs": ("app.settings", "strategies"),
    "app.words": ("app.digits", *OUTSIDE),
    "app.settings": ("app.words", *OUTSIDE),
    "app.race": ("app.settings", "app.version", "app.words", *OUTSIDE),
    "app.stories": ("app.race", "app.settings", "app.tournament", "app.version", *OUTSIDE),
    "app.tournament": (
        *("app.race", "app.settings", "app.signs", "app.version", "app.words"),
        *OUTSIDE,
    ),
    "app.desk": (
        *("app.page", "app.race", "app.settings", "app.signs", "app.tournament"),
        "strategies",
    ),
    "app.site": (
        *("app.desk", "app.page", "app.race", "app.settings", "app.signs", "app.stories"),
        *("app.tournament", "app.version", "app.words", "landscapes", "strategies"),
    ),
    "app.page": (
        *("app.race", "app.settings", "app.signs", "app.stories", "app.tournament"),
        *("app.version", "app.words", *OUTSIDE),
    ),
    "app.server": (
        *("app.computing", "app.desk", "app.page", "app.race", "app.settings", "app.signs"),
        *("app.stories", "app.tournament", "app.version", "app.words"),
        "strategies",
    ),
    "app.notebook": ("app.desk", "app.page", "app.race", "app.settings", "strategies"),
    "app.commands": (
        *("app.computing", "app.desk", "app.page", "app.race", "app.settings", "app.tournament"),
        *("app.site", "app.stories", "app.words", "strategies"),
    ),
    "app.__main__": ("app.commands",),
    "app.app_hooks": ("app.server",),
    "app.main": ("app.desk", "app.server", "app.stories"),
}
"""What each room may import of others."""


def room(module: str) -> str:
    """The room that a module is in."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "app" else parts[0]


def sources() -> Iterator[tuple[str, Path]]:
    """All modules by name."""
    for package in ("app", *OUTSIDE):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path: Path) -> Iterator[str]:
    """The modules of the project that a source imports, inside of functions, too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = node.module in ("app",)  # from app import desk
            names = [f"app.{one.name}" for one in node.names] if inner else [node.module]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in ("app", *OUTSIDE))


def test_imports_go_along_the_allowed_arrows() -> None:
    crossed = [
        f"{module} imports {name}"
        for module, path in sources()
        for name in imported(path)
        if room(name) not in (room(module), *ALLOWED.get(room(module), ()))
    ]
    assert crossed == []


def test_the_allowed_arrows_make_no_circle() -> None:
    entered: list[str] = []

    def enter(name: str) -> None:
        assert name not in entered, f"{' imports '.join([*entered, name])}: a circle"
        entered.append(name)
        for other in ALLOWED[name]:
            enter(other)
        entered.pop()

    for name in ALLOWED:
        enter(name)


@pytest.mark.parametrize("name", ["app.settings", "app.race", "app.tournament", "app.desk"])
def test_what_computes_loads_no_page(name: str) -> None:
    code = f"import sys, {name}; assert not {{'panel', 'bokeh', 'tornado'}} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
