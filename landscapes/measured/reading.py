"""Reads a file of measurements, somebody's own or one that is shipped, and says what is wrong."""

from pathlib import Path

from landscapes.measured.limits import MOST_BYTES
from landscapes.measured.measurements import Measurements
from landscapes.measured.npz import from_npz
from landscapes.measured.table import from_csv

ZIPPED = b"PK"
"""What an archive begins with; all else is read as CSV."""


def read_measurements(source: str | Path | bytes) -> Measurements:
    """Return the measurements of a file, CSV (`landscapes.measured.table`) or NPZ (`.npz`).

    Parameters
    ----------
    source : str, Path or bytes
        Where the file is, or what it holds.

    Raises
    ------
    ValueError
        If it isn't such a file; the message says what is wrong, and what is allowed.
    OSError
        If it can't be read.
    """
    if isinstance(source, bytes):
        content = source
    else:
        with Path(source).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"the file must have at most {MOST_BYTES // 2**20} MB, got more")
    if content.startswith(ZIPPED):
        return from_npz(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"the file must be NPZ, or CSV in UTF-8: {error}") from error
    return from_csv(text)
