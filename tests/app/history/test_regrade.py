"""``coach regrade``: old sessions regraded from stored data."""

from __future__ import annotations

import shutil

import pytest

from coach import cli
from coach.app.history.regrade import as_planned, regrade
from coach.events import RepEnded
from coach.language import Language
from coach.resources import resource
from coach.session.routine import Exercise
from coach.store.history import NAME, History
from tests.app.history.keeping import kept
from tests.fakes.pseudo_language import outside, pseudo_language
from tests.session.leading import MOVES, clip, routine
from tests.store.test_migrations import FIRST

TWO = routine(Exercise("hip-abduction", reps=2, hold_s=2.0, sides=("left",), rest_s=0))


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A session with its curves and its landmarks; tests get a copy of it."""
    return kept(tmp_path_factory.mktemp("stored") / "data", TWO, MOVES, clip("tiny-hip-abduction-left"))


@pytest.fixture
def data(stored, tmp_path):
    return shutil.copytree(stored, tmp_path / "data")


@pytest.fixture
def coach(data, capsys):
    def run(*words):
        code = cli.main(["regrade", *words, "--data", str(data)])
        out, err = capsys.readouterr()
        return code, " ".join((out + err).split())

    return run


def forget(data, *, landmarks=True, curves=False):
    with History(data) as history:
        if landmarks:
            for kept in history.landmarks.kept():
                history.landmarks.remove(kept)
        if curves:
            history.write("DELETE FROM curve")


@pytest.mark.parametrize(
    ("deleted", "basis"),
    [({"landmarks": False}, "landmarks"), ({}, "curves"), ({"curves": True}, "holds")],
)
def test_a_longer_hold_is_regraded_from_the_best_stored_data(coach, data, deleted, basis):
    forget(data, **deleted)
    code, out = coach("--move", "hip-abduction", "--hold", "4")
    assert code == 0
    assert f"left {basis} 2 → 0 2 → 0 {Language.load().say('reasons.short-hold.why')} +2" in out
    assert "Nothing saved" in out
    with History(data) as history:
        assert history.marks.regrades() == []


@pytest.mark.parametrize("deleted", [{"landmarks": False}, {}, {"curves": True}])
def test_regrading_by_the_same_numbers_changes_nothing(coach, data, deleted):
    forget(data, **deleted)
    code, out = coach()
    assert (code, "0 would change" in out) == (0, True)


def test_a_regrade_is_stored_next_to_the_measurement(coach, data):
    assert "Saved; the earlier" in coach("--move", "hip-abduction", "--hold", "4", "--write")[1]
    with History(data) as history:
        (regraded,) = history.marks.regrades()
        assert [rep.counted for rep in regraded.reps] == [False, False]
        assert history.sessions.scores()[1][0].counted == 2
        assert sum(event.rep.counted for event in history.sessions.events(1) if isinstance(event, RepEnded)) == 2
        definition = history.sessions.definition(regraded.definition)
    assert definition is not None
    assert definition["hold_s"] == 4.0
    assert "0 → 2" in coach()[1]  # by its own numbers again, it would be as it was
    assert cli.main(["history", "check", "--data", str(data)]) == 0


def test_a_newer_file_of_a_move_is_applied_with_the_sessions_own_numbers(coach, data, tmp_path):
    file = tmp_path / "newer.toml"
    text = resource("routines", "moves", "hip-abduction.toml").read_text(encoding="utf-8")
    assert "hold_s = 5" in text
    file.write_text(text.replace("hold_s = 5", "hold_s = 3", 1), encoding="utf-8")
    assert "0 would change" in coach("--move", str(file))[1]


def test_another_target_is_judged_without_landmarks(coach, data):
    forget(data)
    assert "(curves: 1)" in coach("--move", "hip-abduction", "--target", "58")[1]


def test_the_changes_are_in_the_chosen_language(coach, data):
    code, out = coach("--move", "hip-abduction", "--hold", "4", "--lang", "de")
    assert code == 0
    assert "# Datum Übung Seite Grundlage Wdh. sauber Fehler" in out
    assert "links Körperpunkte 2 → 0 2 → 0 zu kurz gehalten +2" in out
    assert "(Körperpunkte: 1): 1 Ergebnis ändert sich. Nichts gespeichert;" in out


def test_every_sentence_comes_from_the_catalogue(coach, data, monkeypatch):
    phrases = pseudo_language()
    monkeypatch.setattr(Language, "load", lambda language="en": phrases)
    longer = ("--move", "hip-abduction", "--hold", "4")
    for words in ((), longer, (*longer, "--write"), ("--since", "2999-01-01")):
        code, out = coach(*words)
        assert (code, outside(out)) == (0, {"hip", "abduction"} if "--hold" in words else set()), words
    forget(data, curves=True)
    assert outside(coach("--move", "hip-abduction", "--target", "58")[1]) == set()


def test_insufficient_data_is_reported(coach, data):
    forget(data, curves=True)
    assert "1 cannot be regraded" in coach("--move", "hip-abduction", "--target", "58")[1]


def test_version_1_has_no_curves_and_cannot_be_regraded(tmp_path, capsys):
    shutil.copy(FIRST, tmp_path / NAME)
    assert cli.main(["regrade", "--move", "hip-abduction", "--hold", "4", "--data", str(tmp_path)]) == 0
    assert "2 cannot be regraded" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("--hold", "4"), 2, "name it with --move"),
        (("--since", "soon"), 2, "is not a day"),
        (("--session", "9"), 2, "no session 9"),
        (("--move", "hip-abduction", "--target", "500"), 2, "20 to 60 degrees"),
        (("--move", "handstand"), 5, "handstand"),
        (("--since", "2999-01-01"), 0, "Nothing to regrade"),
    ],
)
def test_an_invalid_value_gives_a_one_sentence_error(coach, words, code, expected):
    found, out = coach(*words)
    assert (found, expected in out) == (code, True), out


def test_a_replay_gives_the_attempts_of_the_session(data):
    with History(data) as history:
        (found,) = regrade(history, history.sessions.all(), lambda name, step: as_planned(MOVES[name], step))
    assert found.basis == "recording"
    assert found.after == found.before
