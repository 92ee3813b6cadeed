"""Several videos: in parallel as in sequence, with results saved one by one, and resuming."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from coach.app.batch.several import check_several
from coach.app.batch.task import Task
from coach.cli import main
from coach.errors import CoachError, SourceError
from coach.library import load_move
from coach.store.arrays import write_arrays
from tests.fakes import working
from tests.fakes.skeleton import RepScript, perform
from tests.fakes.sources import still
from tests.fakes.stand_in import stand_in
from tests.fakes.waiting import TIMEOUT_S, eventually

MOVE = ("--move", "hip-abduction")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def script():
    return perform("hip-abduction", [RepScript("left", hold_s=2.0)], fps=12.5).moments


@pytest.fixture
def folder(tmp_path, script):
    """Landmarks of two people at their leg raises, and a file that holds nothing; checked without an estimator."""
    kept = tmp_path / "kept"
    kept.mkdir()
    write_arrays(kept / "a.npz", script)
    (kept / "b.npz").write_bytes(b"no landmarks")
    write_arrays(kept / "c.npz", script[: len(script) // 2])
    return kept


def files(folder):
    return [str(folder / f"{name}.npz") for name in "abc"]


def test_parallel_checks_give_the_sequential_results(capsys, tmp_path, folder):
    runs = []
    for jobs in ("1", "2"):
        out = tmp_path / f"{jobs}.json"
        assert main(["check", *files(folder), *MOVE, "--json", str(out), "--jobs", jobs]) == SourceError.exit_code
        runs.append((out.read_text(), *capsys.readouterr()))
    assert runs[0] == runs[1]
    assert runs[0][1].index("a.npz") < runs[0][1].index("c.npz")


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_video_that_kills_its_process_fails_and_the_others_continue(monkeypatch, folder):
    monkeypatch.setattr("coach.app.batch.several._attempt", working.attempt_or_die)
    move = load_move("hip-abduction")
    tasks = [Task(str(folder / name), move) for name in ("deadly.npz", "a.npz", "c.npz")]
    outcomes: dict[int, Any] = dict(check_several(tasks, jobs=2))
    assert "deadly.npz was not checked: its process was ended by SIGKILL" in str(outcomes[0])
    assert isinstance(outcomes[0], CoachError)
    assert [outcomes[n][0].file for n in (1, 2)] == ["a.npz", "c.npz"]


def test_an_internal_error_fails_one_of_several_videos(capsys, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, still(9), breaks=ZeroDivisionError("division by zero"), breaks_at=5)
    assert main(["check", "x.mp4", "y.mp4", *MOVE]) == CoachError.exit_code
    err = capsys.readouterr().err
    assert err.count("an internal error, ZeroDivisionError: division by zero") == 2
    assert err.startswith("coach: x.mp4 was not checked")


def test_the_progress_of_all_is_reported(folder):
    updates = []
    list(check_several([Task(name) for name in files(folder)], lambda *what: updates.append(what), jobs=2))
    assert {number for number, _, _ in updates} == {0, 2}


# Going on


class Checks:
    """Which videos were checked, and one at which Ctrl-C is pressed."""

    def __init__(self, monkeypatch):
        self.checked: list[str] = []
        self.stop_at = None
        run = Task.run

        def noting(task, *args, **kwargs):
            name = Path(task.path).name
            if name == self.stop_at:
                raise KeyboardInterrupt
            self.checked.append(name)
            return run(task, *args, **kwargs)

        monkeypatch.setattr(Task, "run", noting)


@pytest.fixture
def checks(monkeypatch):
    return Checks(monkeypatch)


def test_after_ctrl_c_a_check_of_several_videos_resumes(capsys, tmp_path, folder, checks):
    whole, out = tmp_path / "whole.json", tmp_path / "out.json"
    main(["check", *files(folder), *MOVE, "--json", str(whole)])
    checks.stop_at = "c.npz"
    assert main(["check", *files(folder), *MOVE, "--json", str(out)]) == 130
    assert f"1 of 3 videos are done, saved in {out}; continue with --resume" in capsys.readouterr().err
    assert [each["name"] for each in json.loads(out.read_text())["checked"]] == ["a.npz"]
    checks.stop_at, checks.checked = None, []
    main(["check", *files(folder), *MOVE, "--json", str(out), "--resume", "--lang", "de"])
    assert checks.checked == ["b.npz", "c.npz"]
    assert out.read_text() == whole.read_text()
    assert "a.npz: schon geprüft" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda path: os.utime(path, ns=(1, 1)),  # written anew
        lambda path: path.write_bytes(path.read_bytes() + b" ") and None,  # longer
        lambda path: ["--hold", "1"],
        lambda path: ["--mirrored"],
        lambda path: ["--to", "5"],
    ],
)
def test_a_changed_video_or_option_is_checked_again(tmp_path, folder, checks, change):
    words = ["check", str(folder / "a.npz"), str(folder / "c.npz"), *MOVE, "--json", str(tmp_path / "out.json")]
    main(words)
    checks.checked = []
    more = change(folder / "a.npz") or []
    main([*words, *more, "--resume"])
    assert checks.checked == (["a.npz", "c.npz"] if more else ["a.npz"])


def test_another_version_of_the_program_checks_again(monkeypatch, tmp_path, folder, checks):
    words = ["check", str(folder / "a.npz"), str(folder / "c.npz"), *MOVE, "--json", str(tmp_path / "out.json")]
    main(words)
    checks.checked = []
    monkeypatch.setattr("coach.app.batch.task.__version__", "0.0.1")
    main([*words, "--resume"])
    assert checks.checked == ["a.npz", "c.npz"]


def test_resuming_without_results_checks_everything(tmp_path, folder, checks):
    out = tmp_path / "out.json"
    assert main(["check", str(folder / "a.npz"), *MOVE, "--json", str(out), "--resume"]) == 0
    assert checks.checked == ["a.npz"]
    assert main(["check", str(folder / "a.npz"), *MOVE, "--json", str(out), "--resume"]) == 0
    assert checks.checked == ["a.npz"]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "null", '{"schema": 1, "results": [], "checked": [{"name": "a"}]}', '{"schema": 2}',
                '{"schema": 1, "results": [{}], "checked": []}', b"\xff\xfe"],
)  # fmt: skip
def test_a_file_without_results_is_neither_continued_nor_overwritten(capsys, tmp_path, folder, content):
    out = tmp_path / "out.json"
    out.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = out.read_bytes()
    assert main(["check", *files(folder), *MOVE, "--json", str(out), "--resume"]) == CoachError.exit_code
    assert "is not a results file" in capsys.readouterr().err
    assert out.read_bytes() == before


def test_resuming_requires_a_results_file(capsys, folder):
    assert main(["check", *files(folder), "--resume"]) == 2
    assert "name that file with --json" in capsys.readouterr().err


# What runs in a process of its own: the command, which writes after each video, killed when results are written for the
# n-th time, before and after they take the place of the older ones.
KILLED = """
import os, pathlib, signal, sys
from coach.cli import main
from coach.report import collected

collected._SHARE = 1.0

writes, after = int(sys.argv[1]), sys.argv[2] == "after"
replace = pathlib.Path.replace


def killed(path, target):
    global writes
    writes -= 1
    if after and writes == 0:
        replace(path, target)
    if writes == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(path, target)


pathlib.Path.replace = killed
main(sys.argv[3:])
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_check_killed_at_any_moment_leaves_complete_results_and_resumes(tmp_path, script):
    kept, out, whole = tmp_path / "kept", tmp_path / "out.json", tmp_path / "whole.json"
    kept.mkdir()
    for n in range(5):
        write_arrays(kept / f"{n}.npz", script)
    words = ["check", *sorted(map(str, kept.iterdir())), *MOVE, "--json"]
    assert main([*words, str(whole)]) == 0
    done = 0
    for writes, at in ((1, "before"), (1, "after"), (2, "before"), (2, "after")):
        command = [sys.executable, "-c", KILLED, str(writes), at, *words, str(out), "--resume"]
        assert subprocess.run(command, check=False, cwd=ROOT, stdout=subprocess.DEVNULL).returncode == -signal.SIGKILL
        done += writes - (at == "before")
        assert (len(json.loads(out.read_text())["checked"]) if out.exists() else 0) == done
    assert done == 4
    assert main([*words, str(out), "--resume"]) == 0
    assert out.read_text() == whole.read_text()


ENDLESS = """
import sys
from coach.app.batch import several
from coach.cli import start
from tests.fakes import working
several._attempt = working.attempt_for_ever
if __name__ == "__main__":
    start()
"""


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_ctrl_c_on_a_terminal_ends_every_process_in_one_line(tmp_path):
    clips = [str(ROOT / "tests" / "clips" / f"tiny-{name}.mp4") for name in ("back-extension", "knee-to-chest")]
    at_work, here = tmp_path / "at-work", tmp_path / "here"
    at_work.mkdir()
    here.mkdir()
    (tmp_path / "endless.py").write_text(ENDLESS)
    running = subprocess.Popen(
        [sys.executable, tmp_path / "endless.py", "check", *clips, *MOVE, "--jobs", "2", "--json", "out.json"],
        cwd=here,
        env=os.environ | {"PYTHONPATH": str(ROOT), "AT_WORK": str(at_work)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # a terminal's Ctrl-C reaches all its processes
        text=True,
    )
    try:
        assert eventually(lambda: len(list(at_work.iterdir())) == 2 or running.poll() is not None)
        children = psutil.Process(running.pid).children(recursive=True)
        os.killpg(running.pid, signal.SIGINT)
        out, err = running.communicate(timeout=5 * TIMEOUT_S)
    except BaseException:
        os.killpg(running.pid, signal.SIGKILL)
        raise
    assert (running.returncode, out, err) == (130, "", "coach: stopped; 0 of 2 videos are done\n")
    assert not psutil.wait_procs(children, timeout=None)[1]
    assert not list(here.iterdir())


# Parts


@pytest.mark.parametrize("shards", [1, 2, 3, 5])
def test_merged_shards_equal_the_whole(capsys, tmp_path, folder, shards):
    whole, merged = tmp_path / "whole.json", tmp_path / "merged.json"
    main(["check", *files(folder), *MOVE, "--json", str(whole)])
    parts = [str(tmp_path / f"{n}.json") for n in range(shards)]
    for n, part in enumerate(parts, 1):
        main(["check", *files(folder), *MOVE, "--json", part, "--shard", f"{n}/{shards}"])
    capsys.readouterr()
    assert main(["merge", *parts, "--json", str(merged)]) == 0
    assert merged.read_text() == whole.read_text()
    assert "2 videos checked, 1 failed." in capsys.readouterr().out


def test_merging_again_adds_nothing(tmp_path, folder):
    whole, merged = tmp_path / "whole.json", tmp_path / "merged.json"
    main(["check", *files(folder), *MOVE, "--json", str(whole)])
    main(["merge", str(whole), str(whole), "--json", str(merged)])
    assert merged.read_text() == whole.read_text()


def test_a_shard_without_videos_is_reported_and_written(capsys, tmp_path, folder):
    out = tmp_path / "out.json"
    assert main(["check", *files(folder), *MOVE, "--json", str(out), "--shard", "1/7", "--lang", "de"]) == 0
    assert "Dieser Teil hat keine Videos" in capsys.readouterr().out
    assert json.loads(out.read_text()) == {"schema": 1, "results": [], "checked": []}


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "-1/3", ""])
def test_an_invalid_shard_is_refused(capsys, folder, shard):
    assert main(["check", *files(folder), "--shard", shard]) == 2
    assert "is not a part such as 2/5" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, "", "{}", '{"schema": 1, "move": "hip-abduction"}'])
def test_files_that_cannot_be_merged_are_reported_and_nothing_is_written(capsys, tmp_path, content):
    if content is not None:
        (tmp_path / "a.json").write_text(content)
    assert main(["merge", str(tmp_path / "a.json"), "--json", str(tmp_path / "b.json")]) == CoachError.exit_code
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "b.json").exists()
