"""Estimate the landmarks of every clip beside this file and keep them in ``landmarks/``.

    python -m tests.clips.make_landmarks [--model FILE] [CLIP ...]

Run it when clips are added or the pose model changes; the tests of what is counted in the clips then need no model.
"""

from __future__ import annotations

import argparse
import sys

from coach.app.video.sources import VideoOptions, open_source
from tests.clips.packed import CLIPS, pack, path_of


def main() -> None:
    """Estimate the clips that are named, or all of them."""
    parser = argparse.ArgumentParser(description="Estimate and keep the landmarks of the clips of the tests.")
    parser.add_argument("clips", nargs="*", default=sorted(path.stem for path in CLIPS.glob("*.mp4")))
    parser.add_argument("--model", help="pose model, name or file")
    asked = parser.parse_args()
    (CLIPS / "landmarks").mkdir(exist_ok=True)
    for clip in asked.clips:
        source = open_source(CLIPS / f"{clip}.mp4", VideoOptions(model=asked.model))
        try:
            moments = list(source.moments)
        finally:
            source.moments.close()
        size = source.facts().size
        if size is None:
            raise SystemExit(f"{clip} has no images")
        pack(path_of(clip), moments, size)
        sys.stdout.write(f"{clip}: {len(moments)} frames, {path_of(clip).stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
