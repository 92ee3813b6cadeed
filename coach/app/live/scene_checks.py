"""Whoever looks at the picture itself while the person comes into place: is there light, and are they alone?"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from coach.capture.light import dark
from coach.errors import CoachError
from coach.events import Command, Event
from coach.pose import Pose
from coach.session.company import several
from coach.session.live import LiveSession
from coach.stream import Frame, Picture

if TYPE_CHECKING:
    from coach.capture.live import Stalled

PROBE_S: Final = 2.0
"""How often a second body is looked for: that takes as long as two or three pictures."""

LATEST: Final = 3
"""So many looks are remembered. One of them alone may be wrong."""

ENOUGH: Final = 2
"""Of those, how many have to find two people."""


class Crowd(Protocol):
    """Finds several bodies in a picture."""

    def everybody(self, frame: Frame) -> Sequence[Pose]:
        """Every body in ``frame``."""
        ...

    def close(self) -> None:
        """Let go of the model."""
        ...


class SceneChecks:
    """Tells a session what hinders it in the picture, as long as it waits for the person; afterwards it rests.

    Args:
        session: What is told.
        crowd: Makes what finds several bodies; asked the first time that it is needed.
    """

    def __init__(self, session: LiveSession, crowd: Callable[[], Crowd]) -> None:
        self._session, self._make = session, crowd
        self._crowd: Crowd | None = None
        self._next: float | None = None
        self._looks: deque[bool] = deque(maxlen=LATEST)

    def tell(self, event: Event) -> None:
        """Events do not matter here."""

    def see(self, t: float, picture: Picture, pose: Pose | None) -> Iterable[Command]:
        """Look at a picture, and note what is wrong with it."""
        if not self._session.placing:
            self._next = None
            self._looks.clear()
            self._session.notice(None)
            return ()
        if dark(picture):
            self._session.notice("dark")
            return ()
        if self._next is None:
            self._next = t + PROBE_S
        elif t >= self._next:
            self._next = t + PROBE_S
            self._looks.append(self._two(Frame(t, picture)))
        self._session.notice("two-people" if sum(self._looks) >= ENOUGH else None)
        return ()

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """Without a picture there is nothing to look at."""
        return ()

    def close(self) -> None:
        """Let go of the model."""
        if self._crowd is not None:
            self._crowd.close()
            self._crowd = None

    def _two(self, frame: Frame) -> bool:
        try:
            if self._crowd is None:
                self._crowd = self._make()
            return several(self._crowd.everybody(frame))
        except CoachError:
            self._session.notice(None)  # whoever fails is asked no more, and must leave no word behind
            raise
