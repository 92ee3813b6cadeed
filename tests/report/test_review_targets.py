"""A person's own targets on the pages, side by side."""

from __future__ import annotations

from dataclasses import replace

from pydantic_core import to_jsonable_python

from coach.body import Side
from coach.events import MoveBegan, RepEnded
from coach.language import english
from coach.library import load_move
from coach.report.review import detail, figures
from coach.report.review.fold import definition, fold
from coach.report.review.trend import trends
from coach.report.review.words import PageWords
from tests.report.diaries import TODAY, definitions, diary, move_done, rep, visit

MOVE = "hip-abduction"
WORDS = PageWords(english())
OWN: dict[Side, float] = {"left": 28.0, "right": 45.0}


def own(**targets):
    return move_done(MOVE, [rep(side="left"), rep(side="right")], target_deg=28.0, targets_deg=targets)


def lines(moves):
    """The target lines, by colour."""
    (found,) = trends(diary(visit(1, TODAY, moves)))
    data = figures.trend(found, TODAY, WORDS)["data"]
    asked = [each for each in data if each.get("hoverinfo") == "skip" and each["line"]["width"] and "yaxis" in each]
    return {each["line"]["color"]: each["y"][-1] for each in asked if each["yaxis"] == "y"}


def test_each_side_has_its_line_where_they_differ():
    assert lines((own(**OWN),)) == {"var(--left)": 28.0, "var(--right)": 45.0}
    assert lines((own(),)) == {"var(--target)": 28.0}


def test_both_targets_are_put_into_words():
    (found,) = trends(diary(visit(1, TODAY, (own(**OWN),))))
    assert "Target: reach 28° left and 45° right and hold for 5 s." in WORDS.trend(found)
    assert WORDS.asked(found) == "28° left and 45° right, 5\u00a0s"


def test_the_curve_of_a_repetition_has_the_target_of_its_side():
    packed = detail.packed([visit(1, TODAY, (own(**OWN),))], definitions(), WORDS)
    assert packed["moves"][0][3] == (28.0, 28.0, 45.0)
    assert "target 28° left and 45° right" in packed["moves"][0][1]


def test_targets_are_read_from_the_events_of_a_session():
    began = MoveBegan(0.0, 1, 1, MOVE, 1, 1, ("left", "right"), 5.0, 28.0, OWN)
    (move,) = fold([began, RepEnded(9.0, rep(side="right"))], [], {}, {})
    assert (move.target_of("left"), move.target_of("right"), move.target_of(None)) == (28.0, 45.0, 28.0)


def test_a_main_measure_that_is_not_an_angle_has_its_own_heading():
    assert (WORDS.heading(["degrees", "degrees"]), WORDS.heading(["degrees", "percent"])) == ("angle", "reached")


def test_the_chart_of_a_percentage_is_not_called_an_angle():
    (found,) = trends(diary(visit(1, TODAY, (own(**OWN),))))
    headings = [each["text"] for each in figures.trend(found, TODAY, WORDS)["layout"]["annotations"]]
    percent = [
        each["text"] for each in figures.trend(replace(found, unit="percent"), TODAY, WORDS)["layout"]["annotations"]
    ]
    assert "Angle at the top, degrees" in headings
    assert percent == ["Reached at the top, in %", *headings[1:]]


def test_a_main_measure_that_is_not_an_angle_has_its_own_unit():
    stored = to_jsonable_python(load_move("bottom-to-heels"), inf_nan_mode="null")
    assert WORDS.angle(55.0, definition(stored, "en").unit) == "55 %"
    stored = to_jsonable_python(load_move(MOVE), inf_nan_mode="null")
    assert WORDS.angle(55.0, definition(stored, "en").unit) == "55°"
