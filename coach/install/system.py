"""What this computer must have before anything can be installed, and the one line that brings what it lacks.

Debian's smallest Python lacks even parts of the standard library such as ``shutil``; whoever has it shall read what to
install and no traceback, so this module starts with next to nothing.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.errors import CoachError

AGAIN = f"{'py -3' if os.name == 'nt' else Path(sys.executable).name} -m coach.install"
"""What the person typed, and types again after mending something."""

MACHINES = {"linux": ("x86_64",), "darwin": ("arm64",), "win32": ("amd64",)}
"""Where the pinned mediapipe exists as a ready wheel. It is not built from source by anyone but its makers."""

MODULES = ("venv", "ensurepip", "ctypes")
"""Parts of the standard library that Debian ships apart from Python."""

VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
"""The Debian package that has them all, for whatever Python this is."""

LIBRARIES = {"libxcb.so.1": "libxcb1", "libGL.so.1": "libgl1", "libgthread-2.0.so.0": "libglib2.0-0"}
"""What OpenCV's wheel loads from a Linux system, and the Debian package that has it.

From Debian 13 on the last is named libglib2.0-0t64 and answers to the old name too.
"""

ROOM_BYTES = 1_000_000_000
"""What the virtual environment, the model and pip's temporary files need, rounded up."""


def wrong_place(root: Path) -> str | None:
    """What is wrong when there is no checkout to set up, as after installing a wheel."""
    if (root / "pyproject.toml").is_file():
        return None
    return (
        f"coach.install sets up a checkout, and {root} is none; an installed coach only lacks its pose model: "
        "run `coach models get`"
    )


def wrong_machine(system: str, machine: str) -> str | None:
    """What is wrong with this kind of computer, or ``None``.

    Both as Python names them; ``machine`` is ``32-bit`` for a 32-bit Python.
    """
    if machine.lower() in MACHINES.get(system, ()):
        return None
    return (
        "the pose estimator, mediapipe 0.10.31, exists for 64-bit Intel and AMD processors on Linux and Windows and "
        f"for Apple's on macOS, and this is {machine} on {system}; use such a computer"
    )


def lacking(found: Callable[[str], bool], loads: Callable[[str], bool]) -> list[str]:
    """What the system has to supply before anything can be installed, as names of Debian packages.

    ``found`` says whether a module of the standard library is there, which Debian packages apart; ``loads`` whether a
    shared library loads.
    """
    packages = []
    if not all(found(module) for module in MODULES):
        packages.append(VENV)
    if sys.platform == "linux":
        packages += [package for library, package in LIBRARIES.items() if not loads(library)]
    return packages


def cure(packages: Sequence[str]) -> str:
    """One sentence that names what is lacking and, where there is one, the line that brings it."""
    if VENV in packages and sys.base_prefix != "/usr":
        # No system package can complete a Python that did not come from the system.
        return f"the Python at {sys.base_prefix} was built without {', '.join(MODULES)}; start another with {AGAIN}"
    if not _on_path("apt-get"):
        parts = ["Python's venv module"] if VENV in packages else []
        parts += [library for library, package in LIBRARIES.items() if package in packages]
        return f"this system lacks {', '.join(parts)}; install what brings them, then run this again: {AGAIN}"
    names = " ".join(packages)
    sudo = "sudo " if os.name == "posix" and os.geteuid() else ""
    line = f"{sudo}apt-get update && {sudo}apt-get install -y {names}"
    return f"this system lacks {names}; paste the line below, then run {AGAIN} again\n\n    {line}\n"


def check_room(folder: Path) -> None:
    """Stop where the disk has no room for what is about to be fetched."""
    import shutil

    free = shutil.disk_usage(folder).free
    if free < ROOM_BYTES:
        raise CoachError(
            f"coach needs {ROOM_BYTES / 1e9:.1f} GB of room and {folder} has {free / 1e9:.1f} GB; "
            f"make room, then run this again: {AGAIN}"
        )


def found(module: str) -> bool:
    """Whether this Python has a module."""
    return importlib.util.find_spec(module) is not None


def loads(library: str) -> bool:
    """Whether the system's loader finds a shared library; it is what OpenCV will ask."""
    try:
        import ctypes

        ctypes.CDLL(library)
    except (ImportError, OSError):
        return False
    return True


def machine() -> str:
    """The processor's name, or that this Python uses half of it only."""
    if sys.maxsize < 2**32:
        return "32-bit"
    if os.name == "posix":
        return os.uname().machine
    import platform

    return platform.machine()


def _on_path(program: str) -> bool:
    return any(Path(folder, program).is_file() for folder in os.get_exec_path())
