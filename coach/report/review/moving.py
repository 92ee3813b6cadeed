"""The moving figure of a move as SVG. It needs no script, and stands still for readers who prefer no motion."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from coach.body import Side
from coach.moves.motion import loop_timing, posture
from coach.moves.silhouette import FigurePart, bounds, outlines, solid
from coach.moves.text import Drawing, Drawings

UNIT: Final = 100
"""SVG units in a trunk length: a tenth of one is finer than a pixel."""

MAT: Final = 0.06
"""Thickness of the mat in trunks."""

MARGIN: Final = 0.05

STEPS: Final = 10
"""Postures on a way. Between two of them the browser moves points in straight lines, less than a pixel off."""


def moving(figure: Drawings, hold_s: float, label: str, side: Side | None = None) -> str:
    """Return the figure in motion, and its start and top side by side for readers who prefer no motion.

    ``label`` says what it shows, for readers who cannot see it. It is drawn on the working ``side``, if that is given.
    """
    timing = loop_timing(figure, hold_s)
    way = [timing.way_s * i / STEPS for i in range(STEPS + 1)]
    back = timing.loop_s - timing.way_s
    times = [0.0, *(timing.start_s + t for t in way), *(back + t for t in way)]
    frames = [solid(posture(figure, timing.height(t)), figure.matters) for t in times]
    keys = ";".join(f"{t / timing.loop_s:.4g}" for t in times)
    clock = f'keyTimes="{keys}" dur="{timing.loop_s:g}s" repeatCount="indefinite"'
    runs = _svg("runs", figure, side, [_path([frame[i] for frame in frames], clock) for i in range(len(frames[0]))])
    stands = "".join(_posture(each, figure, side) for each in (figure.start, figure.top))
    return f'<div class="moving" role="img" aria-label="{escape(label)}">{runs}<div class="stands">{stands}</div></div>'


def still(figure: Drawings, label: str) -> str:
    """Return a figure that stands still, in its start position."""
    return f'<div class="moving" role="img" aria-label="{escape(label)}">{_posture(figure.start, figure, None)}</div>'


def _posture(drawing: Drawing, figure: Drawings, side: Side | None) -> str:
    return _svg("still", figure, side, [_path([part]) for part in solid(drawing, figure.matters)])


def _svg(kind: str, figure: Drawings, side: Side | None, paths: Sequence[str]) -> str:
    left, low, right, high = bounds(figure)
    middle, thick = figure.ground + (figure.depth - MAT) / 2, figure.depth + MAT
    flipped = side not in (None, figure.side)
    first, top = -right if flipped else left, high
    box = (first - MARGIN, -top - MARGIN, right - left + 2 * MARGIN, top - low + MAT + 2 * MARGIN)
    mat = (
        f'<line class="mat" x1="{_n(left + thick / 2)}" x2="{_n(right - thick / 2)}" y1="{_n(-middle)}" '
        f'y2="{_n(-middle)}" stroke-width="{_n(thick)}"/>'
    )
    turn = ' transform="scale(-1 1)"' if flipped else ""
    return (
        f'<svg class="{kind}" viewBox="{" ".join(map(_n, box))}" aria-hidden="true"><g{turn}>{mat}'
        f"{''.join(paths)}</g></svg>"
    )


def _path(parts: Sequence[FigurePart], clock: str = "") -> str:
    """Return a part of the body; one that stays where it is has no animation."""
    frames = [_outline(part) for part in parts]
    shape = f'<path class="{parts[0].tone}" d="{frames[0]}"'
    if len(set(frames)) == 1:
        return f"{shape}/>"
    return f'{shape}><animate attributeName="d" values="{";".join(frames)}" {clock}/></path>'


def _outline(part: FigurePart) -> str:
    """Return a part as path data: of every piece two arcs and the tangents between them."""
    found = []
    for piece, edge in zip(part.pieces, outlines(part.pieces, 1)[0].tolist(), strict=True):
        (a, b), (c, d) = ((f"{_n(x)} {_n(-y)}" for x, y in ends) for ends in (edge[:2], edge[2:]))
        first, last = _n(piece.start_radius), _n(piece.end_radius)
        larger = int(piece.start_radius >= piece.end_radius)
        found.append(f"M{a}A{first} {first} 0 {larger} 0 {b}L{c}A{last} {last} 0 {1 - larger} 0 {d}Z")
    return "".join(found)


def _n(length: float) -> str:
    """Return a length in trunks as an SVG number."""
    return f"{round(length * UNIT, 1) + 0.0:g}"
