"""Streams and arguments, as users of good command-line tools expect them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import typer

from coach.cli import numbers
from coach.cli.history.notes import _at, _minutes
from coach.cli.video.check import _expanded
from coach.errors import SourceError
from coach.store.history import History
from tests.cli.test_cli import MOVE, run, script, video  # noqa: F401  fixtures

COACH = (sys.executable, "-m", "coach")


def test_results_go_to_the_standard_output_and_the_table_to_the_other(run, video):  # noqa: F811
    code, out, err = run("check", video, *MOVE, "--json", "-")
    assert code == 0
    assert json.loads(out)["move"] == "hip-abduction"
    assert "attempts counted" in err


def test_results_of_several_videos_go_to_the_standard_output_at_once(run, video):  # noqa: F811
    code, out, _ = run("check", video, video + "2", *MOVE, "--json", "-")
    assert code == 0
    assert len(json.loads(out)["results"]) == 2


def test_videos_of_the_same_name_are_distinguished(run, video, tmp_path):  # noqa: F811
    places = [str(tmp_path / each / "a.mp4") for each in ("left", "right")]
    _, out, _ = run("check", *places, *MOVE)
    assert all(place in out for place in places)


def test_redirected_tables_have_one_line_per_record(run, video):  # noqa: F811
    _, out, _ = run("check", video, *MOVE)
    header, first = out.splitlines()[1:3]
    assert header.split("\t")[:4] == ["#", "side", "start", "top"]
    assert first.split("\t")[0] == "1"
    assert not [line for line in out.splitlines() if line != line.rstrip()]
    _, out, _ = run("moves")
    assert max(map(len, out.splitlines())) > 60


def test_a_full_disk_for_the_output_is_reported_in_one_line():
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    for words in (("moves",), ("export", "--data", "/nowhere")):
        with open("/dev/full", "w") as full:
            done = subprocess.run([*COACH, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith("coach: the output cannot be written (No space left on device)")
        assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the shell of Windows closes no stream")
@pytest.mark.parametrize(("closed", "code"), [(">&-", 1), ("2>&-", 0), ("<&-", 0), (">&- 2>&-", 1)])
def test_a_closed_stream_ends_in_no_traceback(closed, code):
    done = subprocess.run(
        f'"{sys.executable}" -m coach moves {closed}', shell=True, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert closed != ">&-" or "the output cannot be written (Bad file descriptor)" in done.stderr


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15", 15),
        ("0:15", 15),
        ("1:30", 90),
        ("1:02:03", 3723),
        ("90:00", 5400),
        ("1,5", 1.5),
        ("0:01,5", 1.5),
        ("3s", 3),
    ],
)
def test_a_time_in_a_video_can_be_written_in_several_ways(text, seconds):
    assert numbers.seconds(text) == seconds


@pytest.mark.parametrize("text", ["1:60", "1:60:00", "-1", ":30", "1:", "nan", "1e400", "99999999999999999999", "½"])
def test_an_invalid_instant_is_reported(text):
    with pytest.raises(typer.BadParameter, match="is not a number of seconds from 0 up, or 1:30"):
        numbers.seconds(text)


@pytest.mark.parametrize("read", [numbers.count, numbers.whole(0)])
@pytest.mark.parametrize("text", ["99999999999999999999", "9" * 5000, "100001", "-1", "1.5", "1e3"])
def test_an_invalid_count_is_reported(read, text):
    with pytest.raises(typer.BadParameter, match="is not a whole number from "):
        read(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("20min", 20), ("1,5h", 90), ("1.5h", 90), ("1h30", 90), ("1:30", 90), ("2 h", 120)]
)
def test_a_duration_can_be_written_in_several_ways(text, minutes):
    assert _minutes(text) == minutes


@pytest.mark.parametrize(
    "zone", ["Pacific/Auckland", "Europe/Berlin", "UTC", "America/Los_Angeles", "Pacific/Kiritimati"]
)
def test_a_logged_day_is_the_same_in_nearby_time_zones(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        at = datetime.fromisoformat(_at("2026-03-29") or "")
        for hours in (-9, 0, 9):
            elsewhere = at.astimezone() + timedelta(hours=hours)
            assert elsewhere.date().isoformat() == "2026-03-29"
        today = datetime.now().astimezone().date().isoformat()
        assert datetime.fromisoformat(_at(today) or "") <= datetime.now(UTC)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_patterns_are_expanded_where_the_shell_left_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.mp4", "a.mp4", "c.txt", "[x].mp4"):
        (tmp_path / name).touch()
    assert list(_expanded(["?.mp4", "c.txt", "[x].mp4"])) == ["a.mp4", "b.mp4", "c.txt", "[x].mp4"]
    with pytest.raises(SourceError, match=r"no file matches \*\.avi"):
        list(_expanded(["*.avi"]))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_routine_is_read_in_the_encoding_that_its_editor_chose(run, tmp_path, encoding):  # noqa: F811
    _own_routine(tmp_path, "größe", encoding)
    code, out, err = run("routines", "--data", str(tmp_path))
    assert (code, err) == (0, "")
    assert "größe\tknee-to-chest" in out


def test_one_invalid_routine_is_reported_and_the_others_are_listed(run, tmp_path):  # noqa: F811
    _own_routine(tmp_path, "mine", "utf-8")
    (tmp_path / "routines" / "bad.toml").write_text("schema = 1\nid = 3")
    code, out, err = run("routines", "--data", str(tmp_path))
    assert code == 0
    assert "mine\tknee-to-chest" in out
    assert "bad.toml" in err


def _own_routine(data, name, encoding):
    (data / "routines").mkdir(exist_ok=True)
    text = f'schema = 1\nid = "{name}"\ntitle = "{name}"\n[[moves]]\nid = "knee-to-chest"\n'
    (data / "routines" / f"{name}.toml").write_text(text, encoding=encoding)


def test_a_csv_for_excel_has_a_mark_semicolons_and_decimal_commas(run, tmp_path):  # noqa: F811
    with History(tmp_path):
        pass
    code, out, _ = run("export", "--format", "csv", "--excel", "--data", str(tmp_path))
    assert code == 0
    assert out.startswith("\ufeffsession;kind;began")
    code, _, err = run("export", "--excel", "--data", str(tmp_path))
    assert code == 2
    assert "--format csv" in err
