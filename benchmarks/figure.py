"""Cost of drawing the moving figure in the window: a 1280×720 frame with it against the same frame without it.

    python benchmarks/figure.py [--frames N]

Measures CPU time, alternating between both, at times spread over the whole animation. Prints the median for each move.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace

import numpy as np

from coach.display.render import render
from coach.display.shown import Shown
from coach.library import load_move, move_ids

SIZE = (1280, 720)
MOST_MS = 2.0
PLAIN = np.full((*SIZE[::-1], 3), 128, np.uint8)


def ms(shown: Shown) -> float:
    """Draw a frame and return the CPU time in milliseconds."""
    began = time.thread_time()
    render(PLAIN, None, shown, SIZE)
    return (time.thread_time() - began) * 1000


def main() -> None:
    """Measure every move, before the set and in a rest."""
    parser = argparse.ArgumentParser(description="Cost of drawing the moving figure in the window.")
    parser.add_argument("--frames", type=int, default=120, help="frames for each move")
    frames = parser.parse_args().frames
    print("move                       frame without  with    ratio  figure")
    worst = 0.0
    for name in move_ids():
        move = load_move(name)
        own = Shown(phase="place", title=move.title, drawings=move.drawing, hold_s=move.hold_s, side="left")
        without, with_it = [], []
        for i in range(frames):
            without.append(ms(replace(own, drawings=None)))
            with_it.append(ms(replace(own, figure_s=i * 9 / frames)))
        bare, whole = statistics.median(without), statistics.median(with_it)
        worst = max(worst, whole - bare)
        print(f"{name:26} {bare:6.2f} ms {whole:8.2f} ms {whole / bare:6.2f} {whole - bare:6.2f} ms")
    print(
        f"the worst is {worst:.2f} ms, and at most {MOST_MS:g} ms is asked: {'met' if worst <= MOST_MS else 'missed'}"
    )


if __name__ == "__main__":
    main()
