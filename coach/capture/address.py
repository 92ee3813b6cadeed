"""Choose the reader for a network camera's address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coach.capture.feed import Feed
from coach.capture.network import parse


@dataclass(frozen=True, slots=True)
class Address:
    """A network camera that can be opened.

    Attributes:
        name: Display name of the camera; contains no password.
        feed: Opens the camera.
    """

    name: str
    feed: Callable[[], Feed]


def address(spec: str) -> Address:
    """Return the camera at an address.

    Raises:
        SourceError: The address is malformed, or its scheme is not supported.
    """
    # Imported lazily: a webcam needs neither an HTTP client nor PyAV.
    place = parse(spec)
    if place.scheme == "rtsp":
        from coach.capture.rtsp import Rtsp

        return Address(place.name, lambda: Rtsp(place))
    from coach.capture.mjpeg import Mjpeg

    return Address(place.name, lambda: Mjpeg(place))
