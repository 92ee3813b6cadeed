"""Runs the whole program under a filter that kills any process that creates an internet socket."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from coach.errors import SourceError
from tests.capture.video_files import write_video
from tests.fakes.filtered import KILLED_BY_THE_FILTER, coach, filtered, under_seccomp

pytestmark = under_seccomp

CLIPS = Path(__file__).parent.parent / "clips"
VIDEO = str(CLIPS / "tiny-hip-abduction-left.mp4")
ONE = ("--move", "hip-abduction", "--reps", "2", "--hold", "2", "--side", "left")

CONNECTING = """if True:
    import socket
    socket.socket(socket.AF_INET6 if sys.argv[1:] else socket.AF_INET)
    """

CHILD = """if True:
    import subprocess
    done = subprocess.run([sys.executable, "-c", "import socket; socket.socket()"])
    print(done.returncode)
    """


def test_the_filter_kills_a_process_that_connects_and_its_children():
    assert filtered(CONNECTING).returncode == KILLED_BY_THE_FILTER
    assert filtered(CONNECTING, "6").returncode == KILLED_BY_THE_FILTER
    assert filtered(CHILD).stdout == f"{KILLED_BY_THE_FILTER}\n"


FETCHED = re.compile(
    r"""(?:<(?:script|link|img|iframe|video|source|audio|object|embed)[^>]*\s(?:src|href|data)|url\()\s*=?\s*"""
    r"""["']?(?:https?:)?//[^"'\s>]*""",
    re.IGNORECASE,
)
"""External resources that a browser would load for a page."""


def well(done):
    assert done.returncode == 0, done.stderr[-600:]
    return done.stdout


@pytest.mark.model
@pytest.mark.slow
def test_a_session_and_its_files_connect_nowhere_and_are_private(tmp_path):
    data, kept = tmp_path / "data", tmp_path / "kept.landmarks"
    session = (
        "run",
        "--no-window",
        "--yes",
        *ONE,
        "--camera",
        VIDEO,
        "--speed",
        "inf",
        "--record",
        str(kept),
        "--voice",
        "counts",
    )
    assert "2 repetitions" in " ".join(well(coach(*session, "--data", str(data))).split())
    assert len(json.loads(well(coach("export", "--data", str(data))))["sessions"]) == 1
    well(coach("export", "--format", "csv", "--output", str(tmp_path / "kept.csv"), "--data", str(data)))
    results, video = tmp_path / "results.json", tmp_path / "seen.mp4"
    check = ("check", VIDEO, "--move", "hip-abduction", "--hold", "2", "--to", "3")
    well(coach(*check, "--json", str(results), "--annotate", str(video)))
    assert json.loads(well(coach("check", str(kept), "--move", "hip-abduction")) and results.read_text())["schema"] == 1
    well(coach("review", "--no-open", "--data", str(data)))
    well(coach("report", str(kept), "--move", "hip-abduction", "--no-open", "--data", str(data)))
    pages = sorted(data.rglob("*.html"))
    assert [name.partition("-")[0].partition(".")[0] for name in (path.name for path in pages)] == ["report", "review"]
    assert [fetched for page in pages for fetched in FETCHED.findall(page.read_text("utf-8"))] == []
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"history.sqlite3", "kept.landmarks", "kept.csv", "results.json", "seen.mp4"} <= {path.name for path in made}
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_read_only_commands_connect_nowhere(tmp_path):
    script = """if True:
        from coach.cli import main
        for words in ("moves", "moves show hip-abduction", "routines", "cameras", "models", "about"):
            assert main(words.split()) == 0, words
        main(["doctor", "--camera", "/dev/null", "--data", sys.argv[1]])
        """
    assert "FIX" in well(filtered(script, str(tmp_path / "data")))


PACKAGES = "av, cv2, flatbuffers, jinja2, numpy, platformdirs, plotly.graph_objects, pydantic, rich, typer"


def test_importing_the_dependencies_connects_nowhere():
    well(filtered(f"import {PACKAGES}\nimport distributed, playwright.sync_api, psutil"))


def test_loading_the_engine_connects_nowhere():
    well(filtered("from coach.estimate import runtime; runtime.load()"))


def test_a_network_camera_is_connected_to_only_if_named(tmp_path):
    done = coach("run", "--no-window", "--yes", "--voice", "off", *ONE, "--data", str(tmp_path), "--camera",
                 "http://me:geheim@127.0.0.1:9/video")  # fmt: skip
    assert done.returncode == KILLED_BY_THE_FILTER
    assert "geheim" not in done.stdout + done.stderr


# Playlists. A reader that followed one would create a socket, or open the video in the same folder.

NAMING = {
    "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{there}\n#EXT-X-ENDLIST\n",
    "list.ffconcat": "ffconcat version 1.0\nfile '{there}'\n",
    "list.mpd": '<?xml version="1.0"?><MPD><BaseURL>{there}</BaseURL></MPD>',
    "list.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    "list.pls": "[playlist]\nFile1={there}\n",
    "list.xspf": '<?xml version="1.0"?><playlist><location>{there}</location></playlist>',
    "list.avs": 'AVISource("{there}")\n',
}


@pytest.mark.parametrize("disguised", [False, True], ids=["by its own name", "named as a video"])
def test_a_playlist_is_refused_and_not_followed(tmp_path, disguised):
    inside = write_video(tmp_path / "inside.mp4")
    names: list[str] = []
    for there in ("http://127.0.0.1:9/a.ts", str(inside), "file:inside.mp4"):
        for number, (name, text) in enumerate(NAMING.items()):
            path = tmp_path / (f"{number}-{len(names)}.mp4" if disguised else f"{len(names)}-{name}")
            path.write_text(text.format(there=there))
            names.append(str(path))
    done = coach("check", "--move", "hip-abduction", *names)
    assert done.returncode == SourceError.exit_code
    assert done.stderr.count("\n") == len(names)
    assert "attempts" not in done.stdout


def elsewhere(path, there):
    """Write an MP4 whose media data are declared to be in another file, as QuickTime allows."""
    write_video(path)
    content = path.read_bytes()
    at = content.index(b"dref") - 4
    url = b"\0\0\0\0" + there.encode() + b"\0"  # without the flag for this file
    entry = (8 + len(url)).to_bytes(4, "big") + b"url " + url
    old = int.from_bytes(content[at : at + 4], "big")
    dref = (16 + len(entry)).to_bytes(4, "big") + b"dref" + bytes(4) + (1).to_bytes(4, "big") + entry
    grown, content = len(dref) - old, bytearray(content[:at] + dref + content[at + old :])
    for box in (b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        place = content.rindex(box, 0, at) - 4
        content[place : place + 4] = (int.from_bytes(content[place : place + 4], "big") + grown).to_bytes(4, "big")
    path.write_bytes(content)
    return str(path)


def test_a_video_that_refers_to_another_file_is_not_followed(tmp_path):
    hidden = write_video(tmp_path / "hidden.mp4")
    names = [
        elsewhere(tmp_path / f"{n}.mp4", there)
        for n, there in enumerate(("http://127.0.0.1:9/a.mp4", f"file://{hidden}", str(hidden)))
    ]
    script = """if True:
        from coach.capture.video import VideoFile
        from coach.errors import SourceError
        for name in sys.argv[1:]:
            try:
                with VideoFile(name) as frames:
                    print("own images" if sum(1 for frame in frames) else "none")
            except SourceError:
                print("refused")
        """
    done = filtered(script, *names)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split("\n")) <= {"own images", "refused", ""}


def test_an_address_is_not_a_video():
    addresses = ("http://127.0.0.1:9/a.mp4", "tcp://127.0.0.1:9", "rtp://127.0.0.1:9", "ftp://x/a")
    done = coach("check", *addresses, "--move", "hip-abduction")
    assert done.returncode == SourceError.exit_code
    assert done.stderr.count("is an address") == len(addresses)


def test_a_video_can_be_read_under_the_filter(tmp_path):
    write_video(tmp_path / "a.mp4")
    script = "from coach.capture.video import VideoFile; print(sum(1 for frame in VideoFile(sys.argv[1])))"
    assert well(filtered(script, str(tmp_path / "a.mp4"))) == "25\n"
