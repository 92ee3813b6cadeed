"""Python under a filter of the kernel that kills whoever asks for a socket of the internet."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

KILLED_BY_THE_FILTER = -31

# What a script begins with to be under a filter of the kernel, it and all it starts: ``under(rows, flags)`` applies
# one, whose rows are BPF instructions.
SECCOMP = """if True:
    import ctypes, platform, struct, sys
    TABLE, SOCKET, CONNECT, SECCOMP = {
        "x86_64": (0xC000003E, 41, 42, 317), "aarch64": (0xC00000B7, 198, 203, 277)
    }[platform.machine()]

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    def under(rows, flags):
        code = b"".join(struct.pack("HBBI", *row) for row in rows)
        buffer = ctypes.create_string_buffer(code, len(code))
        program = Program(len(rows), ctypes.cast(buffer, ctypes.c_void_p))
        libc = ctypes.CDLL(None)
        NO_NEW_PRIVILEGES = 38
        assert libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        return libc.syscall(SECCOMP, 1, flags, ctypes.byref(program))
"""

# Whoever asks for a socket of the internet, IPv4 or IPv6, is killed on the spot. The rows: is this the machine's own
# system call table, is it socket(), is the first argument AF_INET or AF_INET6.
FILTER = (
    SECCOMP
    + """
if True:
    ALL_THREADS = 1
    assert under([
        (0x20, 0, 0, 4), (0x15, 0, 5, TABLE), (0x20, 0, 0, 0), (0x15, 0, 3, SOCKET), (0x20, 0, 0, 16),
        (0x15, 2, 0, 2), (0x15, 1, 0, 10), (0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x80000000),
    ], ALL_THREADS) == 0
"""
)

COACH = """if True:
    import runpy
    sys.argv[0] = "coach"
    runpy.run_module("coach", run_name="__main__")
    """

under_seccomp = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the filter is one of Linux, written for these two processors",
)


@cache
def _apart() -> tuple[str, ...]:
    """What puts a command where there is no network at all, where the system permits it."""
    unshare = shutil.which("unshare")
    apart = () if unshare is None else (unshare, "--map-root-user", "--net")
    if apart and subprocess.run([*apart, "true"], capture_output=True, check=False).returncode == 0:
        return apart
    return ()


def filtered(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script under the filter and, where that is permitted, in a network of its own without any route."""
    return subprocess.run(
        [*_apart(), sys.executable, "-c", FILTER + "\n" + script, *arguments],
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def coach(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program under the filter."""
    return filtered(COACH, *words, **environment)
