"""A virtual X display with a window manager, and access to its contents."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.fakes.waiting import eventually

TOOLS = ("Xvfb", "openbox", "xdotool")
needs_tools = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}: apt install xvfb openbox xdotool"
)


@dataclass(frozen=True)
class Display:
    """A virtual display.

    Attributes:
        name: Value for ``DISPLAY``.
        home: Home folder for programs that run on it.
    """

    name: str
    home: Path

    @property
    def environ(self) -> dict[str, str]:
        """Environment for a program that runs on it."""
        return {**os.environ, "DISPLAY": self.name, "HOME": str(self.home)}

    def shown(self) -> npt.NDArray[np.uint8]:
        """Return the current contents as BGR, shape (height, width, 3)."""
        data = (self.home / "Xvfb_screen0").read_bytes()
        fields = struct.unpack_from(">25I", data)
        header, width, height, line, colours = (fields[i] for i in (0, 4, 5, 12, 19))
        rows = np.frombuffer(data, np.uint8, height * line, header + 12 * colours).reshape(height, line)
        return rows[:, : 4 * width].reshape(height, width, 4)[:, :, :3]

    def press(self, *keys: str) -> None:
        """Send keys to the focused window."""
        subprocess.run(["xdotool", "key", *keys], env=self.environ, check=True)


def serve(*words: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start a display without a window manager; return its process and name once it accepts connections."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-nolisten", "tcp", *words]
    server = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        return server, f":{pipe.readline().strip()}"


@contextmanager
def virtual(home: Path, size: tuple[int, int] = (1600, 900)) -> Iterator[Display]:
    """Run a virtual display with a window manager."""
    server, name = serve("-screen", "0", f"{size[0]}x{size[1]}x24", "-fbdir", str(home))
    display = Display(name, home)
    manager = subprocess.Popen(["openbox"], env=display.environ, stderr=subprocess.DEVNULL)
    try:
        assert eventually(lambda: _managed(display))
        yield display
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def _managed(display: Display) -> bool:
    """Return whether the window manager is ready; until then the number of desktops is unknown."""
    command = ["xdotool", "get_num_desktops"]
    return subprocess.run(command, env=display.environ, capture_output=True, check=False).returncode == 0
