"""RTSP cameras, read with FFmpeg through PyAV."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Final

import numpy as np

from coach.capture.feed import FeedError, Pending
from coach.capture.network import Endpoint
from coach.capture.request import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, ask
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


class Rtsp:
    """A camera that streams by RTSP."""

    def __init__(self, place: Endpoint) -> None:
        self._place = place
        self._container: InputContainer | None = None
        self._frames: Generator[Image | Pending] | None = None

    def read(self) -> Image | Pending | None:
        """Return the next image, upright RGB, or why there is none yet; ``None`` at the end of the stream.

        Raises:
            FeedError: The camera does not respond, or sends no video.
        """
        if self._frames is None:
            # FFmpeg follows redirects to any host, so the first request is made without it.
            ask(self._place, "DESCRIBE", {"Accept": "application/sdp", "CSeq": "1"}, lambda sock: None).close()
            self._container = self._open()
            self._frames = self._decoded(self._container)
        return next(self._frames, None)

    def interrupt(self) -> None:
        """Do nothing: FFmpeg cannot be interrupted, but times out after ``READ_TIMEOUT_S``."""

    def close(self) -> None:
        """Close the connection."""
        if self._container is not None:
            self._container.close()

    def _open(self) -> InputContainer:
        import av

        try:
            container = av.open(
                self._place.url_with_login, format="rtsp", options=_OPTIONS, timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
            )
        except (av.FFmpegError, OSError) as error:
            slow = isinstance(error, TimeoutError | av.error.ExitError)
            why = "the connection timed out" if slow else "the connection failed"
            raise FeedError("absent", f"{self._place.name} sends no video: {why}; check its RTSP settings") from None
        if not container.streams.video:
            container.close()
            raise FeedError("absent", f"{self._place.name} sends no video; give the address of its video stream")
        return container

    def _decoded(self, container: InputContainer) -> Generator[Image | Pending]:
        import av

        pending = Pending(f"{self._place.name} is connected; waiting for its first key frame")
        shown = time.monotonic()
        try:
            for packet in container.demux(container.streams.video[0]):
                try:
                    frames = packet.decode()
                except av.error.InvalidDataError:  # damaged in transit, or before the first key frame
                    frames = []
                for frame in frames:
                    yield np.ascontiguousarray(frame.to_ndarray(format="rgb24"))
                    shown = time.monotonic()
                if time.monotonic() - shown > PENDING_S:
                    yield pending
                    shown = time.monotonic()
        except (av.FFmpegError, OSError):
            return
