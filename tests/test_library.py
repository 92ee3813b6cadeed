"""Move files: read as moves, or all faults reported at once."""

import re
import tomllib

import fastjsonschema
import pytest

from coach.errors import DataFileError
from coach.library import load_move, move_faults, move_ids, read_move
from coach.moves.move import Band
from coach.resources import resource
from coach.schema import move_schema

WHOLE = """\
schema = 2
id = "nod"
source = "made up"
postures = ["supine"]
views = ["side"]
depth = { least = -0.6, most = 0.6 }
hold_s = 2
reps = 3
sides = "none"
target_deg = 20
target = { least = 10, most = 30 }
main = "head"
start = [{ measure = "head", most = 5 }]
attempt = [{ measure = "head", by = 5, noise = 1 }]
through = [{ measure = "far", least = 0.1 }]
top = [{ measure = "head", least = 15, slack = 2 }]
without_hold = 12

[measures]
head = { kind = "elevation", of = ["mid_hip", "mid_shoulder"] }
far = { kind = "distance", of = ["mid_ear", "wrist"], limb = "most" }

[[aim]]
id = "too-high"
order = "core"
source = "made up"
measure = "head"
most = 40
where = [{ measure = "far", most = 3 }]

[text.en]
title = "Nod"
how = ["Nod."]
camera = "at your side"
cue = { too-high = "not so high" }
good = { too-high = "just so" }
"""


@pytest.fixture
def faults(tmp_path):
    """The faults of a move file, each as one line, after words in a file that holds up were replaced by others."""

    def of(*changes, text=WHOLE):
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path = tmp_path / "nod.toml"
        path.write_text(text, encoding="utf-8")
        return [": ".join(fault) for fault in move_faults(path)]

    return of


@pytest.mark.parametrize("name", move_ids())
def test_every_shipped_move_is_valid_and_named_after_its_file(name):
    path = resource("routines", "moves", f"{name}.toml")
    assert move_faults(path) == ()
    assert load_move(name).id == name
    assert load_move(path) == load_move(name)


def test_a_valid_file_has_no_faults(faults):
    assert faults() == []


def test_optional_fields_have_defaults(tmp_path):
    path = tmp_path / "nod.toml"
    path.write_text(WHOLE, encoding="utf-8")
    move = read_move(path)
    assert move.top == (Band("head", least=15, slack=2),)
    assert move.top[0].when_unseen == "wait"
    assert move.leave_s == 0.3
    assert move.side_from is None


WRONG_TYPES = [
    ('title = "Nod"\n', "", "text.en.title: is missing"),
    ("schema = 2\n", "", "schema: is missing; the file begins with schema = 2"),
    ("schema = 2", "schema = 3", "schema: should be 2, not 3"),
    ("reps = 3", "reps = 3\nresp = 3", "resp: is unknown; did you mean reps?"),
    ("reps = 3", "reps = 3\nxyzzy = 3", "xyzzy: is unknown"),
    ("hold_s = 2", 'hold_s = "2"', 'hold_s: should be a number, not "2"'),
    ("hold_s = 2", "hold_s = true", "hold_s: should be a number, not true"),
    ("hold_s = 2", "hold_s = 2026-11-22", "hold_s: should not be a date or time"),
    ("hold_s = 2", "hold_s = nan", "hold_s: should be a number, not nan"),
    ("reps = 3", "reps = 3.0", "reps: should be a whole number, not 3.0"),
    ('how = ["Nod."]', 'how = "Nod."', 'text.en.how: should be a list in [ ], not "Nod."'),
    ('how = ["Nod."]', "how = [1]", "text.en.how[0]: should be text in quotes, not 1"),
    ('sides = "none"', 'sides = "both"', "sides: should be one of 'none', 'each', 'alternate', not \"both\""),
    ("depth = { least = -0.6, most = 0.6 }", "depth = 1", "depth: should be a table, not 1"),
    (
        "depth = { least = -0.6, most",
        "depth = { lest = -0.6, most",
        "depth.lest: is unknown; did you mean least?",
    ),
    ("slack = 2", "slak = 2", "top[0].slak: is unknown; did you mean slack?"),
    ("noise = 1", 'noise = "1"', 'attempt[0].noise: should be a number, not "1"'),
    ('kind = "elev', 'kin = "elev', "measures.head.kin: is unknown; did you mean kind?"),
    ("most = 40", "mots = 40", "aim[too-high].mots: is unknown; did you mean most?"),
    ("most = 3 }", "mots = 3 }", "aim[too-high].where[0].mots: is unknown; did you mean most?"),
    ("most = 40", "most = nan", "aim[too-high].most: should be a number, not nan"),
]


@pytest.mark.parametrize(("old", "new", "fault"), WRONG_TYPES)
def test_a_wrong_key_or_type_is_reported_with_its_path(faults, old, new, fault):
    assert fault in faults((old, new))


# nan is a number to JSON's readers in Python, dates are not JSON, and a whole float passes for an integer.
BEYOND_JSON = ("nan", "2026", "3.0")


@pytest.fixture(scope="module")
def check():
    """The schema, compiled: raises for a table that it refuses."""
    return fastjsonschema.compile(move_schema())


@pytest.mark.parametrize(
    ("old", "new", "fault"), [row for row in WRONG_TYPES if not any(w in row[1] for w in BEYOND_JSON)]
)
def test_the_schema_for_editors_refuses_it_too(check, old, new, fault):
    check(tomllib.loads(WHOLE))
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        check(tomllib.loads(WHOLE.replace(old, new)))


WRONG_NAMES = [
    ('main = "head"', 'main = "haed"', "main: no measure 'haed'; did you mean head?"),
    ('main = "head"', 'main = "far"', "top: does not name the main measure"),
    ('main = "head"', 'main = "far"', "attempt: does not name the main measure"),
    ('top = [{ measure = "head"', 'top = [{ measure = "neck"', "top[0].measure: no measure 'neck'"),
    ('through = [{ measure = "far"', 'through = [{ measure = "x"', "through[0].measure: no measure 'x'"),
    ('measure = "head"\nmost = 40', 'measure = "hed"\nmost = 40', "aim[too-high].measure: no measure 'hed'; did you"),
    ('where = [{ measure = "far"', 'where = [{ measure = "fa"', "aim[too-high].where[0].measure: no measure 'fa'"),
    ('"elevation"', '"elevaton"', "measures.head.kind: no kind 'elevaton'; did you mean elevation?"),
    ('"elevation"', '"xyzzy"', "measures.head.kind: no kind 'xyzzy' in angle, elevation, "),
    (', limb = "most"', "", "measures.far.of[1]: wrist is of a side, and limb names none"),
    (
        '"mid_shoulder"] }',
        '"mid_shoulder"], limb = "most" }',
        "measures.head.limb: is 'most', and no landmark is of a side",
    ),
    ('["mid_ear", "wrist"]', '["mid_ear", "wirst"]', "measures.far.of[1]: no landmark 'wirst'; did you mean wrist?"),
    ('"most" }\n', '"working", side_from = "x" }\n', "measures.far.side_from: no measure 'x'"),
    ('"most" }\n', '"working" }\n', "measures.far.limb: needs a measure that finds its side by itself, not 'body'"),
    (
        '"most" }\n',
        '"working", side_from = "far" }\n',
        "measures.far.side_from: needs a measure that finds its side by itself, not 'working'",
    ),
]


@pytest.mark.parametrize(("old", "new", "fault"), WRONG_NAMES)
def test_an_unknown_name_is_reported_with_its_path(faults, old, new, fault):
    assert any(each.startswith(fault) for each in faults((old, new)))


NONSENSE = [
    ('how = ["Nod."]', "how = []", "text.en.how: is empty"),
    ('postures = ["supine"]', "postures = []", "postures: is empty"),
    ("hold_s = 2", "hold_s = -1", "hold_s: should be 0 to 600, not -1"),
    ("hold_s = 2", "hold_s = 1e309", "hold_s: should be a number, not inf"),
    ("reps = 3", "reps = 0", "reps: should be 1 to 1000, not 0"),
    ("reps = 3", "reps = 3\ngap_s = -1", "gap_s: should be a number of seconds from 0 up, not -1"),
    ("depth = { least = -0.6", "depth = { least = 0.7", "depth.least: is 0.7, above most, which is 0.6"),
    ("target_deg = 20\n", "", "target_deg: is missing, though there is target"),
    ("target_deg = 20", "target_deg = 40", "target_deg: should be 10 to 30, as target says, not 40"),
    (
        "target = { least = 10",
        "target = { least = 0",
        "target.least: should be above 0, for the zone keeps its part of the target, not 0",
    ),
    (
        "least = 15, slack = 2 }]\nwithout_hold = 12",
        "least = -5, slack = 2 }]",
        "top[0].least: should be above 0, for it goes along with the target, not -5",
    ),
    (
        "target_deg = 20",
        "target_deg = 20\ntargets_deg = { left = 15 }",
        "targets_deg: is not for files: targets differ by side only as a person's own range does",
    ),
    ('sides = "none"', 'sides = "each"', "side_from: is missing, though sides is 'each'"),
    ('sides = "none"', 'sides = "none"\nside_from = "far"', "side_from: names a measure, though sides is 'none'"),
    ('sides = "none"', 'sides = "each"\nside_from = "head"', "side_from: 'head' is of the whole body and has no side"),
    (
        "least = 15, slack = 2",
        "most = 15",
        "top[0].least: is missing: the main measure has to reach its zone from below",
    ),
    ("without_hold = 12", "without_hold = 16", "without_hold: should be at most 15, where the zone starts with a hold"),
    ("slack = 2", "slack = -2", "top[0].slack: should be 0 or more, not -2"),
    ("least = 15, slack", "least = 15, most = 5, slack", "top[0].least: is 15, above most, which is 5"),
    (", most = 5 }]", "}]", "start[0]: limits nothing: it has neither least nor most"),
    ("by = 5, noise = 1", "by = 5, noise = 6", "attempt[0].by: is a change of 5, which does not leave the noise of 6"),
    ("by = 5, noise = 1", "by = 5, noise = -1", "attempt[0].noise: should be 0 or more, not -1"),
    ("most = 40", "most = 40\nconfidence = 2", "aim[too-high].confidence: should be 0 to 1, not 2"),
    ("most = 40", "most = 40\nlasts_s = -2", "aim[too-high].lasts_s: should be 0 or more, not -2"),
    ("most = 40\n", "", "aim[too-high]: limits nothing: it has neither least nor most"),
    ("most = 40\n", 'shape = "jerks"\n', "aim[too-high].most: is missing: it is what 'jerks' is held against"),
    ("most = 40", "most = 40\nleast = 50", "aim[too-high].least: is 50, above most, which is 40"),
]


@pytest.mark.parametrize(("old", "new", "fault"), NONSENSE)
def test_invalid_numbers_are_reported_with_their_paths(faults, old, new, fault):
    assert faults((old, new)) == [fault]


def test_two_aims_of_one_name_are_reported_once(faults):
    again = WHOLE[WHOLE.index("[[aim]]") : WHOLE.index("[text.en]")]
    assert faults(text=WHOLE.replace(again, again + again)) == ["aim[too-high]: is there more than once"]


def test_all_faults_are_reported_at_once(faults):
    found = faults(
        ("reps = 3", 'reps = "3"'),
        ("slack = 2", "slak = 2"),
        ('main = "head"', 'main = "haed"'),
        ('title = "Nod"\n', ""),
    )
    assert [each.split(":")[0] for each in found] == ["text.en.title", "reps", "top[0].slak", "main", "top", "attempt"]


def test_all_faults_in_a_file_are_reported_in_one_sentence(tmp_path):
    path = tmp_path / "nod.toml"
    path.write_text(WHOLE.replace("reps = 3", "reps = 0").replace("hold_s = 2", "hold_s = -1"), encoding="utf-8")
    message = f"{path} does not describe a move: hold_s: should be 0 to 600, not -1; reps: should be 1 to 1000, not 0"
    with pytest.raises(DataFileError, match=f"^{re.escape(message)}$"):
        read_move(path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"schema = ", "is not TOML: Invalid value"),
        (b"title = '\xff'", "is not TOML"),
        (b"a = " + b"[" * 100_000, "is not TOML"),
    ],
)
def test_a_file_that_is_not_toml_is_reported_as_such(tmp_path, content, why):
    path = tmp_path / "nod.toml"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=why):
        move_faults(path)


def test_an_unreadable_file_is_reported(tmp_path):
    with pytest.raises(DataFileError, match=r"cannot read .*; give the path of a TOML file"):
        move_faults(tmp_path / "nowhere.toml")


def test_a_byte_order_mark_is_ignored(tmp_path):
    path = tmp_path / "nod.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    assert move_faults(path) == ()


@pytest.mark.parametrize(
    ("name", "meant"),
    [("hip-abducton", "hip-abduction"), ("Hip_Abduction", "hip-abduction"), ("bird dogg", "spine-extension")],
)
def test_an_unknown_move_is_reported_with_the_nearest_id_or_title(name, meant):
    with pytest.raises(DataFileError, match=f"there is no move '{name}'; the moves are .*; did you mean {meant}[?]$"):
        load_move(name)


def test_a_name_unlike_any_other_is_reported_without_a_suggestion():
    with pytest.raises(
        DataFileError, match=r"there is no move 'xyzzy'; the moves are back-extension, .*straight-leg-raise$"
    ):
        load_move("xyzzy")


@pytest.mark.parametrize(
    ("alias", "move"),
    [
        ("bird-dog", "spine-extension"),
        ("Bird dog", "spine-extension"),
        ("leg_raise", "hip-abduction"),
        ("sphinx", "back-extension"),
        ("knee-hug", "knee-to-chest"),
        ("figure-four", "piriformis-stretch"),
        ("seated-twist", "seated-rotation"),
    ],
)
def test_a_move_is_found_by_its_usual_names(alias, move):
    assert load_move(alias).id == move


def test_no_two_moves_share_a_name():
    names = [name for each in map(load_move, move_ids()) for name in (each.id, *each.aliases)]
    assert len(names) == len(set(names))


def test_an_alias_is_written_like_an_id(tmp_path):
    path = tmp_path / "nod.toml"
    path.write_text(WHOLE.replace('id = "nod"', 'id = "nod"\naliases = ["Nod Twice"]'))
    assert move_faults(path) == (("aliases[0]", "should be of lower-case letters, digits and hyphens, 60 at most"),)


@pytest.mark.parametrize("name", move_ids())
def test_a_shipped_move_is_fully_translated(name):
    text = tomllib.loads(resource("routines", "moves", f"{name}.toml").read_text(encoding="utf-8"))["text"]

    def keys(words):
        return {(key, *(words[key] if isinstance(words[key], dict) else ())) for key in words}

    assert {code: keys(words) for code, words in text.items()} == dict.fromkeys(("en", "de", "es"), keys(text["en"]))
