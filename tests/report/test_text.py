"""The text report has the same results as the JSON, at any width."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import get_args

import pytest
from rich.console import Console

from coach.events import Fault, Reason, Refused, Rep
from coach.language import Language, english, languages
from coach.library import load_move
from coach.report import text
from coach.report import words as words_of
from coach.report.facts import Report, Video
from coach.session.result import Result, Unseen

GOOD = Rep("right", 2.134, 3.4, 9.8, 44.7, 5.1, True)
LOW = Rep("right", 112.1, None, 119.8, 24.7, 0.0, False, reasons=("low",))
FAULTY = Rep(
    "right",
    12.1,
    13.4,
    19.8,
    44.7,
    5.1,
    True,
    faults=(Fault("knee-bent", 14.0, 16.2), Fault("trunk-moving", 14.0, 16.2)),
    advisory=(Fault("pelvis-rolled", 14.0, 15.0, 0.4),),
)


def result(*reps, **changes):
    fields = {
        "move": "hip-abduction",
        "posture": "side-lying-left",
        "view": "front",
        "refused": None,
        "reps": reps,
        "unseen": (),
    }
    return Result(**fields | changes)


def shown(found, video=None, width=100, file="legs.mp4", language=None, **console):
    printed = StringIO()
    as_terminal = {"force_terminal": True, "color_system": None} | console
    out = Console(file=printed, width=width, highlight=False, **as_terminal)
    report = Report(video or Video("legs.mp4"), found, file, load_move("hip-abduction"))
    out.print(text.describe(file, [report], language or english()))
    return printed.getvalue()


def words(printed):
    return " ".join(printed.split())


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width):
    printed = shown(result(GOOD, FAULTY, LOW), width=width)
    assert max(map(len, printed.splitlines())) <= width


@pytest.mark.parametrize("width", [text.NARROWEST, 80, 120])
def test_no_number_is_cut_short(width):
    printed = shown(result(GOOD, FAULTY, LOW), width=width)
    assert "…" not in printed
    for number in ("2.1 s", "112.1 s", "119.8 s", "45°", "5.1 s"):
        assert number in printed


def test_a_rep_has_side_times_angle_and_hold():
    assert "1 right 2.1 s 3.4 s 9.8 s 45° 5.1 s yes" in words(shown(result(GOOD)))


@pytest.mark.parametrize(("language", "heading"), [("en", "reached"), ("de", "erreicht"), ("es", "alcanzado")])
def test_a_main_number_that_is_not_an_angle_has_its_own_heading(language, heading):
    found = Result("bottom-to-heels", "all-fours", "side", None, (replace(GOOD, side=None),), ())
    report = Report(Video("heels.mp4"), found, "heels.mp4", load_move("bottom-to-heels"))
    printed = StringIO()
    Console(file=printed, width=100).print(text.describe(report.file, [report], Language.load(language)))
    assert heading in printed.getvalue().splitlines()[1].split()
    assert "45 %" in printed.getvalue()


def test_an_uncounted_attempt_has_its_reason():
    assert "112.1 s - 119.8 s 25° 0.0 s no not far enough" in words(shown(result(LOW)))


def test_an_attempt_that_went_far_enough_is_not_called_low():
    far = replace(LOW, peak=67.0)
    assert "67° 0.0 s no far enough, but not the whole position" in words(shown(result(far), width=120))


def test_a_fault_has_its_times_and_a_doubtful_one_is_marked():
    printed = words(shown(result(FAULTY), width=200))
    assert "knee bent 14.0 to 16.2 s" in printed
    assert "perhaps pelvis rolled 14.0 to 15.0 s" in printed


def test_a_move_without_sides_has_no_column_for_them():
    assert "side" not in shown(result(Rep(None, 1.0, 2.0, 3.0, 30.0, 1.0, True), posture="prone", view="unknown"))


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_words(reason):
    attempt = Rep(None, 1.0, None, 2.0, None, 2.84, False, reasons=(reason,))
    words = "held 2.8 of 5 s" if reason == "short-hold" else english().say(f"reasons.{reason}.why")
    assert words in shown(result(attempt), width=120)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (result(), "No attempt at hip-abduction was seen."),
        (result(LOW), "The only attempt did not count."),
        (result(LOW, LOW), "None of 2 attempts counted."),
        (result(GOOD), "1 of 1 attempt counted, and it is clean."),
        (result(FAULTY, LOW), "1 of 2 attempts counted, but it is not clean."),
        (result(GOOD, GOOD), "2 of 2 attempts counted, all of them clean."),
        (result(GOOD, FAULTY, LOW), "2 of 3 attempts counted, 1 of them clean."),
        (result(FAULTY, FAULTY), "2 of 2 attempts counted, none of them clean."),
        (
            result(refused=Refused(9.0, "nobody")),
            "Not judged: nobody was seen with shoulders and hips in the frame; step back into it",
        ),
    ],
)
def test_the_verdict_is_one_line(found, verdict):
    assert words_of.verdict(found, load_move("hip-abduction"), english()) == verdict
    assert verdict in shown(found, width=120)


def test_unseen_spans_are_reported_with_times_and_reason():
    printed = shown(result(GOOD, unseen=(Unseen(0.0, 1.25, "frames"),)))
    assert "Not seen from 0.0 to 1.2 s: there were no frames" in printed


def test_the_report_on_a_truncated_file_shows_how_far_it_was_checked():
    printed = words(shown(result(GOOD), Video("legs.mp4", duration_s=60.0, last=41.24, truncated=True)))
    assert "it was checked as far as it goes, to 41.2 s of 60.0 s." in printed


def test_a_recording_names_its_source():
    assert "legs.rec, a recording of legs.mp4: hip-abduction" in shown(result(GOOD), file="legs.rec")


def test_known_posture_and_view_are_shown():
    assert "(lying on the left side, seen from the front)" in shown(result())
    assert shown(result(posture="unknown", view="unknown")).startswith("legs.mp4: hip-abduction\n")


def test_a_name_with_brackets_is_shown_unchanged():
    assert "[bold]legs[/x].mp4" in shown(result(), Video("[bold]legs[/x].mp4"), file="[bold]legs[/x].mp4")


def test_a_file_gets_plain_text_and_a_terminal_gets_colours():
    assert "\x1b[" not in shown(result(GOOD, LOW), force_terminal=False)
    assert "\x1b[" in shown(result(GOOD, LOW), color_system="standard")


def test_problems_of_the_video_are_reported():
    printed = words(shown(result(GOOD), Video("legs.mp4", problems=("the video is too dark to see a body",))))
    assert "The video is too dark to see a body." in printed


@pytest.mark.parametrize("code", [each for each in languages() if each != "en"])
def test_the_report_is_in_the_requested_language(code):
    language = Language.load(code)
    printed = shown(result(GOOD, FAULTY, LOW, unseen=(Unseen(0.0, 1.25, "body"),)), width=200, language=language)
    for word in ("yes", "counted", "not far enough", "knee bent", "lying", "Good", "attempts"):
        assert word not in printed
    assert language.say("table.counted") in printed
    assert language.say("not_seen.body") in printed


def test_praise_is_joined_into_sentences():
    assert words_of.joined(["held for 5 s", "the trunk stayed still"]) == "held for 5 s, the trunk stayed still"
    assert words_of.joined(["5 s gehalten", "Der Rumpf blieb still"]) == "5 s gehalten. Der Rumpf blieb still"


def test_a_main_number_in_trunk_lengths_keeps_its_fraction():
    german = Language.load("de")
    assert words_of.main_number(0.354, "trunks", german) == f"0,35{german.say('move_page.units.trunks')}"
    assert words_of.main_number(45.6, "degrees", german) == "46°"


def test_an_angle_is_never_minus_zero():
    assert "-0°" not in shown(result(replace(GOOD, peak=-0.3)))


def test_a_refusal_states_the_expected_and_the_observed_state():
    move = load_move("seated-rotation")

    def refused(*found):
        return words_of.refusal(Refused(9.0, *found), move, english())

    assert refused("wrong-posture", "standing") == "Seated twist starts sitting on the floor; you were standing"
    assert refused("wrong-view", "foot-end") == "Seated twist needs the camera in front of you; it is at your feet"
    assert refused("wrong-view", "front").endswith("; it is too near your head or your feet")
    assert refused("too-little-seen").startswith("the limbs that are measured were hidden")
