from dataclasses import replace

import pytest

from coach.events import (
    ChoiceOffered,
    Chosen,
    Commanded,
    Counted,
    Ended,
    Event,
    FaultSeen,
    Lacking,
    MoveBegan,
    MoveEased,
    MoveEnded,
    PainAsked,
    Paused,
    Placed,
    RangeTaken,
    RestBegan,
    RestEnded,
    Resumed,
    SessionBegan,
    SessionEnded,
    SetBegan,
    SetEnded,
    UnseenStarted,
)
from coach.language import Language
from coach.moves.text import Say, Words
from coach.session.routine import CALIBRATION
from coach.voice.coach_voice import Narrator
from coach.voice.lines import Earcon, Utterance
from tests.voice import scripts
from tests.voice.scripts import ENGLISH, MOVES, rep, sounds, words

HUG = MoveBegan(0.0, 2, 3, "knee-to-chest", 1, 2, ("left", "right"), 5.0, None)
DOG = MoveBegan(0.0, 1, 1, "spine-extension", 2, 3, (), 5.0, None)


def narrated(events, **options):
    """Everything the narrator speaks and sounds, until a moment after the last event."""
    return scripts.narrated(events, until=max(event.t for event in events) + 0.1, **options)


def test_an_introduction_has_position_steps_reps_and_hold():
    assert words(narrated([HUG]))[0] == (
        "Next: Single knee to chest. Lie on your back with both legs straight. The camera looks at your side. "
        "Hug one knee to your chest with both hands and keep the other leg on the floor. "
        "2 times on each side. Hold for 5 seconds."
    )


def test_an_introduction_may_wait_longer_than_a_count():
    (_, line), *_ = narrated([HUG])
    assert isinstance(line, Utterance)
    assert line.fresh_s > 10


def test_the_camera_position_is_repeated_only_if_the_body_has_to_turn():
    events = [replace(HUG, t=10.0 * i, move=name) for i, name in enumerate(("knee-to-chest", "spine-extension"))]
    announced = words(narrated([*events, replace(HUG, t=20.0, move="seated-rotation")]))
    assert ["The camera looks at" in text for text in announced] == [True, False, True]


def test_a_rest_is_announced_before_the_long_introduction():
    announced = words(narrated([HUG, RestBegan(0.0, 20.0), RestEnded(20.0), SetBegan(20.0, 1, 1, "left", 0, 2)]))
    assert [text[:8] for text in announced] == ["Rest for", "Next: Si", "The rest", "The left"]


def test_the_side_is_announced_after_the_introduction():
    announced = words(narrated([HUG, SetBegan(0.0, 1, 1, "left", 0, 2)]))
    assert [text[:8] for text in announced] == ["Next: Si", "The left"]


def test_an_introduction_starts_with_first_next_or_only_the_title():
    first = MoveBegan(0.0, 1, 3, "knee-to-chest", 1, 1, ("left",), 0.0, None)
    assert words(narrated([first]))[0].startswith("First: Single knee to chest. ")
    assert words(narrated([first]))[0].endswith(" Once.")
    assert words(narrated([DOG]))[0].startswith("Bird dog. ")


def test_sides_and_their_change_are_announced():
    events: list[Event] = [HUG, SetBegan(1.0, 1, 1, "left", 0, 2), SetBegan(9.0, 1, 1, "right", 0, 2)]
    assert words(narrated(events))[1:] == ["The left knee.", "Now the other side. The right knee."]


def test_sets_are_shown_if_there_are_several():
    events: list[Event] = [DOG, SetBegan(1.0, 1, 2, None, 0, 3), SetEnded(50.0, 1, 2), SetBegan(70.0, 2, 2, None, 0, 3)]
    assert words(narrated([*events, SetEnded(99.0, 2, 2)]))[1:] == ["Set 1 of 2.", "Set done.", "Set 2 of 2."]


def test_the_count_of_the_session_is_spoken():
    events = [DOG, *rep(0.0), Counted(7.5, None, 1, 3), *rep(10.0), Counted(17.5, None, 2, 3), *rep(20.0)]
    lines = narrated(events)
    assert words(lines)[1:] == ["1", "2. One more."]  # the third counts for nobody
    assert [t for t, name in sounds(lines) if name == "rep-counted"] == [7.5, 17.5, 27.5]


def test_a_count_interrupts_the_introduction():
    lines = narrated([DOG, *rep(0.0), Counted(7.5, None, 1, 3), *rep(10.0), Counted(17.5, None, 2, 3)])
    assert [line.urgent for _, line in lines if isinstance(line, Utterance)] == [False, True, False]


def test_in_a_session_too_the_cue_replaces_the_number():
    sag = rep(0.0, during=[FaultSeen(1.0, "sag")], faults=["sag"])
    lines = narrated([DOG, *sag, Counted(7.5, None, 1, 3), *rep(10.0), Counted(17.5, None, 2, 3)])
    assert words(lines)[1:] == ["draw your belly in and keep your back flat", "2. Good. One more."]


def test_an_eased_hold_has_its_sounds_at_the_new_length():
    lines = narrated([DOG, MoveEased(1.0, 2.0, None), *rep(2.0, hold=2.2, asked=2.0)])
    assert [name for _, name in sounds(lines)] == ["hold-entered", "tick", "hold-done", "rep-counted"]
    assert "From now on, the easier form." in words(lines)


def test_the_faults_of_the_last_move_are_not_those_of_the_next():
    events = [DOG, *rep(0.0, during=[FaultSeen(1.0, "sag")], faults=["sag"]), MoveEnded(9.0, DOG.move, True)]
    later = MoveBegan(10.0, 2, 3, "knee-to-chest", 1, 2, ("left", "right"), 5.0, None)
    lines = narrated([*events, later, *rep(20.0), Counted(27.5, "left", 1, 2)])
    assert words(lines)[-1] == "1. One more."


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (SessionBegan(1.0, "all", ("a", "b")), "Let's begin: 2 moves."),
        (SessionBegan(1.0, "one", ("a",)), "Let's begin: one move."),
        (RestBegan(1.0, 20.0), "Rest for 20 seconds."),
        (RestEnded(1.0), "The rest is over."),
        (Placed(1.0), "Go."),
        (Lacking(1.0, "feet"), "I can't see your feet. Move back a step."),
        (Lacking(1.0, "view"), "I need to see you from another side. The camera looks at your side."),
        (Paused(1.0, "left"), "I can't see you. Paused until you are back."),
        (Resumed(1.0), "Continuing."),
        (PainAsked(1.0), "Does it hurt? Raise a hand when you hear the answer you want."),
        (ChoiceOffered(1.0, "easier"), "Make it easier?"),
        (Chosen(1.0, "stop"), "We'll stop here."),
        (Chosen(1.0, None), "Good. Carry on when you like."),
        (SessionEnded(1.0, False), f"That's it for today. 0 repetitions. {ENGLISH.say('changeover.lying_standing')}"),
    ],
)
def test_the_guidance_through_a_session_is_spoken(event, text):
    assert words(narrated([HUG, event]))[1:] == [text]
    assert words(narrated([HUG, event], level="counts"))[1:] == [text]
    assert narrated([HUG, event], level="off") == []


@pytest.mark.parametrize(
    ("before", "spoken"),
    [
        ([Commanded(5.0, "skip")], ["Skipped."]),
        ([Commanded(5.0, "skip"), Chosen(5.0, "skip")], ["Skipping it."]),  # a key that answers the question
        ([Chosen(5.0, "skip")], ["Skipping it."]),
        ([Chosen(5.0, "stop")], ["We'll stop here."]),
        ([Commanded(5.0, "finish")], []),
        ([], []),  # Ctrl-C, or the video is over
        ([Commanded(2.0, "skip"), Commanded(5.0, "finish")], []),  # the skip was that of a rest
        ([Commanded(2.0, "skip")], []),
    ],
)
def test_only_a_skipped_move_is_announced_as_skipped(before, spoken):
    assert words(narrated([HUG, *before, MoveEnded(5.0, HUG.move, False)]))[1:] == spoken


def test_the_wrong_side_message_states_the_expected_side():
    events: list[Event] = [HUG, SetBegan(1.0, 1, 1, "right", 0, 2), Lacking(5.0, "other-side")]
    assert words(narrated(events))[-1] == "It is the other side's turn. The right knee."


def test_the_question_about_pain_interrupts_speech():
    lines = narrated([PainAsked(1.0), ChoiceOffered(6.0, "easier"), Chosen(9.0, "easier")])
    assert [line.urgent for _, line in lines if isinstance(line, Utterance)] == [True, True, True]
    assert sounds(lines) == [(1.0, "attention")]


def test_the_summary_states_reps_and_clean_reps():
    events = [DOG, *rep(0.0), *rep(10.0, faults=["jerky"]), *rep(20.0, reasons=("low",)), SessionEnded(30.0, True)]
    text = words(narrated(events))[-1]
    assert text.startswith("All done. 2 repetitions. One of them was clean.")
    text = words(narrated([DOG, *rep(0.0), SessionEnded(9.0, True)]))[-1]
    assert text.startswith("All done. One repetition. All of them clean.")


def test_a_change_of_posture_is_explained_only_where_there_is_one():
    order = "hip-abduction", "knee-to-chest", "piriformis-stretch", "seated-rotation"
    began = [replace(HUG, t=10.0 * i, number=i + 1, of=4, move=name) for i, name in enumerate(order)]
    announced = words(narrated([*began, SessionEnded(40.0, True)]))
    ways = {key: ENGLISH.say(key) for key in ENGLISH.wordings if key.startswith("changeover.")}
    found = [[key.removeprefix("changeover.") for key, text in ways.items() if text in each] for each in announced]
    assert found == [["standing"], ["lying_lying"], [], ["lying_sitting"], ["sitting_standing"]]


def test_a_change_of_posture_is_explained_between_title_and_position():
    first = replace(HUG, number=1, move="spine-extension")
    text = words(narrated([first, replace(HUG, t=10.0)]))[-1]
    assert text.startswith(f"Next: Single knee to chest. {ENGLISH.say('changeover.fours_lying')} Lie on your back")


def test_a_pause_ends_the_ticking():
    lines = narrated([HUG, *rep(0.0)[:2], Paused(2.5, "left"), Resumed(9.0)])
    assert [t for t, name in sounds(lines) if name == "tick"] == [2.0]


def test_the_end_of_a_hold_ends_the_ticking():
    lines = narrated([HUG, *rep(0.0)[:2], Ended(2.5), Resumed(9.0)])
    assert [t for t, name in sounds(lines) if name == "tick"] == [2.0]


def test_in_a_session_a_pause_reports_an_unseen_person():
    assert words(narrated([HUG, UnseenStarted(1.0, "body"), Paused(4.0, "left")]))[1:] == [
        "I can't see you. Paused until you are back."
    ]


def introduced(words, **more):
    """Return the introduction of a move of the user's own with these texts."""
    name = "my-own-stretch"
    own = replace(MOVES["knee-to-chest"], id=name, text={"en": Words("My stretch", **words)})
    narrator = Narrator({**MOVES, name: own}, "full", more.get("phrases", ENGLISH))
    assert narrator.update(MoveBegan(0.0, 1, 1, name, 1, 1, (), 5.0, None), 0.0) == []
    (line,) = narrator.tick(0.1)
    assert isinstance(line, Utterance)
    return line.text.replace(f" {more.get('phrases', ENGLISH).say('changeover.standing')}", "")


def test_an_own_move_is_announced_by_its_title_and_steps():
    steps = {"how": ("Lie down.", "Pull the knee up.", "Hold it.")}
    assert introduced(steps) == "My stretch. Lie down. Pull the knee up. Hold it. Once. Hold for 5 seconds."


def test_an_own_move_is_announced_in_its_own_words():
    words = {"how": ("Lie down.", "Pull the knee up."), "say": Say(do="Knee up.", view="The camera is at your side.")}
    assert introduced(words) == "My stretch. Lie down. The camera is at your side. Knee up. Once. Hold for 5 seconds."


def test_text_that_looks_like_a_field_is_unchanged():
    steps = {"how": ("Lie {down}.", "{0.__class__} {n}")}
    assert introduced(steps) == "My stretch. Lie {down}. {0.__class__} {n} Once. Hold for 5 seconds."


def test_an_untranslated_move_is_announced_in_its_own_language():
    spoken = introduced({"how": ("Lie down.",)}, phrases=Language.load("de"))
    assert spoken == "My stretch. Lie down. Einmal. 5 Sekunden halten."


def test_a_session_can_be_in_german():
    texts = words(narrated([HUG, SetBegan(1.0, 1, 1, "left", 0, 2), Placed(2.0)], phrases=Language.load("de")))
    assert texts[0].startswith("Als Nächstes: Knie zur Brust.")
    assert texts[1:] == ["Das linke Knie.", "Los."]


def camera(*reports):
    narrator = Narrator(MOVES, "full", ENGLISH)
    return [narrator.camera(state, t) for t, state in reports]


def test_a_running_camera_is_not_announced():
    assert camera((0.0, "opening"), (1.0, "running"), (2.0, "running")) == [[], [], []]


def test_a_camera_problem_and_its_end_are_announced_once_each():
    spoken = camera((1.0, "lost"), (1.2, "lost"), (9.0, "lost"), (9.5, "running"), (9.7, "running"))
    lost = Utterance("The camera is disconnected. Waiting for it to come back.", fresh_s=20.0)
    assert spoken[0] == [Earcon("attention"), lost]
    assert spoken[1:3] == [[], []]
    assert spoken[3] == [Utterance("The camera is back.", fresh_s=20.0)]
    assert spoken[4] == []


def test_a_pause_for_the_camera_is_not_announced_twice():
    narrator = Narrator(MOVES, "full", ENGLISH)
    assert narrator.camera("lost", 1.0)
    assert narrator.update(Paused(5.0, "camera"), 5.0) == []
    assert narrator.update(Resumed(5.0), 5.0) == [Utterance("Continuing.")]
    assert narrator.camera("running", 5.0) == [Utterance("The camera is back.", fresh_s=20.0)]


def test_a_lasting_problem_is_announced_again():
    assert [bool(lines) for lines in camera((1.0, "black"), (15.0, "black"), (21.5, "black"))] == [True, False, True]


@pytest.mark.parametrize("state", ["absent", "busy", "frozen", "black", "slow", "lost"])
def test_every_trouble_of_a_camera_has_its_words(state):
    ((sound, line),) = camera((1.0, state))
    assert sound == Earcon("attention")
    assert isinstance(line, Utterance)
    assert line.text.endswith(".")


RAISES = MoveBegan(0.0, 1, 1, "hip-abduction", 1, 8, ("left", "right"), 5.0, 45.0)


def test_the_target_of_a_move_is_announced_with_its_instructions():
    assert "Lift it to about 45 degrees. 8 times on each side." in words(narrated([RAISES]))[0]


def test_a_personal_target_is_announced_with_its_side():
    own = replace(RAISES, target_deg=28.0, targets_deg={"left": 28.0, "right": 45.0})
    announced = words(narrated([own, SetBegan(1.0, 1, 1, "left", 0, 8), SetBegan(9.0, 1, 1, "right", 0, 8)]))
    assert "about 45" not in announced[0]
    assert ["Your target is 28 degrees." in text for text in announced] == [False, True, False]


def test_a_personal_target_without_sides_is_announced_once():
    own = MoveBegan(0.0, 1, 1, "back-extension", 2, 8, (), 5.0, 26.0)
    events: list[Event] = [own, SetBegan(1.0, 1, 2, None, 0, 8), SetBegan(50.0, 2, 2, None, 0, 8)]
    assert words(narrated(events))[1:] == ["Set 1 of 2. Your target is 26 degrees.", "Set 2 of 2."]


@pytest.mark.parametrize(
    ("side", "end", "target", "expected"),
    [
        ("left", 33.4, 31.0, "Left: you reach 33 degrees. Your target is 31."),
        (None, 33.4, 31.0, "You reach 33 degrees. Your target is 31."),
        ("left", 12.0, 20.0, "Left: you reach 12 degrees. Your target is 20. That is less than I can count"),
    ],
)
def test_the_measured_range_is_announced_with_its_target(side, end, target, expected):
    (text,) = words(narrated([RangeTaken(1.0, "hip-abduction", side, 4.0, end, target)]))
    assert text.startswith(expected)
    assert ("easier form" in text) == (end < target)


def calibration(*events):
    return words(narrated([SessionBegan(0.0, CALIBRATION, ("hip-abduction",)), *events, SessionEnded(60.0, True)]))


def test_a_calibration_begins_with_the_instruction_and_ends_with_the_range():
    announced = calibration(RangeTaken(50.0, "hip-abduction", "left", 4.0, 33.0, 31.0))
    assert announced[0].startswith("Let's find your range")
    assert announced[-1] == "All done."


def test_a_calibration_without_a_range_reports_that():
    assert calibration()[-1] == "I couldn't see enough to measure your range. Please try again."
