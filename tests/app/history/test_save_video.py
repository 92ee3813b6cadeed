"""Checked videos in the history: sessions like any other."""

from __future__ import annotations

import pytest

from coach import cli
from coach.events import Counted, Measured, MoveBegan, RepEnded
from coach.session.checker import check
from coach.session.from_video import CheckedMove, as_session
from coach.session.summary import fold
from coach.store.history import History
from coach.store.recording import Header, RecordingWriter
from tests.session.leading import MOVES, clip, joined, nobody

LEFT = "tiny-hip-abduction-left"


def recorded(path, moments):
    with RecordingWriter(path, Header(source="kitchen.mp4")) as writer:
        for moment in moments:
            writer.write(moment)
    return path


def saved(tmp_path, capsys, *words, moments=None):
    path = recorded(tmp_path / "clip.landmarks", moments or clip(LEFT))
    code = cli.main(["check", str(path), "--save", "--data", str(tmp_path / "data"), *words])
    return code, capsys.readouterr().out


def test_a_checked_video_is_a_session_of_its_own_kind(tmp_path, capsys):
    code, out = saved(tmp_path, capsys, "--move", "hip-abduction", "--hold", "2", "--reps", "1", "--side", "left")
    assert code == 0
    assert "Saved as session 1." in out
    with History(tmp_path / "data") as history:
        (session,) = history.sessions.all()
        done = fold(history.sessions.events(1)).moves[0]
        (score,) = history.sessions.scores()[1]
        curves = history.sessions.curves(1)
    assert (session.kind, session.source, session.routine) == ("video", "kitchen.mp4", "hip-abduction")
    assert session.ended is not None
    assert session.recording == str(tmp_path / "clip.landmarks")
    assert session.planned[0]["hold_s"] == 2.0
    assert (done.reps, done.hold_s, done.sides, done.done) == (1, 2.0, ("left",), True)
    assert score.counted == sum(rep.counted for rep in done.attempted) > 0
    assert set(curves) == set(range(len(done.attempts)))


@pytest.mark.parametrize(
    ("lang", "sentence"), [("de", "Als Sitzung 1 gespeichert."), ("es", "Guardado como sesión 1.")]
)
def test_saving_is_confirmed_in_the_chosen_language(tmp_path, capsys, lang, sentence):
    assert sentence in saved(tmp_path, capsys, "--lang", lang)[1]


def test_a_video_of_several_moves_is_stored_as_one_session(tmp_path, capsys):
    moments = joined(clip(LEFT), nobody(2.0), clip("tiny-back-extension"))
    saved(tmp_path, capsys, moments=moments)
    with History(tmp_path / "data") as history:
        (session,) = history.sessions.all()
        events = history.sessions.events(1)
        curves = history.sessions.curves(1)
    assert [event.move for event in events if isinstance(event, MoveBegan)] == ["hip-abduction", "back-extension"]
    assert [step["move"] for step in session.planned] == ["hip-abduction", "back-extension"]
    assert set(curves) == set(range(sum(isinstance(event, RepEnded) for event in events)))


def test_a_video_without_a_recognised_move_is_not_stored(tmp_path, capsys):
    _, out = saved(tmp_path, capsys, moments=nobody(3.0))
    assert "Saved" not in out
    with History(tmp_path / "data") as history:
        assert history.sessions.all() == []


def test_data_without_save_is_refused(tmp_path, capsys):
    assert cli.main(["check", "a.mp4", "--data", str(tmp_path)]) == 2
    assert "--save" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "clip_name"),
    [
        ("hip-abduction", LEFT),  # one side after the other
        ("spine-extension", "tiny-spine-extension"),  # in turn
        ("back-extension", "tiny-back-extension"),  # no sides
    ],
)
def test_a_video_stored_as_a_session_has_every_event_of_its_checker(name, clip_name):
    move = MOVES[name].adjusted(hold_s=1.0, reps=2)
    events = tuple(check(move, clip(clip_name)))
    stored = list(as_session(name, [CheckedMove(move, events)]))
    assert [event for event in stored if event in events] == list(events)
    reps = [event.rep for event in events if isinstance(event, RepEnded) and event.rep.counted]
    assert 0 < sum(isinstance(event, Counted) for event in stored) <= len(reps)
    assert [event.t for event in stored if not isinstance(event, Measured)] == sorted(
        event.t for event in stored if not isinstance(event, Measured)
    )
