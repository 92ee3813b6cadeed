"""Checks of the camera image while the person takes up position: is it bright enough, and is only one person in it?"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from coach.capture.health import dark
from coach.errors import CoachError
from coach.events import Hindrance
from coach.language import phrase, phrase_of
from coach.pose import Pose
from coach.session.people_count import several
from coach.stream import Frame

PROBE_S: Final = 2.0
"""Interval between searches for a second person: one takes as long as two or three frames."""

LATEST: Final = 3
"""Number of latest searches that count. A single one may be wrong."""

ENOUGH: Final = 2
"""Number of those that must find two people."""


class PeopleEstimator(Protocol):
    """Finds the poses of several people in one frame."""

    def detect_all(self, frame: Frame) -> Sequence[Pose]:
        """Return the pose of every person in ``frame``."""
        ...

    def close(self) -> None:
        """Release the model."""
        ...


class SceneChecks:
    """Finds problems of the camera image that hinder the session.

    Args:
        make_estimator: Makes the estimator for several people; called when it is first needed.
        warn: Called with a sentence when that estimator fails; people are not counted from then on.
    """

    def __init__(
        self, make_estimator: Callable[[], PeopleEstimator], warn: Callable[[str], object] = lambda text: None
    ) -> None:
        self._make, self._warn = make_estimator, warn
        self._estimator: PeopleEstimator | None = None
        self._failed = False
        self._next: float | None = None
        self._looks: deque[bool] = deque(maxlen=LATEST)

    def update(self, frame: Frame, *, placing: bool) -> Hindrance | None:
        """Check a frame; returns the problem that hinders the session, if any.

        Nothing is checked unless the session is ``placing`` the person.
        """
        if not placing:
            self._next = None
            self._looks.clear()
            return None
        if dark(frame.image):
            return "dark"
        if self._failed:
            return None
        if self._next is None:
            self._next = frame.t + PROBE_S
        elif frame.t >= self._next:
            self._next = frame.t + PROBE_S
            try:
                if self._estimator is None:
                    self._estimator = self._make()
                self._looks.append(several(self._estimator.detect_all(frame)))
            except CoachError as error:
                self._failed = True
                self._warn(phrase("errors.continues", trouble=phrase_of(error)))
                return None
        return "two-people" if sum(self._looks) >= ENOUGH else None

    def close(self) -> None:
        """Release the model."""
        if self._estimator is not None:
            self._estimator.close()
            self._estimator = None
