"""The results file is as documented in docs/results.md, for every result."""

from __future__ import annotations

import json
import math
import os

import numpy as np
import pytest

from coach.errors import CoachError
from coach.events import Fault, Refused, Rep
from coach.library import load_move
from coach.report import json as results
from coach.report.facts import Report, Video
from coach.session.result import Result, Unseen

NAN = float("nan")

VIDEO = Video(
    "legs.mp4",
    size=(1280, 720),
    fps=29.97,
    duration_s=61.2345,
    frames=1835,
    last=61.2,
    truncated=True,
    rotate=90,
    slow_motion=4.0,
    lost=((3.2, 3.2841),),
    problems=("the video has 1 fps, too few",),
    mirrored=True,
    start=1.5,
    end=None,
    model="f" * 64,
)
REPS = (
    Rep(
        "right",
        2.13449,
        3.4,
        9.8,
        44.6512,
        5.1,
        True,
        faults=(Fault("too-high", 4.0, 6.2),),
        advisory=(Fault("pelvis-rolled", 4.0, 6.2, 0.4049),),
    ),
    Rep(None, 12.0, None, 15.0, None, 0.0, False, reasons=("low", "short-hold")),
)


def report(**changes):
    fields = {
        "move": "hip-abduction",
        "posture": "side-lying-left",
        "view": "front",
        "refused": None,
        "reps": REPS,
        "unseen": (Unseen(0.0, 1.2, "body"),),
    } | changes
    return Report(VIDEO, Result(**fields), "legs.mp4", load_move("hip-abduction"))


def test_one_video_gives_the_documented_result():
    assert results.single(report()) == {
        "schema": 1,
        "move": "hip-abduction",
        "video": {
            "name": "legs.mp4",
            "size": [1280, 720],
            "fps": 29.97,
            "duration": 61.234,
            "frames": 1835,
            "last": 61.2,
            "truncated": True,
            "mirrored": True,
            "from": 1.5,
            "to": None,
            "model": "f" * 64,
            "rotate": 90,
            "slow_motion": 4.0,
            "lost": [{"from": 3.2, "to": 3.284}],
            "problems": ["the video has 1 fps, too few"],
        },
        "posture": "side-lying-left",
        "view": "front",
        "refused": None,
        "attempted": 2,
        "counted": 1,
        "clean": 0,
        "reps": [
            {
                "side": "right",
                "start": 2.134,
                "top": 3.4,
                "end": 9.8,
                "peak": 44.7,
                "hold": 5.1,
                "counted": True,
                "reasons": [],
                "faults": [{"id": "too-high", "from": 4.0, "to": 6.2}],
                "advisory": [{"id": "pelvis-rolled", "from": 4.0, "to": 6.2, "confidence": 0.4}],
                "good": ["held for 5 s", "the trunk stayed still", "the lift was smooth"],
                "change": "not so high: stop before the hip starts to hike",
            },
            {
                "side": None,
                "start": 12.0,
                "top": None,
                "end": 15.0,
                "peak": None,
                "hold": 0.0,
                "counted": False,
                "reasons": ["low", "short-hold"],
                "faults": [],
                "advisory": [],
                "good": [],
                "change": "go a little further",
            },
        ],
        "good": ["the trunk stayed still", "the lift was smooth"],
        "change": "not so high: stop before the hip starts to hike",
        "unseen": [{"from": 0.0, "to": 1.2, "id": "body", "why": "shoulders and hips are not in view"}],
    }


def test_a_refusal_has_an_id_and_a_text():
    document = results.single(report(refused=Refused(9.0, "nobody"), reps=()))
    assert document["refused"] == {
        "id": "nobody",
        "text": "nobody was seen with shoulders and hips in the frame; step back into it",
    }
    assert document["attempted"] == document["counted"] == document["clean"] == 0


def test_unknown_values_are_null():
    document = results.single(report(posture="unknown", view="unknown"))
    assert document["posture"] is document["view"] is None


@pytest.mark.parametrize("odd", [NAN, math.inf, np.float32(NAN), None])
def test_a_missing_number_is_null_and_not_nan(odd):
    rep = Rep("left", 1.0, odd, 2.0, odd, 0.0, False)
    document = results.single(report(reps=(rep,)))
    written = json.loads(json.dumps(document, allow_nan=False))
    assert (written["reps"][0]["top"], written["reps"][0]["peak"]) == (None, None)


def test_numpy_numbers_become_plain_numbers():
    top, peak = np.array([1.5, 44.66], np.float32)
    rep = Rep("left", np.float64(1.0), top, 2.0, peak, np.float64(0.25), True)
    written = json.loads(json.dumps(results.single(report(reps=(rep,)))))
    assert (written["reps"][0]["top"], written["reps"][0]["peak"]) == (1.5, 44.7)


def test_there_is_no_minus_zero():
    rep = Rep("left", 1.0, None, 2.0, -0.01, 0.0, False)
    assert json.dumps(results.single(report(reps=(rep,)))["reps"]).count("-0.0") == 0


def test_writing_replaces_the_file_and_leaves_no_other(tmp_path):
    target = tmp_path / "out.json"
    target.write_text("old")
    results.write(target, results.single(report()))
    assert json.loads(target.read_text())["schema"] == 1
    assert list(tmp_path.iterdir()) == [target]


def test_a_name_that_is_not_text_can_be_written(tmp_path):
    results.write(tmp_path / "out.json", {"schema": 1, "name": "caf\udce9.mp4"})
    assert json.loads((tmp_path / "out.json").read_text())["name"] == "caf\udce9.mp4"


def test_a_failed_write_keeps_the_old_file(tmp_path):
    target = tmp_path / "out.json"
    target.write_text("old")
    with pytest.raises(ValueError, match="JSON"):
        results.write(target, {"schema": NAN})
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_reported_in_one_sentence(tmp_path):
    with pytest.raises(CoachError, match=r"cannot be written to .*name a file in another folder"):
        results.write(tmp_path / "nowhere" / "out.json", {"schema": 1})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes with a path")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        results.write(pipe, {"schema": 1})
        assert json.loads(os.read(reader, 1000)) == {"schema": 1}
        assert pipe.is_fifo()
    finally:
        os.close(reader)


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for a right to make links")
def test_a_link_is_followed_and_stays_a_link(tmp_path):
    target, link = tmp_path / "out.json", tmp_path / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    results.write(link, {"schema": 1})
    assert link.is_symlink()
    assert json.loads(target.read_text()) == {"schema": 1}
