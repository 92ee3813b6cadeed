"""Plain landmark arrays, ``.npz``, for exchange with other programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import repeat
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from coach.errors import RecordingError, reason
from coach.pose import SHAPES, Floats, Pose
from coach.store import new_file, npz
from coach.store.new_file import StrPath
from coach.stream import Moment

Rows: TypeAlias = npt.NDArray[np.bool_]

MAX_FRAMES: Final = 500_000
"""Maximum number of moments: about four and a half hours at 30 frames per second, or half a gigabyte, held in
memory."""

is_arrays = npz.is_npz


class Arrays:
    """Landmarks from plain arrays, fully validated; iterate over it for the moments, as often as needed."""

    def __init__(
        self, name: str, t: npt.NDArray[np.float64], columns: dict[str, Floats], size: tuple[int, int]
    ) -> None:
        """Validate and store instants, shape (N,), and for each array of a pose its rows, shape (N, ...).

        ``name`` stands for the arrays in error messages; ``size`` is the width and height of the frame, pixels.

        Raises:
            RecordingError: An array is invalid; the message names it.
        """
        self.size = size
        self.frames = len(t)
        self._t: list[float] = t.tolist()
        self._seen = _check(name, t, columns, size)
        self._columns = columns
        for column in columns.values():
            column.flags.writeable = False

    def __iter__(self) -> Iterator[Moment]:
        columns = (self._columns[name] for name in SHAPES)
        for t, seen, pose in zip(self._t, self._seen, map(Pose, *columns, repeat(self.size)), strict=True):
            yield Moment(t, pose if seen else None)


def read_arrays(path: StrPath) -> Arrays:
    """Read the moments of an ``.npz`` with ``t``, ``size`` and the arrays of a pose; a row of NaN means no person.

    Raises:
        RecordingError: The file cannot be read, or an array is invalid.
    """
    name = os.fspath(path)
    with npz.opened(path) as file:
        t = file.read("t", ("float32", "float64"), (None,), MAX_FRAMES).astype(np.float64)
        size = file.read("size", ("int32", "int64", "uint32", "uint64", "int16", "uint16"), (2,), 2).tolist()
        columns = {
            key: _to_float32(file.read(key, ("float32", "float64"), (len(t), *shape), MAX_FRAMES))
            for key, shape in SHAPES.items()
        }
    return Arrays(name, t, columns, (size[0], size[1]))


def write_arrays(
    path: StrPath, moments: Iterable[Moment], *, size: tuple[int, int] | None = None, overwrite: bool = False
) -> None:
    """Write ``moments``, in time order, as plain arrays that only their owner may read.

    A pose without a landmark in the image becomes a row without a person. ``size`` is used if no person is found in
    any moment. With ``overwrite``, existing landmark arrays are replaced.

    Raises:
        RecordingError: The file exists, cannot be created, or the moments do not fit into plain arrays.
    """
    name = os.fspath(path)
    t: list[float] = []
    rows: dict[str, list[Floats]] = {key: [] for key in SHAPES}
    nobody = {key: np.full(shape, np.nan, np.float32) for key, shape in SHAPES.items()}
    for moment in moments:
        t.append(moment.t)
        pose = moment.pose
        if pose is not None and pose.size != (size := size or pose.size):
            raise RecordingError(
                f"{name} holds images of one size, and they change from {size} to {pose.size} at {moment.t:g} s; "
                "store them as a recording"
            )
        for key, row in nobody.items():
            rows[key].append(row if pose is None else getattr(pose, key))
    if size is None:
        raise RecordingError(f"{name} needs the size of the image, and no body was found in any; give the size")
    columns = {key: np.array(rows[key], np.float32).reshape(-1, *shape) for key, shape in SHAPES.items()}
    times = np.array(t, np.float64)
    Arrays(name, times, columns, size)
    packed = BytesIO()
    np.savez_compressed(packed, t=times, **columns, size=np.array(size, np.int64))  # type: ignore[arg-type]  # all arrays
    _store(path, packed.getbuffer(), overwrite)


def _store(path: StrPath, content: memoryview, overwrite: bool) -> None:
    with new_file.create(path, overwrite=overwrite, replaceable=is_arrays) as file:
        try:
            new_file.write_all(file, content)
        except OSError as error:
            file.close()
            os.unlink(path)
            raise RecordingError(f"{os.fspath(path)} cannot be written ({reason(error)})") from error


def _to_float32(array: npz.Array) -> Floats:
    with np.errstate(over="ignore"):  # values out of range become infinite, which is rejected
        return array.astype(np.float32)


def _check(name: str, t: npt.NDArray[np.float64], columns: dict[str, Floats], size: tuple[int, int]) -> Rows:
    """Return which rows contain a person; raise ``RecordingError`` for the first invalid array."""
    if len(t) > MAX_FRAMES:
        raise RecordingError(f"{name} holds at most {MAX_FRAMES} moments, not {len(t)}; store them as a recording")
    _every(np.isfinite(t), name, "t is expected to be finite, and t[{}] is not")
    _every(t[:-1] < t[1:], name, "t is expected to increase, and what follows t[{}] is not later")
    if min(size) <= 0:
        raise RecordingError(f"{name}: size is expected to be a width and a height above 0, and is {size}")
    nobody = _whole(np.isnan(columns["image_px"]))
    for key, column in columns.items():
        unseen = np.isnan(column)
        _every(_whole(~np.isinf(column)), name, f"{key} is expected to be numbers or NaN, and row {{}} is infinite")
        _every(
            _whole(unseen) | ~nobody,
            name,
            f"{key} is expected to be NaN where all of image_px is, and row {{}} holds numbers",
        )
        if key in ("visibility", "presence"):
            inside = unseen | ((column >= 0) & (column <= 1))
            _every(_whole(inside), name, f"{key} is expected to be 0 to 1, and row {{}} is not")
    return ~nobody


def _whole(claim: npt.NDArray[np.bool_]) -> Rows:
    """Return for each row whether a condition holds in every element."""
    rows: Rows = np.logical_and.reduce(claim, axis=tuple(range(1, claim.ndim)))
    return rows


def _every(claim: Rows, name: str, fault: str) -> None:
    if not claim.all():
        raise RecordingError(f"{name}: {fault.format(int(np.argmin(claim)))}")
