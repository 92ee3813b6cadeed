"""Runs Python under a seccomp filter that kills any process that opens an internet socket."""

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

# Prologue of a script: ``under(rows, flags)`` applies a seccomp filter, given as BPF instructions, to the process and
# its children.
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

# Kills a process that opens an IPv4 or IPv6 socket. The instructions test whether the architecture is the native one,
# the call is socket(), and its first argument is AF_INET or AF_INET6.
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
    reason="the filter needs Linux on x86_64 or aarch64",
)


@cache
def _without_network() -> tuple[str, ...]:
    """Return a command prefix that runs in a network namespace without interfaces, or () if that is not permitted."""
    unshare = shutil.which("unshare")
    prefix = () if unshare is None else (unshare, "--map-root-user", "--net")
    if prefix and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
        return prefix
    return ()


def filtered(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script under the filter and, if permitted, in an empty network namespace."""
    return subprocess.run(
        [*_without_network(), sys.executable, "-c", FILTER + "\n" + script, *arguments],
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
