"""Landmark recordings: written during a session, and read back as exactly the same moments.

A recording is append-only and made of checksummed chunks, each synced to disk before the next begins. An interrupted
session therefore loses at most the last chunk, and the reader marks the recording as ``torn``.
"""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader
from typing import Final

from coach.closing import Closing
from coach.errors import RecordingError, reason
from coach.store import new_file
from coach.store.chunks import (
    DATA_TAG,
    END_TAG,
    HEAD_SIZE,
    MAX_CHUNK,
    MAX_FRAMES,
    Columns,
    Head,
    pack_end,
    unpack_moments,
)
from coach.store.header import (
    MAGIC,
    MAX_JSON,
    PREFIX,
    VERSION,
    DamageError,
    Fact,
    Header,
    pack_header,
    unpack_facts,
    unpack_header,
)
from coach.store.new_file import StrPath
from coach.stream import Moment

__all__ = ["Fact", "Header", "Recording", "RecordingWriter", "is_recording"]

CHUNK_FRAMES: Final = 64
CHUNK_S: Final = 2.0
"""Most that a killed session loses, in moments or seconds."""


def is_recording(path: StrPath) -> bool:
    """Whether the file begins like a landmark recording of any version; false for a missing file."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except (OSError, ValueError):
        return False


class RecordingWriter(Closing):
    """Writes moments to a new recording; close it, or use it in a ``with`` statement.

    A chunk is written and synced to the disk once it holds ``chunk_frames`` moments or ``chunk_s`` seconds of them.
    A recording that was not closed is readable up to its last complete chunk.
    """

    def __init__(
        self,
        path: StrPath,
        header: Header | None = None,
        *,
        overwrite: bool = False,
        chunk_frames: int = CHUNK_FRAMES,
        chunk_s: float = CHUNK_S,
        sync: bool = True,
    ) -> None:
        """Create the file, in a folder that exists, and write its header.

        With ``overwrite``, existing landmarks are replaced. ``chunk_s`` is measured by the moments' own time. Without
        ``sync``, a power cut may cost more than one chunk; a kill never does.

        Raises:
            RecordingError: The file exists, or cannot be created or written.
            ValueError: The header is too large, or the chunks are.
        """
        if not 1 <= chunk_frames <= MAX_FRAMES or not chunk_s > 0:
            raise ValueError(f"a chunk holds 1 to {MAX_FRAMES} frames and more than 0 s, not {chunk_frames}, {chunk_s}")
        start = pack_header(header or Header())
        self.path = os.fspath(path)
        self._chunk_frames, self._chunk_s = chunk_frames, chunk_s
        self._sync = sync
        self._columns = Columns(chunk_frames)
        self._number = 0
        self._last, self._chunk_first = -math.inf, 0.0
        self._file = new_file.create(path, overwrite=overwrite, replaceable=is_recording)
        self._append(start)

    def write(self, moment: Moment) -> None:
        """Write a copy of a moment.

        Raises:
            RecordingError: It cannot be written; what was written before stays readable.
            ValueError: Its time is not after the one before, or the writer is closed.
        """
        if self._file.closed:
            raise ValueError("the recording is closed")
        t = float(moment.t)
        if not self._last < t < math.inf:
            raise ValueError(f"the times of a recording must be finite and increase; {t} does not follow {self._last}")
        if self._columns.frames == 0:
            self._chunk_first = t
        self._columns.put(t, moment.pose)
        self._last = t
        if self._columns.frames == self._chunk_frames or t - self._chunk_first >= self._chunk_s:
            self.flush()

    def flush(self) -> None:
        """Write the collected moments to disk as a chunk of their own."""
        if self._columns.frames:
            try:
                self._append(self._columns.pack(self._number))
                self._columns = Columns(self._chunk_frames)
                self._number += 1
            except BaseException:
                # Nothing may follow a partial write, caused by a full disk or by Ctrl-C: a further chunk behind it
                # would be damage in the middle, not a torn tail.
                self._file.close()
                raise

    def close(self, about: Mapping[str, Fact] | None = None) -> None:
        """Write the remaining moments and the end mark; closing twice is fine.

        ``about`` has facts known only at the end of the source; they are merged into those of the header on reading.
        """
        if self._file.closed:
            return
        try:
            self.flush()
            self._append(pack_end(self._number, about or {}))
        finally:
            self._file.close()

    def _append(self, content: bytes) -> None:
        try:
            new_file.write_all(self._file, content, sync=self._sync)
        except OSError as error:
            self._file.close()
            raise RecordingError(
                f"{self.path} cannot be continued ({reason(error)}); everything written before is readable"
            ) from error


class Recording:
    """A landmark recording, fully validated on opening; iterate over it for its moments, as often as needed.

    The moments are identical to those written, byte for byte. Only one chunk at a time is in memory.

    Attributes:
        about: The facts in the header and those added at the end.
        end: ``t`` of the last moment; 0 if there is none.
        torn: Whether it was not closed, or its last chunk is damaged: what is there is valid, but there was more.
    """

    def __init__(self, path: StrPath) -> None:
        """Open and validate a recording.

        Raises:
            RecordingError: It cannot be read, is not a recording, has another version, or is damaged before its tail.
        """
        self.path = os.fspath(path)
        self.frames, self.end, self.torn = 0, 0.0, True
        with self._open() as file:
            self.header = self._read_header(file)
            self.about: Mapping[str, Fact] = dict(self.header.about)
            self._begin = self._stop = file.tell()
            self._chunks = 0
            self._check(file)

    def __iter__(self) -> Iterator[Moment]:
        with self._open() as file:
            file.seek(self._begin)
            while (at := file.tell()) < self._stop:
                try:
                    head, payload = _read_chunk(file)
                    moments = unpack_moments(head, payload)
                except EOFError:
                    raise self._damaged(at, DamageError("it was cut off since it was opened")) from None
                except DamageError as damage:
                    raise self._damaged(at, damage) from damage
                yield from moments

    @contextmanager
    def _open(self) -> Iterator[BufferedReader]:
        try:
            if not stat.S_ISREG(os.stat(self.path).st_mode):
                raise RecordingError(f"{self.path} is not a file; name a landmark recording")
            with open(self.path, "rb") as file:
                yield file
        except (OSError, ValueError) as error:  # a null byte in the name is a ValueError
            raise RecordingError(f"{self.path} cannot be read: {reason(error)}") from error

    def _read_header(self, file: BufferedReader) -> Header:
        prefix = file.read(PREFIX.size)
        if prefix[: len(MAGIC)] != MAGIC:
            raise RecordingError(f"{self.path} is not a landmark recording")
        if len(prefix) == PREFIX.size:
            _, version, _, length, _ = PREFIX.unpack(prefix)
            if version != VERSION:
                raise RecordingError(
                    f"{self.path} is a landmark recording of version {version}, and this program reads version "
                    f"{VERSION}; use the program that wrote it, or record the video again"
                )
            try:
                if length <= MAX_JSON:
                    return unpack_header(prefix, file.read(length))
            except DamageError as damage:
                raise self._damaged(0, damage) from damage
        raise self._damaged(0, DamageError("its header is cut off"))

    def _check(self, file: BufferedReader) -> None:
        """Validate all chunks and find where the valid ones end."""
        while True:
            try:
                head, payload = _read_chunk(file)
                facts = unpack_facts(payload) if head.tag == END_TAG else {}
            except EOFError:
                return
            except DamageError as damage:
                self._tail(file, damage)
                return
            if head.number != self._chunks or (head.tag == DATA_TAG and self._chunks and head.first <= self.end):
                raise self._damaged(self._stop, DamageError("it does not follow the chunk before"))
            if head.tag == END_TAG:
                if file.read(1):
                    raise self._damaged(file.tell(), DamageError("something follows its end"))
                self.about = {**self.about, **facts}
                self.torn = False
                return
            self.end = head.last
            self.frames += head.frames
            self._chunks += 1
            self._stop = file.tell()

    def _tail(self, file: BufferedReader, damage: DamageError) -> None:
        """Raise unless the damage at ``_stop`` is a torn tail: no longer than a chunk, and no chunk behind it."""
        file.seek(self._stop)
        rest = file.read(MAX_CHUNK + 1)
        if len(rest) > MAX_CHUNK or _holds_chunk(rest):
            raise self._damaged(self._stop, damage) from damage

    def _damaged(self, at: int, damage: DamageError) -> RecordingError:
        return RecordingError(f"{self.path} is damaged at byte {at}: {damage}; take another copy or record it again")


def _holds_chunk(rest: bytes) -> bool:
    """Whether a chunk of moments begins anywhere in ``rest`` after its first byte."""
    at = rest.find(DATA_TAG, 1)
    while at >= 0:
        try:
            Head.unpack(rest[at : at + HEAD_SIZE])
            return True
        except DamageError:
            at = rest.find(DATA_TAG, at + 1)
    return False


def _read_chunk(file: BufferedReader) -> tuple[Head, bytes]:
    """Return the next chunk, validated; ``EOFError`` if the file ends before it, ``DamageError`` if it is damaged."""
    start = file.read(HEAD_SIZE)
    if not start:
        raise EOFError
    head = Head.unpack(start)
    payload = file.read(head.length)
    head.check(payload)
    return head, payload
