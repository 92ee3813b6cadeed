"""Check videos with the workers of a Dask cluster. Videos are sent to the workers; only results come back."""

from __future__ import annotations

import logging
import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from coach.app.batch import remote
from coach.app.batch.several import Follow, Outcome
from coach.app.batch.task import Task
from coach.errors import CoachError, SourceError
from coach.store.landmarks import is_landmarks

ATTEMPTS: Final = 3
"""How many workers may die on one video before the video is taken to be the cause."""

_PIECE: Final = 4 * 2**20
_CONNECT_S: Final = 10.0
_WORKERS_S: Final = 60.0
_ASK_S: Final = 0.5
_LEAVE_S: Final = 0.5
_ADDRESS: Final = re.compile(r"(?:(tls|tcp)://)?[\w.\-\[\]:]+:\d{1,5}")


class _LostError(Exception):
    """A worker, or the video sent to it, is lost."""


class _RefusedError(CoachError):
    """The worker can check no video at all."""


def check_address(address: str, *, insecure: bool) -> None:
    """Raise ``ValueError`` unless ``address`` is a cluster address that is encrypted or ``insecure`` is set."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(f"--cluster is the address of a Dask scheduler, such as tls://10.0.0.5:8786, not {address}")
    if found[1] != "tls" and not insecure:
        raise ValueError(
            f"the connection to {address} is not encrypted, and videos of people would be sent over it; "
            "give a tls:// address, or add --insecure on a network of your own"
        )


def check_on_cluster(
    tasks: Sequence[Task], watch: Follow | None = None, *, address: str, insecure: bool = False
) -> Iterator[tuple[int, Outcome]]:
    """Check videos on a cluster; yield the number and outcome of each video as it finishes.

    As many videos are sent at a time as the workers have threads. If a worker dies, its video is sent
    to another worker.

    Raises:
        ValueError: The address is not valid, or not encrypted.
        CoachError: The cluster cannot be reached, or its installation differs from this one.
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
            except BaseException as error:  # noqa: BLE001  # raised where the outcome is awaited
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
    """An error that ends the whole batch."""

    error: BaseException


def _attempt(cluster: _Cluster, number: int, task: Task, watch: Follow | None) -> Outcome:
    """Send a video to a worker and wait for its outcome; try another worker if that one is lost."""
    name = Path(task.path).name
    why = ""
    tried: set[str] = set()
    for _ in range(ATTEMPTS):
        try:
            _admit(task.path)
            return cluster.check(number, task, watch, tried)
        except _RefusedError:
            raise
        except CoachError as error:
            return error
        except _LostError as error:
            why = str(error)
        except OSError as error:
            return SourceError(f"{name} cannot be read ({error.strerror or error}); check the disk or copy the file")
    return CoachError(
        f"{name} was not checked: {ATTEMPTS} workers were lost while checking it ({why}); check it without --cluster"
    )


def _admit(path: str) -> None:
    """Raise ``CoachError`` for a file that is not a video, as a local check would; such a file is not sent."""
    if not is_landmarks(path):
        from coach.capture.admission import admit

        admit(path)


class _Cluster:
    """A connection to a scheduler, through which all workers are reached; none is contacted directly."""

    def __init__(self, address: str, model: str | Path | None) -> None:
        self._address = address
        self._setup = remote.setup(model)
        self._client = _connect(address)
        self._fit: set[str] = set()
        self._load: Counter[str] = Counter()
        self._sent: dict[str, str] = {}
        self._lock = threading.Lock()

    def threads(self) -> int:
        """Number of videos that the workers can check at a time.

        Raises:
            CoachError: There are no workers, or their setup differs from this machine's.
        """
        return max(1, sum(self._workers().values()))

    def check(self, number: int, task: Task, watch: Follow | None, tried: set[str]) -> Outcome:
        """Check a video on one worker, which is added to those ``tried``.

        Raises:
            _LostError: The worker is gone.
            OSError: The video cannot be read.
        """
        worker, token = self._choose(tried), uuid.uuid4().hex
        tried.add(worker)
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
        """Make the workers delete what they still hold, and disconnect, within about a second."""
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

    def _wait(self, worker: str, token: str, task: Task, number: int, watch: Follow | None) -> Outcome:
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
                    raise _LostError(_one_line(error)) from error
        finally:
            future.release()

    def _choose(self, tried: Set[str]) -> str:
        """Return the least busy worker, preferably an untried one: dead workers stay listed for a while."""
        until = time.monotonic() + _WORKERS_S
        while (workers := self._workers()).keys() <= tried and time.monotonic() < until:
            time.sleep(_ASK_S)
        workers = {worker: threads for worker, threads in workers.items() if worker not in tried} or workers
        with self._lock:
            chosen = min(workers, key=lambda worker: self._load[worker] / workers[worker])
            self._load[chosen] += 1
        return chosen

    def _workers(self) -> dict[str, int]:
        """Wait for workers; return the number of threads of each."""
        until = time.monotonic() + _WORKERS_S
        while time.monotonic() < until:
            try:
                threads: dict[str, int] = self._client.nthreads()
            except (Exception, CancelledError) as error:
                raise _RefusedError(f"the cluster at {self._address} was lost ({_one_line(error)})") from error
            with suppress(_LostError):
                for worker in threads.keys() - self._fit:
                    self._compare(worker)
                    self._fit.add(worker)
                if threads:
                    return threads
            time.sleep(_ASK_S)
        raise _RefusedError(
            f"the cluster at {self._address} has had no worker for {_WORKERS_S:.0f} s; "
            f"start one with: dask worker {self._address}"
        )

    def _compare(self, worker: str) -> None:
        """Raise ``CoachError`` unless a worker would return the same results as this machine."""
        there = self._on(worker, remote.setup)
        for what, ours in self._setup.items():
            if (theirs := there.get(what, "none")) != ours:
                raise _RefusedError(
                    f"the worker at {worker} has another {what} than this machine ({theirs[:12]}, not {ours[:12]}), "
                    "so its results would differ; install the same"
                )

    def _on(self, worker: str, function: Callable[..., Any], *arguments: object) -> Any:  # what the function returns
        try:
            return self._client.run(function, *arguments, workers=[worker])[worker]
        except ModuleNotFoundError as error:
            raise _RefusedError(
                f"the worker at {worker} lacks {error.name}; install the program where the workers run"
            ) from error
        except (Exception, CancelledError) as error:  # from the connection, either end of it, or the remote disk
            raise _LostError(_one_line(error)) from error


def _connect(address: str) -> Any:  # Dask's client has no types
    """Return a scheduler client that opens no port here and reaches workers through the scheduler; no dashboard."""
    try:
        from distributed import Client, Security
    except ModuleNotFoundError as error:
        raise CoachError(
            f"--cluster needs {error.name}, which is not installed; run: pip install 'coach[cluster]', "
            "in a checkout: pip install '.[cluster]'"
        ) from error
    # This program reports errors itself; Dask would log pages of them.
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
    encrypted = address.startswith("tls://")
    client: Any = Client  # neither the class nor its arguments are typed
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
        raise CoachError(f"no cluster answers at {address} ({_one_line(error)}){hint}") from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
