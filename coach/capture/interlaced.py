"""Films of half pictures, as camcorders and television make them: OpenCV gives none of them, and does not say so."""

from __future__ import annotations

import os
from pathlib import Path

from coach.capture.admission import shown
from coach.capture.decoder import FILES_ONLY
from coach.errors import SourceError


def refuse(path: Path) -> None:
    """Look at a film that was admitted and whose pictures are all alike.

    Raises:
        SourceError: Its first picture is made of two half ones.
    """
    import av

    try:
        with av.open(os.path.abspath(path), options=dict(FILES_ONLY)) as container:
            halves = next(container.decode(video=0)).interlaced_frame
    except (av.FFmpegError, OSError, ValueError, IndexError, StopIteration):
        return  # whoever reads it says what is wrong with it
    if halves:
        raise SourceError(
            f"{shown(path)} is interlaced, which cannot be read here; make whole pictures of it first, "
            "as with: ffmpeg -i FILM -vf yadif NEW.mp4"
        )
