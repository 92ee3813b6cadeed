"""Where the data that belongs to the program lies: in a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_INSTALLED: Final = _PACKAGE / "data"

_MOVED: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("sample.mp4",): ("tests", "clips", "sample-hip-abduction.mp4"),
}
"""What lies elsewhere in a checkout than in the installed package."""


def checkout() -> Path | None:
    """The root of the source checkout the program runs from, or ``None`` where it is installed.

    The manifest is asked for beside ``pyproject.toml``, because some packages leave a stray one in ``site-packages``.
    """
    root = _PACKAGE.parent
    markers = (root / "pyproject.toml", root / "models" / "manifest.toml")
    return root if all(marker.is_file() for marker in markers) else None


def resource(*parts: str) -> Path:
    """The path of a data file or folder of the program, such as ``resource("models", "manifest.toml")``.

    ``resource("sample.mp4")`` is the sample clip. The path is not checked to exist.
    """
    root = checkout()
    return _INSTALLED.joinpath(*parts) if root is None else root.joinpath(*_MOVED.get(parts, parts))
