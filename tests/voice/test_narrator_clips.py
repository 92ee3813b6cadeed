"""The narrator's lines for the shipped clips, from their landmarks."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise

import pytest

from coach.events import Counted, Event, FaultSeen, RepEnded
from coach.moves.move import ORDER, Move
from coach.session.checker import Checker
from coach.voice.coach_voice import Narrator
from coach.voice.correction import REST_S
from coach.voice.lines import Utterance
from tests.clips.packed import CLIPS, path_of, unpack
from tests.voice.scripts import ENGLISH, MOVES, Lines, introduce, when

LASTED_S = 0.7
"""What a fault has to last to be one; the cue is due within a second after that."""

FAULTY = sorted(path.stem for path in (CLIPS / "landmarks").glob("*faults*.npz"))
CLEAN = sorted(path.stem for path in (CLIPS / "landmarks").glob("tiny-*.npz") if "faults" not in path.stem)


@cache
def watched(clip: str) -> tuple[Move, list[Event], Lines]:
    """Return the move, the events and the narrator's lines, moment by moment."""
    truth = json.loads((CLIPS / f"{clip}.truth.json").read_text(encoding="utf-8"))
    asked = dict(zip(truth["args"][::2], truth["args"][1::2], strict=True))
    move = MOVES[truth["move"]].adjusted(hold_s=float(asked["--hold"]) if "--hold" in asked else None)
    checker, narrator = Checker(move), Narrator(MOVES, "full", ENGLISH)
    introduce(narrator, move)
    events: list[Event] = []
    lines: Lines = []
    count = 0
    for moment in unpack(path_of(clip)):
        lines += [(moment.t, line) for line in narrator.tick(moment.t)]
        for event in checker.update(moment):
            events.append(event)
            lines += [(moment.t, line) for line in narrator.update(event, moment.t)]
            if isinstance(event, RepEnded) and event.rep.counted:
                count += 1
                told = narrator.update(Counted(event.t, event.rep.side, count, move.reps), moment.t)
                lines += [(moment.t, line) for line in told]
    return move, events, lines


def cues(move: Move, lines: Lines) -> list[tuple[float, str]]:
    """When which fault is spoken about."""
    ids = {cue: fault for fault, cue in move.words.cue.items()}
    return [(t, ids[line.text]) for t, line in lines if isinstance(line, Utterance) and line.text in ids]


@pytest.mark.parametrize("clip", FAULTY)
def test_the_most_important_fault_of_each_rep_is_spoken_about_in_time(clip):
    move, events, lines = watched(clip)
    order = {aim.id: ORDER.index(aim.order) for aim in move.aim}
    cue = move.words.cue
    for ended in (event for event in events if isinstance(event, RepEnded) and event.rep.faults):
        if any(reason != "low" for reason in ended.rep.reasons):
            continue  # then the reason is said
        worst = min(order[fault.id] for fault in ended.rep.faults)
        spoken = [
            (t, fault)
            for fault in ended.rep.faults
            for t in when(lines, cue[fault.id])
            if ended.rep.start <= t <= ended.t and order[fault.id] == worst
        ]
        lately = [
            t
            for fault in ended.rep.faults
            for t in when(lines, cue[fault.id])
            if order[fault.id] == worst and fault.start - REST_S < t < fault.start
        ]
        assert spoken or lately, f"nothing was said of {ended.rep.faults}"
        reported = {
            event.id for event in events if isinstance(event, FaultSeen) and ended.rep.start <= event.t <= ended.t
        }
        for t, fault in spoken:
            # What only the whole rep shows, such as a jerk, is said once it is over.
            due = fault.start + LASTED_S + 1.0 if fault.id in reported else ended.t
            assert t <= due


@pytest.mark.parametrize("clip", FAULTY)
def test_a_rep_has_one_cue_at_most_and_a_cue_is_not_repeated_at_once(clip):
    move, events, lines = watched(clip)
    spoken = cues(move, lines)
    for ended in (event for event in events if isinstance(event, RepEnded)):
        assert sum(ended.rep.start <= t <= ended.t for t, _ in spoken) <= 1
    for fault in {fault for _, fault in spoken}:
        instants = [t for t, each in spoken if each == fault]
        assert all(after - before >= 8 for before, after in pairwise(instants))


@pytest.mark.parametrize("clip", CLEAN)
def test_good_form_gets_no_correction(clip):
    move, events, lines = watched(clip)
    numbers = [line.text for _, line in lines if isinstance(line, Utterance)]
    assert cues(move, lines) == []
    counted = sum(isinstance(event, RepEnded) and event.rep.counted for event in events)
    assert [text for text in numbers if text[0].isdigit()] == [str(n + 1) for n in range(counted)]
    assert len(numbers) == counted


def test_the_moves_with_faulty_clips_have_clean_ones_too():
    faulty, clean = ({watched(clip)[0].id for clip in clips} for clips in (FAULTY, CLEAN))
    assert faulty == clean
    assert len(clean) >= 6
