"""Encode and validate the chunks of a landmark recording.

This module converts values to bytes and back; files are opened elsewhere. ``docs/recordings.md`` describes the layout.
Invalid data is a ``DamageError``: the reader knows which file it is and whether the place is its tail.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from coach.pose import SHAPES, Pose
from coach.store.header import MAX_JSON, Bytes, DamageError, Fact, pack_facts
from coach.stream import Moment

DATA_TAG: Final = b"LMRK"
END_TAG: Final = b"DONE"

_HEAD: Final = struct.Struct("<4sIHHIddI")
_CRC: Final = struct.Struct("<I")
HEAD_SIZE: Final = _HEAD.size + _CRC.size

MAX_FRAMES: Final = 4096
_MAX_SIDE: Final = 2**32 - 1

_WIDTHS: Final = {name: math.prod(shape) for name, shape in SHAPES.items()}
_FLOATS: Final = sum(_WIDTHS.values())
_POSE_SIZE: Final = 2 * 4 + 4 * _FLOATS
_FRAME_SIZE: Final = 8 + 1


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a chunk.

    Attributes:
        first: ``t`` of the first moment; 0 in the end chunk, like every count of moments.
        last: ``t`` of the last moment.
    """

    tag: bytes
    number: int
    frames: int
    poses: int
    length: int
    first: float
    last: float
    payload_crc: int

    def pack(self) -> bytes:
        """Return the head as bytes, followed by its own checksum."""
        fields = _HEAD.pack(
            self.tag, self.number, self.frames, self.poses, self.length, self.first, self.last, self.payload_crc
        )
        return fields + _CRC.pack(zlib.crc32(fields))

    @classmethod
    def unpack(cls, head: Bytes) -> Self:
        """Parse a head of ``HEAD_SIZE`` bytes; its sizes are within bounds, so they are safe to allocate.

        Raises:
            DamageError: The checksum or a field is invalid.
        """
        if len(head) != HEAD_SIZE:
            raise DamageError("it is cut off")
        fields = head[: _HEAD.size]
        if zlib.crc32(fields) != _CRC.unpack_from(head, _HEAD.size)[0]:
            raise DamageError("the checksum of its head does not match")
        made = cls(*_HEAD.unpack(fields))
        if made.tag == DATA_TAG:
            sound = 1 <= made.frames <= MAX_FRAMES and made.poses <= made.frames
            sound = sound and made.length <= _deflated_at_most(_raw_size(made.frames, made.poses))
            sound = sound and math.isfinite(made.first) and math.isfinite(made.last) and made.first <= made.last
        else:
            sound = made.tag == END_TAG and made.frames == made.poses == 0 and made.length <= MAX_JSON
        if not sound:
            raise DamageError("its head has impossible values")
        return made

    def check(self, payload: Bytes) -> None:
        """Raise ``DamageError`` unless ``payload`` is intact."""
        if len(payload) != self.length:
            raise DamageError("it is cut off")
        if zlib.crc32(payload) != self.payload_crc:
            raise DamageError("its checksum does not match")


def _raw_size(frames: int, poses: int) -> int:
    return frames * _FRAME_SIZE + poses * _POSE_SIZE


def _deflated_at_most(size: int) -> int:
    return size + size // 1000 + 64


MAX_CHUNK: Final = HEAD_SIZE + _deflated_at_most(_raw_size(MAX_FRAMES, MAX_FRAMES))
"""Size of the largest chunk, bytes; nothing larger is ever read at once."""


class Columns:
    """Moments collected for a chunk, copied when added so that later changes do not affect them."""

    def __init__(self, capacity: int) -> None:
        self.frames = 0
        self._t = np.empty(capacity, "<f8")
        self._present = np.zeros(capacity, np.uint8)
        self._size = np.empty((capacity, 2), "<u4")
        self._floats = np.empty((capacity, _FLOATS), "<f4")

    def put(self, t: float, pose: Pose | None) -> None:
        """Add a moment; the caller checks the capacity."""
        if pose is not None:
            if max(pose.size) > _MAX_SIDE:
                raise ValueError(f"an image is at most {_MAX_SIDE} pixels wide and high, not {pose.size}")
            self._size[self.frames] = pose.size
            row, at = self._floats[self.frames], 0
            for name, width in _WIDTHS.items():
                row[at : at + width] = getattr(pose, name).reshape(-1)
                at += width
        self._t[self.frames] = t
        self._present[self.frames] = pose is not None
        self.frames += 1

    def pack(self, number: int) -> bytes:
        """Return head and payload of the chunk with the collected moments.

        The floats are laid out column by column and then by byte: all lowest bytes, then the next, up to the
        highest. A landmark moves little from frame to frame, so that zlib finds a third to save; in the order of
        the frames it finds a tenth.
        """
        t, present = self._t[: self.frames], self._present[: self.frames]
        seen = np.flatnonzero(present)
        columns = np.ascontiguousarray(self._floats[seen].T)
        planes = columns.reshape(-1).view(np.uint8).reshape(-1, 4).T
        raw = t.tobytes() + self._size[seen].tobytes() + planes.tobytes() + present.tobytes()
        payload = zlib.compress(raw)
        head = Head(
            DATA_TAG,
            number,
            self.frames,
            len(seen),
            len(payload),
            float(t[0]),
            float(t[-1]),
            zlib.crc32(payload),
        )
        return head.pack() + payload


def pack_end(number: int, facts: Mapping[str, Fact]) -> bytes:
    """Return the chunk that marks a recording as closed."""
    text = pack_facts(facts)
    return Head(END_TAG, number, 0, 0, len(text), 0.0, 0.0, zlib.crc32(text)).pack() + text


def unpack_moments(head: Head, payload: Bytes) -> Iterator[Moment]:
    """Yield the moments of a validated chunk; their arrays are read-only views of one block.

    Raises:
        DamageError: The payload does not match the head; raised before the first moment.
    """
    frames, poses = head.frames, head.poses
    raw = _inflate(payload, _raw_size(frames, poses))
    t = np.frombuffer(raw, "<f8", frames).tolist()
    sizes = np.frombuffer(raw, "<u4", 2 * poses, 8 * frames).reshape(poses, 2)
    planes = np.frombuffer(raw, np.uint8, 4 * _FLOATS * poses, 8 * (frames + poses)).reshape(4, -1)
    present = raw[len(raw) - frames :]
    _check_times(t, head)
    if present.count(1) != poses or present.count(0) != frames - poses:
        raise DamageError("its number of poses is not that of its head")
    if poses and int(sizes.min()) == 0:
        raise DamageError("an image in it has no width or no height")
    block = np.ascontiguousarray(planes.T).view("<f4").reshape(_FLOATS, poses).T
    return _moments(t, present, np.ascontiguousarray(block, dtype=np.float32), [(w, h) for w, h in sizes.tolist()])


def _moments(
    t: list[float], present: bytes, block: npt.NDArray[np.float32], sizes: Sequence[tuple[int, int]]
) -> Iterator[Moment]:
    block.flags.writeable = False
    arrays, at = {}, 0
    for name, width in _WIDTHS.items():
        arrays[name] = block[:, at : at + width].reshape(-1, *SHAPES[name])
        at += width
    poses = map(Pose, *(arrays[name] for name in SHAPES), sizes)
    for instant, seen in zip(t, present, strict=True):
        yield Moment(instant, next(poses) if seen else None)


def _check_times(t: list[float], head: Head) -> None:
    if t[0] != head.first or t[-1] != head.last:
        raise DamageError("its times are not those of its head")
    # Not "any later <= earlier": a NaN compares false with everything and must be detected too.
    if not all(earlier < later for earlier, later in pairwise(t)):
        raise DamageError("its times do not increase")


def _inflate(payload: Bytes, size: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(payload, size + 1)
    except zlib.error as error:
        raise DamageError("it cannot be decompressed") from error
    if len(raw) != size or not inflater.eof or inflater.unused_data:
        raise DamageError("its length is not that of its head")
    return raw
