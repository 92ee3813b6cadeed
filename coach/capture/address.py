"""What the address of a network camera opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coach.capture.feed import Feed
from coach.capture.network import parse


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a camera.

    Attributes:
        name: What the camera is called everywhere; holds no secret.
        feed: Opens it.
    """

    name: str
    feed: Callable[[], Feed]


def address(spec: str) -> Address:
    """Return what an address leads to.

    Raises:
        SourceError: It leads to no camera that can be read.
    """
    # Loaded here: a webcam needs neither an HTTP client nor PyAV.
    place = parse(spec)
    if place.scheme == "rtsp":
        from coach.capture.rtsp import Rtsp

        return Address(place.name, lambda: Rtsp(place))
    from coach.capture.mjpeg import Mjpeg

    return Address(place.name, lambda: Mjpeg(place))
