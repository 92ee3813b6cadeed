"""Routine files, the user's own folder, and the plan of the week."""

from __future__ import annotations

import re

import pytest

from coach.app.routines import DAYS, Routines
from coach.errors import DataFileError
from coach.language import languages
from coach.resources import resource
from coach.session.routine import steps

GOOD = 'schema = 1\nid = "mine"\ntitle = "Mine"\n[[moves]]\nid = "back-extension"\n'


def write(folder, text, name="mine"):
    (folder / "routines").mkdir(exist_ok=True)
    path = folder / "routines" / f"{name}.toml"
    path.write_text(text)
    return path


def faults(folder, text):
    write(folder, text)
    with pytest.raises(DataFileError) as caught:
        Routines(folder).load("mine")
    return str(caught.value)


@pytest.mark.parametrize("name", Routines().ids())
def test_every_shipped_routine_is_valid_and_has_a_source(name):
    routine = Routines().load(name)
    assert routine.id == name
    assert routine.source
    assert steps(routine, Routines().moves(routine))


def test_the_routine_whole_is_strengthening_and_stretches():
    routines = Routines()
    parts = [*routines.load("strengthening").moves, *routines.load("daily-stretches").moves]
    assert routines.load("whole").moves == tuple(parts)


def test_the_shipped_plan_names_a_routine_for_every_day():
    plan = Routines().plan()
    assert all(plan.on(weekday) in Routines().ids() for weekday in range(7))


def test_the_users_own_routines_are_found(tmp_path):
    write(tmp_path, GOOD)
    assert Routines(tmp_path).load("mine").title == "Mine"
    assert {"mine", "whole"} <= set(Routines(tmp_path).ids())


def test_own_routines_take_precedence(tmp_path):
    write(tmp_path, GOOD.replace('"mine"', '"whole"'), "whole")
    assert Routines(tmp_path).load("whole").title == "Mine"


def test_a_routine_can_be_named_by_its_file(tmp_path):
    assert Routines().load(str(write(tmp_path, GOOD))).title == "Mine"


def test_own_moves_take_precedence(tmp_path):
    (tmp_path / "moves").mkdir()
    text = resource("routines", "moves", "back-extension.toml").read_text()
    (tmp_path / "moves" / "back-extension.toml").write_text(text.replace('title = "', 'title = "My ', 1))
    assert Routines(tmp_path).move("back-extension").title.startswith("My ")


def test_a_routine_may_name_a_move_by_an_alias(tmp_path):
    routine = Routines().load(str(write(tmp_path, GOOD.replace('"back-extension"', '"sphinx"'))))
    assert [exercise.id for exercise in routine.moves] == ["back-extension"]


@pytest.mark.parametrize(
    ("aliases", "word"),
    [
        ('aliases = ["my-lift"]', "my-lift"),  # a name of one's own
        ("", "sphinx"),  # a shipped name leads to one's own version of the move
    ],
)
def test_an_alias_finds_the_users_own_move(tmp_path, aliases, word):
    folder = tmp_path / "moves"
    folder.mkdir()
    (folder / "broken.toml").write_text("aliases = [")
    text = resource("routines", "moves", "back-extension.toml").read_text()
    text = re.sub("^aliases = .*$", aliases, text, flags=re.MULTILINE).replace('title = "', 'title = "My ', 1)
    (folder / "back-extension.toml").write_text(text)
    assert Routines(tmp_path).move(word).title.startswith("My ")


def test_the_own_plan_takes_precedence(tmp_path):
    (tmp_path / "plan.toml").write_text('schema = 1\n[days]\nmonday = "whole"\n')
    assert [Routines(tmp_path).plan().on(weekday) for weekday in (0, 1)] == ["whole", None]


def test_an_unknown_routine_is_reported_with_the_nearest_one():
    with pytest.raises(DataFileError, match="did you mean daily-stretches"):
        Routines().load("daily-stretch")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("schema = 1\n", "schema: is missing"),
        ('title = "Mine"\n', "title: is missing"),
        ('id = "mine"\n', "id: is missing"),
    ],
)
def test_a_missing_key_is_reported(tmp_path, wrong, expected):
    assert expected in faults(tmp_path, GOOD.replace(wrong, ""))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("rep = 3", "moves[0].rep: is unknown; did you mean reps?"),
        ('reps = "three"', 'moves[0].reps: should be a whole number, not "three"'),
        ("reps = 2.5", "moves[0].reps: should be a whole number, not 2.5"),
        ("reps = 0", "moves[0].reps: reps are 1 to 1000, not 0"),
        ('sides = ["left"]', "moves[0].sides: back-extension does not do one side after the other"),
        ('sides = ["up"]', "moves[0].sides[0]: should be one of 'left', 'right', not \"up\""),
        ('[[moves]]\nid = "nothing"', "moves[1].id: there is no move 'nothing'"),
        ("rest_s = nan", "moves[0].rest_s: should be"),
    ],
)
def test_a_fault_is_reported_with_its_path(tmp_path, more, expected):
    assert expected in faults(tmp_path, GOOD + more + "\n")


def test_all_faults_are_reported_at_once(tmp_path):
    found = faults(tmp_path, GOOD + "rep = 3\nhold_s = true\n")
    assert "moves[0].rep" in found
    assert "moves[0].hold_s" in found


def test_a_file_that_is_not_toml_is_reported(tmp_path):
    assert "is not TOML" in faults(tmp_path, "schema = \n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('schema = 1\n[days]\nmondy = "whole"\n', "days.mondy: is unknown; did you mean monday?"),
        ('schema = 1\n[days]\nmonday = "hole"\n', "days.monday: there is no routine 'hole'; did you mean whole?"),
        ("[days]\n", "schema: is missing"),
    ],
)
def test_an_invalid_plan_is_reported(tmp_path, text, expected):
    (tmp_path / "plan.toml").write_text(text)
    with pytest.raises(DataFileError) as caught:
        Routines(tmp_path).plan()
    assert expected in str(caught.value)


def test_there_are_seven_days():
    assert len(DAYS) == 7


@pytest.mark.parametrize("name", Routines().ids())
@pytest.mark.parametrize("language", languages())
def test_every_shipped_routine_describes_its_users_in_every_language(name, language):
    routine = Routines().load(name)
    translated = routine.in_language(language)
    assert translated.title
    assert translated.who
    assert language == "en" or (translated.title, translated.who) != (routine.title, routine.who)
    assert translated.moves == routine.moves


def test_a_routine_without_words_in_a_language_keeps_its_own(tmp_path):
    own = Routines().load(str(write(tmp_path, f'{GOOD}\n[text.de]\ntitle = "Meine"\n')))
    assert (own.in_language("de").title, own.in_language("es").title) == ("Meine", "Mine")


def test_an_unknown_key_of_a_routine_is_reported(tmp_path):
    assert "text.de.whom" in faults(tmp_path, f'{GOOD}\n[text.de]\ntitle = "Meine"\nwhom = "alle"\n')
