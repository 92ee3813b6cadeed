"""Locates the program's data files, in a checkout or inside the installed package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_INSTALLED: Final = _PACKAGE / "data"

_MOVED: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("sample.mp4",): ("tests", "clips", "sample-hip-abduction.mp4"),
}
"""Resources that have another path in a checkout than in the installed package."""


def checkout() -> Path | None:
    """Return the root of the source checkout the program runs from, or ``None`` if it is installed.

    The manifest is checked too, because some packages leave a stray ``pyproject.toml`` in ``site-packages``.
    """
    root = _PACKAGE.parent
    markers = (root / "pyproject.toml", root / "models" / "manifest.toml")
    return root if all(marker.is_file() for marker in markers) else None


def resource(*parts: str) -> Path:
    """Return the path of a data file or folder, such as ``resource("models", "manifest.toml")``; it may not exist.

    ``resource("sample.mp4")`` is the sample clip.
    """
    root = checkout()
    return _INSTALLED.joinpath(*parts) if root is None else root.joinpath(*_MOVED.get(parts, parts))
