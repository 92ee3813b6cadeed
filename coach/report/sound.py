"""Copy the sound of one video to another: unchanged if MP4 and browsers support it, else converted to AAC."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import av

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet

    Heard: TypeAlias = Packet[AudioStream]

COPIED: Final = frozenset({"aac", "mp3"})
"""Codecs that every browser plays from an MP4; other codecs allowed in MP4 are not played by all."""

AAC_RATES: Final = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})

_FILES_ONLY: Final = {"protocol_whitelist": "file"}


_UNREADABLE: Final = (av.error.FFmpegError, OSError, ValueError)
"""Errors that PyAV raises for a video it cannot read."""


class SoundTrack:
    """The first audio track of a video, written step by step beside the frames of another. Close it.

    A track is added to the container ``into`` if the source has one.

    Attributes:
        lost: Why it is missing or cut short; empty if it is complete, or there is none.
    """

    def __init__(self, source: Path, into: OutputContainer) -> None:
        self.lost = ""
        self._into = into
        self._source: InputContainer | None = None
        self._track: AudioStream | None = None
        self._packets: Iterator[tuple[float, Heard]] = iter(())
        self._written = -math.inf
        try:
            self._source = av.open(os.path.abspath(source), options=_FILES_ONLY, metadata_errors="replace")
            if self._source.streams.audio:
                track = self._source.streams.audio[0]
                self._copied = track.codec_context.name in COPIED
                self._track = into.add_stream_from_template(track) if self._copied else _aac(into, track)
                self._origin = _origin(self._source)
                self._packets = self._timed(self._source.demux(track))
        except _UNREADABLE as error:
            self._lose(error)
        self._waiting = self._next()

    def write(self, first: float, until: float) -> None:
        """Write the sound before the instant ``until``.

        Args:
            first: Start of the other video; earlier sound is left out.
            until: Seconds from the start of the source video, like ``first``.
        """
        while self._waiting is not None and self._waiting[0] < until:
            t, packet = self._waiting
            if t >= first:
                self._mux(self._copy(packet, first) if self._copied else self._convert(packet, first))
            self._waiting = self._next()

    def finish(self) -> None:
        """Write the remaining sound still being converted to AAC; nothing follows."""
        if self._track is not None and not self._copied and self._written > -math.inf:
            self._mux(self._track.encode(None))

    def close(self) -> None:
        """Close the source video."""
        if self._source is not None:
            self._source.close()

    def _next(self) -> tuple[float, Heard] | None:
        try:
            return next(self._packets, None)
        except _UNREADABLE as error:
            self._lose(error)
            return None

    def _timed(self, packets: Iterator[Heard]) -> Iterator[tuple[float, Heard]]:
        for packet in packets:
            if packet.pts is not None and packet.size:
                yield float(packet.pts * packet.time_base) - self._origin, packet

    def _copy(self, packet: Heard, first: float) -> list[Heard]:
        assert packet.pts is not None
        packet.pts -= round((self._origin + first) / packet.time_base)
        packet.dts = packet.pts
        packet.stream = self._track  # type: ignore[assignment]  # it is there where packets are
        return [packet]

    def _convert(self, packet: Heard, first: float) -> list[Heard]:
        assert self._track is not None
        turned: list[Heard] = []
        try:
            for frame in packet.decode():
                if frame.pts is not None and frame.time_base is not None:
                    frame.pts -= round((self._origin + first) / frame.time_base)
                turned += self._track.encode(frame)
        except _UNREADABLE as error:
            self._lose(error)
        return turned

    def _mux(self, packets: list[Heard]) -> None:
        """Write packets in increasing time; packets that go back in time in a damaged video are left out."""
        for packet in packets:
            t = -math.inf if packet.pts is None else float(packet.pts * packet.time_base)
            if t > self._written:
                self._written = t
                self._into.mux(packet)

    def _lose(self, error: Exception) -> None:
        self.lost = str(error) or type(error).__name__
        self._packets = iter(())


def _origin(source: InputContainer) -> float:
    """Return the time of the video's first frame on its own clock, seconds; ``capture`` counts from there."""
    video = source.streams.video[0] if source.streams.video else None
    if video is None or video.start_time is None or video.time_base is None:
        return 0.0
    return float(video.start_time * video.time_base)


def _aac(into: OutputContainer, track: AudioStream) -> AudioStream:
    rate = track.rate if track.rate in AAC_RATES else 48_000
    return into.add_stream("aac", rate=rate, layout="mono" if track.channels == 1 else "stereo")
