"""The parts of the layout: each turns state into placed shapes. Widths are in screen heights."""

from __future__ import annotations

from typing import Final, Literal

from coach.display import marks
from coach.display.figures import draw, natural_width
from coach.display.lettering import fitted, wrapped
from coach.display.lettering import width as lettering_width
from coach.display.screen import Screen
from coach.display.shapes import Panel, Role, ScreenPoint, Shape, Text
from coach.display.shown import Shown
from coach.language import Language

MARGIN: Final = 0.025
CARD: Final = 0.33
"""Width of the cards with the count and the ring."""

LARGE: Final = 0.085
"""Size of the main sentence: its capitals are 1 cm on a laptop, readable from three metres."""

MIDDLE: Final = 0.06
SMALL: Final = 0.045

LARGER: Final = (LARGE, 0.075, 0.066, MIDDLE)
"""Sizes for a main sentence, the first that fits is used; other languages are longer."""

SMALLER: Final = (MIDDLE, 0.053, 0.047)
"""Sizes for an explanatory sentence."""

CLOSER: Final = (0.053, SMALL, 0.04)
"""Sizes for the instruction in a rest."""

STRIP: Final = 0.085
"""Height of the strip with the move."""

BELOW: Final = 2 * MARGIN + STRIP
"""Top of the content below the strip."""

LINE: Final = 1.3
"""Line spacing, relative to the text size."""

READABLE: Final = (0.06, 0.052, 0.046, 0.04, 0.034)
"""Sizes of text to be read close to the screen."""

PARAGRAPH: Final = 0.4
"""Gap between two paragraphs, relative to the text size."""

KEYS: Final = ("space", "s", "q", "f", "h")
"""The keys to list, in this order."""

Symbol = Literal["cross", "tick", "warning", "ring", "bars", "question"]


def strip(shown: Shown, width: float, words: Language) -> list[Shape]:
    """Strip along the top edge: the move on the left, side and set on the right."""
    right = "  ·  ".join(_side_and_set(shown, words))
    inner = width - 2 * MARGIN - 0.05
    room = min(lettering_width(right) * MIDDLE, inner * 0.5)
    middle = MARGIN + STRIP / 2
    return [
        Panel((MARGIN, MARGIN), (width - 2 * MARGIN, STRIP)),
        Text((MARGIN + 0.025, middle), shown.title, MIDDLE, weight=600, room=inner - room - 0.04),
        Text((width - MARGIN - 0.025, middle), right, MIDDLE, "right", "accent", 600, room),
    ]


def figure(shown: Shown, width: float, words: Language, mirror: bool) -> list[Shape]:
    """Panel below the strip with the moving figure of the move; empty if it has none."""
    drawn = shown.drawings
    if drawn is None:
        return []
    # A sitting figure is narrow: at the side, it leaves the middle, where the person sits, uncovered.
    narrow = natural_width(drawn, 0.36) < 0.3 * width
    high = 0.48 if narrow else 0.4
    wide = min(width - 2 * MARGIN, natural_width(drawn, high - 0.03) + 0.06)
    left = MARGIN if narrow else (width - wide) / 2
    shapes: list[Shape] = [Panel((left, BELOW), (wide, high))]
    return shapes + _moving(shown, (left + 0.03, BELOW + 0.02), (wide - 0.06, high - 0.03), words, mirror)


def _moving(shown: Shown, at: ScreenPoint, size: tuple[float, float], words: Language, mirror: bool) -> list[Shape]:
    """Draw the figure of the move inside a box."""
    if shown.drawings is None:
        return []
    top = words.say("window.hold", seconds=f"{round(shown.hold_s, 1):g}") if shown.hold_s else words.say("window.top")
    names = words.say("window.start"), top
    return draw(shown.drawings, at, size, shown.figure_s, shown.hold_s, names, side=shown.side, mirror=mirror)


def count(shown: Shown, words: Language) -> list[Shape]:
    """Card with the reps done, as large as fits, and the reps to do."""
    if not shown.reps_wanted and not shown.reps:
        return []
    top, middle = BELOW, MARGIN + CARD / 2
    shapes: list[Shape] = [
        Panel((MARGIN, top), (CARD, CARD)),
        Text((middle, top + 0.135), str(shown.reps), 0.25, "middle", weight=600, room=CARD - 0.04),
    ]
    if shown.reps_wanted:
        text = words.say("window.of", n=shown.reps_wanted)
        shapes.append(Text((middle, top + 0.28), text, 0.075, "middle", "muted", room=CARD - 0.04))
    return shapes


def hold(shown: Shown, width: float, words: Language) -> list[Shape]:
    """Ring of the hold with the seconds held; empty outside a hold."""
    if not shown.hold_s:
        return []
    top, left = BELOW, width - MARGIN - CARD
    centre = (left + CARD / 2, top + 0.132)
    held = shown.held_s
    role: Role = "in" if shown.hold_done else "accent"
    ticks = round(shown.hold_s) if shown.hold_s <= 10 else 0
    part = 0.0 if held is None else held / shown.hold_s
    shapes: list[Shape] = [Panel((left, top), (CARD, CARD))]
    shapes += marks.ring(centre, 0.113, part, role, ticks)
    if held is not None:
        shapes.append(Text(centre, str(int(held)), 0.115, "middle", "ink", 600, 0.18))
    if shown.hold_done:
        shapes += marks.tick((left + CARD - 0.044, top + 0.042), 0.032)
    text = words.say("window.hold", seconds=f"{round(shown.hold_s, 1):g}")
    return [*shapes, Text((centre[0], top + 0.29), text, 0.065, "middle", "muted", room=CARD - 0.04)]


def banner(text: str, width: float, symbol: Symbol, *, below: str = "") -> list[Shape]:
    """Main sentence along the bottom edge, with a symbol before it and small text below it."""
    radius = 0.062
    room = width - 2 * MARGIN - 2 * radius - 0.11
    size, lines = fitted(text, room, LARGER, 2)
    under = MIDDLE * 1.25 if below else 0.0
    high = max(len(lines) * size * LINE, 2 * radius) + under + 0.045
    top = 1 - MARGIN - high
    middle = top + (high - under) / 2
    edge: Role | None = "out" if symbol == "cross" else "in" if symbol == "tick" else None
    shapes: list[Shape] = [Panel((MARGIN, top), (width - 2 * MARGIN, high), edge=edge)]
    shapes += _symbol(symbol, (MARGIN + 0.04 + radius, middle), radius)
    left = MARGIN + 2 * radius + 0.075
    first = middle - (len(lines) - 1) * size * LINE / 2
    shapes += _lines(lines, (left, first), size, weight=600, room=room)
    if below:
        shapes.append(Text((left, 1 - MARGIN - 0.02 - MIDDLE / 2), below, MIDDLE, role="muted", room=room))
    return shapes


def footer(text: str, width: float, middle: float = 1 - MARGIN - STRIP / 2) -> list[Shape]:
    """A few words in the middle, such as the next move; along the bottom edge by default."""
    if not text:
        return []
    wide = min(lettering_width(text) * MIDDLE + 0.06, width - 2 * MARGIN)
    left = (width - wide) / 2
    return [
        Panel((left, middle - STRIP / 2), (wide, STRIP)),
        Text((width / 2, middle), text, MIDDLE, "middle", room=wide - 0.03),
    ]


def veil(width: float) -> list[Shape]:
    """Veil that darkens the camera image and the body drawn on it, so that the text stands out."""
    return [Panel((0.0, 0.0), (width, 1.0), cover=0.62, corner=0.0)]


def rest(shown: Shown, screen: Screen, words: Language) -> list[Shape]:
    """Rest: the seconds left on the left, the next move on the right."""
    width, left = screen.width, screen.width * 0.2 + 0.03
    radius = min(0.24, left - MARGIN - 0.01)
    seconds = 0.0 if shown.left_s is None else shown.left_s
    part = seconds / shown.of_s if shown.of_s else 0.0
    middle = 0.5
    shapes: list[Shape] = [
        Panel((MARGIN, MARGIN), (2 * (left - MARGIN), 1 - 2 * MARGIN)),
        Text((left, 0.13), words.say("window.rest"), 0.11, "middle", weight=600),
        *marks.ring((left, middle), radius, part, "accent"),
        Text((left, middle), str(-int(-seconds // 1)), 0.2, "middle", weight=600, room=radius * 1.3),
        Text((left, 0.85), words.say("window.seconds"), MIDDLE, "middle", "muted"),
    ]
    x = 2 * left
    wide = width - x - MARGIN
    shapes.append(Panel((x, MARGIN), (wide, 1 - 2 * MARGIN)))
    shapes.append(Text((x + 0.03, 0.1), words.say("window.next"), MIDDLE, role="muted"))
    y = 0.19
    for line in wrapped(shown.title, (wide - 0.06) / 0.08, 2):
        shapes.append(Text((x + 0.03, y), line, 0.08, weight=600, room=wide - 0.06))
        y += 0.08 * LINE
    for line in _side_and_set(shown, words):
        shapes.append(Text((x + 0.03, y), line, MIDDLE, role="accent", weight=600, room=wide - 0.06))
        y += MIDDLE * LINE
    if shown.changeover:
        size, lines = fitted(shown.changeover, wide - 0.06, CLOSER, 4)
        shapes += _lines(lines, (x + 0.03, y + 0.01), size, room=wide - 0.06)
        y += len(lines) * size * LINE + 0.01
    y = max(y, 0.42)
    shapes += _moving(shown, (x + 0.02, y), (wide - 0.04, 1 - 2 * MARGIN - y), words, screen.mirror)
    return shapes + hint(width - MARGIN, MARGIN, words)


def _side_and_set(shown: Shown, words: Language) -> list[str]:
    side = [words.say(f"window.sides.{shown.side}")] if shown.side else []
    return side + ([words.say("window.set", number=shown.set, of=shown.sets)] if shown.set else [])


def notice(symbol: Symbol, title: str, message: str, remedy: str, width: float) -> list[Shape]:
    """Notice in the middle: a symbol, a title, the reason, and what to do about it."""
    room = min(width - 2 * MARGIN - 0.1, 1.5)
    size, why = fitted(message, room, LARGER, 4)
    small, cure = fitted(remedy, room, SMALLER, 3)
    high = 0.2 + (len(why) * size + len(cure) * small) * LINE + 0.12
    top = (1 - high) / 2
    left = (width - room) / 2
    shapes: list[Shape] = [Panel((left - 0.05, top), (room + 0.1, high))]
    shapes += _symbol(symbol, (left + 0.075, top + 0.12), 0.075)
    shapes.append(Text((left + 0.19, top + 0.12), title, 0.12, weight=600, room=room - 0.19))
    return (
        shapes
        + _lines(why, (left, top + 0.26), size, room=room)
        + _lines(cure, (left, top + 0.29 + len(why) * size * LINE), small, "muted", room=room)
    )


def question(shown: Shown, screen: Screen, words: Language) -> list[Shape]:
    """A question and how to answer it, with the choice on offer highlighted."""
    room = min(screen.width - 2 * MARGIN - 0.1, 1.5)
    left = (screen.width - room) / 2
    lines = wrapped(shown.message or words.say("window.pain"), (room - 0.19) / 0.1, 2)
    small, how = fitted(shown.remedy or words.say("window.sign"), room, SMALLER, 2)
    row = 0.115
    high = 0.08 + len(lines) * 0.1 * LINE + len(how) * small * LINE + len(shown.choices) * row + 0.07
    top = max(MARGIN, (1 - high) / 2)
    shapes: list[Shape] = [Panel((left - 0.05, top), (room + 0.1, high))]
    y = top + 0.105
    shapes += marks.question((left + 0.075, y + (len(lines) - 1) * 0.1 * LINE / 2), 0.075)
    shapes += _lines(lines, (left + 0.19, y), 0.1, weight=600)
    y += len(lines) * 0.1 * LINE + 0.005
    shapes += _lines(how, (left, y), small, "muted")
    y += len(how) * small * LINE + 0.035
    for choice in shown.choices:
        if choice.offered:
            shapes.append(Panel((left - 0.02, y - row / 2 + 0.006), (room + 0.04, row - 0.012), 0.4, edge="accent"))
        role: Role = "accent" if choice.offered else "ink"
        shapes.append(Text((left + 0.02, y), choice.key, MIDDLE, role="muted", room=0.08))
        shapes.append(Text((left + 0.1, y), choice.text, 0.075, role=role, weight=600, room=room - 0.2))
        y += row
    return shapes


def summary(shown: Shown, screen: Screen, words: Language) -> list[Shape]:
    """Summary: one line for each move, with a tick if it was completed."""
    room = min(screen.width - 2 * MARGIN - 0.06, 1.6)
    left = (screen.width - room) / 2
    closing = wrapped(shown.message, room / MIDDLE, 2)
    under = len(closing) * MIDDLE * LINE + (0.02 if closing else 0.0)
    row = min(0.105, (0.75 - under) / max(1, len(shown.rows)))
    size = row * 0.58
    high = 0.2 + row * len(shown.rows) + under
    top = (1 - high) / 2
    shapes: list[Shape] = [Panel((left - 0.03, top), (room + 0.06, high))]
    shapes += marks.tick((left + 0.05, top + 0.1), 0.055)
    shapes.append(Text((left + 0.14, top + 0.1), words.say("window.summary"), 0.11, weight=600))
    y = top + 0.175 + row / 2
    for each in shown.rows:
        symbol = marks.tick if each.complete else marks.dash
        shapes += symbol((left + 0.03, y), size * 0.42)
        done = min(lettering_width(each.done) * size, room * 0.42)
        shapes.append(Text((left + 0.085, y), each.title, size, room=room - 0.085 - done - 0.03))
        shapes.append(Text((left + room, y), each.done, size, "right", "accent", 600, done))
        y += row
    first = top + high - 0.025 - (len(closing) - 0.5) * MIDDLE * LINE
    return shapes + _lines(closing, (left, first), MIDDLE, "muted")


def reading(shown: Shown, screen: Screen, words: Language) -> list[Shape]:  # words: as of every layout
    """Text to be read in full, as large as fits, and below it how to confirm."""
    room = min(screen.width - 2 * MARGIN - 0.1, 1.6)
    left = (screen.width - room) / 2
    size = next((each for each in READABLE if _high(shown, room, each) < 0.76), READABLE[-1])
    high = _high(shown, room, size) + size + 0.12
    y = (1 - high) / 2 + 0.03 + size
    shapes: list[Shape] = [Panel((left - 0.05, (1 - high) / 2), (room + 0.1, high))]
    for i, text in enumerate(shown.lines):
        lines = wrapped(text, room / size, 4)
        shapes += _lines(lines, (left, y), size, weight=500 if i else 600)
        y += (len(lines) * LINE + PARAGRAPH) * size
    return [*shapes, Text((left, y + 0.03), shown.remedy, MIDDLE, role="accent", weight=600, room=room)]


def _high(shown: Shown, room: float, size: float) -> float:
    return sum(len(wrapped(text, room / size, 4)) * LINE + PARAGRAPH for text in shown.lines) * size


def keys(width: float, words: Language) -> list[Shape]:
    """List of keys on top of everything."""
    room = 1.05
    left, row = (width - room) / 2, 0.09
    high = 0.15 + row * len(KEYS) + 0.02
    top = (1 - high) / 2
    shapes: list[Shape] = [
        Panel((left - 0.05, top), (room + 0.1, high), cover=0.92, edge="muted"),
        Text((left, top + 0.08), words.say("window.title_keys"), 0.075, weight=600),
    ]
    for i, name in enumerate(KEYS):
        key = words.find(f"window.key_names.{name}", name)
        y = top + 0.15 + row * (i + 0.5)
        shapes.append(Text((left, y), key, MIDDLE, role="accent", weight=600, room=0.2))
        shapes.append(Text((left + 0.24, y), words.say(f"window.keys.{name}"), MIDDLE, room=room - 0.24))
    return shapes


def hint(right: float, top: float, words: Language) -> list[Shape]:
    """Hint that there are keys, for a person still at the machine: in the corner of a panel or of the image."""
    wide = lettering_width(words.say("window.help")) * 0.035 + 0.03
    return [
        Panel((right - wide, top), (wide, 0.055)),
        Text((right - wide / 2, top + 0.0275), words.say("window.help"), 0.035, "middle", "muted"),
    ]


def _lines(
    lines: tuple[str, ...],
    at: ScreenPoint,
    size: float,
    role: Role = "ink",
    weight: int = 500,
    room: float | None = None,
) -> list[Shape]:
    first, middle = at
    return [
        Text((first, middle + i * size * LINE), line, size, "left", role, weight, room) for i, line in enumerate(lines)
    ]


def _symbol(symbol: Symbol, at: ScreenPoint, radius: float) -> list[Shape]:
    if symbol == "ring":
        return marks.ring(at, radius, 0.0, "accent")
    return {
        "cross": marks.cross,
        "tick": marks.tick,
        "warning": marks.warning,
        "bars": marks.bars,
        "question": marks.question,
    }[symbol](at, radius)
