"""Landmarks from a file, whichever of the two kinds it is: a recording or plain arrays."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self

from coach.errors import RecordingError
from coach.store.arrays import Arrays, is_arrays, read_arrays
from coach.store.fresh import Path
from coach.store.recording import Fact, Header, Recording, is_recording
from coach.stream import Moment


def is_landmarks(path: Path) -> bool:
    """Whether the file's content begins as that of a landmark recording or of plain arrays; no file is none."""
    return is_recording(path) or is_arrays(path)


def open_landmarks(
    path: Path, start: float | None = None, end: float | None = None, mirrored: bool = False
) -> Landmarks:
    """The landmarks in a file, told by its content and not by its name.

    Args:
        path: A landmark recording or an ``.npz`` of plain arrays.
        start: First instant wanted, seconds; ``None`` is the beginning.
        end: Last instant wanted, seconds; ``None`` is the end.
        mirrored: The landmarks are those of a mirrored picture, as a program that flips its camera's picture makes
            them: each pose is turned back with ``Pose.mirrored``. This is not for recordings of mirrored videos:
            those pictures were turned back before the landmarks were found.

    Raises:
        RecordingError: The file holds no landmarks, or they do not hold up.
        ValueError: ``start`` or ``end`` is no instant, or they are in the wrong order.
    """
    first, last = -math.inf if start is None else start, math.inf if end is None else end
    if not first <= last:
        raise ValueError(f"the stretch from {start} to {end} s holds nothing")
    if is_recording(path):
        return Landmarks(Recording(path), first, last, mirrored)
    if is_arrays(path) or not os.path.isfile(path):
        return Landmarks(read_arrays(path), first, last, mirrored)
    raise RecordingError(f"{os.fspath(path)} is neither a landmark recording nor an .npz of landmarks")


class Landmarks:
    """A stretch of the landmarks in a file; a source of moments like any other, that can be iterated again.

    Attributes:
        header: Where the landmarks come from; ``None`` for plain arrays, which do not say.
        about: Further facts about their source.
        torn: The recording is not whole: what is there is sound, but there was more.
        frames: Moments in the whole file.
        duration: Seconds from the first moment of the file to its last.
        size: Width and height of the picture, pixels; ``None`` where the file says it only pose by pose.
    """

    def __init__(self, stored: Recording | Arrays, first: float, last: float, mirrored: bool) -> None:
        self.header: Header | None = None
        self.about: Mapping[str, Fact] = {}
        self.torn = False
        self.size: tuple[int, int] | None = None
        if isinstance(stored, Recording):
            self.header, self.about, self.torn = stored.header, stored.about, stored.torn
        else:
            self.size = stored.size
        self.frames, self.duration = stored.frames, stored.duration
        self._stored = stored
        self._first, self._last, self._mirrored = first, last, mirrored
        self._closed = False

    def __iter__(self) -> Iterator[Moment]:
        if self._closed:
            raise ValueError("the landmarks are closed")
        return self._moments()

    def close(self) -> None:
        """End every iteration; closing twice is fine."""
        self._closed = True

    def _moments(self) -> Iterator[Moment]:
        for moment in self._stored:
            if self._closed or moment.t > self._last:
                return
            if moment.t < self._first:
                continue
            pose = moment.pose
            yield Moment(moment.t, pose.mirrored()) if self._mirrored and pose is not None else moment

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
