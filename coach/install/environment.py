"""The project's own virtual environment: made, mended, filled, and what is run in it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from coach.errors import CoachError
from coach.install.system import AGAIN
from coach.install.versions import wrong_python
from coach.opencv import NAMES

UNREACHED = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Failed to establish a new connection"
    r"|Temporary failure in name resolution|Network is unreachable"
)


class Stamp:
    """What was installed into ``.venv``, so that the next run knows what is left to do.

    An installation that was cut off leaves packages that look complete and are not, and one whose folder was moved
    has scripts that start a Python that is gone: both are made anew.
    """

    def __init__(self, root: Path) -> None:
        self._file = root / ".venv" / "coach-install.txt"
        wanted = b"".join((root / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
        self._place = str(root)
        self._text = f"{self._place}\n{hashlib.sha256(wanted).hexdigest()}\n"

    def _read(self) -> str | None:
        try:
            return self._file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def unusable(self) -> bool:
        """Whether ``.venv`` was left half installed, or made for another folder."""
        text = self._read()
        return text is not None and text.split("\n")[0] != self._place

    def holds(self) -> bool:
        """Whether all that is wanted now is installed."""
        return self._read() == self._text

    def begin(self) -> None:
        """Note that an installation has started."""
        self._file.write_text("unfinished\n", encoding="utf-8")

    def finish(self) -> None:
        """Note that it is complete."""
        self._file.write_text(self._text, encoding="utf-8")


class Environment:
    """The project's own virtual environment, and what is run in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "install.log"
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def works(self) -> bool:
        """Whether there is an environment with pip and a Python of the right version."""
        probe = "import pip, sys; print(sys.version_info[0], sys.version_info[1])"
        try:
            answer = self._run(["-c", probe]).stdout.split()
        except OSError:
            return False
        return len(answer) == 2 and wrong_python((int(answer[0]), int(answer[1]))) is None

    def make(self) -> None:
        """Make the environment, in place of whatever is left of an earlier one."""
        command = [sys.executable, "-m", "venv", "--clear", str(self._folder)]
        made = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if made.returncode:
            last = (made.stdout + made.stderr).strip().rpartition("\n")[2]
            raise CoachError(
                f"no virtual environment could be made in {self._folder} ({last}); "
                f"mend that, or delete the folder, then run this again: {AGAIN}"
            )

    def install(self, root: Path) -> None:
        """Install the project with its dependencies and the tools that test it; pip's words go to a log."""
        command = [str(self.python), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        # A package without a wheel for this computer would otherwise be compiled, for an hour, and fail.
        command += ["--only-binary", ":all:", "-c", str(root / "constraints.txt"), "-e", f"{root}[dev]"]
        lines: list[str] = []
        with (
            self._log.open("w", encoding="utf-8") as log,
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                env=clean(os.environ),
            ) as pip,
        ):
            for line in _shown_while_running(pip):
                log.write(line)
                lines.append(line)
        if not pip.returncode:
            return
        if UNREACHED.search("".join(lines)):
            raise CoachError(
                f"the package index did not answer; check the network, then run this again: {AGAIN} "
                f"(what pip said is in {self._log})"
            )
        print("".join(f"    {line}" for line in lines[-8:]), end="", file=sys.stderr)
        raise CoachError(
            f"pip could not install coach; its last words are above and all of them in {self._log}; "
            f"mend what they name, then run this again: {AGAIN}"
        )

    def remove_opencv(self) -> None:
        """Remove every package with a ``cv2``, for pip takes a broken one for installed."""
        self._run(["-m", "pip", "uninstall", "--yes", *NAMES])

    def fault(self) -> str | None:
        """Return what is wrong with OpenCV, which needs the most of the system; ``None`` when it works."""
        probe = "import sys; from coach.opencv import fault; sys.exit(fault(windows=True))"
        loaded = self._run(["-c", probe])
        return loaded.stderr.strip().rpartition("\n")[2] if loaded.returncode else None

    def coach(self, *arguments: str) -> int:
        """Run a command of the program, seen by the person; gives its exit code."""
        sys.stdout.flush()
        command = [str(self.python), "-I", "-m", "coach", *arguments]
        return subprocess.run(command, env=clean(os.environ), check=False).returncode

    def _run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        # -I: another project's PYTHONPATH or the person's own packages must not stand in for what is missing here.
        command = [str(self.python), "-I", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, errors="replace", env=clean(os.environ), check=False
        )


def clean(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables without those that would send Python or pip to another place than ``.venv``."""
    strays = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON"}
    # A pip.conf may say "user = true", which pip refuses to do in a virtual environment.
    return {name: value for name, value in variables.items() if name not in strays} | {"PIP_USER": "0"}


def _shown_while_running(pip: subprocess.Popen[str]) -> Iterator[str]:
    """The lines of pip, as they come; on a terminal the package at hand is shown on one line that is overwritten."""
    assert pip.stdout is not None
    live = sys.stdout.isatty()
    for line in pip.stdout:
        words = line.split()
        if live and words and words[0] in ("Collecting", "Downloading", "Installing"):
            print(f"\r       {' '.join(words[:2])[:60]:<60}", end="", flush=True)
        yield line
    if live:
        print(f"\r{'':<67}\r", end="", flush=True)
