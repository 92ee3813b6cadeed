"""An annotated video from end to end: the check is the same, and every image is there at its time."""

from __future__ import annotations

import av
import numpy as np
import pytest

from coach.app.video.annotate import canvas
from coach.app.video.check import check_move, check_video, choose_move
from coach.errors import SourceError
from coach.language import Language
from coach.stream import Moment
from tests.fakes.skeleton import RepScript, perform
from tests.fakes.sources import still
from tests.fakes.stand_in import stand_in

MOVE = "hip-abduction"


@pytest.fixture(scope="module")
def script():
    return perform(MOVE, [RepScript("left", hold_s=2.0)], fps=12.5).moments


def images(path):
    with av.open(str(path)) as container:
        return [(frame.time, frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


def test_annotating_changes_nothing_about_the_result(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script, size=(640, 360))
    plain = check_video("legs.mp4", MOVE, hold=2.0)
    drawn = check_video("legs.mp4", MOVE, hold=2.0, annotate=tmp_path / "drawn.mp4")
    assert drawn.result == plain.result
    assert drawn.video == plain.video


def test_every_frame_is_written_at_its_time_and_drawn_on(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script[:50], size=(640, 360))
    report = check_video("legs.mp4", MOVE, annotate=tmp_path / "drawn.mp4")
    shown = images(tmp_path / "drawn.mp4")
    assert [t for t, _ in shown] == pytest.approx([moment.t - script[0].t for moment in script[:50]], abs=1e-4)
    assert all(np.ptp(image) > 100 for _, image in shown)
    assert report.annotated is not None
    assert (report.annotated.path, report.annotated.start) == (tmp_path / "drawn.mp4", script[0].t)


def test_an_annotated_video_is_in_the_requested_language(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script[:10], size=(640, 360))
    titles = set()

    def drawn(image, pose, shown, size, *, mirror, words):
        titles.add((shown.title, words.language))
        return np.zeros((size[1], size[0], 3), np.uint8)

    monkeypatch.setattr("coach.app.video.annotate.render", drawn)
    move, german = choose_move(MOVE), Language.load("de")
    check_move("legs.mp4", move, annotate=tmp_path / "drawn.mp4", language=german)
    assert titles == {(move.in_language("de").title, "de")}


def test_annotating_reuses_recorded_landmarks(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script, size=(640, 360))
    recorded = tmp_path / "seen.landmarks"
    plain = check_video("legs.mp4", MOVE, hold=2.0, record=recorded)
    expected = check_video("legs.mp4", MOVE, hold=2.0, annotate=tmp_path / "looked.mp4")
    stand_in(monkeypatch, tmp_path, [Moment(moment.t, None) for moment in script], size=(640, 360))
    move = choose_move(MOVE, hold=2.0)
    drawn = check_move("legs.mp4", move, annotate=tmp_path / "drawn.mp4", recorded=recorded)
    assert drawn.events == plain.events == expected.events
    assert all(
        t == u and np.array_equal(image, other)
        for (t, image), (u, other) in zip(images(tmp_path / "looked.mp4"), images(tmp_path / "drawn.mp4"), strict=True)
    )


def test_an_annotated_segment_begins_at_its_start(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script, size=(640, 360))
    report = check_video("legs.mp4", MOVE, start=1.0, end=2.0, annotate=tmp_path / "drawn.mp4")
    assert report.annotated is not None
    assert report.annotated.start == next(moment.t for moment in script if moment.t >= 1.0)
    assert images(tmp_path / "drawn.mp4")[0][0] == 0


def test_a_video_without_people_is_annotated_too(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, [Moment(i / 25, None) for i in range(20)], size=(640, 360))
    check_video("wall.mp4", MOVE, annotate=tmp_path / "drawn.mp4")
    assert len(images(tmp_path / "drawn.mp4")) == 20


@pytest.mark.parametrize("breaks", [KeyboardInterrupt(), SourceError("the disk is gone"), ZeroDivisionError()])
def test_an_interrupted_check_leaves_no_video(monkeypatch, tmp_path, breaks):
    made = stand_in(monkeypatch, tmp_path, still(200), breaks=breaks, breaks_at=20)
    with pytest.raises(type(breaks)):
        check_video("legs.mp4", MOVE, annotate=tmp_path / "drawn.mp4")
    assert made.all_closed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stand-in.task"]


def test_landmarks_have_no_frames_to_annotate(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, still(30))
    check_video("legs.mp4", MOVE, record=tmp_path / "legs.rec")
    with pytest.raises(SourceError, match="no images to annotate; name the video itself"):
        check_video(tmp_path / "legs.rec", MOVE, annotate=tmp_path / "drawn.mp4")


@pytest.mark.parametrize(
    ("size", "drawn"),
    [
        ((1280, 720), (1280, 720)),
        ((641, 481), (642, 481)),  # a hair narrower than it takes
        ((720, 1280), (1440, 1080)),  # upright, with room at its sides
        ((3840, 2160), (1920, 1080)),
        ((320, 180), (640, 360)),
    ],
)
def test_the_size_is_that_of_the_video_within_limits(size, drawn):
    assert canvas(size) == drawn
