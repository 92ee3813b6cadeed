"""Interruptions while a session is recorded."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import coach
from coach.errors import RecordingError
from coach.store import new_file
from coach.store.recording import Recording, RecordingWriter
from coach.stream import Moment
from tests.store.forging import KEPT
from tests.store.making import moments, same


def run(code, path):
    """Start Python with ``coach`` and ``tests`` importable and the path in ``sys.argv[1]``."""
    root = Path(coach.__file__).parent.parent
    return subprocess.Popen(
        [sys.executable, "-c", code, os.fspath(path)], cwd=root, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    )


ENDLESS = """
import itertools, sys
from coach.store.recording import RecordingWriter
from coach.stream import Moment
from tests.store.making import pose
writer = RecordingWriter(sys.argv[1], chunk_frames=8)
for i in itertools.count():
    writer.write(Moment(i * 0.04, pose(i % 50)))
    print(i, flush=True)
"""


@pytest.mark.parametrize("after", [1, 30, 77])
def test_a_killed_session_leaves_all_but_its_last_chunk(tmp_path, after):
    with run(ENDLESS, tmp_path / "kept") as session:
        for _ in range(after):
            assert session.stdout.readline()
        session.kill()
    recording = Recording(tmp_path / "kept")
    assert recording.torn
    assert recording.frames % 8 == 0
    assert recording.frames > after - 8
    expected = moments(50)
    assert all(same([found], [Moment(i * 0.04, expected[i % 50].pose)]) for i, found in enumerate(recording))


FULL = """
import resource, sys
from coach.errors import RecordingError
from coach.store.recording import RecordingWriter
from tests.store.making import moments
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    with RecordingWriter(sys.argv[1], chunk_frames=8) as writer:
        for moment in moments(100):
            writer.write(moment)
except RecordingError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_full_disk_is_reported_and_leaves_a_readable_recording(tmp_path):
    with run(FULL, tmp_path / "kept") as session:
        output = session.stdout.read().decode()
    assert (
        output == f"{tmp_path / 'kept'} cannot be continued (file too large); everything written before is readable\n"
    )
    assert (tmp_path / "kept").stat().st_size == 20_000
    recording = Recording(tmp_path / "kept")
    assert recording.torn
    assert recording.frames >= 8
    assert same(recording, moments(recording.frames))


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_an_interrupted_chunk_leaves_the_earlier_chunks(tmp_path, monkeypatch, stop):
    def half(file, content, *, sync=True):
        file.write(content[: len(content) // 2])
        raise stop

    writer = RecordingWriter(tmp_path / "kept", chunk_frames=4)
    for moment in KEPT[:7]:
        writer.write(moment)
    monkeypatch.setattr(new_file, "write_all", half)
    with pytest.raises((KeyboardInterrupt, RecordingError)):
        writer.write(KEPT[7])
    writer.close()
    recording = Recording(tmp_path / "kept")
    assert recording.torn
    assert same(recording, KEPT[:4])


def test_a_header_that_cannot_be_written_is_reported(tmp_path, monkeypatch):
    def full(file, content, *, sync=True):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(new_file, "write_all", full)
    with pytest.raises(RecordingError, match="cannot be continued \\(no space left on device\\)"):
        RecordingWriter(tmp_path / "kept")
