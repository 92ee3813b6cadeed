"""The one loop: moments go to the core and the sinks, and everything is closed in every case."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

import coach
from coach.app.loop import EstimatedMoments, run
from coach.app.video.check import check_video, recognise_video
from coach.errors import ModelError, RecordingError, SourceError
from coach.events import Event, HoldEntered, Measured
from coach.pose import SHAPES
from coach.report import json as results
from coach.store.arrays import read_arrays
from coach.store.recording import Fact, Header, Recording, RecordingWriter
from coach.stream import Moment
from tests.fakes.skeleton import RepScript, perform
from tests.fakes.sources import still
from tests.fakes.stand_in import stand_in

MOVE = "hip-abduction"


@pytest.fixture(scope="module")
def script():
    return perform(MOVE, [RepScript("left", hold_s=2.0), RepScript("left", hold_s=2.0)]).moments


class Noting:
    """A core that records its moments, and yields an event at every moment and at the end."""

    def __init__(self):
        self.times = []

    def update(self, moment):
        self.times.append(moment.t)
        return [HoldEntered(moment.t)]

    def finish(self):
        return [HoldEntered(-1.0)]


def test_every_moment_goes_to_the_core_and_every_event_to_the_sinks():
    core = Noting()
    moments: list[Moment] = []
    events: list[Event] = []
    run(still(3), core, moment_sinks=[moments.append], event_sinks=[events.append])
    assert core.times == [m.t for m in moments] == [0.0, 0.04, 0.08]
    assert [event.t for event in events] == [0.0, 0.04, 0.08, -1.0]


def test_a_moment_is_recorded_before_it_is_judged():
    kept: list[Moment] = []

    class Failing(Noting):
        def update(self, moment):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(still(3), Failing(), moment_sinks=[kept.append])
    assert len(kept) == 1


def test_a_video_is_counted(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script)
    report = check_video("legs.mp4", MOVE, hold=2.0)
    assert (report.result.counted, [rep.side for rep in report.result.reps]) == (2, ["left", "left"])


def test_the_facts_of_the_video_are_reported(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script, size=(640, 360), fps=25.0, duration_s=99.0, truncated=True)
    video = check_video("some/legs.mp4", MOVE, start=1.0, end=9.0, mirrored=True).video
    assert (video.name, video.size, video.fps, video.duration_s) == ("legs.mp4", (640, 360), 25.0, 99.0)
    assert (video.start, video.end, video.mirrored, video.truncated) == (1.0, 9.0, True, True)
    assert video.model == hashlib.sha256(b"weights").hexdigest()
    assert video.frames == sum(1.0 <= m.t <= 9.0 for m in script)
    assert video.last == max(m.t for m in script if m.t <= 9.0)


def test_segment_and_mirroring_are_passed_to_the_video(monkeypatch, tmp_path, script):
    made = stand_in(monkeypatch, tmp_path, script)
    check_video("legs.mp4", MOVE, start=0.5, end=2.5, mirrored=True)
    assert made.opened == [("legs.mp4", 0.5, 2.5, True)]


@pytest.mark.parametrize("curves", [True, False])
def test_curves_are_measured_on_request(monkeypatch, tmp_path, script, curves):
    stand_in(monkeypatch, tmp_path, script)
    checked = check_video("legs.mp4", MOVE, hold=2.0, curves=curves)
    recognised = recognise_video("legs.mp4", curves=curves)
    assert checked.result.counted == 2
    assert [report.move.id for report in recognised] == [MOVE]
    for report in (checked, *recognised):
        assert any(isinstance(event, Measured) for event in report.events) == curves


def test_requested_numbers_replace_those_of_the_move(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script)
    assert check_video("legs.mp4", MOVE, hold=4.0).result.counted == 0


def test_progress_is_reported_after_every_moment_with_the_end(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, still(4), duration_s=0.2)
    updates = []
    check_video("legs.mp4", MOVE, progress=lambda t, end: updates.append((t, end)))
    assert updates == [(0.0, 0.2), (0.04, 0.2), (0.08, 0.2), (0.12, 0.2)]


@pytest.mark.parametrize("kept", ["legs.rec", "legs.npz"])
def test_checking_a_recording_gives_the_result_of_its_video(monkeypatch, tmp_path, script, kept):
    stand_in(monkeypatch, tmp_path, script, size=script[0].pose.size)
    direct = check_video("legs.mp4", MOVE, hold=2.0, record=tmp_path / kept)
    again = check_video(tmp_path / kept, MOVE, hold=2.0)
    assert direct.result.counted == 2
    assert again.result == direct.result


def test_a_recording_gives_the_same_results_file_as_its_video(monkeypatch, tmp_path, script):
    made = stand_in(monkeypatch, tmp_path, script, size=(640, 360), duration_s=99.0, truncated=True)
    direct = check_video("legs.mp4", MOVE, start=0.5, end=9.0, mirrored=True, record=tmp_path / "legs.rec")
    again = check_video(tmp_path / "legs.rec", MOVE)
    assert results.single(again) == results.single(direct)
    assert again.file == "legs.rec"
    assert len(made.frames) == len(made.estimators) == 1


def test_a_recording_of_a_recording_still_knows_its_video(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script, size=(640, 360))
    direct = check_video("legs.mp4", MOVE, record=tmp_path / "a.rec")
    check_video(tmp_path / "a.rec", MOVE, record=tmp_path / "b.rec")
    assert results.single(check_video(tmp_path / "b.rec", MOVE)) == results.single(direct)


def test_a_mirrored_recording_is_flipped_only_once(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script)
    direct = check_video("legs.mp4", MOVE, mirrored=True, record=tmp_path / "legs.rec")
    assert check_video(tmp_path / "legs.rec", MOVE, mirrored=True).result == direct.result


def test_a_recording_made_without_the_mirror_can_be_mirrored_later(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script)
    check_video("legs.mp4", MOVE, record=tmp_path / "legs.rec")
    report = check_video(tmp_path / "legs.rec", MOVE, hold=2.0, mirrored=True)
    assert [rep.side for rep in report.result.reps if rep.counted] == ["right", "right"]
    assert report.video.mirrored


def test_a_segment_of_a_recording_gives_the_result_of_that_segment_of_the_video(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script)
    direct = check_video("legs.mp4", MOVE, hold=2.0, end=6.0)
    check_video("legs.mp4", MOVE, record=tmp_path / "legs.rec")
    assert check_video(tmp_path / "legs.rec", MOVE, hold=2.0, end=6.0).result == direct.result


def test_everything_is_closed_when_the_video_ends(monkeypatch, tmp_path):
    made = stand_in(monkeypatch, tmp_path, still(3))
    check_video("legs.mp4", MOVE)
    assert made.all_closed


@pytest.mark.parametrize("breaks", [KeyboardInterrupt(), SourceError("the disk is gone"), ZeroDivisionError()])
def test_an_error_closes_everything_and_leaves_a_readable_recording(monkeypatch, tmp_path, breaks):
    made = stand_in(monkeypatch, tmp_path, still(200), breaks=breaks, breaks_at=150)
    with pytest.raises(type(breaks)):
        check_video("legs.mp4", MOVE, record=tmp_path / "legs.rec")
    assert made.all_closed
    kept = Recording(tmp_path / "legs.rec")
    assert (kept.frames, kept.torn, kept.about["truncated"]) == (150, False, True)


def test_an_interrupt_leaves_readable_arrays(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, still(200), breaks=KeyboardInterrupt(), breaks_at=150)
    with pytest.raises(KeyboardInterrupt):
        check_video("legs.mp4", MOVE, record=tmp_path / "legs.npz")
    assert read_arrays(tmp_path / "legs.npz").frames == 150


def test_without_an_estimator_the_video_is_closed(monkeypatch, tmp_path):
    made = stand_in(monkeypatch, tmp_path, still(3))
    made.estimator_fails = ModelError("the model is damaged")
    with pytest.raises(ModelError):
        check_video("legs.mp4", MOVE)
    assert made.all_closed


def test_the_estimator_is_closed_even_where_closing_the_video_fails(monkeypatch, tmp_path):
    made = stand_in(monkeypatch, tmp_path, still(3))

    class Stuck:
        def __iter__(self):
            return iter(())

        def close(self):
            raise OSError("stuck")

    estimator = made.make_estimator(None)
    with pytest.raises(OSError, match="stuck"):
        EstimatedMoments(Stuck(), estimator).close()
    assert estimator.closed


def test_an_unreadable_model_is_reported_in_one_sentence(monkeypatch, tmp_path):
    made = stand_in(monkeypatch, tmp_path, still(3))
    monkeypatch.setattr("coach.estimate.models.find", lambda name=None: tmp_path / "gone.task")
    with pytest.raises(ModelError, match=r"gone\.task cannot be read"):
        check_video("legs.mp4", MOVE)
    assert made.all_closed


def test_an_empty_segment_is_no_result(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, still(3))
    with pytest.raises(SourceError, match=r"legs\.mp4 has no frames between 50 s and its end"):
        check_video("legs.mp4", MOVE, start=50.0)


def test_a_file_that_is_not_a_recording_is_not_overwritten(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, still(3))
    for name in ("holiday.mp4", "holiday.npz"):
        (tmp_path / name).write_bytes(b"a video of a beach")
        with pytest.raises(RecordingError, match="choose another name"):
            check_video("legs.mp4", MOVE, record=tmp_path / name)
        assert (tmp_path / name).read_bytes() == b"a video of a beach"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"start": float("nan")}, "start is a number of seconds from 0 up, not nan"),
        ({"start": -1.0}, "start is a number of seconds from 0 up, not -1"),
        ({"end": float("inf")}, "end is a number of seconds from 0 up, not inf"),
        ({"start": 3.0, "end": 3.0}, "ends at 3 s, which is not after its start at 3 s"),
        ({"end": 0.0}, "ends at 0 s, which is not after its start at 0 s"),
        ({"side": "up"}, "left or right, not up"),
        ({"hold": -1.0}, "hold"),
        ({"reps": 0}, "reps"),
        ({"target": 500.0}, "target"),
    ],
)
def test_invalid_options_are_refused_before_anything_is_opened(monkeypatch, tmp_path, asked, why):
    made = stand_in(monkeypatch, tmp_path, still(3))
    with pytest.raises(ValueError, match=why):
        check_video("legs.mp4", MOVE, **asked)
    assert not made.opened


def test_invalid_facts_of_a_recording_are_left_out(tmp_path):
    odd: dict[str, Fact] = {"width": "wide", "height": 36, "fps": -3.0, "duration_s": True, "start": None}
    with RecordingWriter(tmp_path / "odd.rec", Header("legs.mp4", about=odd)) as writer:
        for moment in still(3):
            writer.write(moment)
    video = check_video(tmp_path / "odd.rec", MOVE).video
    assert (video.size, video.fps, video.duration_s, video.start) == (None, None, None, None)


def test_no_body_in_any_frame_is_a_result_and_not_an_error(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, [Moment(i / 25, None) for i in range(250)])
    report = check_video("wall.mp4", MOVE, record=tmp_path / "wall.rec")
    assert report.result.attempted == 0
    assert check_video(tmp_path / "wall.rec", MOVE).result == report.result


def test_a_recording_without_a_body_can_be_plain_arrays_too(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, [Moment(i / 25, None) for i in range(10)])
    check_video("wall.mp4", MOVE, record=tmp_path / "wall.npz")
    kept = read_arrays(tmp_path / "wall.npz")
    assert (kept.frames, kept.size) == (10, (64, 36))


def test_a_recording_equals_the_estimated_poses_byte_for_byte(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script)
    check_video("legs.mp4", MOVE, record=tmp_path / "legs.rec")
    for kept, moment in zip(Recording(tmp_path / "legs.rec"), script, strict=True):
        assert kept.t == moment.t
        for name in SHAPES:
            assert getattr(kept.pose, name).tobytes() == getattr(moment.pose, name).tobytes()


def test_the_package_exports_the_names_in_its_docstring():
    assert coach.check_video is check_video
    assert coach.load_move(MOVE).id == MOVE
    assert {"check_video", "load_move", "Report", "CoachError"} <= set(dir(coach))
    with pytest.raises(AttributeError, match="chek_video"):
        _ = coach.chek_video


def test_a_move_can_be_passed_as_an_object(monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script)
    move = replace(coach.load_move(MOVE), hold_s=2.0)
    assert check_video("legs.mp4", move).result.counted == 2
