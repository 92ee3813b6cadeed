"""Accidental damage to a recording."""

from itertools import pairwise

import pytest

from coach.errors import RecordingError
from coach.store.recording import Recording
from tests.store.forging import FRAMES, KEPT, content_of, heads, opened
from tests.store.making import same


def test_a_recording_cut_anywhere_in_its_last_chunk_gives_those_before(tmp_path):
    content = content_of(tmp_path / "kept")
    last, end = heads(content)[-3:-1]
    for size in range(last, end):
        recording = opened(tmp_path / "cut", content[:size])
        assert recording.torn
        assert same(recording, KEPT[:8])


def test_a_recording_cut_anywhere_after_its_last_chunk_gives_all_and_is_torn(tmp_path):
    content = content_of(tmp_path / "kept")
    for size in range(heads(content)[-2], len(content)):
        recording = opened(tmp_path / "cut", content[:size])
        assert recording.torn
        assert same(recording, KEPT)


def test_a_recording_cut_anywhere_gives_a_prefix(tmp_path):
    content = content_of(tmp_path / "kept")
    starts = heads(content)
    for size in range(starts[0], len(content)):
        whole = sum(start <= size for start in starts[1:-1]) * FRAMES
        assert same(opened(tmp_path / "cut", content[:size]), KEPT[:whole])


def test_a_recording_cut_in_its_header_is_damaged(tmp_path):
    content = content_of(tmp_path / "kept")
    for size in range(8, heads(content)[0]):
        with pytest.raises(RecordingError, match="damaged at byte 0"):
            opened(tmp_path / "cut", content[:size])


def test_a_wrong_byte_anywhere_in_the_last_chunk_ends_the_reading_before_it(tmp_path):
    content = content_of(tmp_path / "kept")
    last, end = heads(content)[-3:-1]
    for at in range(last, end):
        wrong = bytearray(content)
        wrong[at] ^= 0x10
        recording = opened(tmp_path / "wrong", wrong)
        assert recording.torn
        assert same(recording, KEPT[:8])


def test_a_wrong_byte_anywhere_before_is_damage(tmp_path):
    content = content_of(tmp_path / "kept")
    for at in range(8, heads(content)[-3]):
        wrong = bytearray(content)
        wrong[at] ^= 0x10
        with pytest.raises(RecordingError, match=r"damaged|version"):
            opened(tmp_path / "wrong", wrong)


@pytest.mark.parametrize("size", [1, 40, 5000, 500_000])
def test_a_tail_of_zeros_as_a_power_cut_leaves_it_is_torn(tmp_path, size):
    content = content_of(tmp_path / "kept")
    recording = opened(tmp_path / "cut", content[: heads(content)[-3]] + bytes(size))
    assert recording.torn
    assert same(recording, KEPT[:8])


def test_a_tail_longer_than_any_chunk_is_damage(tmp_path):
    content = content_of(tmp_path / "kept")
    with pytest.raises(RecordingError, match="damaged"):
        opened(tmp_path / "wrong", content[: heads(content)[-3]] + bytes(5_000_000))


@pytest.mark.parametrize(
    "order",
    [
        (0, 2),  # one is lost
        (0, 1, 1, 2),  # one is there twice
        (1, 0, 2),  # two have changed places
        (1, 2),  # the first is lost
        (0, 1, 3),  # the last is lost, the end is there
    ],
)
def test_chunks_out_of_order_are_damage(tmp_path, order):
    content = content_of(tmp_path / "kept")
    starts = heads(content)
    chunks = [content[start:end] for start, end in pairwise(starts)]
    with pytest.raises(RecordingError, match="does not follow"):
        opened(tmp_path / "wrong", content[: starts[0]] + b"".join(chunks[i] for i in order))


def test_two_recordings_in_one_file_are_damage(tmp_path):
    content = content_of(tmp_path / "kept")
    with pytest.raises(RecordingError, match="follows its end"):
        opened(tmp_path / "wrong", content + content)


def test_an_error_has_the_file_and_the_position(tmp_path):
    content = bytearray(content_of(tmp_path / "kept"))
    second = heads(content)[1]
    content[second + 60] ^= 1
    with pytest.raises(RecordingError) as caught:
        opened(tmp_path / "wrong", content)
    assert str(caught.value) == (
        f"{tmp_path / 'wrong'} is damaged at byte {second}: its checksum does not match; "
        "take another copy or record it again"
    )


@pytest.mark.parametrize("name", ["missing", "null\0byte", "."])
def test_a_path_that_is_not_a_file_is_reported(tmp_path, name):
    with pytest.raises(RecordingError, match=r"cannot be read|not a file"):
        Recording(tmp_path / name)


def test_a_recording_that_shrinks_while_it_is_read_is_damage(tmp_path):
    content = content_of(tmp_path / "kept")
    recording = opened(tmp_path / "file", content)
    (tmp_path / "file").write_bytes(content[: heads(content)[2]])
    with pytest.raises(RecordingError, match="cut off since it was opened"):
        list(recording)
