"""Converts moves of earlier file versions, in files and histories, to the current version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Table = Mapping[str, Any]  # Any: TOML and JSON values

VERSION: Final = 2
"""The current version."""

_WORDS: Final = ("title", "how", "camera", "cannot_see", "avoid_if", "easier")

_TRUNK_LINE: Final = ["mid_shoulder", "mid_hip"]
_FACE: Final = ["mid_ear", "nose"]

_KINDS: Final[Mapping[str, Table]] = {
    "thigh_vs_trunk_line": {"kind": "angle", "of": ["hip", "knee"], "against": _TRUNK_LINE},
    "knee_flexion": {"kind": "angle", "of": ["knee", "ankle"], "against": ["hip", "knee"]},
    "elbow_flexion": {"kind": "angle", "of": ["elbow", "wrist"], "against": ["shoulder", "elbow"]},
    "face_to_trunk": {"kind": "angle", "of": _FACE, "against": ["mid_hip", "mid_shoulder"]},
    "leg_to_horizontal": {"kind": "elevation", "of": ["hip", "ankle"], "fallback": ["hip", "knee"]},
    "torso_inclination": {"kind": "elevation", "of": ["mid_hip", "mid_shoulder"]},
    "thighs_to_horizontal": {"kind": "elevation", "of": ["mid_hip", "mid_knee"], "shown_on": "trunk"},
    "shanks_to_horizontal": {"kind": "elevation", "of": ["mid_knee", "mid_ankle"]},
    "face_to_horizontal": {"kind": "elevation", "of": _FACE},
    "ears_to_shoulders": {"kind": "distance", "of": ["mid_shoulder", "mid_ear"]},
    "leg_length": {"kind": "distance", "of": ["hip", "ankle"]},
    "ankle_to_other_knee": {"kind": "distance", "of": ["other_knee", "ankle"]},
    "hand_to_ear": {"kind": "distance", "of": ["mid_ear", "wrist"]},
    "ears_above_shoulders": {"kind": "height", "of": ["mid_shoulder", "mid_ear"]},
    "mouth_above_shoulders": {"kind": "height", "of": ["mid_shoulder", "mid_mouth"]},
    "hand_above_hips": {"kind": "height", "of": ["mid_hip", "wrist"]},
    "knee_above_hips": {"kind": "height", "of": ["mid_hip", "knee"]},
    "head_risen": {"kind": "risen", "of": ["mid_ear"], "shown_on": "trunk"},
    "knee_moved_out": {"kind": "sideways", "of": ["mid_hip", "knee"], "from_rest": True},
    "shanks_apart": {"kind": "spread", "of": ["knee", "ankle"], "frame": "world"},
    "shoulder_yaw": {"kind": "turn", "of": ["shoulder"]},
}
"""Measure kinds of version 1 that now have named landmarks."""

_LEADERS: Final[Mapping[str, tuple[str, Table]]] = {
    "crossing": ("working", {**_KINDS["ankle_to_other_knee"], "limb": "least"}),
    "crossed": ("other", {**_KINDS["ankle_to_other_knee"], "limb": "least"}),
    "straighter": ("working", {"kind": "arm_to_horizontal", "limb": "most"}),
}
"""Limbs of version 1 whose side is that of another measure: the current limb, and that measure."""

_LIMBS: Final = {"upper": "top", "lower": "bottom"}


def current(move: Table) -> dict[str, Any]:  # Any: TOML and JSON values
    """Return a move in the current version; its faults are kept.

    Args:
        move: The table from a TOML file or a history.
    """
    version = move.get("schema")
    if type(version) is not int or version != 1 or "text" in move:
        return dict(move)
    now = {**move, "schema": VERSION}
    words: dict[str, Any] = {key: now.pop(key) for key in _WORDS if key in now}
    if isinstance(move.get("aim"), list):
        aims = [each for each in move["aim"] if isinstance(each, dict)]
        for key in ("cue", "good"):
            words[key] = {str(each.get("id")): each[key] for each in aims if key in each}
        now["aim"] = [
            {key: value for key, value in each.items() if key not in ("cue", "good")} if each in aims else each
            for each in move["aim"]
        ]
    now["text"] = {"en": words}
    if isinstance(move.get("measures"), dict):
        now["measures"] = _measures(move["measures"])
    return now


def _measures(then: Table) -> dict[str, Any]:  # Any: TOML and JSON values
    now = {name: _measure(each) if isinstance(each, dict) else each for name, each in then.items()}
    for name, each in list(now.items()):
        then_limb = each.get("limb") if isinstance(each, dict) else None
        if not isinstance(then_limb, str) or then_limb not in _LEADERS:
            continue
        limb, leader = _LEADERS[then_limb]
        if limb == "working" and {**each, "limb": leader["limb"]} == leader:
            now[name] = dict(leader)
            continue
        leading = next((other for other, one in now.items() if one == leader), None)
        if leading is None:
            leading = f"{name}_side"
            now[leading] = dict(leader)
        now[name] = {**each, "limb": limb, "side_from": leading}
    return now


def _measure(then: Table) -> dict[str, Any]:  # Any: TOML and JSON values
    kind, limb = then.get("kind"), then.get("limb")
    now = {**then, **(_KINDS.get(kind, {}) if isinstance(kind, str) else {})}
    if isinstance(limb, str):
        now["limb"] = _LIMBS.get(limb, limb)
    return now
