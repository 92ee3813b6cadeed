"""``coach history check``, ``backup``, ``restore``, ``delete`` and ``keep``: maintain the stored data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from coach.cli import numbers
from coach.cli.console import unfolded
from coach.cli.failure import USAGE, CommandError, usage_errors
from coach.cli.live import questions
from coach.cli.live.sound import chosen_language
from coach.language import Language, phrase
from coach.store.history import History, data_folder, for_reading
from coach.store.kept import SETTING
from coach.store.records import local
from coach.store.restoring import ASIDE, restore

FOREVER: Final = "forever"


def check(data: Path | None, lang: str | None = None) -> int:
    """Check that the stored data is intact."""
    console, phrases = unfolded(), chosen_language(lang, data)
    with History(_there(data), for_reading) as history:
        found = history.upkeep.examine()
    values = {"sessions": found.sessions, "events": found.events, "attempts": found.curves}
    console.print(phrases.say("upkeep.intact", **values))
    for kept in found.kept:
        if kept.size is None:
            console.print(phrases.say("upkeep.missing", number=kept.session, path=kept.path))
    for path in found.strays:
        console.print(phrases.say("upkeep.stray", path=path))
    return 0


def back_up(data: Path | None, to: Path, lang: str | None = None) -> int:
    """Copy the history to a new file."""
    console, phrases = unfolded(), chosen_language(lang, data)
    with History(_there(data), for_reading) as history:
        history.upkeep.back_up(to)
        kept = [each for each in history.landmarks.kept() if each.size is not None]
    console.print(phrases.say("upkeep.backed_up", path=to))
    if kept:
        console.print(phrases.say("upkeep.not_included", folder=kept[0].path.parent))
    return 0


def restore_backup(data: Path | None, backup: Path, lang: str | None = None) -> int:
    """Restore the history from a backup."""
    console, phrases = unfolded(), chosen_language(lang, data)
    aside = restore(data or data_folder(), backup)
    console.print(phrases.say("upkeep.restored", path=backup))
    if aside is not None:
        console.print(phrases.say("upkeep.aside", path=aside))
    return 0


def keep(data: Path | None, days: str | None, lang: str | None = None) -> int:
    """Show or set how many days the landmarks of sessions are stored."""
    phrases = chosen_language(lang, data)
    with usage_errors():
        kept_days = None if days is None else _days(days)
    with History(data or data_folder()) as history:
        if days is not None:
            history.person.set_setting(SETTING, kept_days)
            history.landmarks.expire()
        now = history.landmarks.days
    key = "upkeep.kept_for_ever" if now is None else "upkeep.kept_for" if now else "upkeep.not_kept"
    unfolded().print(phrases.say(key, n=now))
    return 0


def delete(
    data: Path | None, sessions: Sequence[int], before: str | None, everything: bool, yes: bool, lang: str | None = None
) -> int:
    """Delete permanently, after confirmation."""
    console, phrases = unfolded(), chosen_language(lang, data)
    with usage_errors():
        if sum((bool(sessions), before is not None, everything)) != 1:
            raise ValueError("give one of --session ID, --before DATE and --all")
        day = None if before is None else numbers.day("--before", before)
    with History(_there(data)) as history:
        known = {each.id: each.began for each in history.sessions.all()}
        chosen, activities = set(sessions), set[int]()
        with usage_errors():
            if missing := sorted(chosen - known.keys()):
                raise ValueError(phrase("errors.asked.no_session", number=missing[0]))
        if day is not None:
            chosen = {number for number, began in known.items() if local(began).date() < day}
            activities = {each.id for each in history.person.activities() if local(each.at).date() < day}
        if everything:
            what = phrases.say("upkeep.everything", n=len(known))
        else:
            kinds = (("upkeep.sessions", chosen), ("upkeep.activities", activities))
            what = phrases.list(phrases.say(kind, n=len(each)) for kind, each in kinds if each)
        if not what:
            console.print(phrases.say("upkeep.nothing_to_delete"))
            return 0
        if not yes and not _sure(phrases.say("upkeep.sure", what=what), phrases):
            console.print(phrases.say("upkeep.nothing_deleted"))
            return 0
        if everything:
            history.upkeep.delete_all()
        else:
            history.upkeep.delete(chosen, activities)
        # Imported here: the modules for pages take longest to import.
        from coach.app.history.review import remove_pages

        remove_pages(history.folder)
        console.print(phrases.say("upkeep.deleted", what=what))
        for path in sorted(history.folder.glob("report-*")) if everything else ():
            console.print(phrases.say("upkeep.page_left", path=path))
        for path in sorted(history.folder.glob(ASIDE)):
            console.print(phrases.say("upkeep.history_left", path=path))
    return 0


def _sure(question: str, phrases: Language) -> bool:
    if not questions.is_interactive():
        raise CommandError(phrase("errors.asked.no_terminal"), USAGE)
    return bool(questions.yes(questions.asker(unfolded()), question, phrases))


def _there(data: Path | None) -> Path:
    folder = data or data_folder()
    if not (folder / "history.sqlite3").exists():
        raise CommandError(phrase("errors.asked.no_history", folder=folder), USAGE)
    return folder


def _days(text: str) -> int | None:
    if text == FOREVER:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= 36_500):
        raise ValueError(f"{text} is not a number of days, 0 for none, or {FOREVER}")
    return int(text)
