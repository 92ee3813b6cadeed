"""Lowers other audio while the coach is heard, on PulseAudio; macOS and Windows have no simple call for it."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from typing import Final

ROLE: Final = "a11y"
"""The media role of the coach's stream: speech for people who cannot look at a screen."""

MODULE: Final = "module-role-ducking"

ARGUMENTS: Final = f"trigger_roles={ROLE} ducking_roles=any_role volume=-15dB"
"""Every other stream is 15 dB lower while one with this role runs; the server itself restores them."""

ANSWER_S: Final = 2.0


class Ducking:
    """PulseAudio's ducking module, loaded if it is not there and unloaded at the end."""

    def __init__(self) -> None:
        self._pactl = shutil.which("pactl")
        self._index = ""
        modules = [line.split("\t") for line in self._ask("list", "short", "modules").splitlines()]
        loaded = [line for line in modules if line[1:2] == [MODULE]]
        if not loaded:
            self._index = self._ask("load-module", MODULE, *ARGUMENTS.split()).strip()
        # A killed process leaves its module behind: this one unloads it. Any other configuration stays.
        elif loaded[0][2:3] == [ARGUMENTS]:
            self._index = loaded[0][0]

    def close(self) -> None:
        """Restore the server's configuration."""
        if self._index.isdecimal():
            self._ask("unload-module", self._index)

    def _ask(self, *words: str) -> str:
        """Return the output of ``pactl``; empty if it fails."""
        if self._pactl is None:
            return ""
        with suppress(OSError, subprocess.TimeoutExpired):
            done = subprocess.run(
                (self._pactl, *words), capture_output=True, text=True, timeout=ANSWER_S, check=False,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
            return done.stdout if done.returncode == 0 else ""
        return ""
