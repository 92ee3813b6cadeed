"""RTSP cameras, read with FFmpeg through PyAV."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import numpy as np

from coach.capture.feed import FeedError
from coach.capture.network import Endpoint
from coach.capture.request import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, ask
from coach.language import phrase
from coach.stream import Image

if TYPE_CHECKING:
    from av.container import InputContainer

_OPTIONS: Final = {
    "protocol_whitelist": "rtsp,rtp,tcp,udp",
    "format_whitelist": "rtsp,rtp,sdp",
    # TCP delivers images complete; UDP is for cameras that offer nothing else.
    "rtsp_transport": "tcp+udp",
    "rtsp_flags": "prefer_tcp+filter_src",
    "fflags": "nobuffer",
    # Microseconds of input that FFmpeg analyses first; its default delays the first image by 5 s.
    "analyzeduration": "500000",
}

PENDING_S: Final = 1.0
"""Interval at which the reason is reported while there is no image."""


def images(place: Endpoint) -> Generator[Image | str]:
    """Yield the images of a camera, and the reason while it is connected but sends none yet.

    Raises:
        FeedError: The camera does not respond, or sends no video.
    """
    import av

    # FFmpeg follows redirects to any host, so the first request is made without it.
    ask(place, "DESCRIBE", {"Accept": "application/sdp", "CSeq": "1"}, lambda sock: None).close()
    with _open(place) as container, suppress(av.FFmpegError, OSError):  # the connection broke
        shown = time.monotonic()
        for packet in container.demux(container.streams.video[0]):
            with suppress(av.error.InvalidDataError):  # damaged in transit, or before the first key frame
                for frame in packet.decode():
                    yield np.ascontiguousarray(frame.to_ndarray(format="rgb24"))
                    shown = time.monotonic()
            if time.monotonic() - shown > PENDING_S:
                yield phrase("errors.network.waiting", name=place.name)
                shown = time.monotonic()


def _open(place: Endpoint) -> InputContainer:
    import av

    try:
        container = av.open(
            place.url_with_login, format="rtsp", options=_OPTIONS, timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
        )
    except (av.FFmpegError, OSError) as error:
        slow = isinstance(error, TimeoutError | av.error.ExitError)
        key = "errors.network.rtsp_timed_out" if slow else "errors.network.rtsp_failed"
        raise FeedError("absent", phrase(key, name=place.name)) from None
    if not container.streams.video:
        container.close()
        raise FeedError("absent", phrase("errors.network.no_video", name=place.name))
    return container
