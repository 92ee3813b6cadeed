"""A silent sound server of the tests, whose speakers are recorded."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.fakes.waiting import eventually

RATE = 48000

HEARD = "heard"
OTHER = "other"

SINKS = tuple(
    f"module-null-sink sink_name={name} rate={RATE} channels=1 sink_properties=device.description={name.title()}"
    for name in (HEARD, OTHER)
)


class Server:
    """A PulseAudio of one's own, in a folder of its own.

    Attributes:
        environment: What a process needs to play on it.
    """

    def __init__(self, folder: Path, *modules: str) -> None:
        self._folder = folder
        self._socket = folder / "native"
        self.environment = {
            "PULSE_SERVER": f"unix:{self._socket}", "PULSE_RUNTIME_PATH": str(folder / "run"),
            "PULSE_STATE_PATH": str(folder / "state"), "XDG_CONFIG_HOME": str(folder / "config"),
        }  # fmt: skip
        for name in ("run", "state", "config"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        self._modules = modules
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it."""
        modules = (f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}", *SINKS, *self._modules)
        loads = [word for module in modules for word in ("-L", module)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                 "--disable-shm=yes", "--realtime=no", "--high-priority=no", *loads],
                env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        ready = eventually(lambda: self.ask("info", check=False).returncode == 0)
        assert ready, (self._folder / "log").read_text()

    def ask(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run ``pactl``."""
        return subprocess.run(
            ["pactl", *words], env={**os.environ, **self.environment}, capture_output=True, text=True, check=check
        )

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None


class Recording:
    """The recorded samples of a speaker, and their times."""

    def __init__(self, server: Server, name: str = HEARD) -> None:
        self._child = subprocess.Popen(
            ["parec", "-d", f"{name}.monitor", "--latency-msec=5", f"--rate={RATE}", "--channels=1",
             "--format=s16le", "--raw"],
            env={**os.environ, **server.environment}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._bytes = bytearray()
        self._arrived: list[tuple[int, float]] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        assert eventually(lambda: self._bytes)

    def _read(self) -> None:
        assert self._child.stdout is not None
        while chunk := os.read(self._child.stdout.fileno(), 65536):
            self._bytes += chunk
            self._arrived.append((len(self._bytes) // 2, time.monotonic()))

    @property
    def samples(self) -> npt.NDArray[np.int16]:
        """All of it, shape (n,)."""
        return np.frombuffer(bytes(self._bytes[: len(self._bytes) // 2 * 2]), "<i2")

    def since(self, t: float) -> npt.NDArray[np.int16]:
        """Return the samples that arrived from an instant of ``time.monotonic()`` on."""
        return self.samples[self._count(t) :]

    def onset(self, t: float, threshold: int = 100) -> float | None:
        """Return when the first sound after an instant arrived: never too early, late by a block at most."""
        loud = np.flatnonzero(np.abs(self.since(t).astype(int)) > threshold)
        if len(loud) == 0:
            return None
        at = self._count(t) + int(loud[0])
        return next(when for count, when in self._arrived if count > at)

    def _count(self, t: float) -> int:
        """How many samples had arrived at an instant."""
        return max((count for count, when in list(self._arrived) if when <= t), default=0)

    def stop(self) -> None:
        """End it."""
        self._child.kill()
        self._thread.join()
        self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()


@contextmanager
def served(*modules: str) -> Iterator[Server]:
    """A server for a while."""
    folder = Path(tempfile.mkdtemp(prefix="sink-"))  # pytest's own folders are too long a path for a socket
    server = None
    try:
        server = Server(folder, *modules)
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def recorded(server: Server, name: str = HEARD) -> Iterator[Recording]:
    """A recording for a while."""
    recording = Recording(server, name)
    try:
        yield recording
    finally:
        recording.stop()
