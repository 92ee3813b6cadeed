import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.capture.reader import VideoReader, instants
from coach.capture.video import VideoFile
from coach.errors import SourceError
from tests.capture.video_files import cut, write_video


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:1,\nb.ts\n#EXT-X-ENDLIST\n"),
        ("a.ffconcat", "ffconcat version 1.0\nfile b.ts\n"),
    ],
)
def test_playlists_are_not_followed(tmp_path, name, content):
    write_video(tmp_path / "b.ts")
    listing = tmp_path / name
    listing.write_text(content)
    with av.open(str(listing)) as container:  # FFmpeg without the whitelist opens it
        assert container.streams.video
    with pytest.raises(SourceError):
        VideoReader(listing)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no colon in a file name")
def test_a_file_name_like_an_ffmpeg_protocol_is_read_as_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_video(tmp_path / "b.mp4")
    write_video(tmp_path / "concat:b.mp4", (0.0, 0.04, 0.08))
    with VideoFile(Path("concat:b.mp4")) as frames:
        assert sum(1 for _ in frames) == 3


def test_damaged_videos_print_nothing_to_stderr(tmp_path):
    whole = write_video(tmp_path / "a.mp4", options={"movflags": "faststart"})
    headless = cut(write_video(tmp_path / "b.mp4"), 0.5)
    holed = write_video(tmp_path / "c.mp4", codec="libx264", options={"movflags": "faststart"})
    content = holed.read_bytes()
    holed.write_bytes(content[: len(content) // 2] + bytes(range(256)) * 8 + content[len(content) // 2 + 2048 :])
    script = """if True:
        import sys
        from coach.capture.video import VideoFile
        from coach.errors import SourceError
        for path in sys.argv[1:]:
            try:
                print(sum(1 for frame in VideoFile(path)))
            except SourceError as error:
                print("refused")
        """
    paths = [str(path) for path in (cut(whole, 0.6), headless, holed)]
    done = subprocess.run([sys.executable, "-c", script, *paths], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "refused" in done.stdout


def test_an_mp4_knows_all_frame_times(tmp_path):
    times = [*(n / 10 for n in range(10)), *(1 + n / 25 for n in range(26))]
    assert instants(write_video(tmp_path / "a.mp4", times, sound_s=1.0)) == pytest.approx(np.array(times))


@pytest.mark.parametrize("options", [None, {"movflags": "frag_keyframe+empty_moov"}])
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_other_videos_do_not_know_their_frame_times(tmp_path, suffix, options):
    known = instants(write_video(tmp_path / f"a.{suffix}", options=options))
    assert (known is not None) == (suffix == "mp4" and options is None)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    return write_video(tmp_path_factory.mktemp("whole") / "a.mp4").read_bytes()


@given(table=st.binary(max_size=40))
def test_a_damaged_time_table_never_decreases(content, tmp_path_factory, table):
    path = tmp_path_factory.mktemp("spoilt") / "a.mp4"
    at = content.index(b"stts") + 4
    path.write_bytes(content[:at] + table + content[at + len(table) :])
    try:
        known = instants(path)
    except SourceError:
        return
    assert known is None or (np.isfinite(known).all() and (np.diff(known) >= 0).all())
