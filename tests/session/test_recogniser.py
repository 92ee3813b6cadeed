"""Recognition of moves in joined clips."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import pytest

from coach.library import load_move, move_ids
from coach.session.recogniser import RecognisedMove, Recogniser
from coach.stream import Moment
from tests.clips.packed import path_of, unpack
from tests.contracts.clips import truth
from tests.fakes.skeleton import do, record, view

PAUSE_S = 2.0
CLIPS = (
    "tiny-hip-abduction-left",
    "tiny-knee-to-chest",
    "tiny-spine-extension",
    "faults-piriformis-stretch-d",
    "tiny-back-extension",
    "tiny-seated-rotation",
    "form-glute-bridge-m",
    "form-clamshell-m",
    "form-prone-leg-lift-m",
    "form-straight-leg-raise-m",
    "form-four-point-hip-extension-m",
    "form-both-knees-to-chest-m",
    "form-bottom-to-heels-m",
    "form-side-plank-m",
)


def recognised(moments: Iterable[Moment]) -> list[RecognisedMove]:
    recogniser = Recogniser([load_move(name) for name in move_ids()])
    for moment in moments:
        recogniser.update(moment)
    recogniser.finish()
    return recogniser.segments()


def joined(clips: Iterable[str]) -> tuple[list[Moment], list[tuple[float, float, str]]]:
    """Return clips joined with an empty room in between, and start, end and move of each."""
    moments: list[Moment] = []
    done = []
    start = 0.0
    for clip in clips:
        shown = [Moment(start + moment.t, moment.pose) for moment in unpack(path_of(clip))]
        done.append((start, shown[-1].t, truth(clip)["move"]))
        moments += shown
        start = shown[-1].t + PAUSE_S
        moments += [Moment(shown[-1].t + 0.1 * i, None) for i in range(1, int(PAUSE_S / 0.1))]
    return moments, done


@cache
def recognised_of(clips: tuple[str, ...]) -> tuple[list[RecognisedMove], list[tuple[float, float, str]]]:
    """Return the segments of joined clips, and start, end and move of each clip."""
    moments, done = joined(clips)
    return recognised(moments), done


@pytest.mark.parametrize("order", [CLIPS, CLIPS[::-1]])
def test_90_percent_of_joined_clips_are_recognised(order):
    segments, done = recognised_of(order)
    seconds = right = 0
    for start, end, move in done:
        for second in range(int(start) + 1, int(end)):
            named = [s.result.move for s in segments if s.start <= second <= s.end]
            seconds, right = seconds + 1, right + (named == [move])
    assert right >= 0.9 * seconds


def test_each_segment_is_checked_as_its_move():
    segments, done = recognised_of(CLIPS)
    assert [segment.result.move for segment in segments] == [move for _, _, move in done]
    assert [segment.result.attempted for segment in segments] == [truth(clip)["attempted"] for clip in CLIPS]
    assert all(before.end <= after.start for before, after in pairwise(segments))


@pytest.mark.parametrize("motion", ["bicycle", "dead-bug", "side-bend"])
def test_other_motions_are_not_recognised_as_moves(motion):
    assert recognised(record([do(motion)], camera=view("chair")).moments) == []


def test_an_empty_stream_has_no_segments():
    assert recognised([]) == []
    assert recognised([Moment(0.1 * i, None) for i in range(50)]) == []
