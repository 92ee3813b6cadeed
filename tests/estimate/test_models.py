import errno
import os
import socket
import tempfile
import time

import platformdirs
import pytest

from coach.errors import ModelError
from coach.estimate import models
from coach.resources import checkout
from tests.estimate.making import from_address, manifest


@pytest.fixture
def place(tmp_path):
    """Where models are put in the test."""
    return tmp_path / "models"


@pytest.fixture
def fetch(server, tmp_path, place):
    """Gets the model that is served in some manner."""

    def fetch(manner="whole", progress=None):
        listing = manifest(tmp_path, from_address(server.address(manner)), server.content)
        return models.get("small", progress, manifest=listing, folder=place)

    return fetch


def failure(fetch, *args):
    with pytest.raises(ModelError) as failed:
        fetch(*args)
    sentence = str(failed.value)
    assert "\n" not in sentence
    return sentence


def nothing_in(place):
    return not place.exists() or list(place.iterdir()) == []


@pytest.mark.parametrize("manner", ["whole", "nameless"])
def test_a_model_is_downloaded_completely(fetch, server, place, manner):
    assert fetch(manner) == place / "small.task"
    assert (place / "small.task").read_bytes() == server.content
    assert [path.name for path in place.iterdir()] == ["small.task"]


def test_the_progress_is_reported(fetch, server):
    updates = []
    fetch(progress=lambda done, total: updates.append((done, total)))
    assert [done for done, _ in updates] == sorted({done for done, _ in updates})
    assert updates[-1] == (len(server.content), len(server.content))
    assert len(updates) > 1


def test_an_installed_model_is_not_downloaded_again(fetch, server):
    fetch()
    fetch()
    assert server.asked == ["/whole"]


def test_a_damaged_model_is_downloaded_again(fetch, server, place):
    place.mkdir()
    (place / "small.task").write_bytes(b"damaged")
    assert fetch().read_bytes() == server.content


def test_the_default_model_is_downloaded_without_a_name(server, tmp_path, place):
    listing = manifest(tmp_path, from_address(server.address("whole")), server.content)
    assert models.get(manifest=listing, folder=place) == place / "small.task"


def test_an_unknown_name_is_reported_with_the_known_ones():
    with pytest.raises(ModelError, match="no pose model 'huge'; there are full, lite, heavy"):
        models.get("huge")


@pytest.mark.parametrize(
    ("manner", "sentence"),
    [
        ("other", "has the wrong checksum"),
        ("half", "stopped after 524288 of 1048576 bytes"),
        ("longer", "is larger than the expected 1048576 bytes"),
        ("hidden", "responded with 404 (Not Found); try again later"),
    ],
)
def test_a_bad_download_leaves_nothing_behind(fetch, place, manner, sentence):
    assert sentence in failure(fetch, manner)
    assert nothing_in(place)


def test_a_bad_download_keeps_an_existing_file(fetch, place):
    place.mkdir()
    (place / "small.task").write_bytes(b"an older one")
    failure(fetch, "half")
    assert (place / "small.task").read_bytes() == b"an older one"


def test_a_missing_connection_is_reported(tmp_path, place, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening
        listing = manifest(tmp_path, from_address(f"http://127.0.0.1:{taken.getsockname()[1]}/a"), b"content")
        with pytest.raises(ModelError, match=r"cannot be reached .*; connect to the internet and try again"):
            models.get(manifest=listing, folder=place)
    assert nothing_in(place)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "there is no disk space for the pose model in .*; free 1 MB and try again"),
        (errno.EROFS, "you have no permission to write the pose model to .*; change its permissions"),
        (errno.EACCES, "you have no permission to write the pose model to .*; change its permissions"),
        (errno.EIO, "cannot be written to .*; fix that and try again"),
    ],
)
def test_a_write_error_is_reported_and_leaves_nothing_behind(fetch, place, monkeypatch, number, sentence):
    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)  # the last call at which a full disk is reported
    with pytest.raises(ModelError, match=sentence):
        fetch()
    assert nothing_in(place)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without a disk that is always full")
def test_a_full_disk_is_reported(fetch, place, monkeypatch):
    full = place / "get-full.part"
    full.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **_: str(full))
    (full / "small.task").symlink_to("/dev/full")
    assert "there is no disk space" in failure(fetch)
    assert nothing_in(place)


def test_a_file_in_place_of_the_folder_is_reported(fetch, place):
    place.write_text("in the way")
    assert "cannot be written to" in failure(fetch)


def test_an_interrupt_leaves_nothing_behind(fetch, place):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("whole", stop)
    assert nothing_in(place)


def test_leftovers_of_a_killed_process_are_removed(fetch, place):
    old, young = place / "get-old.part", place / "get-young.part"
    for leftover in (old, young):
        leftover.mkdir(parents=True)
        (leftover / "small.task").write_bytes(b"half")
    long_ago = time.time() - 48 * 3600
    os.utime(old, (long_ago, long_ago))
    fetch()
    assert not old.exists()
    assert young.exists()  # may belong to a running process


def test_a_downloaded_model_is_found(fetch, server, tmp_path, place):
    got = fetch()
    listing = tmp_path / "manifest.toml"
    assert models.find(manifest=listing, folder=place) == models.find("small", manifest=listing, folder=place) == got


def test_a_missing_model_is_reported_with_the_download_command(tmp_path):
    with pytest.raises(ModelError, match="full is not installed; download it once with: coach models get full"):
        models.find("full", folder=tmp_path)


def test_a_damaged_model_is_reported_with_the_download_command(fetch, tmp_path, place):
    content = bytearray(fetch().read_bytes())
    content[1000] ^= 1
    (place / "small.task").write_bytes(content)
    with pytest.raises(ModelError, match="is damaged; download it again with: coach models get small"):
        models.find(manifest=tmp_path / "manifest.toml", folder=place)


def test_a_user_s_model_is_found_by_its_path(tmp_path):
    own = tmp_path / "own.task"
    own.write_bytes(b"whatever")
    assert models.find(own) == models.find(str(own)) == own


def test_a_missing_user_s_model_is_reported(tmp_path):
    with pytest.raises(ModelError, match="neither a file of that name nor one of full, lite, heavy"):
        models.find(tmp_path / "own.task")


def test_the_environment_variable_selects_the_model(tmp_path, monkeypatch):
    own = tmp_path / "own.task"
    own.write_bytes(b"whatever")
    monkeypatch.setenv("COACH_MODEL", str(own))
    assert models.find() == own


def test_a_name_overrides_the_environment_variable(fetch, tmp_path, place, monkeypatch):
    monkeypatch.setenv("COACH_MODEL", "elsewhere.task")
    got = fetch()
    assert models.find("small", manifest=tmp_path / "manifest.toml", folder=place) == got


def test_an_empty_environment_variable_is_ignored(fetch, tmp_path, place, monkeypatch):
    monkeypatch.setenv("COACH_MODEL", "")
    got = fetch()
    assert models.find(manifest=tmp_path / "manifest.toml", folder=place) == got


def test_a_checkout_searches_its_own_folder_and_the_user_s_cache():
    root = checkout()
    assert root is not None
    cache = platformdirs.user_cache_path("coach", appauthor=False) / "models"
    assert models.folders() == (root / "models", cache)


def test_the_default_model_is_listed_first():
    assert list(models.listed()) == ["full", "lite", "heavy"]


@pytest.mark.model
def test_the_pose_model_is_installed():
    assert models.find().is_file()
