"""Runs Python under a seccomp supervisor that records every connection and allows only one address."""

from __future__ import annotations

import errno
import fcntl
import os
import select
import socket
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.filtered import COACH, ROOT, SECCOMP
from tests.fakes.waiting import TIMEOUT_S

# A seccomp filter for the process and its children. It allows TCP sockets over IPv4, which a network camera needs, and
# kills a process that opens any other internet socket, with which it could send without connecting. Every connect() is
# passed to the supervisor, which is the parent process. The instructions test whether the architecture is the native
# one, the call is connect() or socket(), its first argument is AF_INET6 or AF_INET, and its second is not SOCK_STREAM.
ASKING = (
    SECCOMP
    + """
if True:
    import os, socket
    NEW_LISTENER = 8
    listener = under([
        (0x20, 0, 0, 4), (0x15, 0, 10, TABLE), (0x20, 0, 0, 0), (0x15, 9, 0, CONNECT), (0x15, 0, 6, SOCKET),
        (0x20, 0, 0, 16), (0x15, 5, 0, 10), (0x15, 0, 3, 2), (0x20, 0, 0, 24), (0x54, 0, 0, 15), (0x15, 0, 1, 1),
        (0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x80000000), (0x06, 0, 0, 0x7FC00000),
    ], NEW_LISTENER)
    assert listener >= 0
    parent = socket.socket(fileno=int(sys.argv.pop(1)))
    socket.send_fds(parent, [b"."], [listener])
    parent.close()
    os.close(listener)
"""
)

_RECEIVE, _SEND, _CONTINUE = 0xC0502100, 0xC0182101, 1
_LONGEST = 128
"""Maximum size of an address, bytes (``struct sockaddr_storage``)."""


@dataclass(frozen=True, slots=True)
class Supervised:
    """The outcome of a program.

    Attributes:
        returncode: Exit code.
        output: Its stdout and stderr.
        asked: The internet addresses that it tried to connect to, in order.
    """

    returncode: int
    output: str
    asked: tuple[tuple[str, int], ...]


def supervised(script: str, *arguments: str, named: tuple[str, int]) -> Supervised:
    """Run a script that may connect to one address only."""
    here, there = socket.socketpair()
    with here, subprocess.Popen(
        [sys.executable, "-c", ASKING + "\n" + script, str(there.fileno()), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        pass_fds=[there.fileno()],
    ) as child:  # fmt: skip
        there.close()
        _, (listener,), _, _ = socket.recv_fds(here, 1, 1)
        asked: list[tuple[str, int]] = []
        supervisor = threading.Thread(target=_answer, args=(listener, named, asked))
        supervisor.start()
        output, _ = child.communicate(timeout=5 * TIMEOUT_S)
        supervisor.join()
        os.close(listener)
    return Supervised(child.returncode, output, tuple(asked))


def coach(*words: str, named: tuple[str, int]) -> Supervised:
    """Run the program, which may connect to one address only."""
    return supervised(COACH, *words, named=named)


def _answer(listener: int, named: tuple[str, int], asked: list[tuple[str, int]]) -> None:
    """Answer connect requests until the last supervised process has exited."""
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    while not waiting.poll()[0][1] & select.POLLHUP:
        request = bytearray(80)
        try:
            fcntl.ioctl(listener, _RECEIVE, request)
            # struct seccomp_notif: id, pid, flags, then the call, its architecture, instruction pointer and arguments.
            key, pid, at, length = struct.unpack("=QI4x4x4x8x8xQQ24x", request)
            where = _internet(pid, at, length)
            refused = where not in (None, named)
            answer = struct.pack("=QqiI", key, 0, -errno.EACCES if refused else 0, 0 if refused else _CONTINUE)
            fcntl.ioctl(listener, _SEND, answer)
        except FileNotFoundError:  # the requesting process has exited
            continue
        if where is not None:
            asked.append(where)


def _internet(pid: int, at: int, length: int) -> tuple[str, int] | None:
    """Return the IPv4 address at an address of a process's memory, ``None`` for another address family."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(at)
        content = memory.read(min(length, _LONGEST))
    (family,) = struct.unpack_from("=H", content)
    if family != socket.AF_INET:
        return None
    return socket.inet_ntoa(content[4:8]), int.from_bytes(content[2:4], "big")
