"""Tables of stored data, with headings in a language."""

from __future__ import annotations

from typing import Final

from rich import box

from coach.language import Language
from coach.report.table import Records

NUMBERS: Final = ("#", "tried", "reps", "clean", "held", "angle", "reached", "from", "to", "target", "usual")
WRAPPED: Final = ("what", "pain", "faults", "")


def columns(phrases: Language, *names: str) -> Records:
    """Return an empty table with columns named as in the catalogue, or as they are if they are not words."""
    table = Records(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name in names:
        table.add_column(
            phrases.say(f"columns.{name}") if name.isalpha() else name,
            justify="right" if name in NUMBERS else "left",
            no_wrap=name not in WRAPPED,
            min_width=15 if name == "what" else None,
        )
    return table
