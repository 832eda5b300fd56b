"""The browser's part of the app as one ES module.

The sources under ``front/`` are ES modules that import each other by ``import {…} from
"./name.js"`` alone. Here they are put behind each other in the order of their imports, so that one
text serves the Panel component and the page without a server. In front stand the markup
(``name.html``, as ``MARKUP.name``) and the style (``name.css``) of those modules that have any.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FRONT = Path(__file__).parent / "front"
IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z_]+)\.js"\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def module(entry: str) -> str:
    """The ES module of ``front/{entry}.js`` with all that it imports, markup and style."""
    sources: dict[str, str] = {}

    def add(name: str) -> None:
        if name in sources:
            return
        text = (FRONT / f"{name}.js").read_text(encoding="utf-8")
        for imported in IMPORT.findall(text):
            add(imported)
        sources[name] = text

    add(entry)
    # The importer's style comes first, so that what it imports may refine it.
    style = json.dumps("\n".join(_beside(sources, "css").values()))
    markup = json.dumps(_beside(sources, "html"))
    head = f"const STYLE = {style}\nconst MARKUP = {markup}\n"
    return head + "\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in sources.values())


def _beside(names: Iterable[str], ending: str) -> dict[str, str]:
    """The texts of the files that stand beside modules, importers first."""
    paths = {name: FRONT / f"{name}.{ending}" for name in reversed(list(names))}
    return {n: path.read_text(encoding="utf-8") for n, path in paths.items() if path.is_file()}
