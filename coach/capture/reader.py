"""Reads the video track of one local file with PyAV, skipping what does not decode."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from coach.capture.admission import admit
from coach.closing import Closing
from coach.errors import SourceError
from coach.language import phrase

if TYPE_CHECKING:
    from av import Packet, VideoFrame, VideoStream
    from av.container import InputContainer

MOST_PIXELS: Final = 8192 * 4608
"""Largest frame that is decoded, slightly above 8K. Decoding one takes up to 1 GB of memory."""

VIDEOS: Final = "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,dv,gif"
_STILLS: Final = "jpeg_pipe,png_pipe,bmp_pipe,tiff_pipe,webp_pipe,webp"
_SOUNDS: Final = "mp3,wav,flac,aiff,amr,aac"

OPTIONS: Final = {
    "protocol_whitelist": "file",
    "format_whitelist": f"{VIDEOS},{_STILLS},{_SOUNDS}",
    "max_pixels": str(MOST_PIXELS),
}
"""Allows only the file protocol, and no demuxer that opens other files or URLs. Image and audio formats are allowed
so that the error message can name them."""

_STILL_BRANDS: Final = frozenset({"heic", "heix", "heim", "heis", "mif1", "avif"})
_MOST_THREADS: Final = 4
"""Each thread holds a frame. More gain nothing, as pose estimation takes ten times as long as decoding."""
_MOVING_FPS: Final = 2.0
"""A track with fewer frames per second is a thumbnail if another track has more."""
_SAMPLE: Final = 50
_SAMPLE_BYTES: Final = 8 * 2**20
"""Packets and bytes read ahead to measure the frame rate, which the index of a file may not contain."""
_RETRIES: Final = 100
"""Consecutive read errors allowed: damage in the middle causes a few, a file that is gone all of them."""
_DECLARED_SHARE: Final = 0.1
"""Largest relative difference between the declared frame rate and the median at which the declared one is used."""
_MOST_FPS: Final = 1000.0
_MOST_GROWTH: Final = 2
"""A file that has grown by this factor since it was opened is still being written, and might never end."""
_INDEXED_SHARE: Final = 0.9
"""Share of the frames that an index must list to be taken for complete."""
_LONGEST_S: Final = 7 * 24 * 3600.0


class VideoReader(Closing):
    """Decodes the main video track of a file from its beginning, or from a key frame.

    Not thread-safe; ``close`` must not run during ``read``.

    Args:
        path: A file that ``admit`` accepted. FFmpeg gets the absolute path, which cannot look like a URL.

    Attributes:
        format: FFmpeg's name of the container format.
        codec: FFmpeg's name of the codec.
        fps: Declared frames per second, or the median of the first packets if that disagrees; ``None`` if unknown.
        duration_s: Duration of the video track, else of the file; ``None`` if unknown.
        pixel_aspect: Width of a pixel divided by its height, before the frame is turned upright.
        packets: Number of packets read.
        lost: Instants of packets and frames that did not decode, seconds.

    Raises:
        SourceError: The file is not a video, or its codec is not supported.
    """

    def __init__(self, path: Path) -> None:
        self.packets = 0
        self.lost: list[float] = []
        self._path, self._bytes = path, os.path.getsize(path)
        self._container = _open(path)
        self.format = self._container.format.name
        self._frames: Iterator[VideoFrame] = iter(())
        try:
            self._stream = self._choose()
            context = self._stream.codec_context
            self.codec = context.codec.canonical_name
            context.thread_type, context.thread_count = "AUTO", min(os.cpu_count() or 1, _MOST_THREADS)
            context.options = {"max_pixels": str(MOST_PIXELS)}
            if context.width * context.height > MOST_PIXELS:
                width, height = context.width, context.height
                raise SourceError(phrase("errors.video.too_large", path=path, width=width, height=height))
            self._tick = self._stream.time_base or Fraction(0)
            self._first = self._stream.start_time
            self._reached = self._video_reached = 0.0
            ahead = self._sample()
        except BaseException:
            self.close()
            raise
        self._frames = self._decode(chain(ahead, self._demux()))
        aspect = self._stream.sample_aspect_ratio
        self.pixel_aspect = float(aspect) if aspect and 1 / 4 <= aspect <= 4 else 1.0
        self.fps = self._rate(ahead)
        ticks, whole = self._stream.duration, self._container.duration
        duration_s = float(ticks * self._tick) if ticks else (whole or 0) / 1e6
        self.duration_s = duration_s if 0 < duration_s < _LONGEST_S else None

    @property
    def seekable(self) -> bool:
        """Whether the file has an index of key frames with reliable timestamps."""
        return self.format.startswith(("mov", "matroska")) and self._first is not None and self._tick > 0

    @property
    def for_browsers(self) -> bool:
        """Whether all current browsers can play the file."""
        mp4, webm = self.format.startswith("mov"), "webm" in self.format
        codecs = ("h264", "av1") if mp4 else ("vp8", "vp9", "av1") if webm else ()
        return self.codec in codecs and self._stream.codec_context.pix_fmt in ("yuv420p", "yuvj420p")

    def read(self) -> VideoFrame | None:
        """Return the next frame; ``None`` at the end."""
        self._refuse_growth()
        return next(self._frames, None)

    def time(self, item: VideoFrame | Packet[VideoStream]) -> float:
        """Return the timestamp of a frame or packet, seconds from the first; 0 if it has none."""
        given = item.pts if item.pts is not None else item.dts
        if given is None:
            return 0.0
        if self._first is None:
            self._first = given
        return (given - self._first) * self._tick.numerator / self._tick.denominator

    def seek(self, t: float) -> bool:
        """Seek to the key frame at or before ``t``, seconds. If it returns ``False``, the reader must be reopened."""
        import av

        try:
            self._container.seek((self._first or 0) + round(t / self._tick), stream=self._stream)
        except (av.FFmpegError, OverflowError):
            return False
        self._frames = self._decode(self._demux())
        return True

    def ended_early(self, last: float) -> bool:
        """Whether the file, read to its end, is shorter than declared. ``last``: last decoded frame, seconds."""
        container = self._container
        declared = (container.duration or 0) / 1e6
        margin = max(1.0, 0.02 * declared)
        if declared - max(self._reached, self._reached - (container.start_time or 0) / 1e6) > margin:
            return True
        if self._video_reached - float((self._first or 0) * self._tick) - last > margin:
            return True  # the packets exist but do not decode
        entries = self._stream.index_entries
        return len(entries) > 0 and entries[-1].pos + entries[-1].size > container.size

    def close(self) -> None:
        """Close the file."""
        self._frames = iter(())
        self._container.close()

    def _choose(self) -> VideoStream:
        """Return the track a player would show: a moving one, then the default one, then the largest."""
        from av.stream import Disposition

        container, name = self._container, self._path
        if self.format in _STILLS.split(",") or container.metadata.get("major_brand") in _STILL_BRANDS:
            key = "errors.video.webp" if "webp" in self.format else "errors.video.still"
            raise SourceError(phrase(key, path=name))
        attached = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
        tracks = [stream for stream in container.streams.video if not stream.disposition & attached]
        if not tracks:
            raise SourceError(phrase("errors.video.no_track", path=name))
        known = [stream for stream in tracks if stream.codec_context is not None]  # type: ignore[redundant-expr]  # it is
        if not known:
            raise SourceError(phrase("errors.video.codec", path=name))
        return max(
            known,
            key=lambda stream: (
                float(stream.average_rate or _MOST_FPS) >= _MOVING_FPS,
                Disposition.default in stream.disposition,
                stream.codec_context.width * stream.codec_context.height,
                -stream.index,
            ),
        )

    def _sample(self) -> list[Packet[VideoStream]]:
        """The first packets, read ahead."""
        ahead: list[Packet[VideoStream]] = []
        size = 0
        for packet in self._demux():
            ahead.append(packet)
            size += packet.size
            if len(ahead) >= _SAMPLE or size > _SAMPLE_BYTES:
                break
        return ahead

    def _rate(self, ahead: list[Packet[VideoStream]]) -> float | None:
        times = sorted(packet.pts for packet in ahead if packet.pts is not None)
        gaps = [float((after - before) * self._tick) for before, after in pairwise(times) if after > before]
        median = 1 / statistics.median(gaps) if gaps else None
        declared = float(self._stream.average_rate or 0)
        if 0 < declared <= _MOST_FPS and (median is None or abs(declared / median - 1) <= _DECLARED_SHARE):
            return declared
        return median

    def _demux(self) -> Iterator[Packet[VideoStream]]:
        """Yield the packets of the track, continuing after damage."""
        import av

        failed = 0
        while failed < _RETRIES:
            try:
                for packet in self._container.demux():
                    failed = 0
                    if packet.size == 0:  # the previous frame is repeated, or the file ends
                        continue
                    self.packets += 1
                    self._refuse_growth()
                    self._note(packet)
                    if packet.stream_index == self._stream.index:
                        yield packet  # type: ignore[misc]  # demux() knows no kind of stream
                return
            except av.FFmpegError:
                failed += 1

    def _refuse_growth(self) -> None:
        """Raise for a file that is being written faster than it is read: reading would never end."""
        try:
            size = os.path.getsize(self._path)
        except OSError:
            return  # deleted; the open file can still be read
        if size > _MOST_GROWTH * self._bytes:
            raise SourceError(phrase("errors.video.growing", path=self._path))

    def _note(self, packet: Packet[Any]) -> None:
        """Update how far the file reaches, over all tracks."""
        given = packet.pts if packet.pts is not None else packet.dts
        if given is None:
            return
        tick = float(packet.time_base)
        self._reached = max(self._reached, (given + (packet.duration or 0)) * tick)
        if packet.stream_index == self._stream.index:
            self._video_reached = max(self._video_reached, given * tick)

    def _decode(self, packets: Iterator[Packet[VideoStream]]) -> Iterator[VideoFrame]:
        import av

        context = self._stream.codec_context
        for packet in packets:
            try:
                frames = context.decode(packet)
            except av.FFmpegError as error:
                if isinstance(error, av.BlockingIOError):  # the decoder is stuck on a packet that it cannot decode
                    context.flush_buffers()
                self.lost.append(self.time(packet))
                continue
            for frame in frames:
                if frame.is_corrupt:
                    self.lost.append(self.time(frame))
                else:
                    yield frame
        with suppress(av.FFmpegError):
            yield from context.decode(None)


def instants(path: str | Path) -> npt.NDArray[np.float64] | None:
    """Return all frame times of a video from its index, seconds from the first, shape (n,); ``None`` without an index.

    Raises:
        SourceError: The file cannot be read as a video.
    """
    admit(path)
    with VideoReader(Path(path)) as reader:
        entries, frames = reader._stream.index_entries, reader._stream.frames
        if not frames or len(entries) < _INDEXED_SHARE * frames:
            return None
        ticks = np.sort(np.fromiter((entry.timestamp for entry in entries), np.int64, len(entries)))
        return np.asarray((ticks - ticks[0]) * float(reader._tick))


def _open(path: Path) -> InputContainer:
    import av

    try:
        return av.open(os.path.abspath(path), "r", options=dict(OPTIONS), metadata_errors="replace")
    except (av.InvalidDataError, av.EOFError) as error:
        raise SourceError(phrase("errors.video.damaged", path=path)) from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise SourceError(phrase("errors.video.unopenable", path=path, why=str(error))) from error
