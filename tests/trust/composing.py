"""Scenes with occlusion, darkness or distractors, composed from clips with known truth.

Each scene is a clip of a person doing a move, or lying still, with modified images. The true number of reps is the most
that may be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from coach.body import SIDES, joint
from coach.capture.video import VideoFile
from coach.stream import Frame, Image
from tests.clips.packed import CLIPS
from tests.session.leading import clip

EVERY = 2
"""Every second of the clips' 25 fps is processed."""

REPS = {
    "hip-abduction": ("tiny-hip-abduction-left", 2),
    "spine-extension": ("tiny-spine-extension", 2),
    "back-extension": ("tiny-back-extension", 2),
    "knee-to-chest": ("tiny-knee-to-chest", 1),
    "piriformis-stretch": ("tiny-piriformis-stretch", 1),
    "seated-rotation": ("tiny-seated-rotation", 1),
}
"""By move: a clip, and its number of reps."""

HOLD_S = 2.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene.

    Attributes:
        name: Its name.
        make: Returns its frames, given the name of a clip.
        does: Whether the person does the move; otherwise they lie still or are absent.
        hidden: Whether what the move needs is hidden throughout, so that nothing may be counted and this is reported.
    """

    name: str
    make: Callable[[str], Iterator[Frame]]
    does: bool = True
    hidden: bool = False


@cache
def frames_of(name: str) -> tuple[Frame, ...]:
    """Return the frames of a clip."""
    with VideoFile(CLIPS / f"{name}.mp4") as frames:
        return tuple(frame for number, frame in enumerate(frames) if number % EVERY == 0)


def room(name: str) -> Image:
    """Return the background of a clip: the median over time, inpainted where the person is."""
    images = np.stack([frame.image for frame in frames_of(name)[::12]])
    behind = np.median(images, axis=0).astype(np.uint8)
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
    """Yield the first frame of a clip with sensor noise."""
    rng = np.random.default_rng(0)
    image = frames_of(name)[0].image
    for number in range(round(seconds * 25 / EVERY)):
        yield Frame(number * EVERY / 25, noisy(image, rng))


def noisy(image: Image, rng: np.random.Generator, by: float = 4.0) -> Image:
    """Return an image with sensor noise."""
    return np.clip(image + rng.normal(0.0, by, image.shape), 0, 255).astype(np.uint8)


def _each(do: Callable[[Image, float, str], Image]) -> Callable[[str], Iterator[Frame]]:
    """Return a scene that modifies every frame; ``do`` gets image, instant and clip name."""
    return lambda name: (Frame(frame.t, do(frame.image.copy(), frame.t, name)) for frame in frames_of(name))


def _each_still(do: Callable[[Image, float, str], Image]) -> Callable[[str], Iterator[Frame]]:
    return lambda name: (Frame(frame.t, do(frame.image.copy(), frame.t, name)) for frame in still(name))


def _box(name: str, joints: Sequence[int] | range, margin: float) -> tuple[int, int, int, int]:
    """Return the box of landmarks over a whole clip: left, top, right, bottom, with a margin in image heights."""
    poses = [moment.pose for moment in clip(name) if moment.pose is not None]
    places = np.concatenate([pose.image_px[list(joints)] for pose in poses])
    width, height = poses[0].size
    left, top = np.nanmin(places, axis=0) - margin * height
    right, bottom = np.nanmax(places, axis=0) + margin * height
    clipped = np.clip([left, top, right, bottom], 0, [width, height, width, height])
    return tuple(int(value) for value in clipped)  # type: ignore[return-value]  # there are four


BODY = [joint(side, part) for side in SIDES for part in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")]


def _behind_a_sofa(image: Image, t: float, name: str) -> Image:
    left, top, right, bottom = _box(name, BODY, 0.06)
    image[top:bottom, left:right] = (96, 80, 72)
    return image


def _dark(image: Image, t: float, name: str) -> Image:
    return noisy((image * 0.02).astype(np.uint8), np.random.default_rng(round(t * 1000)), 2.0)


def _dim(image: Image, t: float, name: str) -> Image:
    return noisy((image * 0.15).astype(np.uint8), np.random.default_rng(round(t * 1000)), 6.0)


def _blurred(image: Image, t: float, name: str) -> Image:
    height, width = image.shape[:2]
    coarse = cv2.resize(image, (width // 40, height // 40), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _too_near(image: Image, t: float, name: str) -> Image:
    """Show only the head end of the body."""
    head = _box(name, range(11), 0.05)
    height, width = image.shape[:2]
    middle = (head[0] + head[2]) / 2
    left = 0 if middle < width / 2 else width - width // 3
    part = image[:, left : left + width // 3]
    return np.ascontiguousarray(cv2.resize(part, (width // 3 * 2, height * 2)))


def _dog(image: Image, t: float, name: str) -> Image:
    """Show a dog trotting in front of the person repeatedly."""
    height, width = image.shape[:2]
    x, y, size = int((t * 0.25 % 1.4 - 0.2) * width), int(height * 0.72), height // 4
    coat, swing = (60, 42, 30), int(np.sin(t * 12) * size / 5)
    cv2.ellipse(image, (x, y), (size, size // 2), 0, 0, 360, coat, -1)
    cv2.circle(image, (x + size, y - size // 2), size // 3, coat, -1)
    for leg, way in ((-0.7, 1), (-0.5, -1), (0.5, 1), (0.7, -1)):
        foot = (x + int(leg * size) + way * swing, y + size)
        cv2.line(image, (x + int(leg * size), y), foot, coat, max(3, size // 7))
    return image


def _child(image: Image, t: float, name: str) -> Image:
    """Show a child walking back and forth behind the person, with swinging arms."""
    height, width = image.shape[:2]
    x, swing = int((0.5 + 0.45 * np.sin(t * 0.7)) * width), np.sin(t * 7)
    tall = int(height * 0.42)
    foot_y = int(height * 0.55)
    hip, neck = (x, foot_y - tall * 45 // 100), (x, foot_y - tall * 80 // 100)
    thick = max(4, tall // 14)
    cv2.line(image, neck, hip, (170, 60, 60), thick * 2)
    cv2.circle(image, (x, foot_y - tall * 91 // 100), tall // 10, (214, 170, 140), -1)
    for way in (-1, 1):
        foot = (x + int(way * swing * tall * 0.2), foot_y)
        hand = (x - int(way * swing * tall * 0.2), neck[1] + tall * 35 // 100)
        cv2.line(image, hip, foot, (50, 60, 110), thick)
        cv2.line(image, neck, hand, (214, 170, 140), thick)
    return image


def _second_person(image: Image, t: float, name: str) -> Image:
    """Show a second person lying still in the upper corner, half as large."""
    other = frames_of("tiny-knee-to-chest" if "knee" not in name else "tiny-back-extension")[0].image
    height, width = image.shape[:2]
    small = cv2.resize(other, (width * 2 // 5, height * 2 // 5))
    image[: small.shape[0], width - small.shape[1] :] = small
    return image


def _move_on_a_screen(name: str) -> Iterator[Frame]:
    """Show the person lying still while a person on a wall screen does the move."""
    for shown, frame in zip(frames_of(name), still(name, 60.0), strict=False):
        image = frame.image.copy()
        height, width = image.shape[:2]
        small = cv2.resize(shown.image, (width // 4, height // 4))
        image[: small.shape[0], width - small.shape[1] :] = small
        yield Frame(shown.t, image)


def _gone_for_a_while(name: str) -> Iterator[Frame]:
    """Let the person be absent for 5 s in the middle."""
    frames, empty, rng = frames_of(name), room(name), np.random.default_rng(1)
    middle, away = len(frames) // 2, 5.0
    yield from frames[:middle]
    for number in range(round(away * 25 / EVERY)):
        yield Frame(frames[middle].t + number * EVERY / 25, noisy(empty, rng))
    for frame in frames[middle:]:
        yield Frame(frame.t + away, frame.image)


def _empty(name: str) -> Iterator[Frame]:
    rng, image = np.random.default_rng(2), room(name)
    return (Frame(number * EVERY / 25, noisy(image, rng)) for number in range(round(8 * 25 / EVERY)))


SCENES = (
    Scene("as it is", _each(lambda image, t, name: image)),
    Scene("behind a sofa", _each(_behind_a_sofa), hidden=True),
    Scene("only the head in the image", _each(_too_near), hidden=True),
    Scene("dark", _each(_dark), hidden=True),
    Scene("dim", _each(_dim)),
    Scene("blurred", _each(_blurred), hidden=True),
    Scene("next to another person", _each(_second_person)),
    Scene("a child walking behind", _each(_child)),
    Scene("a dog trotting through", _each(_dog)),
    Scene("gone for a while", _gone_for_a_while),
    Scene("lying still", _each_still(lambda image, t, name: image), does=False),
    Scene("lying still, a dog trotting through", _each_still(_dog), does=False),
    Scene("lying still, a child walking behind", _each_still(_child), does=False),
    Scene("lying still, person exercising on a screen", _move_on_a_screen, does=False),
    Scene("an empty room", _empty, does=False, hidden=True),
)
