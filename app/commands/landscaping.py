"""``--landscape FILE``: somebody's own measurements in place of a landscape's name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.settings.grounds import OWN
from app.settings.race_settings import RaceSettings, offer

OPTION = "--landscape"
ENDINGS = (".csv", ".npz")


def with_own(arguments: Sequence[str]) -> list[str]:
    """Arguments whose landscape is a name: a file is read, and offered as the landscape ``own``.

    Raises
    ------
    ValueError
        If the file can't be raced on; the message says what is wrong, and what is allowed.
    OSError
        If it can't be read.
    """
    taken = list(arguments)
    for place, argument in enumerate(taken):
        if argument == OPTION and place + 1 < len(taken):
            taken[place + 1] = _name(taken[place + 1])
        elif argument.startswith(f"{OPTION}="):
            taken[place] = f"{OPTION}={_name(argument.partition('=')[2])}"
    return taken


def _name(text: str) -> str:
    """The name of a landscape: of a file, that of one's own."""
    path = Path(text)
    known = RaceSettings.param["landscape"].objects
    if text in known or not (path.suffix.lower() in ENDINGS or path.is_file()):
        return text
    offer(path)
    return OWN
