"""Runs work in several processes. If one crashes or is killed, only its own work is lost.

It is not an executor of ``concurrent.futures``: that breaks as a whole if one process dies, and does not report which
work did it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Final, TypeAlias

from coach.closing import Closing
from coach.errors import CoachError
from coach.language import phrase

_END_S: Final = 1.0
"""Longest wait for a process to end before it is killed."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A value sent by the work with that number before it finished."""

    number: int
    value: Any  # sent by the function


@dataclass(frozen=True, slots=True)
class Finished:
    """The result of the work with that number."""

    number: int
    value: Any  # returned by the function


@dataclass(frozen=True, slots=True)
class Raised:
    """The work with that number failed."""

    number: int
    error: Exception


@dataclass(frozen=True, slots=True)
class Died:
    """The process doing the work with that number died; ``how`` describes it, such as ``was ended by SIGKILL``."""

    number: int
    how: str


Message: TypeAlias = Sent | Finished | Raised | Died


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    number: int | None = None


class Processes(Closing):
    """Up to ``jobs`` processes, started when they are first needed; leaving the block ends them at once.

    They are spawned, because threads, engines and windows do not survive forking, and Windows and macOS cannot fork
    safely.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._workers: list[_Worker] = []

    @property
    def free(self) -> bool:
        """Whether a process can take work."""
        return len(self._workers) < self._jobs or any(worker.number is None for worker in self._workers)

    @property
    def busy(self) -> bool:
        """Whether any process is working."""
        return any(worker.number is not None for worker in self._workers)

    def give(self, number: int, function: Callable[..., object], *arguments: object) -> None:
        """Call ``function(*arguments, send)`` in a free process; what it passes to ``send`` arrives as ``Sent``.

        Function and arguments have to be picklable.
        """
        worker = next((each for each in self._workers if each.number is None), None) or self._start()
        worker.number = number
        with suppress(OSError):  # a process that died in the meantime is reported by ``messages``
            worker.pipe.send((number, function, arguments))

    def messages(self) -> list[Message]:
        """Wait for messages from the processes, and return them."""
        ready = wait([worker.pipe for worker in self._workers])
        messages = [self._receive(worker) for worker in list(self._workers) if worker.pipe in ready]
        return [message for message in messages if message is not None]

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            _terminate(worker)
        self._workers.clear()

    def _start(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs,), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _receive(self, worker: _Worker) -> Message | None:
        try:
            message: Message = worker.pipe.recv()
        except (EOFError, OSError):  # the pipe broke, perhaps in the middle of a message
            self._workers.remove(worker)
            _terminate(worker)
            return None if worker.number is None else Died(worker.number, _cause(worker.process.exitcode))
        if not isinstance(message, Sent):
            worker.number = None
        return message


def killed(path: str, how: str) -> CoachError:
    """Return the error for a video whose process died."""
    return CoachError(phrase("errors.video.killed", name=Path(path).name, how=how))


def _work(pipe: Connection) -> None:
    """Do one piece of work after another, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the first one answers

    def send(message: Message) -> None:
        try:
            pipe.send(message)
        except OSError:
            raise SystemExit from None  # the parent is gone

    while True:
        try:
            number, function, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            message: Message = Finished(
                number, function(*arguments, lambda value, number=number: send(Sent(number, value)))
            )
        except CoachError as error:
            message = Raised(number, error)
        except Exception as error:  # noqa: BLE001  # raised again in the parent; not every error can be pickled
            message = Raised(number, RuntimeError(f"{type(error).__name__}: {error}"))
        send(message)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C while a process starts, which would otherwise end it with a traceback.

    The new process inherits the mask, so there is no gap. Windows has no such mask.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # missing where there are no such signals

    # Multiprocessing starts a process of its own before the first one and unblocks interrupts then: do that now.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _terminate(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join(_END_S)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _cause(exitcode: int | None) -> str:
    if exitcode is None or exitcode >= 0:
        return phrase("errors.process.code", code=exitcode)
    try:
        name = signal.Signals(-exitcode).name
    except ValueError:
        name = f"signal {-exitcode}"
    return phrase("errors.process.signal", name=name)
