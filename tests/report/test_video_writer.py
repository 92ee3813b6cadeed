"""Written videos, read back with PyAV."""

from __future__ import annotations

import stat
from itertools import pairwise

import av
import numpy as np
import pytest

from coach.errors import CoachError
from coach.report.video_writer import VideoWriter
from tests.capture.video_files import STEADY, VARYING, image, write_video


def write(path, times, *, size=(128, 96), fps=25.0, sound_of=None):
    with VideoWriter(path, size, fps, sound_of) as made:
        for n, t in enumerate(times):
            made.write(t, image(n % 512, size)[:, :, ::-1])
    return made


def instants(path):
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def sound_in(path):
    """First and last instant of the sound, and its codec; ``None`` if there is no sound."""
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return None
        frames = list(container.decode(audio=0))
        last = frames[-1]
        assert last.time is not None
        return frames[0].time, last.time + last.samples / last.sample_rate, container.streams.audio[0].codec.name


@pytest.mark.parametrize("times", [STEADY, VARYING])
def test_every_frame_is_shown_at_its_own_time(tmp_path, times):
    write(tmp_path / "a.mp4", times)
    assert instants(tmp_path / "a.mp4") == pytest.approx(times, abs=1e-4)


def test_a_video_begins_with_its_first_frame(tmp_path):
    write(tmp_path / "a.mp4", [12.5 + t for t in STEADY])
    assert instants(tmp_path / "a.mp4") == pytest.approx(STEADY, abs=1e-4)


def test_videos_are_h264_with_the_index_in_front(tmp_path):
    write(tmp_path / "a.mp4", STEADY)
    with av.open(str(tmp_path / "a.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.codec.name, stream.pix_fmt) == ("h264", "yuv420p")
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("size", [(129, 96), (128, 97), (129, 97)])
def test_odd_sizes_lose_no_more_than_a_row_and_a_column(tmp_path, size):
    write(tmp_path / "a.mp4", STEADY, size=size)
    with av.open(str(tmp_path / "a.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (size[0] // 2 * 2, size[1] // 2 * 2)


def test_colours_are_those_of_the_image(tmp_path):
    write(tmp_path / "a.mp4", STEADY)
    with av.open(str(tmp_path / "a.mp4")) as container:
        shown = next(container.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(shown[10, 10].astype(int) - (255, 0, 0)).max() < 25


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".ts"])
def test_sound_that_browsers_play_is_copied(tmp_path, suffix):
    source = write_video(tmp_path / f"source{suffix}", sound_s=1.0)
    write(tmp_path / "a.mp4", STEADY, sound_of=source)
    start, end, codec = sound_in(tmp_path / "a.mp4")
    assert codec == "aac"
    assert start == pytest.approx(0, abs=0.07)
    assert end == pytest.approx(1.0, abs=0.07)
    assert instants(tmp_path / "a.mp4") == pytest.approx(STEADY, abs=1e-4)


@pytest.mark.parametrize("suffix", [".webm", ".mkv"])
def test_other_sound_becomes_aac(tmp_path, suffix):
    source = write_video(tmp_path / f"source{suffix}", sound_s=1.0)
    write(tmp_path / "a.mp4", STEADY, sound_of=source)
    start, end, codec = sound_in(tmp_path / "a.mp4")
    assert codec == "aac"
    assert start == pytest.approx(0, abs=0.07)
    assert end == pytest.approx(1.0, abs=0.07)
    assert instants(tmp_path / "a.mp4") == pytest.approx(STEADY, abs=1e-4)


def test_a_segment_has_the_sound_of_that_segment(tmp_path):
    source = write_video(tmp_path / "source.mp4", [n / 25 for n in range(75)], sound_s=3.0)
    write(tmp_path / "a.mp4", [1.0 + t for t in STEADY], sound_of=source)
    start, end, _ = sound_in(tmp_path / "a.mp4")
    assert start == pytest.approx(0, abs=0.07)
    assert end == pytest.approx(1.0, abs=0.07)


def test_a_silent_video_stays_silent(tmp_path):
    made = write(tmp_path / "a.mp4", STEADY, sound_of=write_video(tmp_path / "source.mp4"))
    assert sound_in(tmp_path / "a.mp4") is None
    assert made.silenced == ""


def test_unreadable_sound_is_reported_and_the_frames_are_written(tmp_path):
    (tmp_path / "source.mp4").write_bytes(b"not a video")
    made = write(tmp_path / "a.mp4", STEADY, sound_of=tmp_path / "source.mp4")
    assert made.silenced
    assert len(instants(tmp_path / "a.mp4")) == len(STEADY)


def test_frames_closer_than_a_tick_stay_apart(tmp_path):
    write(tmp_path / "a.mp4", [0.0, 0.04, 0.04 + 1e-7, 0.08])
    assert all(a < b for a, b in pairwise(instants(tmp_path / "a.mp4")))


def test_only_the_owner_may_read_it(tmp_path):
    write(tmp_path / "a.mp4", STEADY)
    assert stat.S_IMODE((tmp_path / "a.mp4").stat().st_mode) == 0o600


def test_an_existing_file_is_replaced_only_by_a_complete_video(tmp_path):
    def times():
        yield 0.0
        assert (tmp_path / "a.mp4").read_bytes() == b"before"
        raise KeyboardInterrupt

    (tmp_path / "a.mp4").write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.mp4", times())
    assert (tmp_path / "a.mp4").read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    write(tmp_path / "a.mp4", STEADY)
    assert len(instants(tmp_path / "a.mp4")) == len(STEADY)


def test_without_a_frame_there_is_no_video(tmp_path):
    with VideoWriter(tmp_path / "a.mp4", (128, 96), 25, None):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.webm", "a.avi", "a"])
def test_another_video_format_is_refused(tmp_path, name):
    with pytest.raises(CoachError, match=r"is an MP4; call it a\.mp4"):
        VideoWriter(tmp_path / name, (128, 96), 25, None)


def test_a_missing_folder_is_reported(tmp_path):
    with pytest.raises(CoachError, match=r"cannot be written to .*no such file"):
        VideoWriter(tmp_path / "gone" / "a.mp4", (128, 96), 25, None)


def test_a_pyav_without_the_encoder_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr("coach.report.video_writer.ENCODER", "h264_of_nobody")
    with pytest.raises(CoachError, match=r"cannot write H\.264; install the tested"):
        VideoWriter(tmp_path / "a.mp4", (128, 96), 25, None)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_meanwhile_is_reported_and_no_file_is_left(tmp_path, monkeypatch):
    class Full:
        def write(self, first, until):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    monkeypatch.setattr("coach.report.video_writer.SoundTrack", lambda source, into: Full())
    with pytest.raises(CoachError, match="no space left"):
        write(tmp_path / "a.mp4", STEADY, sound_of=tmp_path / "source.mp4")
    assert list(tmp_path.iterdir()) == []
