"""``coach history`` and its commands, ``coach pain`` and ``coach log``."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic_core import to_json

from coach import cli
from coach.cli.live import questions
from coach.cli.live.about import SIGNS
from coach.events import Measured, MoveBegan, Rep, RepEnded, SessionEnded
from coach.language import Language
from coach.library import load_move
from coach.report.export import COLUMNS
from coach.store.history import NAME, History
from coach.store.recording import RecordingWriter
from tests.fakes.pseudo_language import outside, pseudo_language
from tests.fakes.sources import still

BEGAN = MoveBegan(0.0, 1, 1, "leg", 1, 2, ("left", "right"), 5.0, 45.0)


def rep(side, counted=True):
    return RepEnded(8.2, Rep(side, 1.25, 2.0, 8.0, 45.5, 5.0, counted, () if counted else ("low",)))


@pytest.fixture
def data(tmp_path):
    """Two sessions, the second broken off, the first with its landmarks."""
    folder = tmp_path / "data"
    with History(folder) as history:
        planned = [{"move": "leg", "sides": ["left", "right"]}]
        log = history.sessions.begin("whole", planned, {}, pain_before=4, began="2026-03-01T18:00:00+00:00")
        for event in (BEGAN, rep("left"), rep("left", counted=False), rep("right"), SessionEnded(9.0, True)):
            log.append(event)
        with RecordingWriter(history.landmarks.keep(log.session)) as writer:
            writer.write(still(1)[0])
        log.end()
        history.sessions.begin("stretches", [], {}, began="2026-03-02T18:00:00+00:00").append(BEGAN)
    return folder


@pytest.fixture
def coach(data, capsys):
    """Run a command on that history; return its exit code and its output."""

    def run(*words):
        code = cli.main([*words, "--data", str(data)])
        out, err = capsys.readouterr()
        return code, " ".join((out + err).split())

    return run


def test_sessions_of_one_move_are_named_after_it(coach, data, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    with History(data) as history:
        for routine in ("single", "calibration"):
            history.sessions.begin(routine, [{"move": "hip-abduction", "sides": []}], {})
    _, out = coach("history")
    assert "hip-abduction, interrupted" in out
    assert "hip-abduction, calibration, interrupted" in out


def test_the_table_shows_sessions_activities_and_stored_landmarks(coach):
    coach("log", "walking", "20min", "--note", "by the river", "--on", "2026-03-01")
    code, out = coach("history")
    assert code == 0
    for part in ("whole", "2 1", "4 → ?", "stretches, interrupted", "walking: by the river", "20:00", "90 days"):
        assert part in out
    assert "The last 1 of 2 sessions" in coach("history", "--last", "1")[1]


def test_user_text_cannot_control_the_terminal(coach, data):
    coach("log", "a\x1b[31mwalk\nfar", "5min", "--note", "\x1b]0;taken\x07")
    with History(data) as history:
        history.sessions.begin("leg", [], {}, kind="video", source="\x1b[2Jkitchen.mp4").end()
    code, out = coach("history")
    assert (code, "\x1b" in out, "\x07" in out) == (0, False, False)
    assert "a [31mwalk far: ]0;taken" in out
    assert "\x1b" not in coach("check", "\x1b[2J.mp4")[1]


def test_one_session_is_shown_in_full(coach):
    coach("history", "correct", "1", "leg", "--side", "left", "--count", "2", "--note", "one was hidden")
    code, out = coach("history", "show", "1")
    assert code == 0
    low = "not counted: not all the way into the position 1"
    for part in ("leg left 2 1 → 2", "leg right 1 1", low, "one was hidden", "landmarks"):
        assert part in out


def test_a_main_measure_that_is_not_an_angle_has_its_own_unit(coach, data):
    move = load_move("bottom-to-heels")
    with History(data) as history:
        name = history.sessions.define(to_json(move).decode())
        planned = [{"move": move.id, "sides": [], "definition": name}]
        log = history.sessions.begin("single", planned, {})
        for event in (replace(BEGAN, move=move.id, sides=()), rep(None), SessionEnded(9.0, True)):
            log.append(event)
    shown = coach("history", "show", "3")[1]
    assert "held reached" in shown
    assert "46 %" in shown
    assert "°" not in shown
    angles = coach("history", "show", "1")[1]
    assert "held angle" in angles
    assert "46°" in angles


def test_a_corrected_count_is_stored_next_to_the_measured_one(coach, data):
    code, out = coach("history", "correct", "1", "leg", "--side", "left", "--count", "2")
    assert (code, "(1 measured)" in out) == (0, True)
    with History(data) as history:
        (correction,) = history.marks.corrections()
        assert history.sessions.scores()[1][0].counted == 1
    assert (correction.move, correction.side, correction.count) == ("leg", "left", 2)
    assert "1 → 2" not in coach("history")[1]
    assert "2 → 3" in coach("history")[1]


@pytest.mark.parametrize(
    ("words", "german", "spanish"),
    [
        (("log", "walking", "1h30"), "Gespeichert: walking, 90 min.", "Guardado: walking, 90 min."),
        (("pain", "1", "--after", "3"), "Bei Sitzung 1 gespeichert.", "Guardado con la sesión 1."),
        (
            ("history", "correct", "1", "leg", "--side", "left", "--count", "2"),
            "Sitzung 1, leg, links: auf 2 berichtigt (1 gemessen).",
            "Sesión 1, leg, izquierda: corregido a 2 (medido: 1).",
        ),
        (
            ("history", "check"),
            "Alles ist unversehrt. Sitzungen: 2; Ereignisse: 6; Versuche mit Kurven: 0.",
            "Todo está intacto. Sesiones: 2; sucesos: 6; intentos con curvas: 0.",
        ),
        (
            ("history", "keep", "1"),
            "Körperpunkte von Sitzungen werden 1 Tag lang aufbewahrt.",
            "Los puntos del cuerpo de las sesiones se guardan 1 día.",
        ),
        (("history", "delete", "--before", "2026-01-01"), "Es gibt nichts zu löschen.", "No hay nada que borrar."),
    ],
)
def test_the_answer_is_in_the_chosen_language(coach, words, german, spanish):
    assert coach(*words, "--lang", "de") == (0, german)
    assert coach(*words, "--lang", "es") == (0, spanish)


def test_every_sentence_about_stored_data_comes_from_the_catalogue(coach, data, tmp_path, monkeypatch):
    phrases = pseudo_language()
    monkeypatch.setattr(Language, "load", lambda language="en": phrases)
    (data / "landmarks" / "stray.landmarks").touch()
    asked = []
    monkeypatch.setattr(questions, "is_interactive", lambda: True)
    monkeypatch.setattr(questions, "yes", lambda ask, question, phrases: asked.append(question))
    copy = str(tmp_path / "copy")
    for words in (
        ("log", "walking", "20min", "--on", "2026-03-01"),
        ("history", "check"),
        ("history", "backup", copy),
        ("history", "keep"),
        ("history", "keep", "forever"),
        ("history", "delete", "--before", "2026-03-02"),
        ("history", "restore", copy),
        ("history", "delete", "--session", "1", "--yes"),
        ("history", "check"),
        ("history", "keep", "0"),
        ("history", "delete", "--all", "--yes"),
        ("history", "delete", "--before", "2026-03-02"),
    ):
        code, out = coach(*words)
        assert (code, outside(out)) == (0, set()), words
    assert [outside(question) for question in asked] == [set()]


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("history", "show", "9"), 2, "no session 9"),
        (("history", "correct", "9", "leg", "--count", "2"), 2, "no session 9"),
        (("history", "correct", "1", "arm", "--count", "2"), 2, "has no arm; it has leg"),
        (("history", "correct", "1", "leg", "--count", "2"), 2, "add --side left or --side right"),
        (("history", "correct", "1", "leg", "--side", "up", "--count", "2"), 2, "'left', 'right'"),
        (("history", "correct", "1", "leg", "--side", "left", "--count", "-1"), 2, "whole number"),
        (("history", "delete"), 2, "--session ID, --before DATE and --all"),
        (("history", "delete", "--session", "9", "--yes"), 2, "no session 9"),
        (("history", "delete", "--before", "soon", "--yes"), 2, "not a day"),
        (("history", "delete", "--session", "1"), 2, "confirmation needs a terminal"),
        (("history", "keep", "many"), 2, "not a number of days"),
        (("history", "restore", "/nowhere"), 8, "there is no file"),
        (("history", "backup", "/nowhere/copy"), 8, "cannot be created"),
        (("pain",), 2, "0 to 10"),
        (("pain", "--after", "11"), 2, "0 to 10"),
        (("pain", "9", "--after", "3"), 2, "no session 9"),
        (("log", "walking", "soon"), 2, "20min"),
        (("log", "walking", "0min"), 2, "20min"),
        (("log", " ", "20min"), 2, "name the activity"),
        (("log", "walking", "20min", "--on", "2999-01-01"), 2, "in the future"),
        (("log", "walking", "20min", "--on", "soon"), 2, "is not a day"),
    ],
)
def test_an_invalid_value_gives_a_one_sentence_error(coach, words, code, expected):
    found, out = coach(*words)
    assert (found, expected in out) == (code, True), out


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("20min", 20), ("20", 20), ("1h", 60), ("1h30", 90), ("1.5 h", 90), ("45 m", 45)],
)
def test_a_duration_can_be_written_in_several_ways(coach, data, text, minutes):
    assert coach("log", "walking", text)[0] == 0
    with History(data) as history:
        assert history.person.activities()[0].minutes == minutes


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--after", "5"), None),
        (("--after", "6"), "risen"),  # it was 4 before
        (("--before", "6", "--after", "7"), "severe"),
        (("--after", "2", "--spreads"), "spreads"),
        (("--after", "2", "--stays"), None),
    ],
)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_pain_is_stored_with_a_warning_if_there_is_a_reason(coach, data, words, reason, lang):
    code, out = coach("pain", "1", *words, "--lang", lang)
    phrases = Language.load(lang)
    assert code == 0
    assert [each for each in ("severe", "risen", "spreads") if phrases.say(f"safety.{each}") in out] == (
        [reason] if reason else []
    )
    assert (phrases.say("notice.stop") in out) is (reason is not None)
    with History(data) as history:
        assert history.sessions.get(1).pain_after == int(words[words.index("--after") + 1])


def test_no_warning_sign_is_cut_short(coach):
    out = coach("pain", "--after", "8")[1]
    for sign in SIGNS:
        assert Language.load().say(f"notice.{sign}") in out


def test_pain_belongs_to_the_last_session_by_default(coach, data):
    coach("pain", "--after", "3")
    with History(data) as history:
        assert [each.pain_after for each in history.sessions.all()] == [None, 3]


def test_a_history_can_be_checked_backed_up_and_restored(coach, data, tmp_path):
    assert coach("history", "check") == (0, "Everything is intact. Sessions: 2; events: 6; attempts with curves: 0.")
    assert "Landmarks are not included" in coach("history", "backup", str(tmp_path / "copy"))[1]
    coach("history", "delete", "--all", "--yes")
    code, out = coach("history", "restore", str(tmp_path / "copy"))
    assert (code, "history-until-" in out) == (0, True)
    code, out = coach("history", "check")
    assert "Missing landmarks of session 1" in out
    assert "A previous history is still in" in coach("history", "delete", "--session", "1", "--yes")[1]


def test_a_damaged_history_is_reported_and_left_untouched(coach, data):
    (data / NAME).write_bytes(b"x" * 5000)
    code, out = coach("history", "check")
    assert (code, "damaged" in out) == (8, True)
    assert (data / NAME).read_bytes() == b"x" * 5000


@pytest.mark.parametrize(("answer", "left"), [(True, 1), (False, 2), (None, 2)])
def test_deleting_asks_first(coach, data, monkeypatch, answer, left):
    monkeypatch.setattr(questions, "is_interactive", lambda: True)
    monkeypatch.setattr(questions, "yes", lambda ask, question, phrases: answer)
    coach("history", "delete", "--before", "2026-03-02")
    with History(data) as history:
        assert len(history.sessions.all()) == left
        assert bool(history.landmarks.kept()) is (left == 2)


def test_the_retention_of_landmarks_takes_effect_at_once(coach, data):
    assert coach("history", "keep") == (0, "Landmarks of sessions are kept for 90 days.")
    assert "for ever" in coach("history", "keep", "forever")[1]
    assert "not kept" in coach("history", "keep", "0")[1]
    assert list((data / "landmarks").iterdir()) == []


def test_showing_no_history_creates_none(tmp_path, capsys):
    assert cli.main(["history", "--data", str(tmp_path / "none")]) == 0
    assert "No sessions in" in capsys.readouterr().out
    assert cli.main(["history", "check", "--data", str(tmp_path / "none")]) == 2
    assert not (tmp_path / "none").exists()


def test_an_exported_row_has_the_measured_and_the_corrected_count(coach, data, capsys):
    coach("history", "correct", "1", "leg", "--side", "left", "--count", "2", "--note", "one, hidden")
    with History(data) as history:
        history.marks.regrade(1, "leg", "curves", history.sessions.define("{}"), [rep("left", counted=False).rep])
    assert cli.main(["export", "--format", "csv", "--data", str(data)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["side"], row["counted"], row["reasons"]) for row in rows] == [
        ("left", "1", ""), ("left", "0", "low"), ("right", "1", ""),
    ]  # fmt: skip
    first = rows[0]
    assert (first["set_right"], first["note"], first["regraded_counted"]) == ("2", "one, hidden", "0")
    assert (first["pain_before"], first["pain_after"], first["kind"]) == ("4", "", "live")


def test_an_exported_row_has_the_target_of_its_side_and_no_formula(coach, data, capsys):
    coach("history", "correct", "1", "leg", "--side", "right", "--count", "1", "--note", "=1+1")
    with History(data) as history:
        log = history.sessions.begin("more", [], {})
        for event in (replace(BEGAN, targets_deg={"left": 45.0, "right": 50.0}), rep("left"), rep("right")):
            log.append(event)
    assert cli.main(["export", "--format", "csv", "--data", str(data)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["asked_deg"] for row in rows] == ["45.0", "45.0", "45.0", "45.0", "50.0"]
    assert [row["note"] for row in rows] == ["", "", "'=1+1", "", ""]


def test_every_column_of_the_export_is_documented():
    text = (Path(__file__).parents[3] / "docs" / "export.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []


def test_curves_are_exported_on_request(data, capsys):
    with History(data) as history:
        log = history.sessions.begin("more", [], {})
        for event in (BEGAN, rep("left"), Measured(8.2, 1.25, 0.1, {"hip": 3.0}, {"hip": (3.0, None)})):
            log.append(event)
    assert cli.main(["export", "--curves", "--data", str(data)]) == 0
    session = json.loads(capsys.readouterr().out)["sessions"][2]
    assert session["curves"] == [
        {"attempt": 0, "start": 1.25, "step_s": 0.1, "rest": {"hip": 3.0}, "samples": {"hip": [3.0, None]}}
    ]
    assert cli.main(["export", "--curves", "--format", "csv", "--data", str(data)]) == 2
