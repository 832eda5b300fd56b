"""One race: run from its settings (`race`), told in sentences (`story`), as a table (`trials`).

What the browser gets of it is its recording (`payload`). Recordings are kept in files
(`recording_file`), and made of trials from elsewhere (`own_race`).
"""

from app.race.own_race import own_race
from app.race.race import Race, landscape_of, run, searchers_of
from app.race.recording_file import load_recording, save_recording

__all__ = [
    "Race",
    "landscape_of",
    "load_recording",
    "own_race",
    "run",
    "save_recording",
    "searchers_of",
]
