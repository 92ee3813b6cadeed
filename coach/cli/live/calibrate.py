"""``coach calibrate``: list and delete personal ranges. Measuring one is a session, as in ``run``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from coach.body import Side
from coach.cli.columns import columns
from coach.cli.console import output
from coach.cli.failure import usage_errors
from coach.cli.live.sound import chosen_language
from coach.cli.move_options import known_moves
from coach.errors import DataFileError
from coach.language import phrase
from coach.library import Moves
from coach.session.personal import own_target
from coach.store.history import History, PersonalRange, data_folder, for_reading

COLUMNS: Final = ("move", "side", "from", "to", "target", "usual", "measured")


def show(data: Path | None, lang: str | None = None) -> int:
    """List the stored ranges, and the targets they give."""
    console, phrases = output(), chosen_language(lang, data)
    how = phrases.say("ranges.how")
    with History(data or data_folder(), for_reading) as history:
        ranges = history.person.ranges()
    if not ranges:
        console.print(f"{phrases.say('ranges.none')} {how}", soft_wrap=True)
        return 0
    moves = known_moves(data)
    table = columns(phrases, *COLUMNS)
    for each in sorted(ranges, key=lambda kept: (kept.move, kept.side)):
        target, usual = _targets(moves, each)
        side = phrases.say(f"table.{each.side}") if each.side else "-"
        span = f"{each.start_deg:.0f}°", f"{each.end_deg:.0f}°"
        table.add_row(each.move, side, *span, target, usual, each.taken[:10])
    console.print(table)
    console.print(f"\n{how}", soft_wrap=True)
    return 0


def forget(move: str | None, side: Side | None, data: Path | None, lang: str | None = None) -> int:
    """Delete the range of a move, or of one side of it."""
    console, phrases = output(), chosen_language(lang, data)
    with usage_errors():
        if move is None:
            raise ValueError("name the move, as in: coach calibrate --forget hip-abduction")
    with History(data or data_folder()) as history, usage_errors():
        move = known_moves(data).id_of(move) or move
        kept = [each for each in history.person.ranges() if each.move == move and side in (None, each.side)]
        if not kept:
            raise ValueError(phrase(f"errors.asked.no_range_{side or 'whole'}", move=move))
        history.person.forget_range(move, side)
    console.print(phrases.say("ranges.deleted", move=move))
    return 0


def _targets(moves: Moves, each: PersonalRange) -> tuple[str, str]:
    """Return the target from a range and the move's own, as text; dashes if the move no longer exists."""
    try:
        move = moves.load(each.move)
    except DataFileError:
        return "-", "-"
    target = own_target(move, each.end_deg)
    return ("-", "-") if target is None else (f"{target:g}°", f"{move.target_deg:g}°")
