"""The results for the project's clips, from their landmarks, compared with the ground truth."""

from __future__ import annotations

from functools import cache
from statistics import median

import pytest
from pytest import approx

from coach.app.video.check import check_video
from coach.library import load_move, move_ids
from coach.session.result import Result
from tests.clips.packed import CLIPS as FOLDER
from tests.clips.packed import path_of, unpack
from tests.contracts.clips import CLIPS, asked, truth
from tests.contracts.performing import result

HOLD_S = 0.6
PEAK_DEG = 12.0
EDGE_S = 0.4

every_clip = pytest.mark.parametrize("clip", CLIPS)


@cache
def found(clip: str) -> Result:
    """Return the result for a clip, from its landmarks."""
    return result(asked(clip, load_move(truth(clip)["move"])), unpack(path_of(clip)))


def pairs(clip):
    """Return pairs of true and found reps that must be counted."""
    both = zip(truth(clip)["reps"], found(clip).reps, strict=True)
    return [(true, rep) for true, rep in both if true["counted"]]


def exact(clip):
    """Whether every attempt has a definite truth: recorded from a recommended position, with nothing left open."""
    return truth(clip).get("view") == "asked" and all(rep["counted"] is not None for rep in truth(clip)["reps"])


EXACT = [clip for clip in CLIPS if exact(clip)]
MOVES = sorted({truth(clip)["move"] for clip in EXACT})


@every_clip
def test_every_clip_has_its_landmarks(clip):
    moments = unpack(path_of(clip))
    assert len(moments) / truth(clip)["fps"] == approx(truth(clip)["seconds"], abs=0.1)
    assert path_of(clip).stat().st_size < 200_000


@every_clip
def test_the_count_is_right(clip):
    loose = sum(rep["counted"] is None for rep in truth(clip)["reps"])
    assert truth(clip)["counted"] <= found(clip).counted <= truth(clip)["counted"] + loose


@pytest.mark.parametrize("clip", EXACT)
def test_every_attempt_is_found(clip):
    assert found(clip).attempted == truth(clip)["attempted"]
    assert [rep.counted for rep in found(clip).reps] == [rep["counted"] for rep in truth(clip)["reps"]]


@pytest.mark.parametrize("clip", EXACT)
def test_every_side_is_correct(clip):
    assert [rep.side for _, rep in pairs(clip)] == [true["side"] for true, _ in pairs(clip)]


@pytest.mark.parametrize("clip", EXACT)
def test_every_hold_is_right(clip):
    for true, rep in pairs(clip):
        least, most = true["hold"]
        assert least - HOLD_S <= rep.hold <= most + HOLD_S


@pytest.mark.parametrize("move", MOVES)
def test_the_mean_main_angle_is_right(move):
    """The score allows 5 degrees, 12 for the seated rotation; single reps are off by up to twice that."""
    off = [
        abs(rep.peak - true["peak"])
        for clip in EXACT
        if truth(clip)["move"] == move
        for true, rep in pairs(clip)
        if true["peak"] is not None and rep.peak is not None
    ]
    assert sum(off) / len(off) < PEAK_DEG


@pytest.mark.parametrize("move", MOVES)
def test_reps_start_and_end_at_the_right_time(move):
    off = [
        apart
        for clip in EXACT
        if truth(clip)["move"] == move
        for true, rep in pairs(clip)
        for apart in (abs(rep.start - true["start"]), abs(rep.end - true["end"]))
    ]
    assert median(off) < EDGE_S


@pytest.mark.parametrize("clip", EXACT)
def test_an_uncounted_attempt_has_the_right_reason(clip):
    for true, rep in zip(truth(clip)["reps"], found(clip).reps, strict=True):
        if not true["counted"]:
            assert set(rep.reasons) & set(true["reasons"])


def test_faults_are_found_with_few_false_alarms():
    made = named = wrong = reps = 0
    for clip in EXACT:
        for true, rep in zip(truth(clip)["reps"], found(clip).reps, strict=True):
            ids = {fault.id for fault in rep.faults}
            made, named = made + len(true["faults"]), named + len(ids & set(true["faults"]))
            wrong, reps = wrong + len(ids - set(true["faults"]) - set(true["either"])), reps + 1
    assert named >= 0.9 * made
    assert wrong <= 0.05 * reps


@every_clip
def test_every_clip_can_be_judged(clip):
    assert found(clip).refused is None


@pytest.mark.parametrize(
    ("clip", "move"),
    [(clip, move) for clip in CLIPS if clip.startswith("tiny") for move in move_ids() if truth(clip)["move"] != move],
)
def test_a_clip_of_one_move_contains_no_other(clip, move):
    assert result(load_move(move).adjusted(hold_s=2), unpack(path_of(clip))).counted == 0


def estimated():
    """Yield the short clips and the first rep of one; all but that and one sitting person are slow."""
    for clip in CLIPS:
        if clip.startswith(("sample", "tiny")):
            yield pytest.param(clip, None, marks=() if clip == "tiny-seated-rotation" else pytest.mark.slow)
    yield pytest.param("tiny-hip-abduction-left", 6.0)


@pytest.mark.model
@pytest.mark.parametrize(("clip", "end"), [*estimated()])
def test_the_video_gives_the_same_result_as_its_landmarks(clip, end):
    move = asked(clip, load_move(truth(clip)["move"]))
    of_video = check_video(FOLDER / f"{clip}.mp4", move, end=end).result
    kept = result(move, [moment for moment in unpack(path_of(clip)) if end is None or moment.t <= end])
    assert kept.reps
    assert [(rep.side, rep.counted, rep.reasons) for rep in of_video.reps] == [
        (rep.side, rep.counted, rep.reasons) for rep in kept.reps
    ]
    for one, two in zip(of_video.reps, kept.reps, strict=True):
        if truth(clip)["view"] == "asked":
            # Processors round the networks' last bits differently, after which the tracking diverges: the first step
            # of the low figure four is within its noise, and starts 0.45 s apart on two machines.
            assert one.start == approx(two.start, abs=0.3)
            assert one.end == approx(two.end, abs=0.3)
        assert one.hold == approx(two.hold, abs=0.1)
        assert one.peak == approx(two.peak, abs=1.0)
