"""The command line: its output, its files, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import coach
from coach.cli import main
from coach.errors import CoachError, DataFileError, ModelError, RecordingError, SourceError
from coach.store.recording import Recording
from coach.stream import Moment
from tests.fakes.skeleton import RepScript, perform
from tests.fakes.sources import still
from tests.fakes.stand_in import stand_in

MOVE = ("--move", "hip-abduction")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script():
    return perform("hip-abduction", [RepScript("left", hold_s=2.0)] * 2, fps=12.5).moments


@pytest.fixture
def video(monkeypatch, tmp_path, script):
    """A file that passes for a video of two leg raises, held for 2 s each."""
    stand_in(monkeypatch, tmp_path, script)
    path = tmp_path / "legs.mp4"
    path.write_bytes(b"a video")
    return str(path)


@pytest.fixture
def run(capsys):
    """Run one command line; return its exit code, output and errors."""

    def run(*words):
        code = main(words)
        return code, *capsys.readouterr()

    return run


def told_in_one_line(err):
    return err.startswith("coach: ") and err.count("\n") == 1 and err.endswith("\n") and "Traceback" not in err


# What goes well


def test_a_video_gives_a_table_and_a_verdict(run, video):
    code, out, err = run("check", video, *MOVE, "--hold", "2")
    assert (code, err) == (0, "")
    assert "2 of 2 attempts counted" in out
    assert out.startswith("legs.mp4: hip-abduction (lying on the right side")


def test_the_results_file_of_one_video_is_a_single_result(run, video, tmp_path):
    assert run("check", video, *MOVE, "--hold", "2", "--json", str(tmp_path / "out.json"))[0] == 0
    document = json.loads((tmp_path / "out.json").read_text())
    assert (document["schema"], document["move"], document["counted"]) == (1, "hip-abduction", 2)
    assert [rep["side"] for rep in document["reps"]] == ["left", "left"]


def test_several_videos_are_printed_in_turn_and_written_together(run, video, tmp_path):
    other = tmp_path / "more.mp4"
    other.write_bytes(b"a video")
    code, out, _ = run("check", video, str(other), *MOVE, "--json", str(tmp_path / "out.json"))
    document = json.loads((tmp_path / "out.json").read_text())
    assert code == 0
    assert out.index("legs.mp4") < out.index("more.mp4")
    assert set(document) == {"schema", "results", "checked"}
    assert [each["video"]["name"] for each in document["results"]] == ["legs.mp4", "more.mp4"]


def test_a_folder_gives_a_list_of_results_even_for_one_video(run, video, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "b.mov").write_bytes(b"a video")
    (folder / "notes.txt").write_text("no video")
    assert run("check", str(folder), *MOVE, "--json", str(tmp_path / "out.json"))[0] == 0
    document = json.loads((tmp_path / "out.json").read_text())
    assert [each["video"]["name"] for each in document["results"]] == ["b.mov"]


def test_a_video_named_twice_is_checked_once(run, video, tmp_path):
    assert run("check", video, video, *MOVE, "--json", str(tmp_path / "out.json"))[0] == 0
    assert len(json.loads((tmp_path / "out.json").read_text())["results"]) == 1


def test_a_recording_gives_the_same_results_file(run, video, tmp_path):
    kept = str(tmp_path / "legs.rec")
    for path, out in ((video, "a.json"), (kept, "b.json")):
        record = () if path == kept else ("--record", kept)
        assert run("check", path, *MOVE, "--hold", "2", "--json", str(tmp_path / out), *record)[0] == 0
    assert (tmp_path / "a.json").read_text() == (tmp_path / "b.json").read_text()


def test_the_options_reach_the_check(run, monkeypatch, tmp_path, script):
    made = stand_in(monkeypatch, tmp_path, script)
    _, out, _ = run(
        "check", "x.mp4", *MOVE, "--hold", "0", "--from", "0.5", "--to", "9.5", "--mirrored", "--side", "left"
    )
    assert made.opened == [("x.mp4", 0.5, 9.5, True)]
    assert "attempts" in out


def test_a_hold_of_zero_is_valid(run, video):
    assert "2 of 2 attempts counted" in run("check", video, *MOVE, "--hold", "0")[1]


def test_without_a_terminal_only_the_report_is_written(run, video):
    _, out, err = run("check", video, *MOVE)
    assert err == ""
    assert "\x1b" not in out
    assert "\r" not in out


def test_a_refusal_is_a_result_and_not_a_failure(run, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, [Moment(i / 25, None) for i in range(250)])
    code, out, _ = run("check", "wall.mp4", *MOVE, "--json", str(tmp_path / "out.json"))
    document = json.loads((tmp_path / "out.json").read_text())
    assert code == 0
    assert document["refused"]["text"] in " ".join(out.split())
    assert (document["attempted"], document["counted"], document["reps"]) == (0, 0, [])


def test_the_moves_are_listed(run):
    code, out, _ = run("moves")
    assert code == 0
    assert all(name in out for name in ("back-extension", "hip-abduction"))


def test_the_version_is_printed(run):
    assert run("--version") == (0, f"coach {coach.__version__}\n", "")


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("check", "--help"), ("models", "--help"), ("run", "--help")])
def test_help_is_printed_on_request(run, words):
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    assert out.startswith("Usage: coach")


@pytest.mark.parametrize("words", [(), ("history",), ("moves",), ("models",), ("routines",), ("check",), ("log",)])
def test_help_has_whole_sentences_and_no_types_of_python(run, words):
    _, out, _ = run(*words, "--help")
    listed = out.split("Commands:")[-1].splitlines() if "Commands:" in out else []
    assert not [line for line in listed if line.endswith("...")]
    assert "<" not in out
    assert "[[" not in out


def test_a_wrong_word_points_to_the_help_of_its_command(run):
    assert run("history", "show")[2] == "coach: missing argument 'SESSION'; see coach history show --help\n"
    assert run("history", "--last")[2] == "coach: option '--last' requires an argument; see coach history --help\n"
    assert run("moves", "show", "x", "--lang")[2].endswith("; see coach moves show --help\n")
    assert run("chek")[2] == "coach: no such command 'chek'. Did you mean 'check'? See coach --help\n"


def test_help_names_every_exit_code(run):
    _, out, _ = run("--help")
    codes = {0, 1, 2, 70, 130} | {kind.exit_code for kind in (SourceError, ModelError, DataFileError, RecordingError)}
    words = " ".join(out.split())
    for code in codes:
        assert f" {code} " in words[words.index("Exit codes") :]


# What goes wrong


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--hold", "nan"), "nan is not a number of seconds from 0 up"),
        (("--hold", "inf"), "inf is not a number of seconds"),
        (("--hold", "-1"), "-1 is not a number of seconds"),
        (("--hold", "five"), "five is not a number of seconds"),
        (("--hold", "1e9"), "hold"),
        (("--hold", ""), "is not a number of seconds"),
        (("--reps", "0"), "0 is not a whole number from 1 to 100000"),
        (("--reps", "2.5"), "2.5 is not a whole number"),
        (("--reps", "²"), "² is not a whole number"),
        (("--reps", "9" * 30), "reps"),
        (("--target", "nan"), "nan is not a number of degrees"),
        (("--target", "400"), "target"),
        (("--side", "up"), "'up' is not one of 'left', 'right'"),
        (("--rate", "0"), "0 is not a number above 0"),
        (("--rate", "2"), "the rate is a number of frames per second from 5 up, not 2"),
        (("--rate", "15", "--every-frame"), "exclude each other"),
        (("--from", "-0.5"), "-0.5 is not a number of seconds"),
        (("--from", "5", "--to", "4"), "ends at 4 s, which is not after its start at 5 s"),
        (("--to", "0"), "ends at 0 s"),
        (("--hodl", "5"), "--hodl"),
        (("--hold",), "--hold"),
        (("--json", "{folder}"), "is not a file in an existing folder"),
        (("--json", "{folder}/nowhere/out.json"), "is not a file in an existing folder"),
        (("--json", "{video}"), "would overwrite the input"),
        (("--record", "{video}"), "would overwrite the input"),
        (("--record", "{folder}/one", "--json", "{folder}/one"), "name the same file"),
        (("{folder}/other.mp4", "--record", "{folder}/one"), "--record needs a single video"),
        (("{folder}/other.mp4", "--annotate", "{folder}/a.mp4"), "--annotate needs a single video"),
        (("--annotate", "{video}"), "would overwrite the input"),
        (("--annotate", "{folder}/a.webm"), "a.webm must end in .mp4"),
        (("--sample",), "--sample"),
    ],
)
def test_an_invalid_option_is_reported_in_one_line_and_exits_with_2(run, video, tmp_path, words, why):
    filled = [word.format(folder=tmp_path, video=video) for word in words]
    code, out, err = run("check", video, *MOVE, *filled)
    assert code == 2
    assert out == ""
    assert told_in_one_line(err)
    assert why in err


@pytest.mark.parametrize("number", [("--hold", "2"), ("--reps", "3"), ("--side", "left"), ("--target", "40")])
def test_numbers_require_a_move(run, video, number):
    code, _, err = run("check", video, *number)
    assert code == 2
    assert told_in_one_line(err)
    assert "--move" in err
    assert "hip-abduction" in err


def test_without_a_video_the_sample_is_offered(run):
    code, _, err = run("check", *MOVE)
    assert code == 2
    assert told_in_one_line(err)
    assert "--sample" in err


def test_an_unknown_move_is_reported_with_the_nearest_one(run, video):
    code, _, err = run("check", video, "--move", "hip-abducton")
    assert code == DataFileError.exit_code
    assert told_in_one_line(err)
    assert "did you mean hip-abduction" in err


def test_an_unknown_command_is_reported_with_the_nearest_one(run):
    code, _, err = run("chek")
    assert code == 2
    assert told_in_one_line(err)
    assert "check" in err


@pytest.mark.parametrize("error", [SourceError, ModelError, DataFileError, RecordingError, CoachError])
def test_each_kind_of_failure_has_its_own_code_and_one_line(run, monkeypatch, tmp_path, error):
    stand_in(monkeypatch, tmp_path, still(9), breaks=error("expected this,\nfound that; do so"), breaks_at=5)
    code, out, err = run("check", "x.mp4", *MOVE)
    assert (code, out) == (error.exit_code, "")
    assert err == "coach: expected this, found that; do so\n"


@pytest.mark.parametrize("content", [None, b"", b"no video at all"])
def test_a_file_that_is_not_a_video_is_reported_in_one_line(run, tmp_path, content):
    path = tmp_path / "x.mp4"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run("check", str(path), *MOVE)
    assert (code, out) == (SourceError.exit_code, "")
    assert told_in_one_line(err)
    assert "x.mp4" in err


def test_a_folder_without_videos_is_reported_in_one_line(run, tmp_path):
    code, _, err = run("check", str(tmp_path), *MOVE)
    assert code == SourceError.exit_code
    assert told_in_one_line(err)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x.mp4", "rtsp://127.0.0.1:1/", "concat:a|b", "pipe:0"])
def test_an_address_is_refused(run, address):
    code, _, err = run("check", address, *MOVE)
    assert code == SourceError.exit_code
    assert told_in_one_line(err)


def test_a_damaged_recording_is_reported_in_one_line(run, video, tmp_path):
    kept = tmp_path / "legs.rec"
    run("check", video, *MOVE, "--record", str(kept))
    content = bytearray(kept.read_bytes())
    content[len(content) // 3] ^= 0xFF
    kept.write_bytes(content)
    code, _, err = run("check", str(kept), *MOVE)
    assert code == RecordingError.exit_code
    assert told_in_one_line(err)


def test_one_failing_video_of_several_is_reported_and_the_others_continue(run, monkeypatch, tmp_path, script):
    made = stand_in(monkeypatch, tmp_path, script)
    opening = made.open_frames

    def open_frames(path, *rest):
        if Path(path).name == "b.mp4":
            raise SourceError("b.mp4 cannot be decoded")
        return opening(path, *rest)

    monkeypatch.setattr("coach.capture.video.VideoFile", open_frames)
    code, out, err = run("check", "a.mp4", "b.mp4", "c.mp4", *MOVE, "--json", str(tmp_path / "out.json"))
    document = json.loads((tmp_path / "out.json").read_text())
    assert code == SourceError.exit_code
    assert err == "coach: b.mp4 cannot be decoded\n"
    assert "a.mp4" in out
    assert "c.mp4" in out
    assert [each["video"]["name"] for each in document["results"]] == ["a.mp4", "c.mp4"]
    assert document["failed"] == [{"name": "b.mp4", "error": "b.mp4 cannot be decoded"}]


def test_failures_of_several_kinds_end_with_1(run, monkeypatch, tmp_path, script):
    stand_in(monkeypatch, tmp_path, script)

    def open_frames(path, *rest):
        raise {"a.mp4": SourceError, "b.mp4": ModelError}[path](path)

    monkeypatch.setattr("coach.capture.video.VideoFile", open_frames)
    assert run("check", "a.mp4", "b.mp4", *MOVE)[0] == CoachError.exit_code


def test_a_results_file_that_cannot_be_written_is_reported_in_one_line(run, video, tmp_path):
    (tmp_path / "out.json.part").mkdir()
    code, out, err = run("check", video, *MOVE, "--json", str(tmp_path / "out.json"))
    assert code == CoachError.exit_code
    assert told_in_one_line(err)
    assert "attempts" in out


def test_ctrl_c_ends_in_one_line_and_leaves_a_readable_recording(run, monkeypatch, tmp_path, script):
    made = stand_in(monkeypatch, tmp_path, script, breaks=KeyboardInterrupt(), breaks_at=120)
    kept = tmp_path / "legs.rec"
    code, out, err = run("check", "legs.mp4", *MOVE, "--record", str(kept))
    assert (code, out) == (130, "")
    assert told_in_one_line(err)
    assert str(kept) in err
    assert Recording(kept).frames == 120
    assert made.all_closed


def test_ctrl_c_among_several_videos_ends_them_all(run, monkeypatch, tmp_path, script):
    made = stand_in(monkeypatch, tmp_path, script, breaks=KeyboardInterrupt(), breaks_at=3)
    code, _, err = run("check", "a.mp4", "b.mp4", *MOVE)
    assert code == 130
    assert told_in_one_line(err)
    assert len(made.opened) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows tells of it in another way")
@pytest.mark.parametrize("words", [("moves",), ("--help",), ("--version",)])
def test_a_closed_pipe_ends_the_program_quietly(words):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "coach", *words]
    with os.fdopen(writing, "wb") as nobody_reads:
        done = subprocess.run(command, stdout=nobody_reads, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (CoachError.exit_code, b"")


def test_the_command_line_loads_no_heavy_library():
    heavy = "{'numpy', 'cv2', 'mediapipe', 'rich'}"
    script = f"import sys, coach.cli.commands; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_a_python_that_lacks_a_module_is_reported_with_its_package():
    # Without `site`, Python finds nothing that was installed.
    command = [sys.executable, "-S", "-m", "coach", "moves"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == CoachError.exit_code
    assert told_in_one_line(done.stderr)
    assert "python3 -m coach.install" in done.stderr


def test_the_module_can_be_run(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "coach", "--version"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == f"coach {coach.__version__}\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_name_that_is_not_text_does_not_end_the_program(tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mp4")
    command = [sys.executable, "-m", "coach", "check", name, *MOVE]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == SourceError.exit_code
    assert b"Traceback" not in done.stderr


# Models and bars


def test_the_default_model_heads_the_list(run):
    code, out, _ = run("models")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if not line.startswith(" ")] == ["full", "lite", "heavy"]


def test_downloading_a_model_prints_its_path(run, monkeypatch, tmp_path):
    monkeypatch.setattr("coach.estimate.models.get", lambda name, progress: tmp_path / f"{name}.task")
    code, out, err = run("models", "get", "lite")
    assert (code, err) == (0, "")
    assert out == f"Pose model lite: {tmp_path / 'lite.task'}\n"


def test_a_model_that_cannot_be_downloaded_is_reported_in_one_line(run, monkeypatch):
    def offline(name, progress):
        raise ModelError("nothing answers; connect and try again")

    monkeypatch.setattr("coach.estimate.models.get", offline)
    assert run("models", "get") == (ModelError.exit_code, "", "coach: nothing answers; connect and try again\n")


def test_an_unknown_model_is_reported_in_one_line(run):
    code, _, err = run("models", "get", "huge")
    assert code == ModelError.exit_code
    assert told_in_one_line(err)


def test_a_missing_model_is_reported_with_the_download_command(run, monkeypatch, video):
    def find(name=None):
        raise ModelError("the pose model full is not installed; download it once with: coach models get full")

    monkeypatch.setattr("coach.estimate.models.find", find)
    code, _, err = run("check", video, *MOVE)
    assert code == ModelError.exit_code
    assert told_in_one_line(err)
    assert "coach models get" in err


def test_on_a_terminal_a_bar_follows_the_check_and_leaves_the_report_alone(run, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, still(30), duration_s=1.2)
    quiet = run("check", "legs.mp4", *MOVE)
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("coach.cli.progress.EVERY_S", 0.0)
    code, out, err = run("check", "legs.mp4", *MOVE)
    assert code == quiet[0]
    assert "100%" not in quiet[2]
    assert "legs.mp4" in err
    assert "97%" in err
    assert "97%" not in out


def test_on_a_terminal_a_bar_follows_the_bytes_of_a_model(run, monkeypatch, tmp_path):
    def get(name, progress):
        progress(2_000_000, 8_000_000)
        return tmp_path / "full.task"

    monkeypatch.setattr("coach.estimate.models.get", get)
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    assert "2.0/8.0 MB" in run("models", "get")[2]


# With the true estimator


@pytest.mark.model
def test_a_clip_is_checked_from_any_folder_without_extra_output(tmp_path):
    clip = ROOT / "tests" / "clips" / "tiny-hip-abduction-left.mp4"
    coach_check = [sys.executable, "-m", "coach", "check", *MOVE, "--hold", "2", "--to", "6"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for words in ([str(clip), "--record", "legs.rec", "--json", "a.json"], ["legs.rec", "--json", "b.json"]):
        done = subprocess.run([*coach_check, *words], capture_output=True, cwd=tmp_path, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"1 of 1 attempt counted" in done.stdout
    document = json.loads((tmp_path / "a.json").read_text())
    assert [rep["side"] for rep in document["reps"]] == ["left"]
    assert document["video"]["name"] == clip.name
    assert (tmp_path / "b.json").read_text() == (tmp_path / "a.json").read_text()


@pytest.mark.model
@pytest.mark.slow
def test_a_video_is_annotated_as_the_move_that_was_recognised(tmp_path, capsys):
    video = tmp_path / "seen.mp4"
    assert main(["check", "tests/clips/tiny-hip-abduction-left.mp4", "--annotate", str(video)]) == 0
    assert "hip-abduction (lying" in " ".join(capsys.readouterr().out.split())
    assert video.stat().st_size > 0


def test_a_video_of_several_moves_requires_a_choice(tmp_path, capsys, monkeypatch):
    found = [SimpleNamespace(move=SimpleNamespace(id=name)) for name in ("hip-abduction", "knee-to-chest")]
    monkeypatch.setattr("coach.app.batch.task.Task.run", lambda *args, **how: found)
    clip = "tests/clips/tiny-hip-abduction-left.mp4"
    assert main(["check", clip, "--annotate", str(tmp_path / "seen.mp4")]) == 2
    assert "the video has several: hip-abduction, knee-to-chest; choose one with --move" in capsys.readouterr().err
