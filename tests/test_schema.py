"""The JSON schema of move files for editors, and that it agrees with what the program accepts."""

import json
import tomllib
from dataclasses import fields

import fastjsonschema
import pytest

from coach.cli import main
from coach.moves import move as shapes
from coach.moves.measures import KINDS
from coach.moves.text import Drawing, Drawings, Say, Words
from coach.resources import resource
from coach.schema import attributes, move_schema

FOLDER = resource("routines", "moves")
TABLES = (
    shapes.Move, shapes.Measure, shapes.Band, shapes.Departure, shapes.Aim, shapes.Range, Words, Say, Drawings, Drawing,
)  # fmt: skip


def test_the_schema_that_editors_read_is_up_to_date():
    kept = json.loads((FOLDER / "move.schema.json").read_text(encoding="utf-8"))
    assert kept == move_schema(), "renew it: coach moves schema > routines/moves/move.schema.json"


def test_the_printed_schema_equals_the_file(capsys):
    assert main(["moves", "schema"]) == 0
    assert capsys.readouterr().out == (FOLDER / "move.schema.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def check():
    """The schema, compiled: raises for a table that it refuses."""
    return fastjsonschema.compile(move_schema())


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_starts_with_its_schema_and_is_valid(check, path):
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[:2] == ["#:schema ./move.schema.json", "schema = 2"]
    check(tomllib.loads(text))


def test_the_schema_is_json_that_every_reader_takes():
    strict = json.dumps(move_schema(), allow_nan=False)
    assert "null" not in strict
    assert "$defs" not in strict
    assert '"const"' not in strict
    assert "prefixItems" not in strict


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_explained_in_the_docstring_and_nowhere_else(table):
    explained = attributes(table)
    assert set(explained) == {field.name for field in fields(table)}
    schema = move_schema()
    drawn = schema if table is shapes.Move else schema["definitions"][table.__name__]
    for name, text in explained.items():
        assert drawn["properties"][name]["description"] == text.replace("``", "`")
        assert text.endswith((".", '"'))


def test_the_schema_describes_every_kind_of_measure():
    kind = move_schema()["definitions"]["Measure"]["properties"]["kind"]
    assert kind["enum"] == list(KINDS)
    explained = kind["x-taplo"]["docs"]["enumValues"]
    assert len(explained) == len(KINDS)
    assert all(text.endswith(".") for text in explained)
