"""Creates, repairs and uses the project's virtual environment."""

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
    """Records what was installed into ``.venv``.

    An interrupted installation leaves incomplete packages, and moving the folder breaks its scripts: in both cases the
    environment is recreated.
    """

    def __init__(self, root: Path) -> None:
        self._file = root / ".venv" / "coach-install.txt"
        required = b"".join((root / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
        self._place = str(root)
        self._text = f"{self._place}\n{hashlib.sha256(required).hexdigest()}\n"

    def _read(self) -> str | None:
        try:
            return self._file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def unusable(self) -> bool:
        """Whether ``.venv`` is incomplete, or was created in another folder."""
        text = self._read()
        return text is not None and text.split("\n")[0] != self._place

    def holds(self) -> bool:
        """Whether the current requirements are installed."""
        return self._read() == self._text

    def begin(self) -> None:
        """Record that an installation has started."""
        self._file.write_text("unfinished\n", encoding="utf-8")

    def finish(self) -> None:
        """Record that the installation is complete."""
        self._file.write_text(self._text, encoding="utf-8")


class Environment:
    """The project's virtual environment."""

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
        """Create the environment, replacing an existing one."""
        command = [sys.executable, "-m", "venv", "--clear", str(self._folder)]
        made = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if made.returncode:
            last = (made.stdout + made.stderr).strip().rpartition("\n")[2]
            raise CoachError(
                f"cannot create a virtual environment in {self._folder} ({last}); "
                f"fix that, or delete the folder, then run this again: {AGAIN}"
            )

    def install(self, root: Path) -> None:
        """Install the project with its dependencies and test tools; pip's output goes to a log."""
        command = [str(self.python), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        # Without a wheel for this computer, pip would compile a package for an hour and fail.
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
                f"the package index cannot be reached; check the network, then run this again: {AGAIN} "
                f"(pip's output is in {self._log})"
            )
        print("".join(f"    {line}" for line in lines[-8:]), end="", file=sys.stderr)
        raise CoachError(
            f"pip could not install coach; its last lines are above and its whole output in {self._log}; "
            f"fix the problem, then run this again: {AGAIN}"
        )

    def remove_opencv(self) -> None:
        """Uninstall every package that provides ``cv2``: pip considers a broken one installed."""
        self._run(["-m", "pip", "uninstall", "--yes", *NAMES])

    def fault(self) -> str | None:
        """Return the fault of OpenCV, which has the most system requirements; ``None`` if it works."""
        probe = "import sys; from coach.opencv import fault; sys.exit(fault(windows=True))"
        loaded = self._run(["-c", probe])
        return loaded.stderr.strip().rpartition("\n")[2] if loaded.returncode else None

    def coach(self, *arguments: str) -> int:
        """Run a command of the program with visible output; return its exit code."""
        sys.stdout.flush()
        command = [str(self.python), "-I", "-m", "coach", *arguments]
        return subprocess.run(command, env=clean(os.environ), check=False).returncode

    def _run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        # -I: packages from PYTHONPATH or the user's site must not hide missing ones.
        command = [str(self.python), "-I", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, errors="replace", env=clean(os.environ), check=False
        )


def clean(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables without those that make Python or pip use another place than ``.venv``."""
    strays = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON"}
    # Overrides "user = true" in pip.conf, which fails in a virtual environment.
    return {name: value for name, value in variables.items() if name not in strays} | {"PIP_USER": "0"}


def _shown_while_running(pip: subprocess.Popen[str]) -> Iterator[str]:
    """Yield pip's output line by line; a terminal shows the current package on a single, overwritten line."""
    assert pip.stdout is not None
    live = sys.stdout.isatty()
    for line in pip.stdout:
        words = line.split()
        if live and words and words[0] in ("Collecting", "Downloading", "Installing"):
            print(f"\r       {' '.join(words[:2])[:60]:<60}", end="", flush=True)
        yield line
    if live:
        print(f"\r{'':<67}\r", end="", flush=True)
