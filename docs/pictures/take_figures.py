"""Draw the moving figures of the README anew, as the window shows them: animated PNGs, one loop each.

    python docs/pictures/take_figures.py

What stands still is one frame that lasts, so that a file stays well below 300 KB.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TID251  # and a file
from typing import Final

import cv2  # noqa: TID251  # a picture is written here
import numpy as np

from coach.display.figures import draw, natural_width
from coach.display.paint import Canvas, paint
from coach.display.screen import Screen
from coach.display.shapes import Panel, Shape
from coach.language import english
from coach.library import load_move
from coach.moves.motion import LoopTiming, loop_timing

HERE = Path(__file__).resolve().parent
MOVES: Final = ("spine-extension", "glute-bridge")
HIGH: Final = 200
FPS: Final = 12
MARGIN: Final = 0.04


def frames(name: str) -> tuple[list[Canvas], list[int]]:
    """The pictures of one loop, and the milliseconds that each is shown."""
    move = load_move(name)
    figure = move.drawing
    assert figure is not None
    room = natural_width(figure, 1 - 2 * MARGIN)
    size = round((room + 2 * MARGIN) * HIGH), HIGH
    words = english()
    labels = words.say("window.start"), words.say("window.hold", seconds=f"{move.hold_s:g}")
    pictures: list[Canvas] = []
    lasting: list[int] = []
    for t, ms in instants(loop_timing(figure, move.hold_s)):
        shapes: list[Shape] = [Panel((0.0, 0.0), (size[0] / HIGH, 1.0), cover=1.0, corner=0.0)]
        shapes += draw(figure, (MARGIN, MARGIN), (room, 1 - 2 * MARGIN), t, move.hold_s, labels)
        # Sixteen levels of each colour: half the size, and nobody sees it.
        pictures.append(np.asarray((paint(None, shapes, Screen(size, size, mirror=False)) >> 4) * 17, np.uint8))
        lasting.append(ms)
    return pictures, lasting


def instants(timing: LoopTiming) -> list[tuple[float, int]]:
    """When to take pictures within a loop, and for how many milliseconds to show each."""
    count = round(timing.way_s * FPS)
    step = round(1000 / FPS)
    way = [timing.way_s * (i + 0.5) / count for i in range(count)]
    top = timing.start_s + timing.way_s
    found = [(timing.start_s / 2, round(timing.start_s * 1000)), *((timing.start_s + t, step) for t in way)]
    found.append((top + timing.hold_s / 2, round(timing.hold_s * 1000)))
    return [*found, *((top + timing.hold_s + t, step) for t in way)]


def main() -> None:
    """Draw every figure."""
    for name in MOVES:
        pictures, lasting = frames(name)
        animation = cv2.Animation()
        animation.frames = pictures
        animation.durations = lasting
        animation.loop_count = 0
        path = HERE / f"figure-{name}.png"
        if not cv2.imwriteanimation(str(path), animation, [cv2.IMWRITE_PNG_COMPRESSION, 9]):
            raise OSError(f"{path} could not be written")


if __name__ == "__main__":
    main()
