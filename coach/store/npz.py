"""Read arrays from an untrusted ``.npz``: each is validated before it is read.

numpy's own reader allocates what a file claims and evaluates its headers as Python. Here a header must match the one
valid form, and no more is read than the expected array needs.
"""

from __future__ import annotations

import math
import os
import re
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import FileIO
from typing import IO, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from coach.errors import RecordingError, reason
from coach.store.new_file import StrPath

Array: TypeAlias = npt.NDArray[Any]  # of the requested dtype

_SIP: Final = 1 << 20
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
_NPY: Final = b"\x93NUMPY"
_LENGTHS: Final = {1: struct.Struct("<H"), 2: struct.Struct("<I"), 3: struct.Struct("<I")}
_MAX_HEADER: Final = 4096
_HEADER: Final = re.compile(
    r"\{ *'descr': *'([^']+)', *'fortran_order': *(False|True), *'shape': *\(([\d, ]*)\),? *\} *\n", re.ASCII
)


def is_npz(path: StrPath) -> bool:
    """Whether the file is a zip that begins with a numpy array; false for a missing file."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            start = file.read(_LOCAL_HEADER.size)
            if len(start) < _LOCAL_HEADER.size:
                return False
            signature, length, _ = _LOCAL_HEADER.unpack(start)
            return signature == b"PK\x03\x04" and file.read(length).endswith(b".npy")
    except (OSError, ValueError):
        return False


class Npz:
    """The arrays of an open file, read one at a time."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._name = name
        self._archive = archive

    def read(self, key: str, dtypes: Sequence[str], shape: Sequence[int | None], most: int) -> Array:
        """Read one array: ``dtypes`` are allowed in either byte order; ``None`` in ``shape`` is up to ``most``.

        Raises:
            RecordingError: The array is missing, of another dtype or shape, too large, or damaged.
        """
        expected = f"{' or '.join(dtypes)} of shape {_shown(shape)}"
        try:
            info = self._archive.getinfo(f"{key}.npy")
        except KeyError:
            raise RecordingError(f"{self._name} lacks the array {key}, {expected}") from None
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RecordingError(
                f"{self._name}: {key} is compressed in a way that numpy does not use; save it with numpy"
            )
        with self._opened(info) as file:
            kind, fortran, found, start = self._header(key, file)
            if kind is None or kind.name not in dtypes or not _fits(found, shape):
                raise RecordingError(
                    f"{self._name}: {key} is expected to be {expected}, and is "
                    f"{kind.name if kind else 'of a type that is not numeric'} of shape {_shown(found)}"
                )
            if any(length > most for length, wanted in zip(found, shape, strict=True) if wanted is None):
                raise RecordingError(f"{self._name}: {key} has {found[0]} rows, and at most {most} are read")
            size = kind.itemsize * math.prod(found)
            if info.file_size != start + size:
                raise RecordingError(
                    f"{self._name}: {key} is expected to take {start + size} bytes, and takes {info.file_size}"
                )
            content = bytearray()
            while sip := file.read(_SIP):  # to the end, where zipfile compares its checksum
                content += sip
            if len(content) != size:
                raise RecordingError(f"{self._name}: {key} is cut off; take another copy")
        flat = np.frombuffer(content, kind)
        array = flat.reshape(found[::-1]).T if fortran else flat.reshape(found)
        return np.ascontiguousarray(array, kind.newbyteorder("="))

    def _opened(self, info: zipfile.ZipInfo) -> IO[bytes]:
        with warnings.catch_warnings():
            # Newer Pythons warn about overlapping entries. Size and checksum of each are checked anyway.
            warnings.simplefilter("ignore", UserWarning)
            return self._archive.open(info)

    def _header(self, key: str, file: IO[bytes]) -> tuple[np.dtype[Any] | None, bool, tuple[int, ...], int]:
        start = file.read(len(_NPY) + 2)
        length = _LENGTHS.get(start[len(_NPY)]) if start[:-2] == _NPY else None
        if length is not None:
            count = file.read(length.size)
            size = length.unpack(count)[0] if len(count) == length.size else 0
            if size <= _MAX_HEADER and (match := _HEADER.fullmatch(file.read(size).decode("latin-1"))):
                descr, fortran, shape = match.groups()
                lengths = tuple(int(item) for item in shape.split(",") if item.strip())
                return _dtype(descr), fortran == "True", lengths, len(start) + length.size + size
        raise RecordingError(f"{self._name}: {key} is not an array that numpy wrote; save it with numpy.savez")


@contextmanager
def opened(path: StrPath) -> Iterator[Npz]:
    """Open the arrays in the file at ``path``.

    Raises:
        RecordingError: The file cannot be read or is not a valid zip; raised on opening or on reading an array.
    """
    name = os.fspath(path)
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):
            raise RecordingError(f"{name} is not a file; name an .npz of landmarks")
        with _SipsFile(name) as file, zipfile.ZipFile(file) as archive:
            yield Npz(name, archive)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError) as error:
        raise RecordingError(f"{name} is not a valid .npz ({error}); take another copy or save it again") from error
    except OSError as error:
        raise RecordingError(f"{name} cannot be read: {reason(error)}") from error


class _SipsFile(FileIO):
    """A file read in small pieces, so that a zip whose directory claims to be huge is rejected without loading it."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = _SIP  # zipfile reads to the end only within the last 64 KiB
        if size > _SIP:
            raise zipfile.BadZipFile("its directory is too large")
        return super().read(size) or b""


def _dtype(descr: str) -> np.dtype[Any] | None:
    try:
        return np.dtype(descr) if re.fullmatch(r"[<>|=]?[a-zA-Z]\d{1,2}", descr, re.ASCII) else None
    except TypeError:
        return None


def _fits(found: Sequence[int], shape: Sequence[int | None]) -> bool:
    return len(found) == len(shape) and all(
        expected in (None, length) for expected, length in zip(shape, found, strict=True)
    )


def _shown(shape: Sequence[int | None]) -> str:
    return "(" + ", ".join("N" if length is None else str(length) for length in shape) + ")"
