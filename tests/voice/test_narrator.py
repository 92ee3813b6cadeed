import pytest

from coach.events import Event, FaultMended, FaultSeen, PostureChanged
from coach.voice.hold import HoldTicks, marks
from coach.voice.lines import Utterance
from tests.voice.scripts import move, narrated, rep, sounds, when, words

SAG = "draw your belly in and keep your back flat"
KNEE = "straighten the knee: push the heel to the wall behind you"
ARM = "lift the arm level with your ear"
JERKY = "slower, in one smooth reach"


def test_a_hold_sounds_when_it_begins_each_second_and_when_it_is_done():
    assert sounds(narrated(rep(0.0), what=move())) == [
        (1.0, "hold-entered"),
        (2.0, "tick"),
        (3.0, "tick"),
        (4.0, "tick"),
        (5.0, "tick"),
        (6.0, "hold-done"),
        (7.5, "rep-counted"),
    ]


def test_a_long_hold_sounds_half_way_and_in_its_last_three_seconds():
    lines = narrated(rep(0.0, hold=31, asked=30), what=move("seated-rotation", hold_s=30))
    assert [t for t, name in sounds(lines) if name == "tick"] == [16.0, 28.0, 29.0, 30.0]
    assert words(lines) == ["Halfway.", "And slowly let go.", "1"]


@pytest.mark.parametrize(
    ("hold_s", "instants"),
    [
        (0, []),
        (1, []),
        (2.5, [1, 2]),
        (10, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (10.5, [5.25, 7.5, 8.5, 9.5]),
        (20, [10, 17, 18, 19]),
    ],
)
def test_a_hold_has_its_marks_at_the_right_seconds(hold_s, instants):
    assert [at for at, _ in marks(hold_s)] == instants


def test_a_missed_second_is_not_sounded_later():
    hold = HoldTicks(start=1.0, hold_s=5.0)
    assert [hold.update(t) for t in (1.5, 2.1, 4.9, 5.1)] == [None, "second", None, "second"]


def test_a_hold_released_early_has_its_sound_and_ticks_no_more():
    lines = narrated(rep(0.0, hold=2.5, reasons=("short-hold",)), what=move(), until=20)
    assert sounds(lines) == [(1.0, "hold-entered"), (2.0, "tick"), (3.0, "tick"), (3.5, "hold-released")]
    assert words(lines) == ["Hold it a little longer."]


def test_releasing_a_completed_hold_makes_no_sound():
    assert "hold-released" not in [name for _, name in sounds(narrated(rep(0.0), what=move()))]


def test_without_a_hold_only_the_top_and_the_rep_have_sounds():
    lines = narrated(rep(0.0, hold=0.4, asked=0.0), what=move(hold_s=0))
    assert [name for _, name in sounds(lines)] == ["hold-entered", "rep-counted"]


def test_each_rep_is_counted_aloud_and_the_second_last_is_announced():
    events = [event for i in range(4) for event in rep(10.0 * i)]
    assert words(narrated(events, what=move(reps=4))) == ["1", "2", "3. One more.", "4"]


def test_good_form_gets_no_comment():
    assert words(narrated(rep(0.0), what=move())) == ["1"]


def test_a_fault_is_spoken_about_at_once():
    lines = narrated(rep(0.0, during=[FaultSeen(1.0, "sag")], faults=["sag"]), what=move())
    assert when(lines, SAG) == [pytest.approx(2.25, abs=0.1)]


def test_the_cue_replaces_the_number_which_comes_with_the_next_rep():
    events = [*rep(0.0, during=[FaultSeen(1.0, "sag")], faults=["sag"]), *rep(10.0)]
    lines = narrated(events, what=move())
    assert words(lines) == [SAG, "2. Good."]
    assert (7.5, "rep-counted") in sounds(lines)


@pytest.mark.parametrize("ids", [("arm-low", "sag"), ("sag", "arm-low")])
def test_of_simultaneous_faults_the_most_important_gets_its_cue(ids):
    during: list[Event] = [FaultSeen(1.0 + 0.1 * i, each) for i, each in enumerate(ids)]
    assert words(narrated(rep(0.0, during=during, faults=ids), what=move())) == [SAG]


def test_of_equal_faults_the_first_gets_its_cue():
    during: list[Event] = [FaultSeen(1.0, "knee-bent"), FaultSeen(1.1, "leg-high")]
    assert words(narrated(rep(0.0, during=during, faults=["leg-high", "knee-bent"]), what=move())) == [KNEE]


def test_a_rep_has_one_cue_however_many_faults():
    during: list[Event] = [FaultSeen(1.0, "arm-low"), FaultSeen(2.0, "knee-bent"), FaultSeen(3.0, "sag")]
    lines = narrated(rep(0.0, during=during, faults=["sag", "knee-bent", "arm-low"]), what=move())
    assert words(lines) == [ARM]


def test_between_repeats_of_a_cue_the_reps_are_counted():
    events = [
        event
        for i in range(4)
        for event in rep(4.5 * i, hold=1.5, asked=1.0, during=[FaultSeen(0.8, "sag")], faults=["sag"])
    ]
    lines = narrated(events, what=move(hold_s=1))
    times = when(lines, SAG)
    assert len(times) == 2
    assert times[1] - times[0] >= 8
    assert [text for text in words(lines) if text != SAG] == ["2", "4"]


def test_between_repeats_of_the_main_cue_no_other_is_given():
    events = [
        *rep(0.0, hold=1.5, asked=1.0, during=[FaultSeen(0.8, "sag")], faults=["sag"]),
        *rep(4.5, hold=1.5, asked=1.0, during=[FaultSeen(0.8, "sag"), FaultSeen(0.9, "arm-low")], faults=["sag"]),
    ]
    assert words(narrated(events, what=move(hold_s=1))) == [SAG, "2"]


def test_a_lasting_fault_gets_its_cue_again_after_a_rest():
    first = rep(0.0, hold=1.5, asked=1.0, during=[FaultSeen(0.8, "sag")], faults=["sag"])
    lines = narrated([*first, *rep(4.5, hold=9, asked=9, during=[FaultSeen(0.8, "sag")], faults=["sag"])], what=move())
    times = when(lines, SAG)
    assert times[1] - times[0] == pytest.approx(8, abs=0.1)


def test_correcting_a_mentioned_fault_is_praised():
    during: list[Event] = [FaultSeen(1.0, "sag"), FaultMended(3.0, "sag")]
    lines = narrated([*rep(0.0, during=during, faults=["sag"]), *rep(10.0)], what=move())
    assert words(lines) == [SAG, "Good.", "2"]


def test_correcting_an_unmentioned_fault_is_not_praised():
    during: list[Event] = [FaultSeen(1.0, "arm-low"), FaultSeen(1.1, "sag"), FaultMended(3.0, "arm-low")]
    assert words(narrated(rep(0.0, during=during, faults=["sag"]), what=move())) == [SAG]


def test_the_next_rep_without_the_fault_is_praised_once():
    events = [*rep(0.0, during=[FaultSeen(1.0, "sag")], faults=["sag"]), *rep(10.0), *rep(20.0)]
    assert words(narrated(events, what=move())) == [SAG, "2. Good.", "3"]


def test_a_fault_corrected_before_its_cue_gets_no_cue():
    during: list[Event] = [FaultSeen(1.0, "sag"), FaultMended(1.1, "sag")]
    assert words(narrated(rep(0.0, during=during, faults=["sag"]), what=move())) == ["1"]


def test_a_fault_found_after_the_rep_gets_its_cue_then():
    lines = narrated(rep(0.0, faults=["jerky"]), what=move())
    assert when(lines, JERKY) == [7.5]
    assert words(lines) == [JERKY]


def test_advisory_faults_get_no_cue():
    during: list[Event] = [FaultSeen(1.0, "pelvis-rolled")]
    lines = narrated(rep(0.0, during=during, faults=["pelvis-rolled"]), what=move("hip-abduction"))
    assert words(lines) == ["1"]


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("low", "A little further, as long as it doesn't hurt."),
        ("not-returned", "Come all the way back before the next one."),
        ("wrong-limb", "Use the arm and leg of opposite sides."),
        ("unseen", "I lost sight of you, so that one didn't count."),
    ],
)
def test_an_uncounted_attempt_is_explained_and_has_no_number(reason, text):
    lines = narrated([*rep(0.0, reasons=(reason,)), *rep(20.0)], what=move())
    assert words(lines) == [text, "1"]
    assert [name for t, name in sounds(lines) if t < 20].count("rep-counted") == 0


def test_the_wrong_side_is_mentioned_before_other_faults():
    lines = narrated(rep(0.0, hold=2, reasons=("short-hold", "wrong-limb")), what=move("hip-abduction"))
    assert words(lines) == ["That was the other side, so it didn't count."]


def test_settling_down_is_not_corrected():
    assert narrated(rep(0.0, hold=-1.0, reasons=("low",), faults=["arm-low"]), what=move()) == []


def test_a_low_lift_is_explained_by_its_fault():
    assert words(narrated(rep(0.0, reasons=("low",), faults=["arm-low"]), what=move())) == [ARM]


def test_a_short_hold_is_mentioned_before_faults():
    lines = narrated(rep(0.0, hold=2, reasons=("short-hold",), faults=["arm-low"]), what=move())
    assert words(lines) == ["Hold it a little longer."]


def test_a_reason_is_not_repeated_at_once():
    events = [event for i in range(3) for event in rep(5.0 * i, hold=2, reasons=("short-hold",))]
    assert len(words(narrated(events, what=move()))) == 2


def test_counts_leave_out_correction_and_praise():
    during: list[Event] = [FaultSeen(1.0, "sag"), FaultMended(3.0, "sag")]
    events = [*rep(0.0, during=during, faults=["sag"]), *rep(10.0, hold=2, reasons=("short-hold",)), *rep(20.0)]
    lines = narrated(events, what=move(), level="counts")
    assert words(lines) == ["1", "2"]
    assert (1.0, "hold-entered") in sounds(lines)


def test_off_is_silence():
    assert narrated([*rep(0.0, during=[FaultSeen(1.0, "sag")])], what=move(), level="off") == []


def test_irrelevant_events_are_not_announced():
    assert narrated([PostureChanged(1.0, "supine", "side")], what=move()) == []


def test_a_late_line_is_not_spoken():
    lines = narrated(rep(0.0, during=[FaultSeen(1.0, "sag")], faults=["sag"]), what=move())
    assert all(line.fresh_s <= 1.5 for _, line in lines if isinstance(line, Utterance))
