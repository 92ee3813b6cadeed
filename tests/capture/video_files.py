"""Writes small video files with known frames at known times.

Each frame shows its number as black and white stripes in its lower half, which survive any codec, and a red upper left
corner, by which rotation and mirroring are detected.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from coach.stream import Image

SIZE = (128, 96)
BITS = 9
STEADY = tuple(n / 25 for n in range(25))
"""Timestamps of one second at 25 fps."""

VARYING = (0.0, 0.02, 0.1, 0.4, 0.41, 1.0, 1.7, 1.72, 1.8, 2.6)


def image(number: int, size: tuple[int, int] = SIZE) -> Image:
    """Return the image with that number."""
    width, height = size
    rgb = np.full((height, width, 3), 128, np.uint8)
    rgb[: height // 2, : width // 2] = (255, 0, 0)
    for bit in range(BITS):
        left, right = (width * edge // BITS for edge in (bit, bit + 1))
        rgb[height // 2 :, left:right] = 255 * (number >> bit & 1)
    return rgb


def number(rgb: Image) -> int:
    """Return the number shown in an upright image."""
    height, width = rgb.shape[:2]
    row = rgb[height * 3 // 4].mean(axis=1)
    return sum(1 << bit for bit in range(BITS) if row[width * (2 * bit + 1) // (2 * BITS)] > 128)


def red_corner(rgb: Image) -> str:
    """Return where the red corner is, such as "upper left"."""
    height, width = rgb.shape[:2]
    for rows, row in (("upper", height // 4), ("lower", height * 3 // 4)):
        for columns, column in (("left", width // 4), ("right", width * 3 // 4)):
            r, g, b = (int(value) for value in rgb[row, column])
            if r > 150 and g < 100 and b < 100:
                return f"{rows} {columns}"
    return "nowhere"


def write_video(
    path: Path,
    times: Iterable[float] = STEADY,
    *,
    size: tuple[int, int] = SIZE,
    codec: str | None = None,
    first: int = 0,
    pixel_aspect: Fraction | None = None,
    sound_s: float = 0.0,
    options: dict[str, str] | None = None,
    keyframes: int = 12,
    interlaced: bool = False,
    last_s: float | None = None,
    pixels: str = "yuv420p",
) -> Path:
    """Write a video whose frames, numbered from ``first``, are shown at ``times``.

    Args:
        path: The file; its suffix selects the container.
        times: Timestamps, seconds.
        size: Width and height, pixels.
        codec: Codec, instead of the container's default.
        first: Number of the first frame.
        pixel_aspect: Width of a pixel divided by its height.
        sound_s: Duration of a silent audio track, seconds; 0 for none.
        options: Options of the container.
        keyframes: Interval between key frames, in frames.
        interlaced: Whether the video is declared to be interlaced.
        last_s: Duration of the last frame, seconds, if it differs from the others.
        pixels: Pixel format.
    """
    codecs = {
        ".webm": "libvpx",
        ".ts": "mpeg2video",
        ".avi": "mpeg4",
        ".wmv": "wmv2",
        ".flv": "flv",
        ".mpg": "mpeg2video",
    }
    with av.open(str(path), "w", options=options or {}) as container:
        chosen = codec or codecs.get(path.suffix, "mpeg4")
        how = {"deadline": "realtime", "cpu-used": "8"} if chosen == "libvpx" else {}
        if interlaced:
            how = {"flags": "+ildct+ilme"}
        stream = container.add_stream(chosen, rate=25, options=how)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        stream.bit_rate = 4_000_000
        stream.gop_size = keyframes
        tick = Fraction(1, 25) if path.suffix in (".ts", ".avi", ".mpg") else Fraction(1, 1000)
        stream.codec_context.time_base = tick
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        speaker = (
            container.add_stream("libopus" if path.suffix in (".webm", ".mkv") else "aac", rate=48000)
            if sound_s
            else None
        )
        packets: list[av.Packet[av.VideoStream]] = []
        for n, t in enumerate(times, first):
            frame = av.VideoFrame.from_ndarray(image(n, size), format="rgb24")
            frame.pts, frame.time_base = round(t / tick), tick
            packets += stream.encode(frame)
        packets += stream.encode(None)
        if last_s is not None:
            packets[-1].duration = round(last_s / packets[-1].time_base)
        container.mux(packets)
        if isinstance(speaker, av.AudioStream):
            _write_silence(container, speaker, sound_s)
    return path


def write_audio(path: Path, seconds: float = 0.5) -> Path:
    """Write a file with an audio track only."""
    with av.open(str(path), "w") as container:
        codec = {".m4a": "aac", ".webm": "libopus", ".mp4": "aac", ".ogg": "libopus", ".wav": "pcm_s16le"}[path.suffix]
        stream = container.add_stream(codec, rate=48000)
        assert isinstance(stream, av.AudioStream)
        _write_silence(container, stream, seconds)
    return path


def _write_silence(container: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    samples = 960
    for n in range(int(seconds * 48000 / samples)):
        layout = "mono" if stream.layout.nb_channels == 1 else "stereo"
        silence = np.zeros((1, samples * stream.layout.nb_channels), np.int16)
        frame = av.AudioFrame.from_ndarray(silence, format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = 48000, n * samples, Fraction(1, 48000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def turn(path: Path, degrees: int) -> Path:
    """Set the clockwise rotation that an MP4 declares, as a phone held upright does."""
    return display(path, {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[degrees])


def display(path: Path, rows: tuple[int, int, int, int]) -> Path:
    """Set the display matrix of an MP4."""
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40
    a, b, c, d = (value << 16 for value in rows)
    struct.pack_into(">9i", data, matrix, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


def cut(path: Path, share: float) -> Path:
    """Truncate a file to that share of its size."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path
