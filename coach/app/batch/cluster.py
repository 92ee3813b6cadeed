"""Videos checked by the workers of a Dask cluster. They leave this machine for that; what comes back is results."""

from __future__ import annotations

import logging
import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from coach.app.batch import remote
from coach.app.batch.several import Outcome, Watch
from coach.app.batch.task import Task
from coach.errors import CoachError, SourceError
from coach.store.landmarks import is_landmarks

ATTEMPTS: Final = 3
"""How many workers may die at one video before it is taken for the cause."""

_PIECE: Final = 4 * 2**20
_CONNECT_S: Final = 10.0
_WORKERS_S: Final = 60.0
_ASK_S: Final = 0.5
_LEAVE_S: Final = 0.5
_WHAT: Final = ("version of coach", "version of mediapipe", "version of OpenCV", "pose model", "set of moves")
_ADDRESS: Final = re.compile(r"(?:(tls|tcp)://)?[\w.\-\[\]:]+:\d{1,5}")


class _LostError(Exception):
    """A worker, or what was sent to it, is gone."""


class _RefusedError(CoachError):
    """Nothing can be checked there, be it this video or another."""


def check_address(address: str, *, insecure: bool) -> None:
    """Raise ``ValueError`` unless it is an address of a cluster, and encrypted or meant to be open."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(f"--cluster is the address of a Dask scheduler, such as tls://10.0.0.5:8786, not {address}")
    if found[1] != "tls" and not insecure:
        raise ValueError(
            f"what is sent to {address} is not encrypted, and it would be videos of people; "
            "give a tls:// address, or say --insecure where nobody else is on the network"
        )


def check_on_cluster(
    tasks: Sequence[Task], watch: Watch | None = None, *, address: str, insecure: bool = False
) -> Iterator[tuple[int, Outcome]]:
    """Check videos on a cluster; gives the number of each, as it is done, with what came of it.

    As many are sent at a time as the workers have threads. A worker that dies costs nothing but time: its video goes
    to another one.

    Raises:
        ValueError: The address is none, or not encrypted.
        CoachError: There is no such cluster, or what is installed there is not what is installed here.
    """
    check_address(address, insecure=insecure)
    if not tasks:
        return
    cluster = _Cluster(address, tasks[0].options.model)
    waiting = iter(range(len(tasks)))
    outcomes: SimpleQueue[tuple[int, Outcome | _Raised]] = SimpleQueue()

    def work() -> None:
        for number in waiting:
            try:
                outcomes.put((number, _attempt(cluster, number, tasks[number], watch)))
            except BaseException as error:  # noqa: BLE001  # whoever waits for the outcome raises it
                outcomes.put((number, _Raised(error)))
                return

    try:
        for _ in range(min(cluster.threads(), len(tasks))):
            threading.Thread(target=work, daemon=True).start()
        for _ in tasks:
            number, outcome = outcomes.get()
            if isinstance(outcome, _Raised):
                raise outcome.error
            yield number, outcome
    finally:
        cluster.close()


@dataclass(frozen=True, slots=True)
class _Raised:
    """What ends the checking of all videos."""

    error: BaseException


def _attempt(cluster: _Cluster, number: int, task: Task, watch: Watch | None) -> Outcome:
    """Send a video to a worker and wait for what comes of it; to another one where that is lost."""
    name = Path(task.path).name
    why = ""
    for _ in range(ATTEMPTS):
        try:
            _admit(task.path)
            return cluster.check(number, task, watch)
        except _RefusedError:
            raise
        except CoachError as error:
            return error
        except _LostError as error:
            why = str(error)
        except OSError as error:
            return SourceError(f"{name} cannot be read ({error.strerror or error}); check the disk or copy the file")
    return CoachError(f"{name} was not checked: {ATTEMPTS} workers were lost at it ({why}); check it without --cluster")


def _admit(path: str) -> None:
    """Raise ``CoachError`` for what is no video, as a check here would: it does not travel."""
    if not is_landmarks(path):
        from coach.capture.admission import admit

        admit(path)


class _Cluster:
    """A connection to a scheduler, over which the workers are reached; none of them is dialled."""

    def __init__(self, address: str, model: str | Path | None) -> None:
        self._address = address
        self._setup = remote.setup(model)
        self._client = _connect(address)
        self._fit: set[str] = set()
        self._load: Counter[str] = Counter()
        self._sent: dict[str, str] = {}
        self._lock = threading.Lock()

    def threads(self) -> int:
        """How many videos the workers can check at a time.

        Raises:
            CoachError: There are none, or they are not set up as this machine is.
        """
        return max(1, sum(self._workers().values()))

    def check(self, number: int, task: Task, watch: Watch | None) -> Outcome:
        """Have one worker check a video.

        Raises:
            _LostError: The worker is gone.
            OSError: The video cannot be read.
        """
        worker, token = self._choose(), uuid.uuid4().hex
        self._sent[token] = worker
        try:
            self._on(worker, remote.begin, token)
            with Path(task.path).open("rb") as file:
                while piece := file.read(_PIECE):
                    self._on(worker, remote.take, token, piece)
            return self._wait(worker, token, task, number, watch)
        finally:
            del self._sent[token]
            with self._lock:
                self._load[worker] -= 1

    def close(self) -> None:
        """Have the workers throw away what they still hold, and leave, within about a second."""
        sent = dict(self._sent)
        if sent:
            drop = partial(
                self._client.run, remote.drop, list(sent), workers=list(set(sent.values())), on_error="ignore"
            )
            dropping = threading.Thread(target=drop, daemon=True)
            dropping.start()
            dropping.join(_LEAVE_S)
        with suppress(OSError, TimeoutError, CancelledError):
            self._client.close(timeout=_LEAVE_S)

    def _wait(self, worker: str, token: str, task: Task, number: int, watch: Watch | None) -> Outcome:
        name = Path(task.path).name
        travels = replace(task, path="", options=replace(task.options, model=None))
        future = self._client.submit(
            remote.check, token, travels, name, key=f"coach-{token}", workers=[worker], pure=False, retries=0
        )
        try:
            while True:
                try:
                    outcome: Outcome = future.result(timeout=_ASK_S)
                    return outcome
                except TimeoutError:
                    far = self._on(worker, remote.progress, token)
                    if far is not None and watch is not None:
                        watch(number, *far)
                except (Exception, CancelledError) as error:
                    raise _LostError(_said(error)) from error
        finally:
            future.release()

    def _choose(self) -> str:
        """The worker that has least to do."""
        workers = self._workers()
        with self._lock:
            chosen = min(workers, key=lambda worker: self._load[worker] / workers[worker])
            self._load[chosen] += 1
        return chosen

    def _workers(self) -> dict[str, int]:
        """The workers that are there, each with its number of threads; they are waited for."""
        until = time.monotonic() + _WORKERS_S
        while time.monotonic() < until:
            try:
                there: dict[str, int] = self._client.nthreads()
            except (Exception, CancelledError) as error:
                raise _RefusedError(f"the cluster at {self._address} was lost ({_said(error)})") from error
            with suppress(_LostError):
                for worker in there.keys() - self._fit:
                    self._compare(worker)
                    self._fit.add(worker)
                if there:
                    return there
            time.sleep(_ASK_S)
        raise _RefusedError(
            f"the cluster at {self._address} has had no worker for {_WORKERS_S:.0f} s; "
            f"start one with: dask worker {self._address}"
        )

    def _compare(self, worker: str) -> None:
        """Raise ``CoachError`` unless a worker would find what this machine would."""
        there = self._on(worker, remote.setup)
        for what, theirs, ours in zip(_WHAT, there, self._setup, strict=True):
            if theirs != ours:
                raise _RefusedError(
                    f"the worker at {worker} has another {what} than this machine ({theirs[:12]}, not {ours[:12]}), "
                    "and would not give the same results; set it up alike"
                )

    def _on(self, worker: str, function: Callable[..., Any], *arguments: object) -> Any:  # what the function gives
        """Call a function in a worker."""
        try:
            return self._client.run(function, *arguments, workers=[worker])[worker]
        except ModuleNotFoundError as error:
            raise _RefusedError(
                f"the worker at {worker} lacks {error.name}; install the program where the workers run"
            ) from error
        except (Exception, CancelledError) as error:  # of the connection, of either end of it, or of the disk there
            raise _LostError(_said(error)) from error


def _connect(address: str) -> Any:  # Dask's client has no types
    """A client of the scheduler, which opens no port here, shows no dashboard, and reaches workers through it alone."""
    try:
        from distributed import Client, Security
    except ModuleNotFoundError as error:
        raise CoachError(
            f"--cluster needs {error.name}, which is not installed; run: pip install 'coach[cluster]', "
            "in a checkout: pip install '.[cluster]'"
        ) from error
    # What goes wrong is told by this program; on its own, Dask writes pages of it.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    encrypted = address.startswith("tls://")
    client: Any = Client  # neither it nor what it takes has types
    settings: Any = Security
    try:
        return client(
            address,
            timeout=_CONNECT_S,
            security=settings(require_encryption=encrypted),
            set_as_default=False,
            direct_to_workers=False,
            name="coach",
        )
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        hint = "; certificates are named in Dask's settings under distributed.comm.tls" if encrypted else ""
        raise CoachError(f"no cluster answers at {address} ({_said(error)}){hint}") from error


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
