"""The audio child process, supervised: restarted when it ends, killed when it hangs."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Final, Literal, TypeAlias

from coach.language import phrase
from coach.voice.mixer import Message, Played, Track
from coach.voice.settings import Settings

_log = logging.getLogger(__name__)

HOST: Final = (sys.executable, "-I", "-m", "coach.voice.host")

START_S: Final = 10.0
"""Longest start of the child; an unresponsive sound server makes it hang."""

ATTEMPTS: Final = 3
"""Immediate restarts of a child that ends before it is ready."""

AGAIN_S: Final = 15.0
"""Time between later attempts, in case a speaker is connected."""

LEAVE_S: Final = 1.0
"""Longest wait for a child to end."""

Reply: TypeAlias = Played | Literal["died", "silent"]
"""The outcome; or the child ended, or there is no audio."""


@dataclass(frozen=True, slots=True)
class VoiceReady:
    """The configuration of a running child.

    Attributes:
        voice: Name of its voice; empty without one.
        missing: The speaker in the settings if there is none of that name, so that the default one is used; else empty.
    """

    voice: str
    why: str
    speaker: str
    missing: str


class VoiceProcess:
    """A child process that renders and plays.

    ``complain`` is called from a thread with each problem, once, as a sentence.
    """

    def __init__(self, settings: Settings, complain: Callable[[str], object], command: Sequence[str] = HOST) -> None:
        self._settings, self._complain, self._command = settings, complain, command
        self._changed = threading.Condition()
        self._state: Literal["starting", "ready", "failed"] = "starting"
        self._closed = False
        self._child: subprocess.Popen[str] | None = None
        self._ready: VoiceReady | None = None
        self._answers: dict[str, Played] = {}
        self._cuts: dict[Track, int] = {"words": 0, "tones": 0}
        self._prepared: list[str] = []
        self._reported: set[str] = set()
        self._trouble: str = ""
        self._thread = threading.Thread(target=self._keep, name="voice process", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """Process ID of the running child."""
        child = self._child
        return None if child is None else child.pid

    def ready(self, timeout_s: float) -> VoiceReady | None:
        """Wait until the child is ready; returns ``None`` if it is not."""
        with self._changed:
            self._changed.wait_for(lambda: self._state != "starting", timeout_s)
            return self._ready if self._state == "ready" else None

    @property
    def trouble(self) -> str:
        """Why there is no audio; empty if there is."""
        return "" if self._state == "ready" else self._trouble

    def perform(self, track: Track, message: Message, until: float, longest_s: float) -> Reply:
        """Have the child play something, and wait for the end.

        It starts at ``time.monotonic()`` of ``until`` at the latest; after ``longest_s`` the child is killed.
        """
        with self._changed:
            cuts = self._cuts[track]
            self._changed.wait_for(
                lambda: self._state != "starting" or self._cuts[track] != cuts, max(0.0, until - time.monotonic())
            )
            if self._cuts[track] != cuts:
                return "cut"
            if self._state != "ready" or self._ready is None:
                return "late" if self._state == "starting" else "silent"
            if track == "words" and not self._ready.voice:
                return "silent"
            child = self._child
            self._answers.pop(track, None)
            self._send({"track": track, "until": until, **message})
            self._changed.wait_for(lambda: track in self._answers or self._child is not child, longest_s)
            if track in self._answers:
                return self._answers.pop(track)
            if self._child is not child:
                return "died"
            _log.info("the voice process hangs and is killed")
            self._kill()
            return "failed"

    def cut(self, track: Track) -> None:
        """Stop the sound of a track."""
        with self._changed:
            self._cuts[track] += 1
            self._changed.notify_all()
            if self._state == "ready":
                self._send({"cut": track})

    def prepare(self, texts: Sequence[str]) -> None:
        """Render phrases before they are needed."""
        with self._changed:
            self._prepared = list(texts)
            if self._state == "ready":
                self._send({"prepare": self._prepared})

    def close(self) -> None:
        """Stop at once; may be called twice."""
        with self._changed:
            self._closed = True
            self._state = "failed"
            if self._child is not None and self._child.stdin is not None:
                with suppress(OSError):
                    self._child.stdin.close()  # at which it falls silent, and leaves the sound server as it was
            self._changed.notify_all()
        self._thread.join(LEAVE_S)
        if self._thread.is_alive():
            self._kill()
            self._thread.join(LEAVE_S)

    def _keep(self) -> None:
        attempts = 0
        while not self._closed:
            attempts = 0 if self._live() else attempts + 1
            if attempts and (attempts == ATTEMPTS or self._trouble):
                self._fail(self._trouble or phrase("errors.voice.failed"))
                attempts = 0

    def _fail(self, trouble: str) -> None:
        """Report a problem, and wait before the next attempt."""
        with self._changed:
            self._state, self._trouble = "failed", trouble
            self._changed.notify_all()
        if not self._closed:
            self._report(phrase("errors.voice.without", trouble=trouble))
        with self._changed:
            self._changed.wait_for(lambda: self._closed, AGAIN_S)
            self._trouble = ""
            self._state = "failed" if self._closed else "starting"

    def _live(self) -> bool:
        """Run one child to its end; returns whether it became ready."""
        with self._changed:
            if self._closed:
                return False
            child = self._child = self._start()
        if child is None or child.stdout is None:
            return False
        slow = threading.Timer(START_S, child.kill)
        slow.start()
        began = False
        with child.stdout:
            for line in child.stdout:
                with suppress(ValueError):
                    began = self._take(json.loads(line), slow) or began
        slow.cancel()
        child.kill()
        with suppress(subprocess.TimeoutExpired):
            child.wait(LEAVE_S)
        if child.stdin is not None:
            with suppress(OSError):
                child.stdin.close()
        _log.info("the voice process ended with %s", child.returncode)
        with self._changed:
            self._child = None
            if self._state == "ready":
                self._state = "starting"
            self._changed.notify_all()
        return began

    def _take(self, message: Message, slow: threading.Timer) -> bool:
        """Process a message of the child; return whether it is ready."""
        match message:
            case {"track": track, "outcome": outcome}:
                with self._changed:
                    self._answers[track] = outcome
                    self._changed.notify_all()
            case {"silent": True}:
                self._trouble = phrase("errors.voice.no_output")
            case {"voice": _}:
                slow.cancel()
                ready = VoiceReady(**message)
                with self._changed:
                    if self._closed:
                        return True
                    self._ready, self._state = ready, "ready"
                    if self._prepared:
                        self._send({"prepare": self._prepared})
                    self._changed.notify_all()
                if ready.missing:
                    self._report(phrase("errors.voice.default_speaker", name=ready.missing))
                if not ready.voice:
                    self._report(phrase("errors.voice.no_voice", language=self._settings.language))
                return True
        return False

    def _start(self) -> subprocess.Popen[str] | None:
        flags = 0x08000000 | 0x00000200 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW | _NEW_PROCESS_GROUP
        try:
            child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, encoding="utf-8", errors="replace",
                creationflags=flags, start_new_session=True,  # Ctrl-C is for the program, which then closes this
            )  # fmt: skip
        except OSError:
            return None
        self._child = child
        self._send(asdict(self._settings))
        return child

    def _send(self, message: Message) -> None:
        """Write to the child, which has one unanswered request per track at most: too few to fill the pipe."""
        child = self._child
        if child is not None and child.stdin is not None:
            with suppress(OSError, ValueError):  # it has ended; the reading thread notices
                child.stdin.write(json.dumps(message) + "\n")
                child.stdin.flush()

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _report(self, trouble: str) -> None:
        if trouble not in self._reported:
            self._reported.add(trouble)
            self._complain(trouble)
