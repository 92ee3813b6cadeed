"""Scenes in which not everything can be seen, composed from clips whose truth is known.

Each scene is a clip of somebody doing a move, or of them lying still, with something done to its pictures. How many
repetitions happened in it at most is known; what an honest coach counts of it is that or less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from coach.body import SIDES, joint
from coach.capture.video import VideoFile
from coach.stream import Frame, Picture
from tests.clips.packed import CLIPS
from tests.session.leading import clip

EVERY = 2
"""Of the clips' 25 pictures a second every second one is looked at."""

REPS = {
    "hip-abduction": ("tiny-hip-abduction-left", 2),
    "spine-extension": ("tiny-spine-extension", 2),
    "back-extension": ("tiny-back-extension", 2),
    "knee-to-chest": ("tiny-knee-to-chest", 1),
    "piriformis-stretch": ("tiny-piriformis-stretch", 1),
    "seated-rotation": ("tiny-seated-rotation", 1),
}
"""By move: a clip, and how many repetitions are done in it."""

HOLD_S = 2.0


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown.

    Attributes:
        name: What it is called.
        make: Makes its pictures from those of a clip, given its name.
        does: Whether the person does the move in it; they lie still otherwise, or are not there.
        hidden: Whether what the move needs is hidden all along, so that nothing may be counted and it must be said.
    """

    name: str
    make: Callable[[str], Iterator[Frame]]
    does: bool = True
    hidden: bool = False


@cache
def filmed(name: str) -> tuple[Frame, ...]:
    """The pictures of a clip."""
    with VideoFile(CLIPS / f"{name}.mp4") as frames:
        return tuple(frame for number, frame in enumerate(frames) if number % EVERY == 0)


def room(name: str) -> Picture:
    """What is behind whoever is in a clip: of each pixel the middle of what it shows, and of its row where that moves
    little."""
    pictures = np.stack([frame.picture for frame in filmed(name)[::12]])
    behind = np.median(pictures, axis=0).astype(np.uint8)
    mask = np.zeros(behind.shape[:2], np.uint8)
    left, top, right, bottom = _box(name, range(33), 0.12)
    mask[top:bottom, left:right] = 255
    return np.asarray(
        cv2.inpaint(
            cv2.resize(behind, None, fx=0.25, fy=0.25),
            cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_NEAREST),
            5,
            cv2.INPAINT_TELEA,
        )
        .repeat(4, 0)
        .repeat(4, 1),
        np.uint8,
    )


def still(name: str, seconds: float = 8.0) -> Iterator[Frame]:
    """The person of a clip as they lie at its beginning, and the noise of a sensor."""
    rng = np.random.default_rng(0)
    picture = filmed(name)[0].picture
    for number in range(round(seconds * 25 / EVERY)):
        yield Frame(number * EVERY / 25, noisy(picture, rng))


def noisy(picture: Picture, rng: np.random.Generator, by: float = 4.0) -> Picture:
    """A picture with the noise of a sensor."""
    return np.clip(picture + rng.normal(0.0, by, picture.shape), 0, 255).astype(np.uint8)


def _each(do: Callable[[Picture, float, str], Picture]) -> Callable[[str], Iterator[Frame]]:
    """Do something to every picture, which comes with its instant."""
    return lambda name: (Frame(frame.t, do(frame.picture.copy(), frame.t, name)) for frame in filmed(name))


def _each_still(do: Callable[[Picture, float, str], Picture]) -> Callable[[str], Iterator[Frame]]:
    return lambda name: (Frame(frame.t, do(frame.picture.copy(), frame.t, name)) for frame in still(name))


def _box(name: str, joints: Sequence[int] | range, margin: float) -> tuple[int, int, int, int]:
    """What landmarks stay within all along: left, top, right, bottom, with a part of the picture around them."""
    poses = [moment.pose for moment in clip(name) if moment.pose is not None]
    places = np.concatenate([pose.image_px[list(joints)] for pose in poses])
    width, height = poses[0].size
    left, top = np.nanmin(places, axis=0) - margin * height
    right, bottom = np.nanmax(places, axis=0) + margin * height
    clipped = np.clip([left, top, right, bottom], 0, [width, height, width, height])
    return tuple(int(value) for value in clipped)  # type: ignore[return-value]  # there are four


BODY = [joint(side, part) for side in SIDES for part in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")]


def _behind_a_sofa(picture: Picture, t: float, name: str) -> Picture:
    left, top, right, bottom = _box(name, BODY, 0.06)
    picture[top:bottom, left:right] = (96, 80, 72)
    return picture


def _dark(picture: Picture, t: float, name: str) -> Picture:
    return noisy((picture * 0.02).astype(np.uint8), np.random.default_rng(round(t * 1000)), 2.0)


def _dim(picture: Picture, t: float, name: str) -> Picture:
    return noisy((picture * 0.15).astype(np.uint8), np.random.default_rng(round(t * 1000)), 6.0)


def _blurred(picture: Picture, t: float, name: str) -> Picture:
    height, width = picture.shape[:2]
    coarse = cv2.resize(picture, (width // 40, height // 40), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _too_near(picture: Picture, t: float, name: str) -> Picture:
    """Only the head end is in the picture."""
    head = _box(name, range(11), 0.05)
    height, width = picture.shape[:2]
    middle = (head[0] + head[2]) / 2
    left = 0 if middle < width / 2 else width - width // 3
    part = picture[:, left : left + width // 3]
    return np.ascontiguousarray(cv2.resize(part, (width // 3 * 2, height * 2)))


def _dog(picture: Picture, t: float, name: str) -> Picture:
    """A dog trots through, again and again, before the person."""
    height, width = picture.shape[:2]
    x, y, size = int((t * 0.25 % 1.4 - 0.2) * width), int(height * 0.72), height // 4
    coat, swing = (60, 42, 30), int(np.sin(t * 12) * size / 5)
    cv2.ellipse(picture, (x, y), (size, size // 2), 0, 0, 360, coat, -1)
    cv2.circle(picture, (x + size, y - size // 2), size // 3, coat, -1)
    for leg, way in ((-0.7, 1), (-0.5, -1), (0.5, 1), (0.7, -1)):
        foot = (x + int(leg * size) + way * swing, y + size)
        cv2.line(picture, (x + int(leg * size), y), foot, coat, max(3, size // 7))
    return picture


def _child(picture: Picture, t: float, name: str) -> Picture:
    """A child walks to and fro behind, arms swinging: a figure of limbs, its size that of a child's."""
    height, width = picture.shape[:2]
    x, swing = int((0.5 + 0.45 * np.sin(t * 0.7)) * width), np.sin(t * 7)
    tall = int(height * 0.42)
    foot_y = int(height * 0.55)
    hip, neck = (x, foot_y - tall * 45 // 100), (x, foot_y - tall * 80 // 100)
    thick = max(4, tall // 14)
    cv2.line(picture, neck, hip, (170, 60, 60), thick * 2)
    cv2.circle(picture, (x, foot_y - tall * 91 // 100), tall // 10, (214, 170, 140), -1)
    for way in (-1, 1):
        foot = (x + int(way * swing * tall * 0.2), foot_y)
        hand = (x - int(way * swing * tall * 0.2), neck[1] + tall * 35 // 100)
        cv2.line(picture, hip, foot, (50, 60, 110), thick)
        cv2.line(picture, neck, hand, (214, 170, 140), thick)
    return picture


def _beside_somebody(picture: Picture, t: float, name: str) -> Picture:
    """Somebody else lies still, half as large, in the upper corner."""
    other = filmed("tiny-knee-to-chest" if "knee" not in name else "tiny-back-extension")[0].picture
    height, width = picture.shape[:2]
    small = cv2.resize(other, (width * 2 // 5, height * 2 // 5))
    picture[: small.shape[0], width - small.shape[1] :] = small
    return picture


def _somebody_else_does_it(name: str) -> Iterator[Frame]:
    """The person lies still; on a screen on the wall somebody does the move."""
    for shown, frame in zip(filmed(name), still(name, 60.0), strict=False):
        picture = frame.picture.copy()
        height, width = picture.shape[:2]
        small = cv2.resize(shown.picture, (width // 4, height // 4))
        picture[: small.shape[0], width - small.shape[1] :] = small
        yield Frame(shown.t, picture)


def _gone_for_a_while(name: str) -> Iterator[Frame]:
    """In the middle the person is away for five seconds; the time goes on."""
    frames, empty, rng = filmed(name), room(name), np.random.default_rng(1)
    middle, away = len(frames) // 2, 5.0
    yield from frames[:middle]
    for number in range(round(away * 25 / EVERY)):
        yield Frame(frames[middle].t + number * EVERY / 25, noisy(empty, rng))
    for frame in frames[middle:]:
        yield Frame(frame.t + away, frame.picture)


def _empty(name: str) -> Iterator[Frame]:
    rng, picture = np.random.default_rng(2), room(name)
    return (Frame(number * EVERY / 25, noisy(picture, rng)) for number in range(round(8 * 25 / EVERY)))


SCENES = (
    Scene("as it is", _each(lambda picture, t, name: picture)),
    Scene("behind a sofa", _each(_behind_a_sofa), hidden=True),
    Scene("only the head in the picture", _each(_too_near), hidden=True),
    Scene("dark", _each(_dark), hidden=True),
    Scene("dim", _each(_dim)),
    Scene("blurred", _each(_blurred), hidden=True),
    Scene("beside somebody", _each(_beside_somebody)),
    Scene("a child walking behind", _each(_child)),
    Scene("a dog trotting through", _each(_dog)),
    Scene("gone for a while", _gone_for_a_while),
    Scene("lying still", _each_still(lambda picture, t, name: picture), does=False),
    Scene("lying still, a dog trotting through", _each_still(_dog), does=False),
    Scene("lying still, a child walking behind", _each_still(_child), does=False),
    Scene("lying still, somebody on a screen does it", _somebody_else_does_it, does=False),
    Scene("an empty room", _empty, does=False, hidden=True),
)
