"""The words that events use: reasons, postures, views, choices. Stored and exported, so they never change."""

from __future__ import annotations

from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["low", "short-hold", "not-returned", "wrong-limb", "unseen"]
"""Why an attempt did not count; the words are those of the results file."""

DropReason: TypeAlias = Literal["twitch", "unseen", "shifted"]
"""Why what looked like an attempt was none: too short, lost from sight before the top, or only another way to lie."""

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
"""How the body is held. ``side-lying-left`` lies on the left side."""

RefusalId: TypeAlias = Literal["nobody", "wrong-posture", "wrong-view", "too-little-seen"]
"""Why a whole stream cannot be judged."""

UnseenId: TypeAlias = Literal["body", "limbs", "frames", "damaged"]
"""What could not be seen: shoulders and hips; the measured limbs; anything, for want of frames or of intact ones."""

View: TypeAlias = Literal["front", "back", "side", "head-end", "foot-end", "oblique", "unknown"]
"""Which side of the body the camera sees."""

Hindrance: TypeAlias = Literal["dark", "two-people"]
"""What is wrong with the camera image and does not show in a pose."""

Lack: TypeAlias = Literal[
    "dark", "two-people", "nobody", "too-close", "too-far", "head", "feet", "posture", "other-side", "view",
    "arm-room", "leg-room", "start",
]  # fmt: skip
"""What is missing before a set can start, the first thing to mend first.

``too-close`` is a body too large for the frame, or both of its ends outside; ``head`` and ``feet`` are one. With
``arm-room`` or ``leg-room`` the limb would leave the frame once it is stretched. ``start`` is the right posture, seen
from the right place, but not yet where the move starts.
"""

Pause: TypeAlias = Literal["asked", "left", "up", "camera", "pain"]
"""Why a session waits: a key, nobody is seen, the person got up, no frames came, or the question about pain."""

Choice: TypeAlias = Literal["easier", "skip", "pause", "stop"]
"""What a person in pain may choose, in the order in which it is offered."""

Command: TypeAlias = Literal["pause", "skip", "easier", "finish"]
"""What a key asks of a session; ``pause`` ends a pause too. While a question is asked, it answers that."""
