"""Lowering other sound while the coach sounds, where PulseAudio does that; macOS and Windows offer no plain way."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from typing import Final

ROLE: Final = "a11y"
"""What the sound server is told that the coach's stream is: a voice for those who cannot look."""

MODULE: Final = "module-role-ducking"

ARGUMENTS: Final = f"trigger_roles={ROLE} ducking_roles=any_role volume=-15dB"
"""While a stream of the role runs, every other one is 15 dB lower; the server itself raises them again."""

ANSWER_S: Final = 2.0


class Ducking:
    """The server's module for it: loaded where it is not, and unloaded at the end."""

    def __init__(self) -> None:
        self._pactl = shutil.which("pactl")
        self._index = ""
        modules = [line.split("\t") for line in self._ask("list", "short", "modules").splitlines()]
        there = [line for line in modules if line[1:2] == [MODULE]]
        if not there:
            self._index = self._ask("load-module", MODULE, *ARGUMENTS.split()).strip()
        # One of ours that a killed process left behind is unloaded in its place; how somebody else set it up stays.
        elif there[0][2:3] == [ARGUMENTS]:
            self._index = there[0][0]

    def close(self) -> None:
        """Leave the server as it was."""
        if self._index.isdecimal():
            self._ask("unload-module", self._index)

    def _ask(self, *words: str) -> str:
        """Return what ``pactl`` answers; nothing where it cannot."""
        if self._pactl is None:
            return ""
        with suppress(OSError, subprocess.TimeoutExpired):
            done = subprocess.run(
                (self._pactl, *words), capture_output=True, text=True, timeout=ANSWER_S, check=False,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
            return done.stdout if done.returncode == 0 else ""
        return ""
