"""Unusual video files of kinds described in public bug reports."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from coach.app.video.page import playable
from coach.capture.shot import Shot
from coach.capture.video import VideoFile
from coach.errors import SourceError
from tests.capture.video_files import SIZE, STEADY, display, image, number, red_corner, write_video

LONG = tuple(n / 25 for n in range(100))


def frames_of(path, **options):
    with VideoFile(path, **options) as frames:
        return [(round(frame.t, 3), number(frame.image)) for frame in frames], frames


def overwritten(path, at, size):
    """Overwrite bytes in the middle of a file."""
    content = bytearray(path.read_bytes())
    start = int(len(content) * at)
    content[start : start + size] = np.random.default_rng(1).integers(0, 256, size, np.uint8).tobytes()
    path.write_bytes(content)
    return path


def copy_packets(path, out, change):
    """Copy a video packet by packet; ``change`` may replace or drop each."""
    with av.open(str(path)) as source, av.open(str(out), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for n, packet in enumerate(source.demux(video=0)):
            if packet.dts is not None and (changed := change(n, packet)) is not None:
                changed.stream = stream
                target.mux(changed)
    return out


@pytest.mark.parametrize(
    ("suffix", "codec"), [("avi", "mjpeg"), ("mkv", "mpeg4"), ("mkv", "mjpeg"), ("webm", "libvpx")]
)
def test_damage_in_the_middle_is_skipped_and_reported(tmp_path, suffix, codec):
    pixels = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    whole = write_video(tmp_path / f"a.{suffix}", LONG, codec=codec, pixels=pixels)

    def spoil(n, packet):
        if 40 <= n < 44:
            spoilt = av.Packet(bytes(len(bytes(packet))))
            spoilt.pts, spoilt.dts, spoilt.time_base = packet.pts, packet.dts, packet.time_base
            return spoilt
        return packet

    seen, frames = frames_of(copy_packets(whole, tmp_path / f"b.{suffix}", spoil))
    assert {n for _, n in seen} >= {*range(40), *range(60, 100)}
    assert not frames.truncated
    assert [since <= 1.6 <= 1.72 <= until for since, until in frames.lost].count(True) == 1


@pytest.mark.parametrize("suffix", ["avi", "mkv", "webm", "mp4", "ts"])
def test_a_video_continues_after_overwritten_bytes(tmp_path, suffix):
    path = overwritten(
        write_video(tmp_path / f"a.{suffix}", LONG, options={"movflags": "faststart"} if suffix == "mp4" else None),
        0.5,
        200,
    )
    seen, frames = frames_of(path)
    assert seen[-1][1] == 99
    assert not frames.truncated


def test_empty_packets_repeat_the_previous_frame(tmp_path):
    # AVI muxers write an empty packet for a repeated frame.
    path = write_video(tmp_path / "a.avi", [0.0, 0.04, 0.12, 0.24, 0.28])
    with av.open(str(path)) as container:
        assert sum(packet.size == 0 for packet in container.demux(video=0)) >= 1
    assert [t for t, _ in frames_of(path)[0]] == pytest.approx([0.0, 0.04, 0.12, 0.24, 0.28], abs=0.002)


def test_a_broken_second_index_is_ignored(tmp_path):
    path = write_video(tmp_path / "a.mp4")
    content = path.read_bytes()
    at = content.index(b"moov") - 4
    bogus = bytearray(content[at : at + int.from_bytes(content[at : at + 4], "big")])
    bogus[bogus.index(b"stsz") + 12 :] = bytes(len(bogus) - bogus.index(b"stsz") - 12)
    path.write_bytes(content + bogus)
    assert [n for _, n in frames_of(path)[0]] == list(range(25))


@pytest.mark.parametrize(
    ("rows", "corner"),
    [
        ((-1, 0, 0, 1), "upper right"),  # a front camera's mirror image
        ((1, 0, 0, -1), "lower left"),
        ((0, 1, 1, 0), "upper left"),  # mirrored and turned
        ((0, -1, -1, 0), "lower right"),
    ],
)
def test_a_mirroring_display_matrix_is_applied(tmp_path, rows, corner):
    with VideoFile(display(write_video(tmp_path / "a.mp4"), rows)) as frames:
        assert red_corner(next(iter(frames)).image) == corner


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
@pytest.mark.parametrize("flags", [(True, True), (True, False), (False, False)])
def test_of_two_tracks_the_moving_one_is_read(tmp_path, suffix, flags):
    from av.stream import Disposition

    path = tmp_path / f"a.{suffix}"
    with av.open(str(path), "w") as container:
        tracks = []
        for size, rate, default in (((64, 48), 1, flags[0]), (SIZE, 25, flags[1])):
            stream = container.add_stream("mpeg4", rate=rate)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            stream.disposition = Disposition.default if default else Disposition(0)
            tracks.append((stream, size, rate))
        for stream, size, rate in tracks:
            for n in range(3 * rate):
                frame = av.VideoFrame.from_ndarray(image(n, size))
                frame.pts, frame.time_base = n, Fraction(1, rate)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    with VideoFile(path) as frames:
        assert frames.size == SIZE
        assert sum(1 for _ in frames) == 75


def test_of_two_moving_tracks_the_default_one_is_read(tmp_path):
    from av.stream import Disposition

    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        tracks = []
        for size, default in ((SIZE, False), ((64, 48), True)):
            stream = container.add_stream("mpeg4", rate=25)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            stream.disposition = Disposition.default if default else Disposition(0)
            tracks.append((stream, size))
        for stream, size in tracks:
            for n in range(25):
                frame = av.VideoFrame.from_ndarray(image(n, size))
                frame.pts, frame.time_base = n, Fraction(1, 25)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    with VideoFile(path) as frames:
        assert frames.size == (64, 48)


GAP = (*STEADY, *(6 + t for t in STEADY))
"""Timestamps: one second of frames, five without, and one with frames."""


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_a_frame_that_stays_is_repeated(tmp_path, suffix, monkeypatch):
    monkeypatch.setattr("tests.capture.video_files.image", lambda n, size: image(n // 25, size))
    monkeypatch.setattr("coach.capture.image._CHANGED_SHARE", 0.1)  # one of nine stripes, half the height
    seen, _ = frames_of(write_video(tmp_path / f"a.{suffix}", GAP))
    times = [t for t, _ in seen]
    assert max(np.diff(times)) < 0.11
    assert times[0] == 0.0
    assert times[-1] == pytest.approx(6.96, abs=0.01)


def test_a_frame_before_a_lost_connection_is_not_repeated(tmp_path):
    seen, _ = frames_of(write_video(tmp_path / "a.mp4", GAP))  # the stripes differ after the gap
    assert [t for t, _ in seen] == pytest.approx(GAP, abs=0.002)


def test_audio_without_frames_does_not_end_the_video(tmp_path):
    seen, frames = frames_of(write_video(tmp_path / "a.mp4", (*STEADY, *(91 + t for t in STEADY)), sound_s=92.0))
    assert len(seen) == 50
    assert not frames.truncated


def test_frames_of_a_1_fps_video_are_not_repeated(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.capture.video_files.image", lambda n, size: image(1, size))
    seen, frames = frames_of(write_video(tmp_path / "a.mp4", [float(n) for n in range(8)]))
    assert len(seen) == 8
    assert "1 fps, too few" in " ".join(frames.problems)


@pytest.mark.parametrize(("suffix", "codec", "pixels"), [("mp4", "libsvtav1", "yuv420p"), ("gif", "gif", "rgb8")])
def test_av1_and_animated_gif_are_read(tmp_path, suffix, codec, pixels):
    seen, _ = frames_of(write_video(tmp_path / f"a.{suffix}", codec=codec, pixels=pixels))
    assert seen == [(round(t, 3), n) for n, t in enumerate(STEADY)]


@pytest.mark.parametrize("suffix", ["3g2", "f4v", "vob", "dv"])
def test_rare_suffixes_are_videos(tmp_path, suffix):
    from coach.capture.admission import videos_in

    (tmp_path / f"a.{suffix}").touch()
    assert videos_in(tmp_path) == [tmp_path / f"a.{suffix}"]


@pytest.mark.parametrize(
    ("size", "grey", "problem"),
    [((64, 36), 128, "only 64 × 36 pixels"), ((320, 240), 5, "too dark"), ((320, 240), 128, None)],
)
def test_problems_of_a_video_are_reported(tmp_path, monkeypatch, size, grey, problem):
    monkeypatch.setattr(
        "tests.capture.video_files.image", lambda n, size: np.full((size[1], size[0], 3), grey, np.uint8)
    )
    _, frames = frames_of(write_video(tmp_path / "a.mp4", size=size))
    assert problem in frames.problems[0] if problem else not frames.problems


def test_without_a_declared_rate_the_median_is_used(tmp_path):
    rng = np.random.default_rng(0)
    times = np.cumsum(rng.uniform(0.03, 0.05, 80)).round(3)
    with VideoFile(write_video(tmp_path / "a.webm", (times - times[0]).tolist())) as frames:
        assert frames.fps == pytest.approx(25, rel=0.15)


def test_an_avi_without_an_index_is_read_completely(tmp_path):
    path = write_video(tmp_path / "a.avi", LONG)
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"idx1")])
    seen, frames = frames_of(path)
    assert len(seen) == 100
    assert not frames.truncated


@pytest.mark.parametrize(("rotate", "corner"), [(90, "upper right"), (180, "lower right"), (270, "lower left")])
def test_a_rotated_video_is_turned_upright(tmp_path, rotate, corner):
    with VideoFile(write_video(tmp_path / "a.mp4"), shot=Shot(rotate=rotate)) as frames:
        assert frames.size == (SIZE if rotate == 180 else SIZE[::-1])
        assert red_corner(next(iter(frames)).image) == corner


def test_slow_motion_is_converted_to_real_time(tmp_path):
    seen, frames = frames_of(write_video(tmp_path / "a.mp4", LONG), start=2.0, shot=Shot(slow_motion=4))
    assert (frames.fps, frames.duration_s) == (100.0, 1.0)
    assert seen[0] == (0.5, 50)
    assert seen[-1] == (0.99, 99)


@pytest.mark.parametrize("wrong", [{"rotate": 45}, {"slow_motion": 0.5}, {"slow_motion": float("inf")}])
def test_an_invalid_shot_is_refused(wrong):
    with pytest.raises(ValueError, match=r"rotation|slow-motion"):
        Shot(**wrong)


@pytest.mark.parametrize("start", [30.0, 1e18, 1e300])
def test_a_start_after_the_end_is_reported_with_the_duration(tmp_path, start):
    with (
        VideoFile(write_video(tmp_path / "a.mp4"), start) as frames,
        pytest.raises(SourceError, match="ends at 1 s, before"),
    ):
        list(frames)


@pytest.mark.parametrize("suffix", ["avi", "mkv", "mp4"])
def test_a_page_gets_a_video_that_browsers_play(tmp_path, suffix):
    path = write_video(tmp_path / f"a.{suffix}", size=(320, 240))
    shown = playable(path, Shot(), tmp_path / "made.mp4")
    assert shown == tmp_path / "made.mp4"  # MPEG-4 of 1999
    with av.open(str(shown)) as container:
        assert container.streams.video[0].codec_context.name == "h264"
    assert [n for _, n in frames_of(shown)[0]] == list(range(25))


def test_a_page_gets_the_original_if_browsers_play_it(tmp_path):
    path = write_video(tmp_path / "a.mp4", codec="libx264")
    assert playable(path, Shot(), tmp_path / "made.mp4") == path
    assert playable(path, Shot(rotate=90), tmp_path / "made.mp4") == tmp_path / "made.mp4"
