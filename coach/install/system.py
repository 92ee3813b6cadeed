"""Checks the system requirements, and reports how to install missing packages.

Debian's minimal Python lacks parts of the standard library such as ``shutil``. There, too, the user must get a message
and not a traceback, so this module imports very little at the top.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.errors import CoachError

AGAIN = f"{'py -3' if os.name == 'nt' else Path(sys.executable).name} -m coach.install"
"""The command that runs the set-up again."""

MACHINES = {"linux": ("x86_64",), "darwin": ("arm64",), "win32": ("amd64",)}
"""Platforms with a wheel of the pinned mediapipe, which cannot practically be built from source."""

MODULES = ("venv", "ensurepip", "ctypes")
"""Parts of the standard library that Debian packages separately."""

VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
"""The Debian package that contains them, for this version of Python."""

LIBRARIES = {"libxcb.so.1": "libxcb1", "libGL.so.1": "libgl1", "libgthread-2.0.so.0": "libglib2.0-0"}
"""Shared libraries that OpenCV needs on Linux, and their Debian packages.

From Debian 13 the last is named libglib2.0-0t64, but the old name works too.
"""

ROOM_BYTES = 1_000_000_000
"""Disk space for the virtual environment, the model and pip's temporary files, rounded up."""


def wrong_place(root: Path) -> str | None:
    """Return the error if there is no checkout to set up, as after installing a wheel."""
    if (root / "pyproject.toml").is_file():
        return None
    return (
        f"coach.install sets up a checkout, but {root} is not one; an installed coach needs only its pose model: "
        "run `coach models get`"
    )


def wrong_machine(system: str, machine: str) -> str | None:
    """Return the error for an unsupported computer, or ``None``.

    Args:
        system: ``sys.platform``.
        machine: ``platform.machine()``, or ``32-bit`` for a 32-bit Python.
    """
    if machine.lower() in MACHINES.get(system, ()):
        return None
    return (
        "the pose estimator, mediapipe 0.10.31, supports 64-bit Intel and AMD processors on Linux and Windows and "
        f"Apple processors on macOS, but this is {machine} on {system}; use a supported computer"
    )


def lacking(found: Callable[[str], bool], loads: Callable[[str], bool]) -> list[str]:
    """Return the missing Debian packages.

    Args:
        found: Whether a module of the standard library exists.
        loads: Whether a shared library can be loaded.
    """
    packages = []
    if not all(found(module) for module in MODULES):
        packages.append(VENV)
    if sys.platform == "linux":
        packages += [package for library, package in LIBRARIES.items() if not loads(library)]
    return packages


def cure(packages: Sequence[str]) -> str:
    """Return the message that names the missing packages and, on Debian, the command that installs them."""
    if VENV in packages and sys.base_prefix != "/usr":
        # A Python that is not the system's cannot be completed by system packages.
        return f"the Python at {sys.base_prefix} was built without {', '.join(MODULES)}; start another with {AGAIN}"
    if not _on_path("apt-get"):
        parts = ["Python's venv module"] if VENV in packages else []
        parts += [library for library, package in LIBRARIES.items() if package in packages]
        return f"this system lacks {', '.join(parts)}; install their packages, then run this again: {AGAIN}"
    names = " ".join(packages)
    sudo = "sudo " if os.name == "posix" and os.geteuid() else ""
    line = f"{sudo}apt-get update && {sudo}apt-get install -y {names}"
    return f"this system lacks {names}; paste the line below, then run {AGAIN} again\n\n    {line}\n"


def check_room(folder: Path) -> None:
    """Raise if the disk has too little space for the installation."""
    import shutil

    free = shutil.disk_usage(folder).free
    if free < ROOM_BYTES:
        raise CoachError(
            f"coach needs {ROOM_BYTES / 1e9:.1f} GB of disk space, but {folder} has {free / 1e9:.1f} GB; "
            f"free some, then run this again: {AGAIN}"
        )


def found(module: str) -> bool:
    """Whether this Python has a module."""
    return importlib.util.find_spec(module) is not None


def loads(library: str) -> bool:
    """Whether a shared library can be loaded."""
    try:
        import ctypes

        ctypes.CDLL(library)
    except (ImportError, OSError):
        return False
    return True


def machine() -> str:
    """Return the processor's name, or ``32-bit`` for a 32-bit Python."""
    if sys.maxsize < 2**32:
        return "32-bit"
    if os.name == "posix":
        return os.uname().machine
    import platform

    return platform.machine()


def _on_path(program: str) -> bool:
    return any(Path(folder, program).is_file() for folder in os.get_exec_path())
