"""The page of one move, and the figure on it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from coach.body import Side
from coach.language import Language, languages
from coach.library import load_move, move_ids
from coach.moves.motion import loop_timing
from coach.report.review.guide import guide
from coach.report.review.html import options
from coach.report.review.moving import moving
from tests.fakes.waiting import eventually
from tests.report.browser import Shown, opened


@cache
def figure(move: str, side: Side | None = None) -> ET.Element:
    """The figure that moves, as markup."""
    found = load_move(move)
    assert found.drawing is not None
    runs = ET.fromstring(moving(found.drawing, found.hold_s, found.title, side)).find("svg")
    assert runs is not None
    return runs


def form(path: str) -> str:
    """Path data without its numbers: browsers only move between paths of one form."""
    return re.sub(
        r"-?[\d.]+",
        "0",
        re.sub(r"A\S+ \S+ 0 ([01]) 0 ", lambda arc: f"A {'large' if arc[1] == '1' else 'small'} ", path),
    )


@pytest.mark.parametrize("move", move_ids())
def test_every_posture_of_a_part_has_the_same_form(move):
    animated = list(figure(move).iter("animate"))
    assert animated
    for each in animated:
        values = each.attrib["values"].split(";")
        assert len(values) == len(each.attrib["keyTimes"].split(";"))
        assert len({form(value) for value in values}) == 1
        assert values[0] == values[-1]


@pytest.mark.parametrize("move", move_ids())
def test_a_loop_runs_from_0_to_1_in_as_many_seconds_as_the_pace_says(move):
    found = load_move(move)
    assert found.drawing is not None
    for each in figure(move).iter("animate"):
        times = [float(time) for time in each.attrib["keyTimes"].split(";")]
        assert times[0] == 0
        assert times[-1] == 1
        assert times == sorted(times)
        assert float(each.attrib["dur"].removesuffix("s")) == loop_timing(found.drawing, found.hold_s).loop_s
        assert each.get("repeatCount") == "indefinite"


def test_a_part_that_stays_where_it_is_has_no_animation():
    paths = list(figure("hip-abduction").iter("path"))
    assert 0 < sum(path.find("animate") is not None for path in paths) < len(paths)


def test_the_other_side_is_the_mirror_image():
    assert [each.get("transform") for each in figure("knee-to-chest", "right").iter("g")] == [None]
    assert [each.get("transform") for each in figure("knee-to-chest", "left").iter("g")] == ["scale(-1 1)"]


def test_a_label_cannot_end_the_markup():
    found = load_move("knee-to-chest")
    assert found.drawing is not None
    assert ET.fromstring(moving(found.drawing, 3, '"><script>')).get("aria-label") == '"><script>'


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("move", move_ids())
def test_the_page_is_entirely_in_its_language(move, language):
    page = unescape(re.sub("</?code>", "", guide(load_move(move), Language.load(language))))
    words = load_move(move).in_language(language).words
    for text in (words.title, *words.how, *words.cannot_see, *words.avoid_if, words.easier, load_move(move).source):
        assert text in page


def test_an_option_is_never_broken_over_two_lines():
    assert "<code>--target 165</code>" in guide(load_move("glute-bridge"), Language.load("en"))
    assert str(options("<b> --hold 2.5.")) == "&lt;b&gt; <code>--hold 2.5</code>."


def test_the_page_holds_no_script_and_allows_none():
    page = unescape(guide(load_move("knee-to-chest"), Language.load("en")))
    assert "<script" not in page
    assert "script-src 'none'" in page
    assert len(page) < 100_000


@pytest.mark.slow
def test_the_figure_moves_unless_reduced_motion_is_preferred(tmp_path: Path):
    path = tmp_path / "move.html"
    path.write_text(guide(load_move("knee-to-chest"), Language.load("en")), encoding="utf-8")
    with opened() as browser:
        shown = Shown(browser, path)
        runs, stands = shown.page.locator(".runs"), shown.page.locator(".stands")
        assert runs.is_visible()
        assert not stands.is_visible()
        before = runs.screenshot()
        assert eventually(lambda: runs.screenshot() != before)
        assert shown.console == []
        assert shown.elsewhere == []
        calm = Shown(browser, path, reduced_motion="reduce")
        assert not calm.page.locator(".runs").is_visible()
        assert calm.page.locator(".stands svg").count() == 2
        assert calm.page.locator(".stands").is_visible()
