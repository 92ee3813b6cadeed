"""Internal errors: the report, and the message; and the log of ``--verbose``."""

from __future__ import annotations

import os
import re
import stat
import sys
import threading

import numpy as np
import pytest

from coach.cli import crash, main, start
from coach.cli.crash import FOLDER, Crashes
from coach.cli.failure import FAULT
from coach.cli.printable import masked
from tests.fakes.sources import still
from tests.fakes.stand_in import stand_in

MOVE = ("--move", "hip-abduction")


def test_ctrl_c_before_any_command_is_answered_too(monkeypatch, capsys):
    def interrupted(words):
        raise KeyboardInterrupt

    monkeypatch.setattr("coach.cli.process_end.watched", interrupted)
    monkeypatch.setattr("os.umask", lambda mask: mask)
    monkeypatch.setattr("os._exit", sys.exit)  # a thread that another test left must not end the tests
    with pytest.raises(SystemExit) as ended:
        start()
    assert (ended.value.code, capsys.readouterr().err) == (130, "coach: stopped\n")


def failing(monkeypatch, tmp_path, error):
    stand_in(monkeypatch, tmp_path, still(9), breaks=error, breaks_at=5)
    monkeypatch.setattr("coach.store.history.data_folder", lambda: tmp_path / "data")


def reports(folder):
    return sorted((folder / FOLDER).glob("*.txt"))


def test_an_internal_error_gives_one_sentence_with_the_path_of_the_report(monkeypatch, tmp_path, capsys):
    failing(monkeypatch, tmp_path, ZeroDivisionError("division by zero"))
    assert main(["check", "anna-2026.mp4", *MOVE]) == FAULT
    err = capsys.readouterr().err
    (report,) = reports(tmp_path / "data")
    assert err.count("\n") == 1
    assert str(report) in err
    assert "Traceback" not in err


def test_a_report_has_the_traceback_and_the_versions(monkeypatch, tmp_path):
    failing(monkeypatch, tmp_path, ZeroDivisionError("division by zero"))
    main(["check", "anna-2026.mp4", *MOVE])
    text = reports(tmp_path / "data")[0].read_text()
    assert "ZeroDivisionError: division by zero" in text
    assert re.search(r'File ".*loop\.py", line \d+, in run', text)
    assert "command: coach check --move\n" in text
    assert "mediapipe 0.10.31" in text


def test_a_report_holds_no_name_no_landmark_and_no_secret(monkeypatch, tmp_path):
    body = np.arange(6.0).reshape(2, 3)
    failing(
        monkeypatch, tmp_path, ZeroDivisionError(f"no {body.tolist()} at http://me:geheim@host:8080/a?token=geheim")
    )
    main(["check", "anna-2026.mp4", *MOVE])
    text = reports(tmp_path / "data")[0].read_text()
    assert "anna" not in text
    assert "geheim" not in text
    assert "4.0" not in text
    assert "http://host:8080" in text


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_a_report_is_for_its_owner_only(tmp_path):
    Crashes(["run", "--data", str(tmp_path / "data")]).note(ValueError("x"))
    (report,) = reports(tmp_path / "data")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700


def test_a_report_that_cannot_be_written_is_mentioned(tmp_path):
    (tmp_path / "file").touch()
    assert "no report could be written" in Crashes(["--data=" + str(tmp_path / "file")]).note(ValueError("x"))


def test_a_chained_error_reports_both(tmp_path):
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise ValueError("second") from error
    except ValueError as error:
        Crashes(["--data", str(tmp_path)]).note(error)
    text = reports(tmp_path)[0].read_text()
    assert text.index("KeyError") < text.index("ValueError: second")


def test_a_thread_that_fails_is_reported_and_the_command_ends_with_a_fault(monkeypatch, tmp_path, capsys):
    def work():
        raise RuntimeError("in a thread")

    def command(words):
        thread = threading.Thread(target=work, name="speaking")
        thread.start()
        thread.join()
        return 0

    monkeypatch.setattr("coach.cli.commands.run", command)
    before = threading.excepthook
    assert main(["run", "--data", str(tmp_path)]) == FAULT
    assert threading.excepthook is before
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "where: the thread speaking" in reports(tmp_path)[0].read_text()


def test_a_thread_that_was_asked_to_end_is_not_an_error(tmp_path):
    with crash.watching([]) as crashes:
        thread = threading.Thread(target=sys.exit)
        thread.start()
        thread.join()
    assert crashes.many == 0


def test_too_little_memory_is_not_an_internal_error(monkeypatch, tmp_path, capsys):
    failing(monkeypatch, tmp_path, MemoryError())
    assert main(["check", "x.mp4", *MOVE]) == 1
    assert capsys.readouterr().err == "coach: there is not enough memory; close other programs and try again\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("at rtsp://me:pw@cam:554/live?key=1 now", "at rtsp://cam:554 now"),
        ("'http://[fe80::1]:80/x'", "'http://[fe80::1]:80'"),
        ("http:/me:pw@cam/x", "http:/cam"),  # what a path makes of it
        ("http://me:p@w@cam/x", "http://cam"),
        ("rtsp://me:p/w#1@cam:554/x", "rtsp://cam:554"),
        ("--camera me:p/w@192.168.1.7:81/x", "--camera 192.168.1.7:81"),
        ("HTTP://cam", "HTTP://cam"),
        ("in /home/anna/x.mp4", "in /home/anna/x.mp4"),
        ("file a.mp4: 3:12", "file a.mp4: 3:12"),
    ],
)
def test_an_address_is_cut_down_to_its_host(text, shown):
    assert masked(text) == shown


def test_verbose_logs_each_step_with_its_duration(monkeypatch, tmp_path, capsys):
    stand_in(monkeypatch, tmp_path, still(9))
    assert main(["--verbose", "check", "x.mp4", *MOVE]) == 0
    err = capsys.readouterr().err
    assert re.search(r"^ *\d+ ms  coach\.app\.video\.check: processed 9 moments in ", err, re.MULTILINE)
    assert main(["check", "x.mp4", *MOVE]) == 0
    assert capsys.readouterr().err == ""


def test_verbose_shows_the_traceback_of_a_fault_and_no_secret(monkeypatch, tmp_path, capsys):
    failing(monkeypatch, tmp_path, ZeroDivisionError("rtsp://me:geheim@host/a"))
    assert main(["--verbose", "check", "x.mp4", *MOVE]) == FAULT
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "geheim" not in err
