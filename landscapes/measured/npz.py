"""Measurements as an NPZ file: arrays by name, as `numpy.savez_compressed` writes them.

| array | shape | what |
|---|---|---|
| `format` | () | 1 |
| `knobs` | (d,) | names of the knobs, one or two |
| `scales` | (d,) | "log" or "linear" each; without it all are linear |
| `units` | (d,) | of the knobs; without it there are none |
| `values_0`, `values_1` | (n_0,), (n_1,) | where each knob was measured, rising |
| `epochs` | (e,) | after how many epochs scores were taken, rising; the last is a full training |
| `validation` | (n_0, n_1, seeds, e) | scores, higher is better; of one knob (n_0, seeds, e) |
| `validation_of` | () | with it scores are counts of right answers among so many |
| `test`, `test_of` | the same | of a test set; may be left out |
| `cost` | (n_0, n_1) or () | of a full training; without it a training costs its epochs |
| `cost_unit` | () | "GPU-minutes"; without it "epochs" |
| `title`, `about` | () | what people read; may be left out |
| `made` | () | JSON: settings and versions; may be left out |

Nothing is unpickled, and no array is made before its header agrees with what the file holds.
"""

import json
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from tokenize import TokenError
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from landscapes.checks import FloatArray
from landscapes.measured.limits import (
    LARGEST,
    MOST_KNOBS,
    MOST_LETTERS,
    MOST_UNPACKED,
    MOST_VALUES,
)
from landscapes.measured.measurements import Measurements, check_rising
from landscapes.space import Knob, Scale, SearchSpace

FORMAT = 1
NEEDED = ("format", "knobs", "values_0", "epochs", "validation")
KNOWN = (
    *NEEDED,
    *("scales", "units", "values_1", "validation_of", "test", "test_of", "cost", "cost_unit"),
    *("title", "about", "made"),
)
FAULTS = (
    *(ValueError, TypeError, OSError, EOFError, KeyError, OverflowError, SyntaxError),
    *(NotImplementedError, RuntimeError, TokenError, zipfile.BadZipFile, zlib.error),
)
"""What a damaged archive makes its readers raise."""

Array = NDArray[Any]


def from_npz(content: bytes) -> Measurements:
    """Return what an NPZ file holds; the module describes it.

    Raises
    ------
    ValueError
        If it isn't such a file; the message says what is wrong, and what is allowed.
    """
    arrays = unpacked(content)
    missing = [name for name in NEEDED if name not in arrays]
    if missing:
        raise ValueError(f"{' and '.join(missing)} must be in the file, got {sorted(arrays)}")
    unknown = sorted(set(arrays) - set(KNOWN))
    if unknown:
        raise ValueError(f"{unknown[0]} is no array of such a file: there may be {list(KNOWN)}")
    if arrays["format"].shape != () or arrays["format"] != FORMAT:
        raise ValueError(f"format must be {FORMAT}, got {arrays['format']!s:.20}")
    names = _texts(arrays, "knobs")
    if not 1 <= len(names) <= MOST_KNOBS:
        raise ValueError(f"knobs must be one or two names, got {len(names)}")
    values = [_numbers(arrays, f"values_{k}") for k in range(len(names))]
    epochs = _numbers(arrays, "epochs")
    lattice = tuple(map(len, values))
    longest = np.asarray(epochs.max(initial=-np.inf))
    cost = _numbers(arrays, "cost") if "cost" in arrays else longest
    return Measurements(
        space=SearchSpace(_knobs(names, values, arrays)),
        values=tuple(values),
        epochs=epochs,
        validation=_scores(arrays, "validation"),
        cost=np.full(lattice, cost) if cost.shape == () else cost,
        cost_unit=_text(arrays, "cost_unit", "epochs"),
        test=_scores(arrays, "test") if "test" in arrays else None,
        title=_text(arrays, "title", "Measured"),
        about=_text(arrays, "about", ""),
        made=_made(_text(arrays, "made", "{}")),
    )


def _knobs(
    names: list[str], values: list[FloatArray], arrays: Mapping[str, Array]
) -> tuple[Knob, ...]:
    scales = _texts(arrays, "scales") if "scales" in arrays else ["linear"] * len(names)
    units = _texts(arrays, "units") if "units" in arrays else [""] * len(names)
    for told, name in ((scales, "scales"), (units, "units")):
        if len(told) != len(names):
            raise ValueError(f"{name} must be one for each knob, {len(names)}, got {len(told)}")
    return tuple(knob(*one) for one in zip(names, values, units, scales, strict=True))


def knob(name: str, values: FloatArray, unit: str, scale: str) -> Knob:
    """Return a knob that runs from its first value to its last."""
    if not 1 <= len(name) <= MOST_LETTERS or len(unit) > MOST_LETTERS:
        raise ValueError(
            f"a knob's name must have 1 to {MOST_LETTERS} letters, its unit at most so many, got "
            f"{name[:MOST_LETTERS]!r} in {unit[:MOST_LETTERS]!r}"
        )
    check_rising(f"the values of {name}", values, 2, MOST_VALUES)
    if scale not in get_args(Scale):
        raise ValueError(
            f"the scale of {name} must be one of {get_args(Scale)}, got {scale[:20]!r}"
        )
    kept: Scale = "log" if scale == "log" else "linear"
    return Knob(name, float(values[0]), float(values[-1]), unit=unit, scale=kept)


def unpacked(content: bytes) -> dict[str, Array]:
    """Return the arrays of an NPZ file by name; nothing that its headers don't own up to is read.

    Raises
    ------
    ValueError
        If it is none, damaged, too large, or an array isn't of numbers or texts.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if size > MOST_UNPACKED:
                raise TooMuchError(size)
            return {
                member.filename.removesuffix(".npy"): _array(archive.read(member))
                for member in archive.infolist()
            }
    except TooMuchError as error:
        raise ValueError(str(error)) from error
    except FAULTS as error:
        raise ValueError(
            f"the file must be a whole NPZ archive without pickles: {error}"
        ) from error


class TooMuchError(Exception):
    """More than is read."""

    def __init__(self, size: int) -> None:
        most = MOST_UNPACKED // 2**20
        super().__init__(f"the file must hold at most {most} MB unpacked, got {size / 2**20:.0f}")


def _array(member: bytes) -> Array:
    """Return one NPY file's array, made only if it is as large as its header says."""
    stream = BytesIO(member)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("an array's header must be of version 1.0")
    shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
    if dtype.kind not in "biufU":
        raise ValueError(f"arrays must hold numbers or texts, got {dtype}")
    size = int(np.prod([int(n) for n in shape], dtype=object)) * dtype.itemsize
    if size != len(member) - stream.tell():
        raise ValueError(f"an array of shape {shape} must take {size} bytes")
    stream.seek(0)
    array: Array = np.lib.format.read_array(stream, allow_pickle=False)
    return array


def _numbers(arrays: Mapping[str, Array], name: str) -> FloatArray:
    if name not in arrays:
        raise ValueError(f"{name} must be in the file, got {sorted(arrays)}")
    if arrays[name].dtype.kind not in "iuf":
        raise ValueError(f"{name} must hold real numbers, got {arrays[name].dtype}")
    return arrays[name].astype(np.float64)


def _scores(arrays: Mapping[str, Array], name: str) -> FloatArray:
    """Return scores: as they are, or counts of right answers as shares."""
    scores, key = _numbers(arrays, name), f"{name}_of"
    if key not in arrays:
        return scores
    of = _numbers(arrays, key)
    if of.shape != () or not 1 <= of <= LARGEST or of != np.rint(of):
        raise ValueError(f"{key} must be a whole number from 1 to {LARGEST:g}, got {of!s:.20}")
    odd = ~((scores >= 0) & (scores <= of) & (scores == np.rint(scores)))
    if odd.any():
        raise ValueError(f"{name} must hold counts from 0 to {of:g}, got {scores[odd][0]:g}")
    return np.asarray(scores / of)


def _texts(arrays: Mapping[str, Array], name: str) -> list[str]:
    if arrays[name].dtype.kind != "U" or arrays[name].ndim != 1:
        raise ValueError(f"{name} must be a list of texts, got {arrays[name]!s:.40}")
    return [str(text) for text in arrays[name]]


def _text(arrays: Mapping[str, Array], name: str, otherwise: str) -> str:
    if name not in arrays:
        return otherwise
    if arrays[name].dtype.kind != "U" or arrays[name].shape != ():
        raise ValueError(f"{name} must be one text, got {arrays[name]!s:.40}")
    return str(arrays[name])


def _made(text: str) -> Mapping[str, Any]:
    try:
        made = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"made must be JSON: {error}") from error
    if not isinstance(made, dict):
        raise ValueError(f"made must be a JSON object, got {text[:40]}")
    return made
