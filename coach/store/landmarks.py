"""Read landmarks from a file of either kind: a recording or plain arrays."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping

from coach.closing import Closing
from coach.errors import RecordingError
from coach.store.arrays import Arrays, is_arrays, read_arrays
from coach.store.new_file import StrPath
from coach.store.recording import Fact, Header, Recording, is_recording
from coach.stream import Moment


def is_landmarks(path: StrPath) -> bool:
    """Whether the file's content is that of a landmark recording or of plain arrays; false for a missing file."""
    return is_recording(path) or is_arrays(path)


def open_landmarks(
    path: StrPath, start: float | None = None, end: float | None = None, mirrored: bool = False
) -> Landmarks:
    """Open a landmark recording or an ``.npz`` of plain arrays, from ``start`` to ``end`` seconds; its content decides.

    ``mirrored`` is for landmarks of mirrored frames, as written by a program that mirrors its camera image: each pose
    is flipped back with ``Pose.mirrored``. It is not for recordings of mirrored videos, whose frames were flipped back
    before estimation.

    Raises:
        RecordingError: The file contains no landmarks, or invalid ones.
        ValueError: ``start`` or ``end`` is not a valid time, or they are in the wrong order.
    """
    first, last = -math.inf if start is None else start, math.inf if end is None else end
    if not first <= last:
        raise ValueError(f"the segment from {start} to {end} s is empty")
    if is_recording(path):
        return Landmarks(Recording(path), first, last, mirrored)
    if is_arrays(path) or not os.path.isfile(path):
        return Landmarks(read_arrays(path), first, last, mirrored)
    raise RecordingError(f"{os.fspath(path)} is neither a landmark recording nor an .npz of landmarks")


class Landmarks(Closing):
    """A segment of the landmarks in a file: a source of moments that can be iterated repeatedly.

    Attributes:
        header: Where the landmarks come from; ``None`` for plain arrays, which do not store it.
        torn: Whether the recording is incomplete: what is there is valid, but there was more.
        size: Width and height of the frame, pixels; ``None`` if the file stores it only with each pose.
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
        self._stored = stored
        self._first, self._last, self._mirrored = first, last, mirrored
        self._closed = False

    def __iter__(self) -> Iterator[Moment]:
        if self._closed:
            raise ValueError("the landmarks are closed")
        return self._moments()

    def close(self) -> None:
        """Close every iterator; closing twice is fine."""
        self._closed = True

    def _moments(self) -> Iterator[Moment]:
        for moment in self._stored:
            if self._closed or moment.t > self._last:
                return
            if moment.t < self._first:
                continue
            pose = moment.pose
            yield Moment(moment.t, pose.mirrored()) if self._mirrored and pose is not None else moment
