"""Malicious recordings: reading one ends in moments or in one sentence, and takes little memory."""

import random
import struct
import tracemalloc
import zlib
from itertools import pairwise

import pytest

from coach.errors import RecordingError
from coach.store.header import MAX_JSON
from coach.store.recording import Recording, RecordingWriter
from tests.store.forging import HEAD, KEPT, chunk, content_of, header, heads, opened
from tests.store.making import moments, same


def read(path, content):
    """All moments of a file, and how it came out."""
    recording = opened(path, content)
    found = list(recording)
    assert len(found) == recording.frames
    assert all(earlier.t < later.t for earlier, later in pairwise(found))
    return found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is not a landmark recording"),
        (b"\x89COACH\n\n" + bytes(100), "is not a landmark recording"),  # sent as text
        (b"\0\0\0\x20ftypisom" + bytes(100), "is not a landmark recording"),
        (header(version=2), "of version 2, and this program reads version 1"),
        (header(version=0), "of version 0"),
        (header(b""), "not JSON"),
        (header(b"[]"), "not a flat object"),
        (header(b"\xff{}"), "not JSON"),
        (header(b"[" * 60_000), "not JSON"),  # nested deeper than Python goes
        (header(b'{"source": "", "model_sha256": "", "mirrored": 1}'), "lacks"),
        (header(b'{"source": "", "model_sha256": ""}'), "lacks"),
        (header(b'{"source": "", "model_sha256": "", "mirrored": true, "about.fps": [1]}'), "not a flat object"),
        (header(b'{"source": "", "model_sha256": "", "mirrored": true, "about.fps": NaN}'), "not JSON"),
        (header(length=2**32 - 1), "its header is cut off"),
        (header(length=MAX_JSON + 1), "its header is cut off"),
    ],
)
def test_a_file_that_is_not_a_recording_is_reported_in_one_sentence(tmp_path, content, expected):
    with pytest.raises(RecordingError, match=expected) as caught:
        opened(tmp_path / "file", content)
    assert "\n" not in str(caught.value)


def packed(*parts):
    return zlib.compress(b"".join(parts))


BOMB = zlib.compress(bytes(200_000_000), 1)
POSE = struct.pack("<2I", 640, 360) + bytes(4 * 264)


@pytest.mark.parametrize(
    "content",
    [
        chunk(b"no zlib"),
        chunk(packed(struct.pack("<d", 0))),  # too short
        chunk(packed(struct.pack("<d", 0), b"\0\0")),  # too long
        chunk(packed(struct.pack("<d", 0), b"\0") + b"more"),  # something behind it
        chunk(packed(struct.pack("<d", 0), b"\0")[:-1]),  # its end is missing
        chunk(packed(struct.pack("<d", 0), b"\1")),  # a pose that is not there
        chunk(packed(struct.pack("<d", 0), b"\2")),  # neither there nor not
        chunk(packed(struct.pack("<d", 0), POSE, b"\0"), poses=1),  # a pose for nobody
        chunk(packed(struct.pack("<d", 0), struct.pack("<2I", 0, 360), POSE[8:], b"\1"), poses=1),  # no width
        chunk(packed(struct.pack("<d", 1), b"\0")),  # another instant than the head's
        chunk(packed(struct.pack("<3d", 0, 2, 1), b"\0\0\0"), frames=3, last=1.0),  # back in time
        chunk(packed(struct.pack("<3d", 0, 0, 1), b"\0\0\0"), frames=3, last=1.0),  # standing still
        chunk(packed(struct.pack("<3d", 0, float("nan"), 1), b"\0\0\0"), frames=3, last=1.0),
    ],
)
def test_a_chunk_with_sound_checksums_and_a_wrong_payload_is_damage(tmp_path, content):
    with pytest.raises(RecordingError, match="damaged at byte"):
        list(opened(tmp_path / "file", header() + content))


@pytest.mark.parametrize(
    "content",
    [
        chunk(b"", frames=0),
        chunk(b"", frames=4097),
        chunk(b"", frames=1, poses=2),
        chunk(b"", length=2**32 - 1),
        chunk(b"", first=1.0, last=0.0),
        chunk(b"", first=float("nan"), last=float("nan")),
        chunk(b"", last=float("inf")),
        chunk(b"", tag=b"WHAT"),
        chunk(b"{}", tag=b"DONE"),  # an end with frames
        chunk(b"{", tag=b"DONE", frames=0),
        chunk(b"", tag=b"DONE", frames=0, length=MAX_JSON + 1),
    ],
)
def test_an_invalid_chunk_head_is_a_torn_tail(tmp_path, content):
    recording = opened(tmp_path / "file", header() + content)
    assert recording.torn
    assert list(recording) == []


def test_a_chunk_that_goes_back_in_time_is_damage(tmp_path):
    later = chunk(packed(struct.pack("<d", 5), b"\0"), first=5.0, last=5.0)
    with pytest.raises(RecordingError, match="does not follow"):
        opened(
            tmp_path / "file",
            header() + later + chunk(packed(struct.pack("<d", 5), b"\0"), number=1, first=5.0, last=5.0),
        )


@pytest.mark.parametrize(
    "content",
    [
        header() + chunk(BOMB, frames=4096),  # a bomb
        header() + chunk(BOMB, frames=4096, poses=4096, last=1.0),
        header() + chunk(b"", frames=4096, poses=4096, length=4_400_000),  # claims more than there is
        header(length=2**32 - 1),
        header() + b"LMRK" * 100_000,
    ],
)
def test_no_file_takes_more_memory_than_a_chunk_may(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    del content
    tracemalloc.start()
    try:
        found = list(Recording(tmp_path / "file"))
    except RecordingError:
        found = []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == []
    assert peak < 20_000_000


def test_reading_holds_one_chunk_at_a_time(tmp_path):
    with RecordingWriter(tmp_path / "kept") as writer:
        for moment in moments(3000):
            writer.write(moment)
    tracemalloc.start()
    count = sum(1 for _ in Recording(tmp_path / "kept"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3000
    assert peak < 1_000_000  # the poses alone are over 3 MB


def mutated(content, chance):
    """Return a damaged file: bytes flipped, removed, inserted, repeated or copied from elsewhere."""
    wrong = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at, size = chance.randrange(len(wrong)), chance.choice((1, 1, 2, 4, 8, 40, 300))
        match chance.randrange(6):
            case 0:
                wrong[at] ^= 1 << chance.randrange(8)
            case 1:
                wrong[at : at + size] = chance.randbytes(size)
            case 2:
                del wrong[at + 1 : at + size]
            case 3:
                wrong[at:at] = chance.randbytes(size)
            case 4:
                other = chance.randrange(len(wrong))
                wrong[at : at + size] = wrong[other : other + size]
            case 5:
                del wrong[at + 1 :]
    return bytes(wrong)


def resealed(content, chance):
    """A malicious file whose wrong payloads and heads have valid checksums."""
    starts = heads(content)
    parts = [content[: starts[0]]]
    for start, end in pairwise(starts):
        tag, number, frames, poses, _, first, last, _ = HEAD.unpack_from(content, start)
        payload = content[start + 40 : end]
        if chance.random() < 0.5 and tag == b"LMRK":
            payload = zlib.compress(mutated(zlib.decompress(payload), chance), 1)
        elif chance.random() < 0.5:
            payload = mutated(payload, chance)
        if chance.random() < 0.2:
            frames, poses = chance.choice((frames, poses, 0, 4096, 65535)), chance.choice((frames, poses, 0, 4096))
        if chance.random() < 0.1:
            first, last = chance.choice((first, last, -1e308)), chance.choice((first, last, 1e308, float("nan")))
        parts.append(chunk(payload, tag=tag, number=number, frames=frames, poses=poses, first=first, last=last))
    return b"".join(parts)


@pytest.mark.parametrize(("wrong", "seed"), [(way, seed) for way in (mutated, resealed) for seed in range(10)])
def test_any_damage_ends_in_moments_or_a_recording_error(tmp_path, wrong, seed):
    chance = random.Random(seed)
    content = content_of(tmp_path / "kept")
    refused = []
    for _ in range(150):
        try:
            read(tmp_path / "wrong", wrong(content, chance))
        except RecordingError as error:
            refused.append(str(error))
    assert len(refused) > 30
    assert not any("\n" in message for message in refused)


@pytest.mark.parametrize("seed", range(10))
def test_moments_read_from_a_damaged_file_are_its_first_ones(tmp_path, seed):
    chance = random.Random(seed)
    content = content_of(tmp_path / "kept")
    for _ in range(100):
        try:
            found = read(tmp_path / "wrong", mutated(content, chance))
        except RecordingError:
            continue
        assert same(found, KEPT[: len(found)])
