"""Record the landmarks of a video while it is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from coach.app.video.sources import VideoSource
from coach.errors import RecordingError
from coach.store.arrays import is_arrays, write_arrays
from coach.store.recording import Header, RecordingWriter
from coach.stream import Moment


@contextmanager
def recording(path: Path, source: VideoSource) -> Iterator[Callable[[Moment], object]]:
    """Yield a function that writes each moment to ``path``: as plain arrays for ``.npz``, else as a recording.

    Moments written before an error stay in the file.
    """
    if path.suffix.lower() == ".npz":
        if path.exists() and not is_arrays(path):
            raise RecordingError(
                f"{path} contains something other than landmarks and was not overwritten; choose another name"
            )
        moments: list[Moment] = []
        try:
            yield moments.append
        finally:
            if moments:
                write_arrays(path, moments, size=source.facts().size, overwrite=True)
        return
    video = source.facts()
    width, height = video.size or (None, None)
    about = {
        "width": width,
        "height": height,
        "fps": video.fps,
        "duration_s": video.duration_s,
        "start": video.start,
        "end": video.end,
        "rotate": video.rotate,
        "slow_motion": video.slow_motion,
    }
    writer = RecordingWriter(path, Header(video.name, video.model or "", video.mirrored, about), overwrite=True)
    whole = False
    try:
        yield writer.write
        whole = True
    finally:
        video = source.facts()
        lost = " ".join(f"{start!r} {end!r}" for start, end in video.lost)
        problems = "\n".join(video.problems)
        writer.close({"truncated": not whole or video.truncated, "lost": lost, "problems": problems})
