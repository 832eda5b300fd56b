"""Recordings in files: JSON that people and other programs read and write.

``.github/RECORDING.md`` describes the format. A page that was saved holds its race, too, and is
read like a file of the race alone.

>>> save_recording(recording, "race.json")                             # doctest: +SKIP
>>> load_recording("race.json") == recording                           # doctest: +SKIP
True
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from pathlib import Path
from typing import Any

from app.race.old_recordings import as_now
from app.race.payload import as_dict
from app.race.race import Race
from app.race.recording_checks import checked

MOST = 10_000_000
"""A file, or what unpacks from it, has at most so many bytes."""

WIDTH = 100  # characters of a line
RACE = re.compile(r'<script id="race" type="application/json">([^<]*)</script>')


def save_recording(recording: Race | dict[str, Any], path: str | Path) -> None:
    """Write a recording, or that of a race, into a JSON file.

    Raises
    ------
    ValueError
        If it isn't a recording that could be loaded again; the message names the place.
    """
    held = as_dict(recording) if isinstance(recording, Race) else recording
    plain = json.loads(json.dumps(held))
    Path(path).write_text(_written(checked(plain)) + "\n", encoding="utf-8", newline="\n")


def load_recording(path: str | Path) -> dict[str, Any]:
    """Read a recording from a JSON file, or from a page that was saved.

    Raises
    ------
    OSError
        If there is no such file, or it can't be read.
    ValueError
        If it holds no recording that can be played here; the message names the place, what is
        there and what may be.
    """
    file = Path(path)
    if file.stat().st_size > MOST:
        raise ValueError(f"{file.name} must have at most {MOST // 10**6} MB")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{file.name} must be text in UTF-8") from None
    if text.lstrip()[:1] != "<":
        return checked(as_now(_parsed(text, file.name)))
    found = RACE.search(text)
    content = _parsed(found[1], file.name) if found else None
    packed = content.get("recording") if isinstance(content, dict) else None
    if not isinstance(packed, str):
        raise ValueError(f"{file.name} is a page, but none of a race that was saved")
    return checked(as_now(_parsed(_unpacked(packed, file.name), file.name)))


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"{name} is not JSON: {error.msg}, {where}") from None
    except (RecursionError, ValueError):  # lists in lists in lists; a number of 5000 digits
        raise ValueError(f"{name} is no JSON that a recording could be") from None


def _unpacked(packed: str, name: str) -> str:
    """The text that was compressed by gzip and written in base64."""
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        content = unpacking.decompress(base64.b64decode(packed, validate=True), MOST)
        if unpacking.unconsumed_tail:
            raise ValueError(f"{name} holds a recording of more than {MOST // 10**6} MB")
        if not unpacking.eof:
            raise zlib.error
        return content.decode("utf-8")
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        raise ValueError(f"{name} holds a recording that is broken") from None


def _written(value: Any, margin: str = "") -> str:
    """JSON with as much on each line as fits: a short list stands on one, a long one on many."""
    line = json.dumps(value, allow_nan=False, ensure_ascii=False)
    if len(margin) + len(line) <= WIDTH or not isinstance(value, list | dict):
        return line
    inner = f"{margin} "
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {_written(part, inner)}"
            for name, part in value.items()
        ]
        return f"{{\n{inner}" + f",\n{inner}".join(parts) + f"\n{margin}}}"
    lines: list[str] = []
    for part in value:
        text = _written(part, inner)
        short = lines and not isinstance(part, list | dict)
        if short and len(inner) + len(lines[-1]) + len(text) + 3 <= WIDTH:
            lines[-1] += f", {text}"
        else:
            lines.append(text)
    return f"[\n{inner}" + f",\n{inner}".join(lines) + f"\n{margin}]"
