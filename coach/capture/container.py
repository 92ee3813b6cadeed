"""What a file says of itself before anything is decoded: its kind, its length, and whether it is all there.

The kind is told by the first bytes, never by the name. Length and completeness are read from the headers, because a
decoder's frame count is a guess for WebM and counts frames that an edit list hides in MP4, so that it can be neither
shown nor used to tell that a file was cut short.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Kind: TypeAlias = Literal[
    "mp4", "matroska", "avi", "mpeg-ts", "mpeg-ps", "flv", "asf", "ogg", "playlist", "sound", "picture", "unknown"
]
"""The film containers, then what is none."""

_HEAD: Final = 1024
_STILL_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif"})
_ISO_FIRST_BOXES: Final = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"moof", b"styp"})
_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\x1aE\xdf\xa3", "matroska"),
    (b"FLV\x01", "flv"),
    (b"0&\xb2u\x8ef\xcf\x11", "asf"),
    (b"OggS", "ogg"),
    (b"\x00\x00\x01\xba", "mpeg-ps"),
    (b"\x00\x00\x01\xb3", "mpeg-ps"),
    (b"ID3", "sound"),
    (b"fLaC", "sound"),
    (b"FORM", "sound"),
    (b"#!AMR", "sound"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
)
_RIFF: Final[dict[bytes, Kind]] = {b"AVI ": "avi", b"WAVE": "sound", b"WEBP": "picture"}
_MAX_MOOV: Final = 64 * 2**20
"""Hours of video need a few MiB; what claims more is not read."""


@dataclass(frozen=True, slots=True)
class Container:
    """What a file's own headers say; ``None`` where they say nothing.

    Attributes:
        kind: Told by the first bytes.
        complete: ``False`` if the file ends before its own headers say it does.
        pictures: Whether there is a video track.
        duration_s: How long the video track plays, edits included.
        frames: How many pictures the video track holds, those that an edit hides included.
    """

    kind: Kind
    complete: bool | None = None
    pictures: bool | None = None
    duration_s: float | None = None
    frames: int | None = None


def inspect(path: Path) -> Container:
    """Read the headers of a file.

    Raises:
        OSError: The file cannot be opened or read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        size = file.seek(0, 2)
        kind = _kind(head)
        match kind:
            case "mp4":
                return _inspect_iso(file, size)
            case "matroska":
                return Container(kind, complete=_matroska_complete(head, size))
            case "avi":
                return Container(kind, complete=_riff_complete(file, size))
            case _:
                return Container(kind)


def paces(path: Path) -> npt.NDArray[np.float64] | None:
    """How many pictures of an MP4 follow one another at how many seconds, in turn: shape (n, 2), all above 0.

    ``None`` where the file does not say; it is not asked whether it is all there.

    Raises:
        OSError: The file cannot be opened or read.
    """
    with path.open("rb") as file:
        if _kind(file.read(_HEAD)) != "mp4":
            return None
        moov, _ = _moov(file, file.seek(0, 2))
    film = next(iter(_films(moov)), None) if moov is not None else None
    if film is None:
        return None
    header, table = _find(film, b"mdia", b"mdhd"), _find(film, b"mdia", b"minf", b"stbl", b"stts")
    if header is None or table is None or len(header) < 24 or len(table) < 8:
        return None
    scale: int = struct.unpack_from(">I", header, 20 if header[0] else 12)[0]
    runs = np.frombuffer(table[8 : len(table) - len(table) % 8], ">u4").reshape(-1, 2).astype(np.float64)
    runs = runs[(runs > 0).all(axis=1)]
    if not scale or not len(runs):
        return None
    runs[:, 1] /= scale
    return runs


def _kind(head: bytes) -> Kind:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "unknown")
    if head[4:8] in _ISO_FIRST_BOXES:
        return "picture" if head[4:8] == b"ftyp" and head[8:12] in _STILL_BRANDS else "mp4"
    for packet, first in ((188, 0), (192, 4)):  # plain, and with the time stamps of camcorders
        if len(head) > first + 2 * packet and all(head[first + n * packet] == 0x47 for n in range(3)):
            return "mpeg-ts"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "sound"
    return "playlist" if _is_text(head) else "unknown"


def _is_text(head: bytes) -> bool:
    """Whether the bytes read as text: every list of addresses or files, in whatever format, is text."""
    return bool(head.strip()) and not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)


def _moov(file: BinaryIO, size: int) -> tuple[memoryview | None, bool]:
    """The headers of an ISO file, and whether all is there that is declared."""
    complete = True
    moov = None
    for name, start, end in _top_boxes(file, size):
        if end > size:
            complete = False
        elif name == b"moov" and end - start <= _MAX_MOOV:
            file.seek(start)
            moov = memoryview(file.read(end - start))
    return moov, complete


def _films(moov: memoryview) -> list[memoryview]:
    """The video tracks."""
    tracks = [body for name, body in _boxes(moov) if name == b"trak"]
    return [track for track in tracks if (_find(track, b"mdia", b"hdlr") or b"")[8:12] == b"vide"]


def _inspect_iso(file: BinaryIO, size: int) -> Container:
    moov, complete = _moov(file, size)
    if moov is None:
        return Container("mp4", complete=complete)
    films = _films(moov)
    fragmented = _find(moov, b"mvex") is not None  # then the headers describe none of the pictures
    if not films or fragmented:
        return Container("mp4", complete=complete, pictures=bool(films))
    return Container(
        "mp4",
        complete=complete,
        pictures=True,
        duration_s=_track_duration(films[0], _find(moov, b"mvhd")),
        frames=_sample_count(films[0]),
    )


def _top_boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, first byte of the body and end of each box of the file, as declared."""
    position = 0
    while position + 8 <= size:
        file.seek(position)
        header = file.read(16)
        length, name = struct.unpack_from(">I4s", header)
        body = 8
        if length == 1 and len(header) == 16:
            (length,) = struct.unpack_from(">Q", header, 8)
            body = 16
        elif length == 0:
            length = size - position
        if length < body or not name.isalnum():
            return  # what follows the last box is not ours to judge
        yield name, position + body, position + length
        position += length


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    position = 0
    while position + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        if length < 8:
            return
        yield name, data[position + 8 : position + length]
        position += length


def _find(data: memoryview, *path: bytes) -> memoryview | None:
    for wanted in path:
        found = next((body for name, body in _boxes(data) if name == wanted), None)
        if found is None:
            return None
        data = found
    return data


def _track_duration(track: memoryview, movie: memoryview | None) -> float | None:
    header = _find(track, b"tkhd")
    if header is None or movie is None or len(header) < 36 or len(movie) < 24:
        return None
    # Both carry a version byte that says whether times take four bytes or eight.
    scale: int = struct.unpack_from(">I", movie, 20 if movie[0] else 12)[0]
    ticks: int = struct.unpack_from(">Q", header, 28)[0] if header[0] else struct.unpack_from(">I", header, 20)[0]
    unknown = 2**64 - 1 if header[0] else 2**32 - 1
    return ticks / scale if scale and 0 < ticks < unknown else None


def _sample_count(track: memoryview) -> int | None:
    sizes = _find(track, b"mdia", b"minf", b"stbl", b"stsz")
    return struct.unpack_from(">I", sizes, 8)[0] if sizes is not None and len(sizes) >= 12 else None


def _matroska_complete(head: bytes, size: int) -> bool | None:
    """Whether the one segment that follows the header ends inside the file; ``None`` for a live recording."""
    header = _vint(head, 4)
    if header is None or header[0] is None:
        return None
    segment = header[1] + header[0]
    if head[segment : segment + 4] != b"\x18S\x80g":
        return None
    length = _vint(head, segment + 4)
    return None if length is None or length[0] is None else length[1] + length[0] <= size


def _vint(data: bytes, at: int) -> tuple[int | None, int] | None:
    """A length of EBML and where its value begins; all ones is "unknown"."""
    if at >= len(data) or data[at] == 0:
        return None
    width = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), at + width


def _riff_complete(file: BinaryIO, size: int) -> bool | None:
    """Whether every RIFF chunk ends inside the file; a recorder that was killed leaves a length of 0."""
    position = 0
    while position + 8 <= size:
        file.seek(position)
        name, length = struct.unpack("<4sI", file.read(8))
        if name != b"RIFF":
            break
        if length == 0:
            return None
        position += 8 + length
    return position <= size
