"""One video processed in segments: split, processed separately, and joined to the result of processing it at once."""

from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.app.processes import Died, Finished, Message, Raised, Sent
from coach.app.video.check import check_video, recognise_video
from coach.app.video.segments import OVERLAP_S, SHORTEST_S, Segment, cut, even, load
from coach.errors import CoachError, SourceError
from tests.fakes.skeleton import RepScript, perform
from tests.fakes.sources import still
from tests.fakes.stand_in import stand_in

MOVE = "hip-abduction"
CLIPS = Path(__file__).parents[2] / "clips"


class InHere:
    """Does the work of ``Processes`` in this process, the last item first."""

    def __init__(self, jobs):
        self.jobs, self.closed = jobs, False
        self.given: deque[Any] = deque()

    @property
    def free(self):
        return len(self.given) < self.jobs

    def give(self, number, function, *arguments):
        self.given.append((number, function, arguments))

    def messages(self):
        number, function, arguments = self.given.pop()
        messages: list[Message] = []
        try:
            messages.append(Finished(number, function(*arguments, lambda value: messages.append(Sent(number, value)))))
        except CoachError as error:
            messages.append(Raised(number, error))
        return messages

    def close(self):
        self.closed = True


@pytest.fixture
def in_here(monkeypatch):
    monkeypatch.setattr("coach.app.video.segments.Processes", InHere)


@pytest.fixture(scope="module")
def script():
    return perform(MOVE, [RepScript("left", hold_s=2.0)] * 6, fps=12.5).moments


def test_a_video_is_split_into_equal_segments_for_each_process():
    assert cut(0.0, 100.0, 2, even(100.0)) == [Segment(0.0, 50.0), Segment(50.0, None)]
    assert cut(10.0, 70.0, 3, even(100.0)) == [Segment(10.0, 30.0), Segment(30.0, 50.0), Segment(50.0, None)]
    assert len(cut(0.0, 7200.0, 2, even(7200.0))) == 120
    assert len(cut(0.0, 7200.0, 7, even(7200.0))) % 7 == 0


def paced(*runs):
    """The instants of so many frames at so many seconds, in turn."""
    return np.concatenate(([0.0], np.cumsum(np.concatenate([np.full(count, gap) for count, gap in runs]))))


@pytest.mark.parametrize(
    ("least_s", "edge"),
    [
        (0.0, 26.0),  # 200 images in the first 20 s, 500 in the 20 s after: half of them until 26 s
        (1 / 10, 18.3),  # of those after, every third is looked at: 167
    ],
)
def test_a_video_of_varying_rate_is_split_into_equal_work(monkeypatch, least_s, edge):
    monkeypatch.setattr("coach.app.video.segments.instants", lambda path: paced((200, 0.1), (500, 0.04)))
    (first, _) = cut(0.0, 40.0, 2, load(Path("legs.mp4"), 40.0, least_s))
    assert first.end == pytest.approx(edge, abs=0.1)


def test_a_late_first_frame_moves_no_segment_past_the_last(monkeypatch):
    monkeypatch.setattr("coach.app.video.segments.instants", lambda path: paced((150, 0.2), (1440, 1 / 240)))
    last = cut(0.0, 39.0, 4, load(Path("legs.mp4"), 39.0, 0.0))[-1]
    assert last.begin < 36.0 - 1 / 240


def test_empty_segments_are_left_out(monkeypatch):
    monkeypatch.setattr("coach.app.video.segments.instants", lambda path: paced((1_000_000, 1e-9), (40, 1.0)))
    stretches = cut(0.00044, 40.0, 4, load(Path("legs.mp4"), 40.0, 0.0))
    begins = [stretch.begin for stretch in stretches]
    assert begins == sorted(set(begins))


@pytest.mark.parametrize("says", [None, [(100, 0.1)], [(1000, 0.1)]])
def test_a_video_without_an_index_is_split_by_time(monkeypatch, says):
    monkeypatch.setattr("coach.app.video.segments.instants", lambda path: says and paced(*says))
    assert cut(0.0, 40.0, 2, load(Path("legs.mp4"), 40.0, 0.0)) == [Segment(0.0, 20.0), Segment(20.0, None)]


@pytest.mark.parametrize("lasts_s", [0.0, 5.0, 2 * SHORTEST_S - 0.1])
def test_a_short_video_is_not_split(lasts_s):
    assert cut(0.0, lasts_s, 8, even(lasts_s)) == [Segment(0.0, None)]


def test_joined_segments_equal_the_whole_video(monkeypatch, tmp_path, in_here, script):
    made = stand_in(monkeypatch, tmp_path, script, duration_s=script[-1].t)
    whole = check_video("legs.mp4", MOVE, hold=2.0)
    made.opened.clear()
    joined = check_video("legs.mp4", MOVE, hold=2.0, jobs=3, record=tmp_path / "legs.rec")
    assert joined == whole
    assert len(made.opened) == 4  # once for the facts
    assert made.all_closed
    assert check_video(tmp_path / "legs.rec", MOVE, hold=2.0).result == whole.result


def test_a_segment_is_processed_from_slightly_before_its_start(monkeypatch, tmp_path, in_here):
    made = stand_in(monkeypatch, tmp_path, still(1500), duration_s=60.0)
    check_video("legs.mp4", MOVE, jobs=2, mirrored=True)
    starts = sorted(start or 0.0 for _, start, _, mirrored in made.opened[1:] if mirrored)
    assert starts == [0.0, 30.0 - OVERLAP_S]


def test_only_the_requested_segment_is_split(monkeypatch, tmp_path, in_here, script):
    stand_in(monkeypatch, tmp_path, script, duration_s=script[-1].t)
    whole, joined = (check_video("legs.mp4", MOVE, start=2.0, end=33.0, jobs=jobs) for jobs in (1, 2))
    assert joined == whole


def test_moves_are_recognised_alike(monkeypatch, tmp_path, in_here, script):
    stand_in(monkeypatch, tmp_path, script, duration_s=script[-1].t)
    assert recognise_video("legs.mp4", jobs=2) == recognise_video("legs.mp4")


def test_a_truncated_video_is_processed_to_its_actual_end(monkeypatch, tmp_path, in_here):
    stand_in(monkeypatch, tmp_path, still(1000), duration_s=100.0)
    video = check_video("legs.mp4", MOVE, jobs=3).video
    assert (video.frames, video.truncated) == (1000, True)


@pytest.mark.parametrize("knows", [{}, {"duration_s": 9.0}])
def test_a_video_that_cannot_be_split_is_processed_as_a_whole(monkeypatch, tmp_path, in_here, knows):
    made = stand_in(monkeypatch, tmp_path, still(100), **knows)
    assert check_video("legs.mp4", MOVE, jobs=2).video.frames == 100
    assert [start for _, start, _, _ in made.opened] == [None, None]


def test_landmarks_are_not_cut(monkeypatch, tmp_path, in_here, script):
    stand_in(monkeypatch, tmp_path, script)
    check_video("legs.mp4", MOVE, record=tmp_path / "legs.rec")
    assert check_video(tmp_path / "legs.rec", MOVE, jobs=2).video.frames == len(script)


def test_a_failure_in_any_segment_fails_the_video(monkeypatch, tmp_path, in_here):
    stand_in(monkeypatch, tmp_path, still(1500), duration_s=60.0, breaks=SourceError("the disk is gone"))
    with pytest.raises(SourceError, match="the disk is gone"):
        check_video("legs.mp4", MOVE, jobs=2)


def test_a_process_that_dies_is_reported_in_one_sentence(monkeypatch, tmp_path, in_here):
    stand_in(monkeypatch, tmp_path, still(1500), duration_s=60.0)
    monkeypatch.setattr(InHere, "messages", lambda self: [Died(1, "was ended by SIGSEGV")])
    with pytest.raises(CoachError, match=r"legs\.mp4 was not checked: its process was ended by SIGSEGV"):
        check_video("legs.mp4", MOVE, jobs=2)


@pytest.mark.model
@pytest.mark.slow
def test_a_clip_processed_by_two_processes_is_judged_as_by_one():
    clip = CLIPS / "sample-hip-abduction.mp4"
    alone, apart = (check_video(clip, MOVE, jobs=jobs) for jobs in (1, 2))
    assert replace(apart.video, frames=alone.video.frames) == alone.video
    assert [(rep.side, rep.reasons, [fault.id for fault in rep.faults]) for rep in apart.result.reps] == [
        (rep.side, rep.reasons, [fault.id for fault in rep.faults]) for rep in alone.result.reps
    ]
    frame_s = 1 / (alone.video.fps or 0.0)
    for one, other in zip(alone.result.reps, apart.result.reps, strict=True):
        assert (other.start, other.end) == pytest.approx((one.start, one.end), abs=frame_s)
