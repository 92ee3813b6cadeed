"""Malicious ``.npz`` files: reading one ends in moments or in one sentence, and takes little memory."""

import io
import random
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from coach.errors import RecordingError
from coach.pose import SHAPES
from coach.store.arrays import MAX_FRAMES, read_arrays, write_arrays
from tests.store.making import moments

ARRAYS = {"t": (5,), **{name: (5, *shape) for name, shape in SHAPES.items()}, "size": (2,)}


def npy(header, content=b"", *, version=1, length=None):
    """Return the bytes of one array with any header."""
    text = header.encode("latin-1") if isinstance(header, str) else header
    size = len(text) if length is None else length
    return b"\x93NUMPY" + bytes((version, 0)) + struct.pack("<H" if version == 1 else "<I", size) + text + content


def plain(name):
    """A sound array for ``name``."""
    file = io.BytesIO()
    if name == "size":
        np.save(file, np.array([640, 360]))
    else:
        np.save(file, np.arange(5.0) if name == "t" else np.full(ARRAYS[name], 0.5, np.float32))
    return file.getvalue()


def archive(path, *, method=zipfile.ZIP_DEFLATED, **changes):
    """A zip of sound arrays, but for those in ``changes``."""
    with zipfile.ZipFile(path, "w", method) as file:
        for name in ARRAYS:
            file.writestr(f"{name}.npy", changes.get(name, plain(name)))
    return path


def test_a_valid_archive_is_read(tmp_path):
    assert len(list(read_arrays(archive(tmp_path / "kept.npz")))) == 5


HUGE = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d,), }\n"


@pytest.mark.parametrize(
    "t",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\x01\x00",
        b"\x93NUMPY\x09\x00\x10\x00",
        npy(HUGE % 2**60),
        npy(HUGE % 10**400),
        npy(HUGE % (MAX_FRAMES + 1), bytes(8 * (MAX_FRAMES + 1))),
        npy(HUGE % MAX_FRAMES),  # claims more than there is
        npy(HUGE % 5, bytes(80)),  # holds more than it claims
        npy(HUGE % 5, bytes(8)),
        npy(HUGE % 5, bytes(40), length=60_000),
        npy(HUGE % 5, bytes(40), version=2, length=2**32 - 1),
        npy("{'descr': '|O', 'fortran_order': False, 'shape': (5,), }\n", b"cos\nsystem\n(S'true'\ntR."),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-5,), }\n"),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (5L,), }\n"),
        npy("{'descr': '<f99', 'fortran_order': False, 'shape': (5,), }\n"),
        npy("{'descr': ',f8', 'fortran_order': False, 'shape': (5,), }\n"),
        npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (5,), }\n"),
        npy("(" * 4000 + "\n"),
        npy(b"\xff" * 100),
    ],
)
def test_an_array_that_numpy_did_not_write_is_reported(tmp_path, t):
    with pytest.raises(RecordingError) as caught:
        read_arrays(archive(tmp_path / "kept.npz", t=t))
    assert "t is" in str(caught.value) or "t has" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_whose_growth_python_does_not_bound_are_refused(tmp_path, method):
    with pytest.raises(RecordingError, match="compressed in a way"):
        read_arrays(archive(tmp_path / "kept.npz", method=method))


def with_flag(content, flag):
    """The zip with a general purpose flag set on every file in its directory."""
    changed, at = bytearray(content), 0
    while (at := content.find(b"PK\1\2", at + 1)) >= 0:
        changed[at + 8] |= flag
    return bytes(changed)


@pytest.mark.parametrize("flag", [0x01, 0x20, 0x40])  # encrypted, patched, strongly encrypted
def test_an_encrypted_file_is_reported(tmp_path, flag):
    path = archive(tmp_path / "kept.npz")
    path.write_bytes(with_flag(path.read_bytes(), flag))
    with pytest.raises(RecordingError, match=r"compressed in a way|not a valid"):
        read_arrays(path)


def bomb(path):
    """An array that claims to be small and unpacks to 100 MB."""
    archive(path, t=npy(HUGE % 5, bytes(100_000_000)))
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\1\2")
    content[at + 24 : at + 28] = struct.pack("<I", len(npy(HUGE % 5)) + 40)
    path.write_bytes(content)


def directory(path):
    """A directory of a million files."""
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * 1_000_000, 0, 0)
    path.write_bytes(entry * 1_000_000 + end)


def far(path):
    """Return a directory that claims to take four gigabytes."""
    archive(path)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\5\6")
    content[at + 12 : at + 16] = struct.pack("<I", 2**32 - 2)
    path.write_bytes(content)


@pytest.mark.parametrize(
    "make",
    [
        bomb,
        directory,
        far,
        lambda path: archive(path, t=npy(HUGE % 12_500_000, bytes(100_000_000))),
        lambda path: archive(path, t=npy(HUGE % MAX_FRAMES, bytes(100))),
        lambda path: path.write_bytes(b"PK\3\4" + bytes(1_000_000)),
    ],
)
def test_no_file_takes_more_memory_than_its_content(tmp_path, make):
    make(tmp_path / "kept.npz")
    tracemalloc.start()
    with pytest.raises(RecordingError):
        read_arrays(tmp_path / "kept.npz")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def mutated(content, chance):
    """Return a damaged file; most often its headers are damaged."""
    wrong = bytearray(content)
    places = [
        at for mark in (b"PK\1\2", b"PK\3\4", b"PK\5\6") for at in range(len(content)) if content.startswith(mark, at)
    ]
    for _ in range(chance.choice((1, 1, 2, 5))):
        near = chance.random() < 0.7
        at = min(chance.choice(places) + chance.randrange(60) if near else chance.randrange(len(wrong)), len(wrong) - 1)
        match chance.randrange(5):
            case 0 | 1:
                wrong[at] ^= 1 << chance.randrange(8)
            case 2:
                wrong[at : at + 4] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", chance.randbytes(4)))
            case 3:
                del wrong[at + 1 : at + 1 + chance.choice((1, 4, 50, len(wrong)))]
            case 4:
                wrong[at:at] = chance.randbytes(chance.choice((1, 2, 4, 100)))
    return bytes(wrong)


@pytest.mark.parametrize("seed", [*range(5), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(5, 10))])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_any_damage_ends_in_moments_or_a_recording_error(tmp_path, method, seed):
    chance = random.Random(seed)
    content = archive(tmp_path / "kept.npz", method=method).read_bytes()
    refused = []
    for _ in range(150):
        (tmp_path / "wrong.npz").write_bytes(mutated(content, chance))
        try:
            found = list(read_arrays(tmp_path / "wrong.npz"))
        except RecordingError as error:
            refused.append(str(error))
        else:
            assert len(found) <= 5
    assert len(refused) > 30
    assert not any("\n" in message for message in refused)


@pytest.mark.parametrize("seed", range(5))
def test_damage_within_an_array_ends_in_moments_or_a_recording_error(tmp_path, seed):
    chance = random.Random(seed)
    refused = 0
    for _ in range(100):
        name = chance.choice(list(ARRAYS))
        content = bytearray(plain(name))
        content[chance.randrange(160) % len(content)] = chance.choice(b"0123456789<>f(),' \n\0\xff")
        try:
            list(read_arrays(archive(tmp_path / "wrong.npz", **{name: bytes(content)})))
        except RecordingError:
            refused += 1
    assert refused > 20


def test_truncated_arrays_are_refused(tmp_path):
    write_arrays(tmp_path / "kept.npz", moments(2))
    content = (tmp_path / "kept.npz").read_bytes()
    for size in range(0, len(content), 11):
        (tmp_path / "cut.npz").write_bytes(content[:size])
        with pytest.raises(RecordingError, match="not a valid"):
            read_arrays(tmp_path / "cut.npz")
