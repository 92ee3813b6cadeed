"""The guide "Where do I change what": its files exist, and no other file has to be edited."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from typer.main import get_command

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROWS = {
    row[0].strip(): row[1] + row[2]
    for row in re.findall(
        r"^\|([^|]+)\|([^|]+)\|([^|]+)\|$", GUIDE.partition("## Where do I change what")[2], re.MULTILINE
    )
}
COMMANDS = ("video", "live", "history", "setup")


def sources(*folders):
    return {path: path.read_text(encoding="utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py")}


def imported(text):
    """The modules that a file imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_every_path_that_the_document_names_is_there():
    named = set(re.findall(r"`((?:coach|routines|models|tests|docs)/[\w/.\-]*)`", GUIDE))
    assert len(named) > 25
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_module_that_the_document_names_is_there():
    for name in re.findall(r"`(coach(?:\.\w+)+)`", GUIDE):
        module, _, last = name.rpartition(".")
        assert hasattr(importlib.import_module(module), last) or importlib.util.find_spec(name) is not None


@pytest.mark.parametrize(
    "subject",
    [
        "a measure", "a move", "a cue", "a language", "the window's layout", "an estimator", "a CLI option",
        "a stored value", "a chart",
    ],
)  # fmt: skip
def test_the_guide_has_a_row_for_each_kind_of_change(subject):
    assert re.search(r"`\w+[\w/.]*`", ROWS[subject])


@pytest.fixture(scope="module")
def texts():
    """Return the source files by the text constants that they contain."""
    found: dict[object, set[str]] = {}
    for path, text in sources("coach").items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant):
                found.setdefault(node.value, set()).add(path.relative_to(ROOT).as_posix())
    return found


@pytest.mark.parametrize("move", sorted(path.stem for path in (ROOT / "routines" / "moves").glob("*.toml")))
def test_no_code_knows_a_move_by_its_name(texts, move):
    # The sample clip that comes with the program shows one move.
    assert texts.get(move, set()) <= {"coach/app/video/sources.py"}


def test_the_estimator_is_made_where_the_guide_says():
    made = {
        path.relative_to(ROOT).as_posix()
        for path, text in sources("coach/app", "coach/cli", "coach/session", "coach/store").items()
        if "coach.estimate.landmarker.Landmarker" in imported(text)
    }
    measured_or_tried = {"coach/app/video/bench.py", "coach/app/doctor.py"}
    assert made - measured_or_tried == {path for path in made if path in ROWS["an estimator"]}


def test_every_command_is_declared_where_the_guide_says():
    from coach.cli.commands import app

    def modules(command):
        if command.callback is not None:
            yield command.callback.__module__
        for each in getattr(command, "commands", {}).values():
            yield from modules(each)

    declared = {f"{name.replace('.', '/')}.py" for name in modules(get_command(app))}
    assert len(declared) == 6
    assert [path for path in declared if path not in ROWS["a CLI option"]] == []
