"""The page of a learned move: its curve with rest, way and top, the figure, and the counting rules."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Final

from coach.language import Language
from coach.learn.learning import Learned
from coach.report.review.html import render
from coach.report.review.moving import moving
from coach.report.review.words import PageWords

WIDTH, HEIGHT = 480, 200
"""Size of the curve in SVG units: small, so that its numbers can be read on a phone."""

LEFT, BELOW = 48, 28
"""Room for the numbers beside and below it."""

LINE: Final = 14
"""Height of a number: closer to that of the zone it would cover it."""

MOST_POINTS: Final = 1500

COLOURS: Final = {"rest": "var(--left)", "way": "var(--line-strong)", "top": "var(--clean)"}


def taught(learned: Learned, sentences: Sequence[str], language: Language) -> str:
    """Return the page of a learned move, which has its words and drawing; ``sentences`` are its summary."""
    move = learned.move
    figure = None if move.drawing is None else moving(move.drawing, move.hold_s, move.title)
    return render(
        "taught",
        PageWords(language),
        ("base", "dark", "guide", "moving"),
        (),
        g=lambda key: language.say(f"learn.page.{key}"),
        title=move.title,
        source=move.source,
        sentences=sentences,
        figure=figure,
        curve=curve(learned, language),
        legend=[(language.say(f"learn.page.{kind}"), colour) for kind, colour in COLOURS.items()],
        untested=language.say("learn.untested"),
    )


def curve(learned: Learned, language: Language) -> str:
    """Return the main measure of the last demonstration as SVG, coloured by rest, way and top."""
    shown, name = learned.shown[-1], learned.main.candidate
    t, cut = shown.span.t, shown.cut
    values = next(each.values for each in shown.courses if each.candidate == name)
    zone = next(band.least for band in learned.move.top if band.measure == learned.move.main)
    seen = [float(value) for value in values if not math.isnan(value)]
    low, high = min(*seen, zone), max(*seen, zone)
    span_s, reach = max(float(t[-1] - t[0]), 1e-6), max(high - low, 1e-6)

    def x(at: float) -> float:
        return LEFT + (WIDTH - LEFT) * (at - float(t[0])) / span_s

    def y(value: float) -> float:
        return (HEIGHT - BELOW) * (1 - 0.08 - 0.84 * (value - low) / reach)

    kinds = ["top" if top else "rest" if rest else "way" for top, rest in zip(cut.top, cut.rest, strict=True)]
    every = max(1, len(t) // MOST_POINTS)
    points = [
        (x(float(t[i])), y(float(values[i])), kinds[i]) for i in range(0, len(t), every) if values[i] == values[i]
    ]
    lines = []
    for kind, colour in COLOURS.items():
        pieces = [f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for (a, b, _), (c, d, taken) in pairwise(points) if taken == kind]
        lines.append(f'<path d="{"".join(pieces)}" fill="none" stroke="{colour}" stroke-width="3"/>')

    def label(value: float) -> str:
        return language.say("learn.degrees", n=language.number(value)) if name.degrees else language.number(value, 2)

    marks = "".join(
        f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{label(value)}</text>'
        for value in (learned.main.rest, zone, learned.main.top)
        if value == zone or abs(y(value) - y(zone)) > LINE
    )
    ends = "".join(
        f'<text x="{x(at):.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{language.number(at)} s</text>'
        for at, anchor in ((float(t[0]), "start"), (float(t[-1]), "end"))
    )
    across = f'<path d="M{LEFT} {y(zone):.1f}H{WIDTH}" stroke="var(--target)" stroke-dasharray="5 5"/>'
    described = escape(language.say("learn.page.curve"))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{described}" font-size="14" fill="currentColor">'
        f"{across}{''.join(lines)}{marks}{ends}</svg>"
    )
