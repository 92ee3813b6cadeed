"""The move files and the documentation agree, and both are complete."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from coach.language import english, languages
from coach.library import load_move, move_faults, move_ids
from coach.moves import move as shapes
from coach.moves.text import Drawing, Drawings, Say, Words
from coach.report.words import refusal
from coach.resources import resource
from coach.session.judge import Judge

DOCS = Path(__file__).resolve().parent.parent / "docs"
TABLES = (
    shapes.Move, shapes.Measure, shapes.Band, shapes.Departure, shapes.Aim, shapes.Range, Words, Say, Drawings, Drawing,
)  # fmt: skip
every_move = pytest.mark.parametrize("name", move_ids())


def read(name):
    return (DOCS / name).read_text(encoding="utf-8")


@every_move
def test_every_move_lists_its_limits_its_exclusions_and_an_easier_form(name):
    move = load_move(name)
    assert move.words.cannot_see
    assert move.words.avoid_if
    assert move.words.easier


@every_move
@pytest.mark.parametrize("code", languages())
def test_every_move_has_all_its_words_in_every_language(name, code):
    move = load_move(name)
    words = move.text[code]
    assert [each.name for each in fields(words) if not getattr(words, each.name)] == []
    required = {"how", "do", "view", "start"} | ({"left", "right"} if move.sides != "none" else set())
    assert required <= {each.name for each in fields(words.say) if getattr(words.say, each.name)}
    graded = {aim.id for aim in move.aim if aim.confidence is None}
    assert graded <= words.cue.keys()
    assert graded <= words.good.keys()


@every_move
def test_the_readme_calls_a_move_by_its_title(name):
    title = load_move(name).title
    assert f"| {title[0].lower()}{title[1:]} | `{name}` |" in (DOCS.parent / "README.md").read_text(encoding="utf-8")


@every_move
def test_the_camera_position_continues_a_sentence(name):
    camera = load_move(name).words.camera
    assert camera[0].islower()
    assert not camera.endswith(".")


@every_move
def test_a_refusal_briefly_states_the_camera_position(name):
    move = load_move(name)
    judge = Judge(move)
    for t in range(10):
        judge.update(float(t), True, move.postures[0], "head-end", False, False, False)
    refused = judge.verdict(9.0)
    assert refused is not None
    text = refusal(refused, move, english())
    assert text == f"{move.title} needs the camera {move.words.camera.split(',')[0]}; it is at your head"
    assert len(text) < 100


@every_move
def test_every_warning_names_a_source_that_the_docs_list(name):
    listed = read("moves.md")
    for warning in load_move(name).words.avoid_if:
        (sources,) = re.findall(r"\(([^()]+)\)", warning)
        for source in sources.split(";"):
            assert f"**{re.split('[,:]', source.strip())[0]}**" in listed


NUMBERS = (
    "depth", "hold_s", "reps", "target_deg", "target", "without_hold", "gap_s", "leave_s", "ways_s", "start", "attempt",
    "through", "through_s", "top",
)  # fmt: skip


@every_move
def test_every_number_has_a_source(name):
    table = tomllib.loads(resource("routines", "moves", f"{name}.toml").read_text(encoding="utf-8"))
    numbers = [key for key in NUMBERS if key in table]
    numbers += ["measures"] if any("fastest" in each for each in table["measures"].values()) else []
    assert sorted(table["sources"]) == sorted(numbers)
    listed = re.findall(r"^- \*\*(.+?)\*\*", read("moves.md"), re.M)
    for source in (table["source"], *table["sources"].values(), *(aim["source"] for aim in table["aim"])):
        found = [each for each in listed if each in source]
        assert found or re.search(r"\b(a guess|measured|no limit|benchmarks/population)\b", source), source


@every_move
def test_the_docs_have_a_chapter_for_every_move_with_its_measure_and_its_faults(name):
    move = load_move(name)
    chapter = read("moves.md").partition(f"\n## `{name}`")[2].partition("\n## ")[0]
    assert "\n### Faults\n" in chapter
    assert f"**Measured:** `{move.main}`" in chapter
    judged = dict(re.findall(r"^\| `([a-z-]+)`[^|]*\| `([a-z_]+)` \|", chapter, re.M))
    assert judged == {aim.id: aim.measure for aim in move.aim}


@every_move
def test_the_docs_name_no_measure_that_the_file_does_not_have(name):
    move = load_move(name)
    chapter = read("moves.md").partition(f"\n## `{name}`")[2].partition("\n## ")[0]
    known = {*move.measures, *(each.kind for each in move.measures.values()), *(aim.id for aim in move.aim)}
    assert {word for word in re.findall(r"`([a-z]+(?:_[a-z]+)*)`", chapter) if word not in known} == set()


@every_move
def test_the_docs_state_the_counting_threshold(name):
    move = load_move(name)
    chapter = read("moves.md").partition(f"\n## `{name}`")[2].partition("\n## ")[0]
    (documented,) = re.findall(r"It\s+counts\s+from\s+(\d+(?:\.\d+)?)°", chapter)
    assert [float(documented)] == [abs(band.least) for band in move.top if band.measure == move.main]


@pytest.mark.parametrize("table", TABLES)
def test_guide_mentions_every_key(table):
    text = read("adding-a-move.md")
    assert [field.name for field in fields(table) if f"`{field.name}`" not in text] == []


def test_example_file_is_valid(tmp_path):
    path = tmp_path / "heel-slide.toml"
    path.write_text("\n".join(re.findall(r"```toml\n(.*?)```", read("adding-a-move.md"), re.S)), encoding="utf-8")
    assert move_faults(path) == ()
