"""The labels in events: reasons, postures, views, choices. They are stored and exported, so they never change."""

from __future__ import annotations

from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["low", "short-hold", "not-returned", "wrong-limb", "unseen"]
"""Why an attempt did not count, as in the results file."""

DropReason: TypeAlias = Literal["twitch", "unseen", "shifted"]
"""Why a movement was not an attempt: too short, unseen before the top, or only a shift of position."""

Posture: TypeAlias = Literal[
    "supine",
    "prone",
    "side-lying-left",
    "side-lying-right",
    "all-fours",
    "long-sitting",
    "kneeling",
    "standing",
    "unknown",
]
"""Posture of the body. ``side-lying-left`` lies on the left side."""

RefusalId: TypeAlias = Literal["nobody", "wrong-posture", "wrong-view", "too-little-seen"]
"""Why a whole stream cannot be judged."""

UnseenId: TypeAlias = Literal["body", "limbs", "frames", "damaged"]
"""What could not be seen: ``body`` is shoulders and hips, ``limbs`` the measured limbs; there were no ``frames``, or
they were ``damaged``."""

View: TypeAlias = Literal["front", "back", "side", "head-end", "foot-end", "oblique", "unknown"]
"""Side of the body that faces the camera."""

Hindrance: TypeAlias = Literal["dark", "two-people"]
"""A problem with the camera image that a pose does not show."""

Lack: TypeAlias = Literal[
    "dark", "two-people", "nobody", "too-close", "too-far", "head", "feet", "posture", "other-side", "view",
    "arm-room", "leg-room", "start",
]  # fmt: skip
"""What is missing before a set can start, in the order in which to correct it.

``too-close``: the body is too large for the frame, or both of its ends are outside; ``head`` or ``feet``: one end is.
``arm-room`` and ``leg-room``: the limb would leave the frame when extended. ``start``: posture and view are right, but
the body is not in the start position.
"""

Pause: TypeAlias = Literal["asked", "left", "up", "camera", "pain"]
"""Why a session is paused: by a command, no person in view, the person got up, no frames, or the pain question."""

Choice: TypeAlias = Literal["easier", "skip", "pause", "stop"]
"""Choices for a person in pain, in the order in which they are offered."""

Command: TypeAlias = Literal["pause", "skip", "easier", "finish"]
"""A command to the session. ``pause`` also ends a pause. During a question, a command is its answer."""
