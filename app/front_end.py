"""The browser's part of the app as one ES module.

The sources under ``front/`` are ES modules that import each other by ``import {…} from
"./name.js"`` alone. Here they are put behind each other in the order of their imports, markup and
style in front, so that one text serves the Panel component and the page without a server.
"""

from __future__ import annotations

import json
import re
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
    style = json.dumps((FRONT / "page.css").read_text(encoding="utf-8"))
    markup = json.dumps((FRONT / "page.html").read_text(encoding="utf-8"))
    head = f"const MARKUP = `<style>${{{style}}}</style>` + {markup}\n"
    return head + "\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in sources.values())
