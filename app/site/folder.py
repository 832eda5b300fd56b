"""Writes the folder that anyone puts on a file host."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

from app import desk
from app.race import Race
from app.settings import RaceSettings
from app.settings.link import View
from app.site.pages import folder_page, licences, scores, version, where, worker
from landscapes import REGISTRY

HERE = Path(__file__).parent
SEEDS = 50
"""So many recorded races of each family a folder brings, where nobody says otherwise."""


def shelf(seeds: int) -> list[RaceSettings]:
    """The races of a library: the first seeds of each family, all else as it is by default."""
    return [RaceSettings(landscape=key, seed=seed) for key in REGISTRY for seed in range(seeds)]


def recordings(
    races: Iterable[RaceSettings], executor: Executor
) -> Iterator[tuple[RaceSettings, bytes]]:
    """Each race with its recording, in order."""
    listed = list(races)
    yield from zip(listed, executor.map(desk.recording, listed), strict=True)


def write_folder(
    folder: Path,
    race: Race,
    view: View,
    parts: Mapping[str, bytes],
    library: Mapping[RaceSettings, bytes],
    *,
    offline: bool = True,
) -> None:
    """Write a site.

    Parameters
    ----------
    folder
        Where; it is made if need be, and may hold an older site.
    race, view
        What it opens with where its link says nothing else.
    parts
        Python's, as `app.site.compiled.parts` makes them.
    library
        The recordings that it brings.
    offline
        Whether a service worker keeps what was fetched.
    """
    computes = f"parts-{version(parts)}"
    told = hashlib.sha256(b"".join(library.values())).hexdigest()[:12]
    races = f"library-{told}"
    numbers = {key: content for key, (_, content) in scores().items()}
    kept = f"measured-{hashlib.sha256(b''.join(numbers.values())).hexdigest()[:12]}"
    seeds: dict[str, list[int]] = {}
    for settings in library:
        seeds.setdefault(settings.landscape, []).append(settings.seed)
    page = folder_page(
        race,
        view,
        {
            "parts": where(computes, parts),
            "measured": {
                key: {"url": f"{kept}/{key}.npz", "path": path}
                for key, (path, _) in scores().items()
            },
            "library": {"folder": races, "seeds": seeds} if library else None,
            "offline": "offline.js" if offline else None,
        },
    )
    (folder / computes).mkdir(parents=True, exist_ok=True)
    (folder / races).mkdir(exist_ok=True)
    (folder / kept).mkdir(exist_ok=True)
    for key, content in numbers.items():
        (folder / kept / f"{key}.npz").write_bytes(content)
    for name, part in parts.items():
        (folder / computes / f"{name}.bin").write_bytes(part)
    (folder / computes / "worker.js").write_text(worker(), encoding="utf-8")
    for settings, recording in library.items():
        name = f"{settings.landscape}-{settings.seed}.bin"
        (folder / races / name).write_bytes(recording)
    if offline:
        told = hashlib.sha256(page.encode()).hexdigest()[:12]
        text = (HERE / "offline.js").read_text(encoding="utf-8").replace("HASH", told)
        (folder / "offline.js").write_text(text, encoding="utf-8")
    (folder / "licences.txt").write_text(licences(), encoding="utf-8")
    # Last, for it names the rest.
    (folder / "index.html").write_text(page, encoding="utf-8", newline="\n")
