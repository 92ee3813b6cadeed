import math
import threading
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from coach.capture import video
from coach.capture.admission import videos_in
from coach.capture.image import fitted
from coach.capture.video import VideoFile
from coach.errors import SourceError
from tests.capture.video_files import (
    BITS,
    SIZE,
    STEADY,
    VARYING,
    cut,
    image,
    number,
    red_corner,
    turn,
    write_audio,
    write_video,
)

CLIPS = Path(__file__).parents[1] / "clips"


def frames_of(path, *args, **options):
    """Return timestamp and number of every frame."""
    with VideoFile(path, *args, **options) as frames:
        return [(round(frame.t, 4), number(frame.image)) for frame in frames]


def numbered(times, first=0):
    return [(round(t, 4), n) for n, t in enumerate(times, first)]


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "webm", "avi", "ts", "mpg", "flv", "wmv"])
def test_every_frame_has_its_own_time(tmp_path, suffix):
    assert frames_of(write_video(tmp_path / f"a.{suffix}")) == numbered(STEADY)


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "webm"])
def test_a_varying_rate_keeps_each_frame_time(tmp_path, suffix):
    assert frames_of(write_video(tmp_path / f"a.{suffix}", VARYING)) == numbered(VARYING)


def test_frames_decoded_out_of_order_come_in_the_order_of_time(tmp_path):
    path = write_video(tmp_path / "a.mp4", codec="libx264", options={"bf": "3"})
    assert frames_of(path) == numbered(STEADY)


def test_a_video_with_an_offset_starts_at_zero(tmp_path):
    path = write_video(tmp_path / "a.mkv", [5 + t for t in STEADY])
    assert frames_of(path) == numbered(STEADY)


def test_a_frame_is_contiguous_upright_rgb(tmp_path):
    with VideoFile(write_video(tmp_path / "a.mp4")) as frames:
        image = next(iter(frames)).image
    assert image.dtype == np.uint8
    assert image.shape == (SIZE[1], SIZE[0], 3)
    assert image.flags.c_contiguous
    assert red_corner(image) == "upper left"


@pytest.mark.parametrize(
    ("degrees", "size", "corner"),
    [(90, (96, 128), "upper right"), (180, (128, 96), "lower right"), (270, (96, 128), "lower left")],
)
def test_the_rotation_declared_in_the_file_is_applied(tmp_path, degrees, size, corner):
    with VideoFile(turn(write_video(tmp_path / "a.mp4"), degrees)) as frames:
        assert frames.size == size
        assert red_corner(next(iter(frames)).image) == corner


def test_a_mirrored_recording_is_flipped_back(tmp_path):
    with VideoFile(write_video(tmp_path / "a.mp4"), mirrored=True) as frames:
        image = next(iter(frames)).image
    assert red_corner(image) == "upper right"
    assert image.flags.c_contiguous


def test_a_mirrored_recording_is_flipped_after_rotation(tmp_path):
    with VideoFile(turn(write_video(tmp_path / "a.mp4"), 90), mirrored=True) as frames:
        assert red_corner(next(iter(frames)).image) == "upper left"


@pytest.mark.parametrize(
    ("aspect", "size"),
    [
        (Fraction(4, 3), (171, 96)),  # wide pixels, as in many camcorders
        (Fraction(1, 2), (128, 192)),  # tall pixels
        (Fraction(1, 1), (128, 96)),
    ],
)
def test_pixels_are_made_square(tmp_path, aspect, size):
    path = write_video(tmp_path / "a.mp4", pixel_aspect=aspect)
    with VideoFile(path) as frames:
        assert frames.size == size
        assert {frame.image.shape for frame in frames} == {(size[1], size[0], 3)}


def test_pixels_of_a_rotated_video_are_made_square(tmp_path):
    with VideoFile(turn(write_video(tmp_path / "a.mp4", pixel_aspect=Fraction(4, 3)), 90)) as frames:
        assert frames.size == (96, 171)


@pytest.mark.parametrize(
    ("start", "end", "times"),
    [
        (None, None, STEADY),
        (0.0, None, STEADY),
        (0.2, 0.4, STEADY[5:11]),  # both ends are inclusive
        (0.21, 0.39, STEADY[6:10]),
        (0.9, 99.0, STEADY[23:]),
    ],
)
@pytest.mark.parametrize("suffix", ["mp4", "webm", "ts"])
def test_a_span_keeps_the_times_of_the_whole(tmp_path, suffix, start, end, times):
    assert frames_of(write_video(tmp_path / f"a.{suffix}"), start, end) == numbered(times, STEADY.index(times[0]))


@pytest.mark.parametrize("suffix", ["mp4", "webm", "mkv", "ts", "avi"])
def test_a_late_start_yields_the_same_frames_as_reading_through(tmp_path, monkeypatch, suffix):
    path = write_video(tmp_path / f"a.{suffix}", [n / 25 for n in range(200)])
    whole = list(VideoFile(path))
    monkeypatch.setattr(video, "_SEEK_FROM_S", 1.0)
    monkeypatch.setattr(video, "_SEEK_MARGIN_S", 1.0)
    for start in (3.0, 5.02, 7.9):
        through = [frame for frame in whole if frame.t >= start]
        sought = list(VideoFile(path, start))
        assert [frame.t for frame in sought] == [frame.t for frame in through]
        assert all(np.array_equal(a.image, b.image) for a, b in zip(sought, through, strict=True))


def test_a_late_start_does_not_decode_all_that_precedes(tmp_path, monkeypatch):
    path = write_video(tmp_path / "a.mp4", [n / 25 for n in range(250)])
    monkeypatch.setattr(video, "_SEEK_FROM_S", 1.0)
    monkeypatch.setattr(video, "_SEEK_MARGIN_S", 1.0)
    with VideoFile(path, 9.0) as frames:
        list(frames)
    assert frames.decoded < 100


@pytest.mark.parametrize("suffix", ["mp4", "webm"])
def test_a_late_start_in_a_varying_rate_misses_nothing(tmp_path, monkeypatch, suffix):
    # Fast, then slow: seeking by frame count would land seconds too late.
    times = [n / 100 for n in range(150)] + [1.5 + n / 4 for n in range(150)]
    path = write_video(tmp_path / f"a.{suffix}", times, keyframes=60)
    monkeypatch.setattr(video, "_SEEK_FROM_S", 1.0)
    monkeypatch.setattr(video, "_SEEK_MARGIN_S", 0.5)
    for start in (1.2, 6.5, 10.0, 30.0):
        assert frames_of(path, start) == [(t, n) for t, n in numbered(times) if t >= start]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (-1.0, None),
        (None, -1.0),
        (2.0, 1.0),
        (1.0, 1.0),
        (math.nan, None),
        (None, math.inf),
        (math.inf, None),
        (None, 0.0),
    ],
)
def test_an_invalid_span_is_a_value_error(tmp_path, start, end):
    with pytest.raises(ValueError, match=r"a number of seconds|segment"):
        VideoFile(write_video(tmp_path / "a.mp4"), start, end)


def test_a_start_after_the_end_is_an_error_with_the_duration(tmp_path):
    with (
        VideoFile(write_video(tmp_path / "a.mp4"), 60.0) as frames,
        pytest.raises(SourceError, match="ends at 1 s, before"),
    ):
        list(frames)


def test_a_span_without_frames_is_an_error(tmp_path):
    path = write_video(tmp_path / "a.mp4", (0.0, 1.0, 2.0))
    with VideoFile(path, 1.2, 1.8) as frames, pytest.raises(SourceError, match=r"no frames between 1\.2 s and 1\.8 s"):
        list(frames)


def test_metadata_is_known_before_iteration(tmp_path):
    with VideoFile(write_video(tmp_path / "a.mp4")) as frames:
        assert (frames.path, frames.size, frames.fps, frames.duration_s) == (tmp_path / "a.mp4", SIZE, 25.0, 1.0)
        assert frames.frames == 0


@pytest.mark.parametrize("suffix", ["mp4", "webm"])
def test_the_length_of_a_varying_rate_is_about_right(tmp_path, suffix):
    with VideoFile(write_video(tmp_path / f"a.{suffix}", VARYING)) as frames:
        assert frames.duration_s == pytest.approx(VARYING[-1], abs=0.1)


def test_frames_are_counted(tmp_path):
    with VideoFile(write_video(tmp_path / "a.mp4"), 0.5) as frames:
        assert len(list(frames)) == frames.frames == 12


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "webm", "avi", "ts", "mpg", "flv", "wmv"])
def test_a_whole_video_is_not_called_truncated(tmp_path, suffix):
    with VideoFile(write_video(tmp_path / f"a.{suffix}", VARYING if suffix in ("mp4", "webm") else STEADY)) as frames:
        list(frames)
    assert not frames.truncated


@pytest.mark.parametrize("suffix", ["mp4", "webm", "mkv"])
def test_longer_audio_is_not_truncation(tmp_path, suffix):
    with VideoFile(write_video(tmp_path / f"a.{suffix}", sound_s=4.0)) as frames:
        list(frames)
    assert not frames.truncated


def test_a_long_last_frame_is_not_truncation(tmp_path):
    path = write_video(tmp_path / "a.mp4", (0.0, 0.04, 0.08, 0.12), last_s=9.88)
    with VideoFile(path) as frames:
        list(frames)
    assert frames.duration_s == 10.0
    assert not frames.truncated


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "webm", "avi"])
def test_a_truncated_video_is_read_to_its_end(tmp_path, suffix):
    times = [n / 25 for n in range(100)]
    path = cut(
        write_video(tmp_path / f"a.{suffix}", times, options={"movflags": "faststart"} if suffix == "mp4" else None),
        0.6,
    )
    with VideoFile(path) as frames:
        seen = [(round(frame.t, 4), number(frame.image)) for frame in frames]
    assert frames.truncated
    assert 30 < len(seen) < 80
    assert seen[:-1] == numbered(times)[: len(seen) - 1]  # the last frame may be torn


def test_a_video_whose_end_was_overwritten_is_truncated(tmp_path):
    path = write_video(
        tmp_path / "a.mp4", [n / 25 for n in range(100)], codec="libx264", options={"movflags": "faststart"}
    )
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    with VideoFile(path) as frames:
        list(frames)
    assert frames.truncated
    assert 0 < frames.frames < 100


def test_stopping_early_is_not_truncation(tmp_path):
    path = cut(write_video(tmp_path / "a.mp4", options={"movflags": "faststart"}), 0.8)
    with VideoFile(path, end=0.2) as frames:
        list(frames)
    assert not frames.truncated


def test_a_video_without_its_index_is_reported(tmp_path):
    with pytest.raises(SourceError, match="is truncated, damaged or in an unsupported format; copy or record it again"):
        VideoFile(cut(write_video(tmp_path / "a.mp4"), 0.6))


@pytest.mark.parametrize("name", ["a.webm", "a.ogg"])
def test_audio_in_a_video_container_is_refused(tmp_path, name):
    with pytest.raises(SourceError, match="has no video track"):
        VideoFile(write_audio(tmp_path / name))


def test_an_unsupported_codec_is_reported_with_a_remedy(tmp_path):
    path = write_video(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes().replace(b"mp4v", b"xyz1").replace(b"esds", b"free"))
    with pytest.raises(SourceError, match=r"uses a codec that is not supported; convert it to MP4 with H\.264"):
        VideoFile(path)


def test_joined_recordings_share_one_timeline(tmp_path):
    first, second = write_video(tmp_path / "a.ts"), write_video(tmp_path / "b.ts", first=25)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(first.read_bytes() + second.read_bytes())
    seen = frames_of(joined)
    assert [n for _, n in seen] == list(range(50))
    assert [t for t, _ in seen] == pytest.approx([n / 25 for n in range(50)], abs=0.05)


@pytest.mark.parametrize(("before", "after"), [((128, 96), (256, 192)), ((128, 96), (96, 128)), ((256, 192), (64, 48))])
def test_a_video_that_changes_size_keeps_the_first(tmp_path, before, after):
    joined = tmp_path / "joined.ts"
    parts = write_video(tmp_path / "a.ts", size=before), write_video(tmp_path / "b.ts", size=after, first=25)
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    with VideoFile(joined) as frames:
        images = [frame.image for frame in frames]
    assert {image.shape for image in images} == {(before[1], before[0], 3)}
    assert red_corner(images[-1][:, before[0] // 2 - before[1] * 3 // 8 :]) == "upper left"


def test_a_letterboxed_image_keeps_its_proportions():
    high = np.full((100, 50, 3), 255, np.uint8)
    placed = fitted(high, (225, 50), 1.0)
    assert placed.shape == (50, 225, 3)
    rows, columns = np.nonzero(placed[:, :, 0] > 128)
    assert [int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1] == [50, 25]
    assert columns.min() + columns.max() == 224  # centred


@pytest.mark.parametrize(("suffix", "codec"), [(".ts", "mpeg2video"), (".mp4", "mpeg4"), (".mkv", "mpeg4")])
def test_an_interlaced_video_is_read_from_one_of_its_fields(tmp_path, monkeypatch, suffix, codec):
    def combed(n, size):
        lines = image(n, size)
        lines[1::2] = image(n + 1, size)[1::2]
        return lines

    monkeypatch.setattr("tests.capture.video_files.image", combed)
    assert frames_of(write_video(tmp_path / f"a{suffix}", codec=codec, interlaced=True)) == numbered(STEADY)


@pytest.mark.parametrize(
    "name", ["Übung №1 – ältere Aufnahme.mp4", "动作.webm", "100%.mp4", "a%03d.mp4", "a b.mp4", "-a.mp4"]
)
def test_odd_file_names_are_read(tmp_path, monkeypatch, name):
    write_video(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert len(frames_of(name)) == len(STEADY)


def test_a_video_can_be_iterated_only_once(tmp_path):
    with VideoFile(write_video(tmp_path / "a.mp4")) as frames:
        list(frames)
        with pytest.raises(ValueError, match="iterated only once"):
            iter(frames)


def test_closing_ends_the_frames(tmp_path):
    frames = VideoFile(cut(write_video(tmp_path / "a.mp4", options={"movflags": "faststart"}), 0.8))
    seen = iter(frames)
    next(seen)
    frames.close()
    frames.close()
    assert list(seen) == []
    assert not frames.truncated


def test_closing_from_another_thread_is_safe(tmp_path):
    path = write_video(tmp_path / "a.mp4", [n / 25 for n in range(500)])
    for images in (1, 50, 200):
        frames = VideoFile(path)
        closer = threading.Thread(target=frames.close)
        for seen, _ in enumerate(frames, 1):
            if seen == images:
                closer.start()
        closer.join()
        assert images <= frames.frames <= 500


def test_an_unusable_file_is_closed(tmp_path):
    path = cut(write_video(tmp_path / "a.mp4"), 0.5)
    with pytest.raises(SourceError):
        VideoFile(path)
    path.rename(tmp_path / "b.mp4")
    (tmp_path / "b.mp4").unlink()


def shipped():
    """The clips; the long ones are slow."""
    for path in sorted(CLIPS.glob("*.mp4")):
        short = path.name.startswith(("sample", "tiny"))
        yield pytest.param(path, id=path.stem, marks=() if short else pytest.mark.slow)


@pytest.mark.parametrize("path", [*shipped()])
def test_a_clip_decodes_as_in_opencv(path):
    capture = cv2.VideoCapture(str(path))
    with VideoFile(path, end=2.0) as frames:
        for frame in frames:
            found, bgr = capture.read()
            assert found
            assert frame.t == pytest.approx(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, abs=1e-9)
            assert np.array_equal(frame.image, bgr[..., ::-1])
    capture.release()


def test_the_videos_of_a_folder_are_sorted(tmp_path):
    for name in ("b.mp4", "a.WEBM", "c.txt", "._b.mp4", ".hidden.mp4", "d.jpg"):
        (tmp_path / name).touch()
    for folder in ("e.mp4", ".hidden", "left"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "b.mp4").touch()
    names = ["a.WEBM", "b.mp4", "e.mp4/b.mp4", "left/b.mp4"]
    assert videos_in(tmp_path) == [tmp_path / name for name in names]


def test_a_folder_without_videos_is_reported(tmp_path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(SourceError, match="contains no videos"):
        videos_in(tmp_path)


def test_a_folder_that_cannot_be_read_is_reported(tmp_path):
    with pytest.raises(SourceError, match=r"the folder .* cannot be read \(No such file or directory\)"):
        videos_in(tmp_path / "missing")


def test_all_frame_numbers_can_be_read_back(tmp_path):
    assert [n for _, n in frames_of(write_video(tmp_path / "a.mp4", first=2**BITS - 25))] == list(
        range(2**BITS - 25, 2**BITS)
    )
