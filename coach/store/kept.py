"""Landmark recordings of sessions, stored beside the history for a while and then removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from coach.errors import HistoryError, reason
from coach.language import phrase
from coach.store.database import Database
from coach.store.recording import is_recording

FOLDER: Final = "landmarks"

DAYS: Final = 90
"""Days for which they are stored by default."""

SETTING: Final = "landmark_days"


@dataclass(frozen=True, slots=True)
class KeptRecording:
    """The landmark recording of one session.

    Attributes:
        size: Bytes; ``None`` if the file is missing.
        expires: When it expires, to be removed at the next session; ``None`` if never.
    """

    session: int
    path: Path
    size: int | None
    expires: datetime | None


class KeptLandmarks:
    """Where the landmarks of sessions are stored, for how long, and their removal."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._folder = database.folder / FOLDER

    @property
    def days(self) -> int | None:
        """Return for how many days landmarks are stored; 0 for not at all, ``None`` for ever."""
        rows = self._db.read("SELECT json_extract(value, '$') FROM setting WHERE name = ?", (SETTING,))
        return DAYS if not rows else None if rows[0][0] is None else int(rows[0][0])

    def keep(self, session: int) -> Path:
        """Return the path to record a session's landmarks to, and store it with the session.

        Raises:
            HistoryError: There is no such session, or its folder cannot be created.
        """
        rows = self._db.read("SELECT began FROM session WHERE id = ?", (session,))
        if not rows:
            raise HistoryError(phrase("errors.history.no_session", number=session, path=self._db.path))
        stamp = "".join(letter for letter in rows[0][0] if letter.isdigit())[:14]
        path = self._folder / f"session-{session}-{stamp}.landmarks"
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise HistoryError(
                phrase("errors.history.no_landmark_folder", path=path.parent, why=reason(error))
            ) from error
        self._db.write("UPDATE session SET landmarks = ? WHERE id = ?", (path.name, session))
        return path

    def kept(self) -> list[KeptRecording]:
        """Return every stored landmark recording, in session order."""
        days = self.days
        return [
            KeptRecording(
                session,
                self._folder / name,
                _size(self._folder / name),
                None if days is None else datetime.fromisoformat(began) + timedelta(days=days),
            )
            for session, began, name in self._db.read(
                "SELECT id, began, landmarks FROM session WHERE landmarks IS NOT NULL ORDER BY id"
            )
        ]

    def expire(self, at: datetime | None = None) -> int:
        """Remove expired recordings; return how many.

        Raises:
            HistoryError: A recording cannot be removed.
        """
        now = at or datetime.now(UTC)
        due = [kept for kept in self.kept() if kept.expires is not None and kept.expires <= now]
        for kept in due:
            self.remove(kept)
        return len(due)

    def remove(self, kept: KeptRecording) -> None:
        """Remove one recording. A file that is not a landmark recording, or is outside the folder, is left alone.

        Raises:
            HistoryError: It cannot be removed.
        """
        try:
            if kept.path.parent == self._folder and not kept.path.is_symlink() and is_recording(kept.path):
                kept.path.unlink()
        except OSError as error:
            raise HistoryError(phrase("errors.history.unremovable", path=kept.path, why=reason(error))) from error
        self._db.write("UPDATE session SET landmarks = NULL WHERE id = ?", (kept.session,))

    def stray(self) -> list[Path]:
        """Return recordings beside the history that belong to no session in it."""
        known = {kept.path for kept in self.kept()}
        return sorted(path for path in self._folder.glob("*") if path not in known)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
