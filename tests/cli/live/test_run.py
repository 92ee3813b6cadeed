"""``coach run`` and related commands, with scripts in place of camera and model."""

from __future__ import annotations

import csv
import io
import json

import pytest

from coach import cli
from coach.app.live import session
from coach.cli.live import questions, run
from coach.cli.live.about import NOTICE
from coach.errors import HistoryError
from coach.events import RepEnded
from coach.language import Language
from coach.session import personal
from coach.session.checker import check
from coach.session.summary import fold
from coach.store.history import NAME, History
from coach.store.person import Person
from coach.store.recording import Recording
from coach.voice.process import VoiceProcess
from coach.voice.settings import Settings
from coach.voice.speaker import ProcessSpeaker
from tests.fakes.soundless import SOUNDLESS
from tests.session.leading import MOVES

LEFT = "tiny-hip-abduction-left"
ONE = ("--move", "hip-abduction", "--reps", "2", "--hold", "2", "--side", "left")


def kept(start):
    with History(start.data) as history:
        return [(session, fold(history.sessions.events(session.id))) for session in history.sessions.all()]


def test_a_session_is_guided_and_stored(start):
    code, out, err = start(*ONE, "--yes")
    assert (code, err) == (0, "")
    assert "All done. 2 repetitions." in " ".join(out.split())
    ((session, summary),) = kept(start)
    assert (session.routine, summary.done, summary.moves[0].counted) == ("single", True, 2)


def test_the_default_camera_is_the_first(start):
    start(*ONE, "--yes")
    assert start.opened == [["0"]]


def test_the_password_of_a_camera_is_not_stored(start):
    start(*ONE, "--yes", "--camera", "http://me:geheim@cam.local:8080/video?token=geheim")
    ((session, _),) = kept(start)
    assert session.settings["camera"] == ["http://cam.local:8080"]
    assert [path.name for path in start.data.rglob("*") if path.is_file() and b"geheim" in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("--camera", "nope.mp4"), 3, "there is no file nope.mp4"),
        (("--camera", "gopher://phone/"), 3, "gopher"),
        (("--model", "nope.task"), 4, "nope.task"),
    ],
)
def test_impossible_requests_are_reported_before_any_question(words, code, expected, tmp_path, capsys, monkeypatch):
    weights = tmp_path / "model.task"
    weights.write_bytes(b"weights")
    monkeypatch.setenv("COACH_MODEL", str(weights))
    data = tmp_path / "data"
    assert cli.main(["run", "--no-window", "--voice", "off", "--data", str(data), *ONE, *words]) == code
    out, err = capsys.readouterr()
    assert (out, expected in err) == ("", True)
    assert not data.exists()


def test_several_videos_are_played_one_after_another(start):
    start(*ONE, "--yes", "--camera", "a.mp4", "--camera", "b.mp4")
    assert start.opened == [["a.mp4", "b.mp4"]]


def test_speech_is_in_the_requested_language(start):
    _, out, _ = start(*ONE, "--yes", "--lang", "de")
    assert "2 Wiederholungen" in " ".join(out.split())


def test_the_language_is_that_of_the_last_time(start):
    start(*ONE, "--yes", "--lang", "de")
    assert "2 Wiederholungen" in " ".join(start(*ONE)[1].split())
    assert "2 repetitions" in " ".join(start(*ONE, "--lang", "en")[1].split())


@pytest.fixture
def speakers(monkeypatch):
    """How each speaker that was opened was to sound; none makes a sound."""
    opened: list[Settings] = []

    def open_speaker(settings, complain):
        opened.append(settings)
        return ProcessSpeaker(VoiceProcess(settings, complain, SOUNDLESS))

    for opener in (run, session):
        monkeypatch.setattr(opener, "open_speaker", open_speaker)
    return opened


def test_volume_and_speed_reach_the_voice_and_are_stored(start, speakers):
    start(*ONE, "--yes", "--voice", "counts", "--volume", "30", "--voice-speed", "1.5")
    start(*ONE, "--voice", "full", "--volume", "0")
    start(*ONE, "--voice", "full")
    assert [(each.volume, each.speed) for each in speakers] == [(0.3, 1.5), (0.0, 1.5), (0.0, 1.5)]


def test_voice_and_speaker_are_stored(start, speakers, monkeypatch):
    monkeypatch.setattr("coach.cli.live.sound.speakers", lambda: ["Headset", "Monitor"])
    start(*ONE, "--yes", "--voice", "counts", "--voice-engine", "system", "--speaker", "head", "--no-duck")
    start(*ONE, "--voice", "counts")
    assert [(each.engine, each.speaker, each.duck) for each in speakers] == [("system", "head", False)] * 2


def test_an_unknown_speaker_is_refused_with_the_known_ones(start, speakers, monkeypatch):
    monkeypatch.setattr("coach.cli.live.sound.speakers", lambda: ["Headset", "Monitor"])
    code, _, err = start(*ONE, "--yes", "--voice", "counts", "--speaker", "kitchen")
    assert (code, speakers) == (2, [])
    assert "no speaker is called 'kitchen'; there are: Headset, Monitor" in err


def test_silence_is_for_one_session(start, speakers):
    start(*ONE, "--yes", "--voice", "off")
    assert speakers == []
    assert kept(start)[0][0].settings["voice"] == "off"
    start(*ONE, "--voice", "full")
    assert len(speakers) == 1


def test_an_unknown_language_is_not_saved(start):
    code, _, err = start(*ONE, "--yes", "--lang", "xx")
    assert code == 5
    assert "de, en" in err
    assert start(*ONE)[0] == 0


def test_the_notice_is_shown_until_it_is_acknowledged(start):
    assert "see a doctor at once" in start(*ONE)[1]
    assert "see a doctor at once" in start(*ONE, "--yes")[1]
    assert "see a doctor at once" not in start(*ONE)[1]


def test_without_a_terminal_the_notice_is_read_out_until_it_is_acknowledged(start, speakers, monkeypatch):
    read: list[list[str]] = []

    def show_notice(lines, *rest):
        read.append(list(lines))
        return "unanswered"

    monkeypatch.setattr(run, "show_notice", show_notice)
    start(*ONE, "--voice", "full")
    start(*ONE, "--voice", "full", "--lang", "de")
    start(*ONE, "--voice", "full", "--yes")
    start(*ONE, "--voice", "full")
    assert [lines[0][:10] for lines in read] == ["Stop, and ", "Hören Sie "]
    assert len(kept(start)) == 4


@pytest.mark.parametrize(("answer", "sessions", "acknowledged"), [("read", 1, True), ("leave", 0, False)])
def test_the_notice_is_answered_in_the_window_too(start, monkeypatch, answer, sessions, acknowledged):
    monkeypatch.setattr(run, "show_notice", lambda *rest: answer)
    assert start(*ONE)[0] == 0
    assert len(kept(start)) == sessions
    with History(start.data) as history:
        assert (history.person.acknowledged(NOTICE) is not None) is acknowledged


def test_at_a_terminal_the_notice_is_printed_there(start, monkeypatch):
    monkeypatch.setattr(run, "show_notice", lambda *rest: pytest.fail("it was read at the terminal"))
    start(*ONE, answers=["y", "", "", "", ""])


def test_the_notice_says_who_should_leave_the_move_out(start):
    assert "a hip replaced in the last three months" in " ".join(start(*ONE)[1].split())


def test_without_an_acknowledgement_the_session_does_not_begin(start):
    assert start(*ONE, answers=["n"])[0] == 0
    assert kept(start) == []
    with History(start.data) as history:
        assert history.person.acknowledged(NOTICE) is None


def test_the_painful_side_is_asked_for_and_stored(start):
    code, _, _ = start(*ONE, answers=["y", "left", "4", "n", "3", "y"])
    assert code == 0
    ((session, _),) = kept(start)
    answers = (session.hurts, session.pain_before, session.worse, session.pain_after, session.spreads)
    assert answers == ("left", 4, False, 3, True)


def test_pain_given_as_an_option_is_stored_and_not_asked_for(start):
    assert start(*ONE, "--pain", "4", answers=["y", "left", "n", ""])[0] == 0
    _, out, _ = start(*ONE, "--pain", "8", "--yes")
    assert "saddle" in out
    assert [session.pain_before for session, _ in kept(start)] == [4, 8]
    assert "11 is not a whole number from 0 to 10" in start(*ONE, "--pain", "11")[2]


def test_every_question_can_be_skipped(start):
    code, _, _ = start(*ONE, answers=["y", "", "", "", ""])
    assert code == 0
    ((session, _),) = kept(start)
    assert (session.hurts, session.pain_before, session.worse, session.pain_after) == (None, None, None, None)


def test_an_invalid_answer_repeats_the_question(start):
    start(*ONE, answers=["y", "top", "right", "eleven", "11", "5", "n", ""])
    ((session, _),) = kept(start)
    assert (session.hurts, session.pain_before) == ("right", 5)


@pytest.mark.parametrize("answers", [[None], ["y", None], ["y", "left", "4", None]])
def test_ctrl_c_at_the_first_question_starts_nothing(start, answers):
    code, _, err = start(*ONE, answers=answers)
    assert (code, err) == (130, "coach: stopped\n")
    assert kept(start) == []


def test_ctrl_c_at_the_question_afterwards_keeps_the_session(start):
    assert start(*ONE, answers=["y", "left", "4", "n", None])[0] == 130
    ((session, summary),) = kept(start)
    assert (session.pain_before, session.pain_after, summary.moves[0].counted) == (4, None, 2)
    assert session.ended is not None


def test_on_a_worse_day_rest_is_offered(start):
    code, _, _ = start(*ONE, answers=["y", "left", "5", "y", "n"])
    assert code == 0
    assert kept(start) == []
    assert "rest today" in start.asked[-1]


def test_on_a_worse_day_the_user_may_still_exercise(start):
    start(*ONE, answers=["y", "left", "5", "y", "y", ""])
    ((session, _),) = kept(start)
    assert session.worse is True


@pytest.mark.parametrize(
    ("before", "after", "leg", "shown"),
    [
        ("3", "5", "n", True),  # two more
        ("6", "7", "n", True),  # severe
        ("3", "3", "y", True),  # down the leg
        ("3", "4", "n", False),
    ],
)
def test_pain_that_is_worse_afterwards_or_spreads_shows_the_notice_again(start, before, after, leg, shown):
    start(*ONE, "--yes")
    _, out, _ = start(*ONE, answers=["", before, "n", after, leg])
    assert ("see a doctor at once" in out) is shown


OWN = """schema = 1
id = "own"
title = "Own"
[[moves]]
id = "hip-abduction"
reps = 2
hold_s = 2
sides = ["left"]
most_reps = 8
"""


def own(start, name="own"):
    folder = start.data / "routines"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(OWN)


def test_an_offer_after_two_clean_sessions_needs_consent(start):
    own(start)
    start("own", "--yes")
    start("own", "--yes")
    assert "could be your next step" in start("own", "--yes")[1]
    start("own", answers=["", "", "", "", ""])
    assert kept(start)[-1][1].moves[0].reps == 2
    start("own", answers=["", "", "", "y", ""])
    assert kept(start)[-1][1].moves[0].reps == 8
    assert kept(start)[-1][0].planned[0]["reps"] == 8


def test_a_declined_offer_is_not_repeated_the_next_time(start):
    own(start)
    start("own", "--yes")
    start("own", "--yes")
    start("own", answers=["", "", "", "n", ""])
    assert kept(start)[-1][1].moves[0].reps == 2
    assert start("own", answers=["", "", "", ""])[0] == 0
    assert "could be your next step" not in start("own", "--yes")[1]


def test_an_accepted_offer_is_listed_and_can_be_reset(start, capsys):
    own(start)
    start("own", "--yes")
    start("own", "--yes")
    start("own", answers=["", "", "", "y", ""])
    listed = []
    for words in ((), ("--forget", "own"), ()):
        assert cli.main(["routines", "--lang", "de", "--data", str(start.data), *words]) == 0
        out = capsys.readouterr().out
        listed += [line.split()[3] for line in out.splitlines() if line.split()[:2] == ["own", "hip-abduction"]]
        assert ("Für own gelten wieder die Zahlen aus der Datei." in out) is bool(words)
    assert listed == ["8", "2"]
    assert cli.main(["routines", "--data", str(start.data), "--forget", "own"]) == 2
    assert "'own' has no progression to reset" in capsys.readouterr().err


def test_without_a_name_it_is_todays_routine(start, monkeypatch):
    own(start)
    (start.data / "plan.toml").write_text(
        "schema = 1\n[days]\n" + "".join(f'{day} = "own"\n' for day in (
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    )  # fmt: skip
    start("--yes")
    assert kept(start)[0][0].routine == "own"


def test_a_rest_day_is_reported(start):
    start.data.mkdir()
    (start.data / "plan.toml").write_text("schema = 1\n[days]\n")
    code, _, err = start("--yes")
    assert code == 2
    assert "rest day" in err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--reps", "3"), "--move"),
        (("whole", "--move", "back-extension"), "not both"),
        (("--move", "back-extension", "--side", "left"), "--side"),
        (("--move", "hip-abduction", "--side", "up"), "'left', 'right'"),
        (("--move", "hip-abduction", "--hold", "700"), "600"),
        (("--move", "hip-abduction", "--voice", "loud"), "--voice"),
        (("--move", "hip-abduction", "--voice-engine", "robot"), "'robot' is not one of 'auto', 'package', 'system'"),
        (("--move", "hip-abduction", "--speed", "0"), "above 0"),
        (("--move", "hip-abduction", "--volume", "101"), "0 to 100"),
        (("--move", "hip-abduction", "--volume", "-1"), "0 to 100"),
        (("--move", "hip-abduction", "--volume", "loud"), "0 to 100"),
        (("--move", "hip-abduction", "--voice-speed", "3"), "0.5 to 2"),
        (("--move", "hip-abduction", "--voice-speed", "nan"), "0.5 to 2"),
    ],
)
def test_an_invalid_value_is_reported(start, words, expected):
    code, _, err = start(*words)
    assert code == 2
    assert expected in err


def test_an_unknown_routine_is_reported(start):
    code, _, err = start("nothing")
    assert code == 5
    assert "daily-stretches" in err


def test_a_damaged_history_is_reported_before_anything_begins(start):
    start.data.mkdir()
    (start.data / NAME).write_bytes(b"something else altogether")
    code, _, err = start(*ONE)
    assert code == HistoryError.exit_code
    assert "damaged" in err
    assert start.opened == []


def test_without_a_display_a_window_is_a_one_sentence_error(start, monkeypatch):
    from coach.display import probe

    def refuse():
        raise probe.DisplayError("a window needs a display; run with --no-window")

    monkeypatch.setattr(probe, "look", refuse)
    code, _, err = start(*ONE, "--window")
    assert code == probe.DisplayError.exit_code
    assert "--no-window" in err


def test_the_history_is_exported_as_json(start, capsys):
    start(*ONE, "--yes")
    assert cli.main(["export", "--data", str(start.data)]) == 0
    document = json.loads(capsys.readouterr().out)
    (session,) = document["sessions"]
    assert document["schema"] == 1
    assert session["events"][0]["type"] == "SessionBegan"
    assert document["moves"][session["planned"][0]["definition"]]["id"] == "hip-abduction"
    assert NOTICE in document["acknowledged"]


def test_the_history_is_exported_as_a_row_a_repetition(start, tmp_path):
    start(*ONE, "--yes")
    target = tmp_path / "out.csv"
    assert cli.main(["export", "--format", "csv", "--output", str(target), "--data", str(start.data)]) == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert [(row["move"], row["side"], row["counted"]) for row in rows] == [("hip-abduction", "left", "1")] * 2
    assert [float(row["hold_s"]) > 2 for row in rows] == [True, True]


def test_an_unknown_format_is_reported(capsys):
    assert cli.main(["export", "--format", "xml"]) == 2
    assert "'json', 'csv'" in capsys.readouterr().err


def test_routines_are_listed_with_the_plan(tmp_path, capsys):
    assert cli.main(["routines", "--data", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "daily-stretches" in out
    assert "today" in out


def test_routines_are_listed_in_the_requested_language(tmp_path, capsys):
    assert cli.main(["routines", "--data", str(tmp_path), "--lang", "de"]) == 0
    out = capsys.readouterr().out
    assert "im Wechsel" in out
    for english in ("left", "monday", "Monday", "rest", "Your own"):
        assert english not in out.replace("strength", "")


def test_cameras_are_listed(monkeypatch, capsys):
    monkeypatch.setattr("coach.capture.camera.cameras", lambda: [(0, "Front"), (2, "Desk")])
    assert cli.main(["cameras"]) == 0
    assert capsys.readouterr().out == "0  Front\n2  Desk\n"


def test_a_missing_camera_is_reported(monkeypatch, capsys):
    monkeypatch.setattr("coach.capture.camera.cameras", list)
    cli.main(["cameras"])
    assert "no camera found" in capsys.readouterr().out


def test_about_lists_warning_signs_and_exclusions(tmp_path, capsys):
    assert cli.main(["about", "--data", str(tmp_path)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for sign in ("bladder or bowel", "saddle", "weakness in a leg", "severe", "spinal stenosis", "Sit less"):
        assert sign in out


def test_questions_and_output_can_be_german(start):
    code, out, _ = start(*ONE, "--lang", "de", answers=["j", "links", "8", "n", "j", "9", "n"])
    text = " ".join(out.split())
    assert code == 0
    assert "zum Arzt" in text
    assert "Beinheben in der Seitenlage - eine neue Hüfte" in text
    assert start.asked[0] == "Haben Sie das gelesen, und möchten Sie anfangen? [j/n] "
    for english in ("doctor", "leave out", "hip replaced", "[y/n]", "Do you"):
        assert english not in text + " ".join(start.asked)


def test_an_offer_can_be_in_german(start):
    own(start)
    start("own", "--yes", "--lang", "de")
    start("own")
    assert "Beinheben in der Seitenlage: 8 × 2 s wäre der nächste Schritt" in " ".join(start("own")[1].split())


def test_about_is_printed_in_the_last_language(start, capsys):
    start(*ONE, "--yes", "--lang", "de")
    assert cli.main(["about", "--data", str(start.data)]) == 0
    assert "Blase oder Darm" in capsys.readouterr().out


def test_about_is_printed_even_if_the_history_is_damaged(tmp_path, capsys):
    (tmp_path / NAME).write_bytes(b"no history")
    assert cli.main(["about", "--data", str(tmp_path)]) == 0
    assert "bladder" in capsys.readouterr().out


def test_about_is_printed_in_german(capsys):
    assert cli.main(["about", "--lang", "de"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for text in ("Blase oder Darm", "Wann Ruhe besser ist", "enger Wirbelkanal", "Diagonaler Vierfüßlerstand"):
        assert text in out
    assert "doctor" not in out


@pytest.mark.parametrize(
    ("text", "side"), [("left", "left"), ("re", "right"), ("rechts", "right"), ("b", "both"), ("keine", "neither")]
)
def test_a_side_is_understood_in_both_languages(text, side):
    assert questions.side(lambda question: text, Language.load("de")) == side


@pytest.mark.parametrize(("text", "answer"), [("yes", True), ("J", True), ("no", False), ("", None)])
def test_yes_is_understood_in_both_languages(text, answer):
    assert questions.yes(lambda question: text, "?", Language.load("de")) is answer


def calibrate(start, *words):
    return cli.main(["calibrate", "--data", str(start.data), *words])


LIFT = ("hip-abduction", "--side", "left", "--no-window", "--voice", "off", "--yes")


def test_a_range_is_measured_stored_and_used_from_then_on(start, capsys):
    assert calibrate(start, *LIFT) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Let's find your range" in out
    with History(start.data) as history:
        (kept_range,) = history.person.ranges()
    assert (kept_range.move, kept_range.side) == ("hip-abduction", "left")
    assert f"Left: you reach {kept_range.end_deg:.0f} degrees." in out
    assert 20 < kept_range.end_deg < 60


@pytest.fixture
def short(start):
    """A person who reaches 25 degrees on the left."""
    with History(start.data) as history:
        history.person.set_range("hip-abduction", "left", 4.0, 25.0)
    return start


def targets(start):
    with History(start.data) as history:
        return [step["target_deg"] for session in history.sessions.all() for step in session.planned]


def test_a_stored_range_sets_the_target(short):
    assert "Your target is 23 degrees." in short(*ONE, "--yes")[1]
    assert targets(short) == [23]


def test_a_stored_range_that_was_exceeded_is_reported(short, monkeypatch):
    assert "beyond your saved range" not in short(*ONE, "--yes")[1]  # the clip has two lifts, and that is too few
    monkeypatch.setattr(personal, "FIRST", 2)
    out = " ".join(short(*ONE, "--yes")[1].split())
    assert "Side-lying leg raise: on the left you reached" in out
    assert "coach calibrate hip-abduction measures it again." in out


def test_a_target_set_by_hand_takes_precedence(short):
    short(*ONE, "--yes", "--target", "40")
    assert targets(short) == [40]


def test_stored_ranges_are_listed(short, capsys):
    assert calibrate(short) == 0
    assert ["hip-abduction", "left", "4°", "25°", "23°", "45°"] in [
        line.split()[:6] for line in capsys.readouterr().out.splitlines()
    ]


def test_having_no_range_is_reported(start, capsys):
    assert calibrate(start) == 0
    assert "No ranges stored yet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lang", "headings", "none"),
    [
        ("de", "Übung Seite von bis Ihr Ziel übliches Ziel gemessen am", "Noch kein Bewegungsumfang gespeichert"),
        ("es", "ejercicio lado de a su objetivo habitual medido el", "Aún no hay ningún recorrido guardado"),
    ],
)
def test_ranges_are_listed_in_the_chosen_language(short, capsys, lang, headings, none):
    assert calibrate(short, "--lang", lang) == 0
    assert headings in " ".join(capsys.readouterr().out.split())
    assert calibrate(short, "--forget", "hip-abduction") == 0
    capsys.readouterr()
    assert calibrate(short, "--lang", lang) == 0
    assert none in capsys.readouterr().out


def test_after_deleting_a_range_the_moves_target_applies(short, capsys):
    assert calibrate(short, "--forget", "hip-abduction") == 0
    short(*ONE, "--yes")
    assert targets(short) == [45]


def test_the_range_of_one_side_can_be_deleted(short):
    with History(short.data) as history:
        history.person.set_range("hip-abduction", "right", 4.0, 30.0)
    assert calibrate(short, "--forget", "hip-abduction", "--side", "right") == 0
    with History(short.data) as history:
        assert [each.side for each in history.person.ranges()] == ["left"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--forget",), "name the move, as in"),
        (("--forget", "back-extension"), "no range of back-extension is stored"),
        (("--forget", "hip-abduction", "--side", "right"), "no range of hip-abduction is stored for the right side"),
        (("spine-extension", "--no-window"), "spine-extension has no target angle to set from a range"),
        (("back-extension", "--side", "left", "--no-window"), "back-extension has no separate sides"),
    ],
)
def test_an_invalid_range_is_refused(short, words, expected, capsys):
    assert calibrate(short, *words) == 2
    assert expected in capsys.readouterr().err


def test_if_a_range_cannot_be_stored_the_session_continues(start, monkeypatch):
    def full(*values):
        raise HistoryError("the disk is full")

    monkeypatch.setattr(Person, "set_range", full)
    assert calibrate(start, *LIFT) == 0
    ((_, summary),) = kept(start)
    assert summary.moves[0].counted == 2


def test_a_session_keeps_its_landmarks_for_a_while(start):
    assert start(*ONE, "--yes")[0] == 0
    ((session, summary),) = kept(start)
    with History(start.data) as history:
        (landmarks,) = history.landmarks.kept()
    assert session.landmarks == landmarks.path.name
    moments = list(Recording(landmarks.path))
    move = MOVES["hip-abduction"].adjusted(hold_s=2, reps=2, side="left")
    again = [event.rep for event in check(move, moments) if isinstance(event, RepEnded)]
    assert again == [attempt.rep for attempt in summary.moves[0].attempts]


def test_expired_landmarks_are_removed_when_a_session_begins(start):
    start(*ONE, "--yes")
    with History(start.data) as history:
        (old,) = history.landmarks.kept()
        history.write("UPDATE session SET began = '2020-01-01T00:00:00+00:00'")
    start(*ONE, "--yes")
    with History(start.data) as history:
        assert [each.session for each in history.landmarks.kept()] == [2]
    assert not old.path.exists()


def test_no_landmarks_are_stored_if_the_setting_is_0_days(start):
    with History(start.data) as history:
        history.person.set_setting("landmark_days", 0)
    start(*ONE, "--yes")
    assert not (start.data / "landmarks").exists()


def test_a_session_continues_if_its_landmarks_cannot_be_stored(start):
    start.data.mkdir()
    (start.data / "landmarks").write_text("in the way")
    code, out, _ = start(*ONE, "--yes")
    assert (code, "landmarks are not stored" in " ".join(out.split())) == (0, True)
    assert kept(start)[0][1].done


def test_a_session_continues_if_nothing_can_be_stored(start, tmp_path):
    (tmp_path / "file").write_text("")
    code, out, err = start(*ONE, "--yes", "--data", str(tmp_path / "file" / "data"))
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "the session continues, but nothing of it is stored" in text
    assert "All done. 2 repetitions." in text


def test_a_damaged_history_is_refused_before_a_session(start):
    start.data.mkdir()
    (start.data / NAME).write_bytes(b"x" * 5000)
    code, _, err = start(*ONE, "--yes")
    assert (code, "damaged" in err) == (8, True)
