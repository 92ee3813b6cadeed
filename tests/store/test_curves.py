"""Curves of attempts, and scores of sessions: stored values equal the measured ones."""

from __future__ import annotations

import sqlite3

import pytest
from pytest import approx

from coach.errors import HistoryError
from coach.events import Measured, MoveBegan, Rep, RepEnded
from coach.session.score import Score
from coach.store.history import NAME, History
from coach.store.samples import pack_curves, unpack_curves

MEASURED = Measured(8.2, 1.25, 0.1, {"hip": 3.0, "knee": None}, {"hip": (3.0, 20.5, None), "knee": (None, None, 1.0)})
BEGAN = MoveBegan(0.0, 1, 1, "leg", 1, 2, ("left",), 5.0, 45.0)


def rep(side, counted=True, peak=45.0, hold=5.0):
    return RepEnded(8.2, Rep(side, 1.25, 2.0, 8.0, peak, hold, counted, () if counted else ("low",)))


def test_curves_read_back_with_their_unseen_samples():
    assert unpack_curves(8.2, 1.25, 0.1, *pack_curves(MEASURED)) == MEASURED


@pytest.mark.parametrize("value", [0.123, 45.67, 123.4, 179.9, -90.03])
def test_a_sample_is_stored_to_an_eighth_of_a_degree(value):
    back = unpack_curves(0.0, 0.0, 0.1, *pack_curves(Measured(0.0, 0.0, 0.1, {"hip": value}, {"hip": (value,)})))
    assert back.curves["hip"][0] == approx(value, abs=0.0626)


@pytest.mark.parametrize(
    ("measures", "samples"), [("[]", b""), ('["a"]', b"no"), ('["a", "b"]', b"x\x9c\x03\x00\0\0\0\x01")]
)
def test_invalid_curves_are_refused(measures, samples):
    with pytest.raises(ValueError, match=r"length|header"):
        unpack_curves(0.0, 0.0, 0.1, measures, samples)


def test_curves_are_found_by_the_index_of_their_attempt(tmp_path):
    with History(tmp_path) as history:
        log = history.sessions.begin("whole", [], {})
        for event in (BEGAN, rep("left"), MEASURED, rep("left"), rep("left"), MEASURED):
            log.append(event)
        assert history.sessions.curves(log.session) == {0: MEASURED, 2: MEASURED}
        assert [type(event) for event in history.sessions.events(log.session)] == [
            MoveBegan,
            RepEnded,
            RepEnded,
            RepEnded,
        ]


def test_damaged_curves_are_reported(tmp_path):
    with History(tmp_path) as history:
        log = history.sessions.begin("whole", [], {})
        log.append(MEASURED)
    database = sqlite3.connect(tmp_path / NAME)
    database.execute("UPDATE curve SET samples = x'00'")
    database.commit()
    database.close()
    with History(tmp_path) as history, pytest.raises(HistoryError, match=r"session 1 .* is damaged"):
        history.sessions.curves(1)


def test_the_scores_of_a_session_are_shown_by_move_and_side(tmp_path):
    attempts = [BEGAN, rep("left", peak=40.0), rep("left", peak=44.0), rep("left", counted=False), rep("right")]
    expected = (
        Score("leg", "left", 3, 2, 2, 10.0, 42.0, {"low": 1}, {}),
        Score("leg", "right", 1, 1, 1, 5.0, 45.0, {}, {}),
    )
    with History(tmp_path) as history:
        for ends in (True, False):
            log = history.sessions.begin("whole", [], {})
            for event in attempts:
                log.append(event)
            if ends:
                log.end()
        assert history.sessions.scores() == {1: expected, 2: expected}
