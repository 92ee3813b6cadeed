"""Encode curves as bytes: half-precision floats, one measure after another, deflated.

A half-precision float is exact to an eighth of a degree up to 256 and finer below, well within the accuracy of a
measure.
"""

from __future__ import annotations

import json
import zlib
from typing import Final

import numpy as np

from coach.events import Measured

_HALF: Final = np.dtype("<f2")

MOST: Final = 1 << 24
"""Size of the longest curves that are read, bytes: the file is untrusted."""


def pack_curves(measured: Measured) -> tuple[str, bytes]:
    """Return the names of the measures as JSON, and for each its value at rest followed by its samples."""
    names = list(measured.curves)
    rows = [(measured.rest.get(name), *measured.curves[name]) for name in names]  # numpy reads ``None`` as NaN
    return json.dumps(names), zlib.compress(np.array(rows, _HALF).tobytes())


def unpack_curves(t: float, start: float, step_s: float, measures: str, samples: bytes) -> Measured:
    """Return the curves stored in a row of the history.

    Raises:
        ValueError: The data is invalid.
    """
    inflate = zlib.decompressobj()
    try:
        names = json.loads(measures)
        raw = inflate.decompress(samples, MOST)
    except (TypeError, zlib.error) as error:
        raise ValueError(str(error)) from error
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("the curves have no names")
    if inflate.unconsumed_tail or not (names and raw) or len(raw) % (len(names) * _HALF.itemsize):
        raise ValueError("the curves are of another length")
    rows = np.frombuffer(raw, _HALF).reshape(len(names), -1)
    found = {name: _readable(row) for name, row in zip(names, rows, strict=True)}
    rest = {name: row[0] for name, row in found.items()}
    return Measured(t, start, step_s, rest, {name: tuple(row[1:]) for name, row in found.items()})


def _readable(row: np.ndarray) -> list[float | None]:
    values: list[float | None] = row.tolist()
    return [None if value != value else value for value in values] if np.isnan(row).any() else values
