"""Finds the videos of a folder, and checks that a path is an ordinary local file before it is opened as a video.

FFmpeg would follow a URL or a playlist without asking. So the name is checked first, then whether the content is text,
as all playlists are. Only then is the file passed to FFmpeg, which is restricted to files and video formats
(``reader``).
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from coach.errors import SourceError
from coach.language import Phrase, phrase

SUFFIXES: Final = frozenset(
    {".3g2", ".3gp", ".asf", ".avi", ".dv", ".f4v", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg"}
    | {".mts", ".ogv", ".ts", ".vob", ".webm", ".wmv"}
)
"""File name suffixes searched for in a folder. A file given by itself may have any name."""

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+[:,]")
"""A URL scheme, or an FFmpeg protocol such as ``concat:`` or ``subfile,,``. A single letter is a Windows drive."""

_SERIES: Final = re.compile(r"%0?\d*d")
"""FFmpeg's pattern for a sequence of numbered images."""

_HEAD: Final = 1024
"""Number of bytes read to decide whether a file is text."""

_LISTS: Final = frozenset(
    {".asx", ".avs", ".cue", ".ffconcat", ".m3u", ".m3u8", ".mpd", ".pls", ".sdp", ".smil", ".txt", ".vpy", ".xspf"}
)


def shown(path: str | Path) -> str:
    """Return the path in printable form; bytes that are not valid UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def admit(path: str | Path) -> None:
    """Check that a path names an ordinary, non-empty, binary file.

    Raises:
        SourceError: It does not; the message says what was found.
    """
    name, suffix = shown(path), Path(path).suffix.lower()
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise SourceError(phrase("errors.video.folder", path=name))
        if not stat.S_ISREG(mode):
            raise SourceError(phrase("errors.video.device", path=name))
        if name != os.fspath(path):
            raise SourceError(phrase("errors.video.bad_name", path=name))
        if suffix in _LISTS:
            raise SourceError(phrase("errors.video.playlist", path=name, suffix=suffix))
        with Path(path).open("rb") as file:
            head = file.read(_HEAD)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: not a possible file name
        raise SourceError(_not_found(os.fspath(path), name)) from error
    except PermissionError as error:
        raise SourceError(phrase("errors.video.forbidden", path=name)) from error
    except OSError as error:
        if _SCHEME.match(os.fspath(path)):  # Windows reports a URL as a malformed name, not a missing file
            raise SourceError(_not_found(os.fspath(path), name)) from error
        raise SourceError(phrase("errors.video.unreadable", path=name, why=error.strerror)) from error
    if not head:
        raise SourceError(phrase("errors.video.empty", path=name))
    if head.strip() and not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head):  # as all playlists are
        raise SourceError(phrase("errors.video.text", path=name))


def videos_in(folder: str | Path) -> list[Path]:
    """Return the videos in a folder and its subfolders, sorted by path, without hidden ones.

    Raises:
        SourceError: There are none, or the folder cannot be read.
    """
    name = shown(folder)
    try:
        next(Path(folder).iterdir(), None)  # rglob silently skips a folder that cannot be read
        entries = sorted(Path(folder).rglob("*"))
        found = [entry for entry in entries if entry.suffix.lower() in SUFFIXES and entry.is_file()]
    except OSError as error:
        raise SourceError(phrase("errors.video.folder_unreadable", path=name, why=error.strerror)) from error
    # macOS writes a "._clip.mp4" next to "clip.mp4" on foreign file systems, which is not a video.
    found = [entry for entry in found if not any(part.startswith(".") for part in entry.relative_to(folder).parts)]
    if not found:
        raise SourceError(phrase("errors.video.no_videos", path=name, suffixes=", ".join(sorted(SUFFIXES))))
    return found


def _not_found(path: str, name: str) -> Phrase:
    if _SCHEME.match(path):
        return phrase("errors.video.address", path=name)
    if _SERIES.search(path):
        return phrase("errors.video.series", path=name)
    return phrase("errors.video.absent", path=name)
