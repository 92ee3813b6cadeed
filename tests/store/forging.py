"""Landmark recordings byte by byte, sound and otherwise, written by the documentation and not by the program."""

import struct
import zlib

import numpy as np

from coach.pose import SHAPES
from coach.store.recording import Header, Recording, RecordingWriter
from coach.stream import Moment
from tests.store.making import moments, posed

HEAD = struct.Struct("<4sIHHIddI")
KEPT = [  # coarse numbers make chunks so small that every byte of them can be tried
    Moment(moment.t, moment.pose and posed(np.round(getattr(moment.pose, name)) for name in SHAPES))
    for moment in moments(10, nobody=[0, 2, 3, 5, 7, 9])
]
FRAMES = 4  # in a chunk: 4, 4 and 2


def content_of(path, kept=KEPT, **chunks):
    """Return the bytes that the program writes for ``kept``."""
    with RecordingWriter(path, Header("a.mp4"), **{"chunk_frames": FRAMES, **chunks}) as writer:
        for moment in kept:
            writer.write(moment)
    content = path.read_bytes()
    path.unlink()
    return content


def heads(content):
    """Where each chunk begins, the end of the file included."""
    (length,) = struct.unpack_from("<I", content, 12)
    at = [20 + length]
    while at[-1] < len(content):
        at.append(at[-1] + HEAD.size + 4 + HEAD.unpack_from(content, at[-1])[4])
    return at


def chunk(payload, *, tag=b"LMRK", number=0, frames=1, poses=0, length=None, first=0.0, last=0.0):
    """Return a chunk with valid checksums and arbitrary content."""
    length = len(payload) if length is None else length
    head = HEAD.pack(tag, number, frames, poses, length, first, last, zlib.crc32(payload))
    return head + struct.pack("<I", zlib.crc32(head)) + payload


def header(text=b'{"source": "", "model_sha256": "", "mirrored": false}', *, version=1, length=None):
    prefix = struct.pack("<8sHHI", b"\x89COACH\r\n", version, 0, len(text) if length is None else length)
    return prefix + struct.pack("<I", zlib.crc32(text, zlib.crc32(prefix))) + text


def opened(path, content):
    """The recording whose bytes are ``content``."""
    path.write_bytes(content)
    return Recording(path)
