"""``coach review``: from the history to its page."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from benchmarks.years import fill
from coach import cli
from coach.app.history.diary import CLOSE, diary
from coach.app.routines import Routines
from coach.events import Rep
from coach.report.review import days
from coach.report.review.trend import trends
from coach.store.history import History

UNTIL = date(2026, 11, 20)


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    """Four months of a made-up person."""
    folder = tmp_path_factory.mktemp("history")
    fill(folder, 120, 1200, UNTIL)
    return folder


@pytest.fixture(scope="module")
def found(months):
    with History(months) as history:
        return diary(history, Routines(months), UNTIL)


def review(data, *words):
    return cli.main(["review", "--no-open", "--data", str(data), *words])


def test_a_calibration_has_its_own_title_and_is_no_exercise(tmp_path):
    planned = {"move": "hip-abduction", "title": "Side-lying leg raise", "sets": 1, "reps": 3, "sides": ["left"]}
    with History(tmp_path) as history:
        history.sessions.begin("calibration", [planned | {"hold_s": 0, "target_deg": None, "definition": "none"}], {})
        (visit,) = diary(history, Routines(tmp_path), UNTIL, alone=1).visits
        assert visit.title == "Side-lying leg raise: own range"
        (german,) = diary(history, Routines(tmp_path), UNTIL, alone=1, language="de").visits
        assert german.title == "Side-lying leg raise: eigener Bewegungsumfang"  # its definition is not stored
        assert diary(history, Routines(tmp_path), UNTIL).visits == ()


def test_every_session_is_in_the_diary_and_the_last_ones_with_their_curves(found):
    assert len(found.visits) == 120
    drawn = [any(a.curve for m in each.moves for s in m.sets for a in s.attempts) for each in found.visits]
    assert drawn == [False] * 100 + [True] * 20


def test_old_sessions_have_the_same_totals_as_detailed_ones(months, found):
    old = next(each for each in found.visits if each.moves and not each.moves[0].sets)
    assert old.day <= UNTIL - CLOSE
    with History(months) as history:
        (close,) = diary(history, Routines(months), UNTIL, alone=old.id).visits
    assert all(move.sets for move in close.moves)
    assert days.total([close]) == days.total([old])
    assert {move.move: move.done for move in close.moves} == {move.move: move.done for move in old.moves}


def test_corrections_and_regrades_are_shown(tmp_path):
    fill(tmp_path, 3, 90, UNTIL)
    with History(tmp_path) as history:
        step = history.sessions.get(2).planned[0]
        history.marks.correct(2, step["move"], "left", 7)
        history.marks.correct(2, step["move"], "left", 9, "counted aloud")
        again = [Rep("left", 1.0, 2.0, 8.0, 40.0, 5.0, True), Rep("left", 10.0, None, 12.0, 10.0, 0.0, False, ("low",))]
        history.marks.regrade(2, step["move"], "curves", step["definition"], again)
        visit = diary(history, Routines(tmp_path), UNTIL).visits[1]
    move = visit.moves[0]
    assert [(each.side, each.count, each.note) for each in move.corrections] == [("left", 9, "counted aloud")]
    assert move.regraded
    assert (move.scores[0].attempted, move.scores[0].counted) == (2, 1)


def test_each_move_has_its_sides_and_its_band(found):
    by_move = {each.move: each for each in trends(found)}
    assert set(by_move["hip-abduction"].lines) == {"left", "right"}
    assert set(by_move["back-extension"].lines) == {None}
    assert (by_move["hip-abduction"].aims[-1].least, by_move["hip-abduction"].aims[-1].most) == (30, 64)
    # The angle that it reports is another than the one that decides.
    assert by_move["piriformis-stretch"].aims[-1].least is None


def test_the_page_is_in_the_data_folder_and_its_path_is_printed(months, capsys):
    assert review(months) == 0
    assert capsys.readouterr().out.strip() == str(months / "review.html")
    assert (months / "review.html").stat().st_mode & 0o777 == 0o600


def test_the_page_opens_in_the_browser(months, tmp_path, monkeypatch, capsys):
    opened = tmp_path / "opened.txt"
    script = tmp_path / "browser.py"
    script.write_text(f"import sys; open({str(opened)!r}, 'w').write(sys.argv[1])")
    monkeypatch.setenv("BROWSER", f"{sys.executable} {script} %s")
    out = tmp_path / "a page.html"
    assert cli.main(["review", "--data", str(months), "--weeks", "2", "--out", str(out)]) == 0
    assert opened.read_text() == out.as_uri()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--session", "999"), "there is no session 999"),
        (("--session", "1", "--weeks", "2"), "--session cannot be combined with --weeks or --print"),
        (("--weeks", "0"), "0 is not a whole number from 1 to 100000"),
        (("--out", "no/such/folder/page.html"), "is not a file in an existing folder"),
    ],
)
def test_an_invalid_value_is_reported_in_one_sentence(months, capsys, words, expected):
    assert review(months, *words) != 0
    assert expected in capsys.readouterr().err


def test_pages_are_deleted_with_their_data(tmp_path, capsys):
    with History(tmp_path) as history:
        for _ in range(2):
            history.sessions.begin("swordfish", [], {}).end()
    for words in ((), ("--print",), ("--session", "1")):
        assert review(tmp_path, *words) == 0
    (tmp_path / "report-kitchen.html").write_text("of a video")
    assert cli.main(["history", "delete", "--session", "1", "--yes", "--data", str(tmp_path)]) == 0
    assert sorted(each.name for each in tmp_path.glob("*.html")) == ["report-kitchen.html"]
    capsys.readouterr()
    assert cli.main(["history", "delete", "--all", "--yes", "--data", str(tmp_path)]) == 0
    assert "report-kitchen.html; delete it yourself" in " ".join(capsys.readouterr().out.split())


def test_a_review_creates_no_history(tmp_path):
    assert review(tmp_path / "none", "--out", str(tmp_path / "page.html")) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]


def test_an_empty_history_makes_a_page(tmp_path):
    assert review(tmp_path) == 0
    assert "Nothing yet" in (tmp_path / "review.html").read_text(encoding="utf-8")


def test_only_the_last_weeks_are_shown(months, tmp_path):
    out = tmp_path / "page.html"
    assert review(months, "--weeks", "2000", "--out", str(out)) == 0
    every = out.read_text(encoding="utf-8").count('<details class="visit"')
    with History(months) as history:
        log = history.sessions.begin("whole", [], {}, began=(datetime.now(UTC) - timedelta(days=1)).isoformat())
        log.end()
    assert review(months, "--weeks", "2", "--out", str(out)) == 0
    assert 1 <= out.read_text(encoding="utf-8").count('<details class="visit"') < every
