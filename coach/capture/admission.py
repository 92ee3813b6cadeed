"""What may be opened as a video: ordinary files on this machine, and nothing that leads elsewhere.

A decoder follows an address or a list of files without asking. Here the name is judged first, then whether the file is
text, as every such list is. Only then does FFmpeg see it, itself held to files and video formats (``reader``).
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from coach.errors import SourceError

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+[:,]")
"""How an address begins, or one of FFmpeg's own such as ``concat:`` or ``subfile,,``. One letter is a drive."""

_SERIES: Final = re.compile(r"%0?\d*d")
"""How a series of numbered images is written."""

_HEAD: Final = 1024
"""So many bytes are looked at."""

_LISTS: Final = frozenset(
    {".asx", ".avs", ".cue", ".ffconcat", ".m3u", ".m3u8", ".mpd", ".pls", ".sdp", ".smil", ".txt", ".vpy", ".xspf"}
)


def shown(path: str | Path) -> str:
    """The path as it can be printed anywhere, also where its bytes are not valid text."""
    return os.fsencode(path).decode("utf-8", "replace")


def admit(path: str | Path) -> None:
    """Check that a path names an ordinary file that may be a video.

    Raises:
        SourceError: It does not.
    """
    name = shown(path)
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise SourceError(f"{name} is a folder where one video was expected; name a video in it")
        if not stat.S_ISREG(mode):
            raise SourceError(f"{name} is a device or a pipe; record to a file first and give that")
        _refuse_by_name(path)
        with Path(path).open("rb") as file:
            head = file.read(_HEAD)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: no file can have such a name
        raise SourceError(_absence(os.fspath(path), name)) from error
    except PermissionError as error:
        raise SourceError(f"{name} may not be read by you; change its permissions or copy it elsewhere") from error
    except OSError as error:
        if _SCHEME.match(os.fspath(path)):  # Windows finds the name of an address malformed rather than missing
            raise SourceError(_absence(os.fspath(path), name)) from error
        raise SourceError(f"{name} cannot be read ({error.strerror}); check the disk or copy the file") from error
    if not head:
        raise SourceError(f"{name} is empty (0 bytes); copy or record it again")
    if _is_text(head):
        raise SourceError(f"{name} holds text where a video was expected; if it names videos, give one of those")


def _refuse_by_name(path: str | Path) -> None:
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(f"{shown(path)} has a name that is not valid text; rename the file and try again") from error
    suffix = Path(path).suffix.lower()
    if suffix in _LISTS:
        raise SourceError(f"{path} is a {suffix} file, which only names other files; give the video itself")


def _absence(path: str, name: str) -> str:
    if _SCHEME.match(path):
        return f"{name} is an address; only files on this machine are opened, so save the video and give the file"
    if _SERIES.search(path):
        return f"{name} stands for a series of images; one video file is expected, so make one of them first"
    return f"there is no file {name}; check the name and the folder"


def _is_text(head: bytes) -> bool:
    """Whether the bytes read as text: every list of addresses or files, in whatever format, is text."""
    return bool(head.strip()) and not any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
