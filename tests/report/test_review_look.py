"""Properties of the pages that need no browser: colours, policy, files."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import stat

import pytest

from coach.errors import CoachError
from coach.language import english
from coach.report.review import html, page
from tests.report.diaries import TODAY, diary, move_done, rep, visit

TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink-soft", "paper"), ("ink-soft", "card"), ("accent", "paper"),
    ("accent", "card"), ("on-accent", "accent"), ("ink", "accent-soft"), ("on-warn", "warn"), ("pain", "paper"),
]  # fmt: skip
"""Letters on their ground: at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""

MARKS = [
    ("left", "card"), ("right", "card"), ("clean", "card"), ("clean", "paper"), ("pain", "card"), ("accent", "paper"),
    ("target", "card"), ("line-strong", "paper"), ("line-strong", "card"), ("focus", "paper"), ("focus", "card"),
    ("figure", "card"), ("figure-works", "card"),
]  # fmt: skip
"""Lines and marks on theirs: at least 3 to 1 (1.4.11)."""


def colours(sheet):
    text = (html.HERE / "assets" / f"{sheet}.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sheet", ["base", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (MARKS, 3.0)], ids=["letters", "marks"])
def test_every_colour_stands_out_from_its_ground(sheet, pairs, least):
    found = colours("base") | colours(sheet)
    low = {f"{a} on {b}": round(contrast(found[a], found[b]), 2) for a, b in pairs}
    assert {name: ratio for name, ratio in low.items() if ratio < least} == {}


def test_the_dark_theme_has_every_colour_of_the_light_one():
    assert colours("dark").keys() == colours("base").keys()


def test_the_policy_allows_these_scripts_and_nothing_else():
    made = page.review(diary(visit(1, TODAY, (move_done("hip-abduction", [rep()]),))), english())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in rules.replace("style-src-attr 'unsafe-inline'", "")
    assert "unsafe-eval" not in rules
    for script in re.findall(r"<script>(.*?)</script>", made, re.DOTALL):
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in rules


def test_data_cannot_end_the_script_that_it_is_in():
    made = page.review(diary(visit(1, TODAY, (move_done("hip-abduction", [rep()]),), hurts="</script><!")), english())
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', made, re.DOTALL)
    assert data is not None
    assert "<" not in data[1]
    assert "</script><!" in str(json.loads(data[1]))


def test_a_page_can_be_read_by_its_owner_alone(tmp_path):
    path = tmp_path / "deep" / "page.html"
    html.write(path, "first")
    html.write(path, "second")
    assert path.read_text() == "second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["page.html"]


def test_a_page_that_cannot_be_written_is_reported(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(CoachError, match=r"cannot be written .*; name another file with --out"):
        html.write(tmp_path / "taken" / "page.html", "page")


def test_the_same_history_makes_the_same_page():
    made = [page.review(diary(visit(1, TODAY, (move_done("hip-abduction", [rep()]),))), english()) for _ in range(2)]
    assert made[0] == made[1]
