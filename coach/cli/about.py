"""``coach about``: what the moves are for, when to rest and when to see a doctor; and the notice before it all."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.padding import Padding

from coach import library
from coach.cli.console import readable

NOTICE: Final = "warning-signs-1"
"""What the notice is kept as once it was acknowledged; a changed one gets another name."""

WIDEST: Final = 88

WARNING: Final = """\
Stop, and see a doctor at once, if there is
  - loss of control over bladder or bowel,
  - numbness around the saddle: between the legs, the buttocks, the inner thighs,
  - weakness in a leg, or a foot that drops,
  - severe, disabling back pain, or pain after a fall or an accident,
  - back pain with fever, or with weight lost for no reason.
This program counts and watches moves. It is no doctor and makes no diagnosis."""

ABOUT: Final = {
    "What it is about": (
        "Pain in the buttock, the hip or the lower back, sometimes down the back of the thigh: often muscles and "
        "joints that are stiff, tired or overworked; a disc, or a nerve on its way out of the spine, such as the "
        "sciatic nerve under the piriformis muscle; or worn joints. Which it is, a physiotherapist or a doctor "
        "tells, not a camera."
    ),
    "What it can feel like": (
        "A dull ache in the buttock or beside the spine; pain that is worse after long sitting, on stairs, on getting "
        "up, or when lying on that side; tingling or burning down the leg."
    ),
    "What helps": (
        "Strengthening moves two or three days a week, made harder slowly; stretches every day, held 20 to 30 seconds "
        "without bouncing; walking and other low-impact activity. Sit less: get up every half hour, and change how "
        "you sit."
    ),
    "When to rest": (
        "A stretch may pull; it must not hurt. Leave a move out for the day if it hurts more than that, if pain moves "
        "further down the leg, or if it is worse the day after than before. On a day that is worse than the one "
        "before: rest, or go for an easy walk; lying in bed for days makes it worse. If it is no better after a few "
        "weeks, or pain is 7 of 10 or more: see a doctor or a physiotherapist."
    ),
    "Where this is from": "The article this program follows; the NHS on back pain and on sciatica (nhs.uk).",
}


def about() -> int:
    """Tell all of it."""
    console = readable(WIDEST)
    for title, text in ABOUT.items():
        console.print(title)
        console.print(Padding(text, (0, 0, 1, 2)))
    console.print(WARNING)
    avoid(console, library.move_ids())
    return 0


def avoid(console: Console, moves: tuple[str, ...]) -> None:
    """Who should leave out which of these moves."""
    console.print("\nWho should leave out a move, or ask first")
    for name in moves:
        move = library.load_move(name)
        if move.avoid_if:
            console.print(Padding(move.title, (0, 0, 0, 2)))
            for reason in move.avoid_if:
                console.print(Padding(f"- {reason}", (0, 0, 0, 4)))
