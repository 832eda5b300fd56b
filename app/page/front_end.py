"""The browser's part of the app as one ES module.

The sources under ``front/`` are ES modules that a browser, Node and the linters read as they are.
Here each becomes a function with a scope of its own, in the order of their imports, so that one
text serves the Panel component and the page without a server, with no tool to build it:

    import {a, b as c} from "./x.js"     what a module takes from another
    import X from "./x.json" with {type: "json"}   a table, which becomes a constant
    export function f ... / class / const     what it gives; such a name is never set again
    export default ...                   once, in an entry

Anything else that imports or exports is refused, and so are circles. In front stands, as ``STYLE``,
the style of those modules that have one beside them (``name.css``), with the sheets that it imports
(``@import "./x.css";``).
"""

from __future__ import annotations

import json
import posixpath
import re
from functools import cache
from pathlib import Path

FRONT = Path(__file__).parent.parent / "front"
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[a-z_/.]+)\.js"\n', re.MULTILINE)
TABLE = re.compile(r'^import (\w+) from "(\.{1,2}/[a-z_/.]+\.json)" with \{type: "json"\}\n', re.M)
EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)
STYLE_IMPORT = re.compile(r'^@import "(\.{1,2}/[a-z_/.]+\.css)";\n', re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@cache
def module(entry: str, front: Path = FRONT) -> str:
    """The ES module of ``{entry}.js`` with all that it imports, and its style.

    Raises
    ------
    ValueError
        If a source imports or exports in a way that isn't read here, or in a circle; the message
        names the source.
    """
    scopes: dict[str, str] = {}
    importers: list[str] = []

    def add(name: str) -> None:
        if name in importers:
            raise ValueError(f"{' imports '.join([*importers, name])}: a circle")
        if name in scopes:
            return
        importers.append(name)
        text = (front / f"{name}.js").read_text(encoding="utf-8")
        for _, path in IMPORT.findall(text):
            add(_resolved(name, path))
        importers.pop()
        text = TABLE.sub(lambda found: _table(front / _resolved(name, found[2]), found[1]), text)
        scopes[name] = _scope(name, text, is_entry=not importers)

    add(entry)
    # The importer's style comes first, so that what it imports may refine it.
    beside = [front / f"{name}.css" for name in reversed(scopes)]
    style = json.dumps("\n".join(_style(path) for path in beside if path.is_file()))
    return f"const STYLE = {style}\n" + "\n".join(scopes.values())


def _resolved(importer: str, path: str) -> str:
    """The name of a module, its path from ``front/``, that `importer` imports by a relative one."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), path))


def _table(path: Path, name: str) -> str:
    """A JSON file as the constant of a module."""
    return f"const {name} = {json.dumps(json.loads(path.read_text(encoding='utf-8')))}\n"


def _scope(name: str, text: str, *, is_entry: bool) -> str:
    """A module as a function that gives what the module exports; an entry exports its default."""

    def taken(statement: re.Match[str]) -> str:
        names = " ".join(statement[1].replace(" as ", ": ").split())
        return f"const {{{names}}} = {_variable(_resolved(name, statement[2]))}\n"

    exported = ", ".join(given for _, given in EXPORT.findall(text))
    body = EXPORT.sub(r"\1", IMPORT.sub(taken, text))
    if is_entry:
        body = DEFAULT.sub("const $default = ", body, count=1)
    refused = LEFT_OVER.search(body)
    if refused:
        raise ValueError(f"{name}.js: “{refused[0]}” isn’t read; the allowed forms are few")
    if not is_entry:
        return f"const {_variable(name)} = (() => {{\n{body}return {{{exported}}}\n}})();\n"
    if "const $default = " in body:
        return f"export default (() => {{\n{body}return $default\n}})()\n"
    return f"(() => {{\n{body}}})()\n"


def _variable(name: str) -> str:
    """The variable that holds what a module exports."""
    return "$" + name.replace("/", "$")


def _style(path: Path) -> str:
    """A style sheet with those that it imports in front of its own rules."""
    text = path.read_text(encoding="utf-8")
    return STYLE_IMPORT.sub(lambda statement: _style(path.parent / statement[1]), text)
