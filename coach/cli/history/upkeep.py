"""``coach history check``, ``backup``, ``restore``, ``delete`` and ``keep``: maintain the stored data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from coach.cli import numbers
from coach.cli.console import unfolded
from coach.cli.failure import USAGE, CommandError, usage_errors
from coach.cli.live import questions
from coach.language import Language
from coach.store.history import History, data_folder, for_reading
from coach.store.kept import SETTING
from coach.store.records import local
from coach.store.restoring import ASIDE, restore

FOREVER: Final = "forever"


def check(data: Path | None) -> int:
    """Check that the stored data is intact."""
    console = unfolded()
    with History(_there(data), for_reading) as history:
        found = history.upkeep.examine()
    console.print(
        f"{_plural(found.sessions, 'session')}, {_plural(found.events, 'event')} and the curves of "
        f"{_plural(found.curves, 'attempt')} are intact."
    )
    for kept in found.kept:
        if kept.size is None:
            console.print(f"Missing landmarks of session {kept.session}: {kept.path}")
    for path in found.strays:
        console.print(f"File without a session: {path}")
    return 0


def back_up(data: Path | None, to: Path) -> int:
    """Copy the history to a new file."""
    with History(_there(data), for_reading) as history:
        history.upkeep.back_up(to)
        kept = [each for each in history.landmarks.kept() if each.size is not None]
    console = unfolded()
    console.print(f"History saved to {to}, readable only by you.")
    if kept:
        console.print(f"Landmarks are not included; they are in {kept[0].path.parent}.")
    return 0


def restore_backup(data: Path | None, backup: Path) -> int:
    """Restore the history from a backup."""
    aside = restore(data or data_folder(), backup)
    console = unfolded()
    console.print(f"History restored from {backup}.")
    if aside is not None:
        console.print(f"The previous history is now {aside}; delete it when you no longer need it.")
    return 0


def keep(data: Path | None, days: str | None) -> int:
    """Show or set how many days the landmarks of sessions are stored."""
    console = unfolded()
    with usage_errors():
        kept_days = None if days is None else _days(days)
    with History(data or data_folder()) as history:
        if days is not None:
            history.person.set_setting(SETTING, kept_days)
            history.landmarks.expire()
        now = history.landmarks.days
    duration = "for ever" if now is None else "not at all" if now == 0 else f"for {now} days"
    console.print(f"Landmarks of sessions are kept {duration}.")
    return 0


def delete(data: Path | None, sessions: Sequence[int], before: str | None, everything: bool, yes: bool) -> int:
    """Delete permanently, after confirmation."""
    console = unfolded()
    with usage_errors():
        if sum((bool(sessions), before is not None, everything)) != 1:
            raise ValueError("give one of --session ID, --before DATE and --all")
        day = None if before is None else numbers.day("--before", before)
    with History(_there(data)) as history:
        known = {each.id: each.began for each in history.sessions.all()}
        chosen, activities = set(sessions), set[int]()
        with usage_errors():
            if missing := sorted(chosen - known.keys()):
                raise ValueError(f"there is no session {missing[0]}; coach history lists them")
        if day is not None:
            chosen = {number for number, began in known.items() if local(began).date() < day}
            activities = {each.id for each in history.person.activities() if local(each.at).date() < day}
        if everything:
            what = f"all stored data: {len(known)} sessions, their landmarks and all settings"
        else:
            what = f"{_plural(len(chosen), 'session')} with their landmarks"
            what += (
                f" and {'1 other activity' if len(activities) == 1 else f'{len(activities)} other activities'}"
                if activities
                else ""
            )
        if not (everything or chosen or activities):
            console.print("Nothing to delete.")
            return 0
        if not yes and not _sure(console, what):
            console.print("Nothing was deleted.")
            return 0
        if everything:
            history.upkeep.delete_all()
        else:
            history.upkeep.delete(chosen, activities)
        # Imported here: the modules for pages take longest to import.
        from coach.app.history.review import remove_pages

        remove_pages(history.folder)
        console.print(f"Deleted permanently: {what}.")
        for path in sorted(history.folder.glob("report-*")) if everything else ():
            console.print(f"The page of a video is still in {path}; delete it yourself.")
        for path in sorted(history.folder.glob(ASIDE)):
            console.print(f"A previous history is still in {path}; delete it yourself.")
    return 0


def _sure(console: Console, what: str) -> bool:
    if not questions.is_interactive():
        raise CommandError(f"confirmation needs a terminal; to delete permanently {what}, add --yes", USAGE)
    return bool(questions.yes(questions.asker(console), f"Permanently delete {what}?", Language.load()))


def _there(data: Path | None) -> Path:
    folder = data or data_folder()
    if not (folder / "history.sqlite3").exists():
        raise CommandError(f"no history in {folder}; name its folder with --data", USAGE)
    return folder


def _days(text: str) -> int | None:
    if text == FOREVER:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= 36_500):
        raise ValueError(f"{text} is not a number of days, 0 for none, or {FOREVER}")
    return int(text)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
