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
def test_a_model_is_put_in_place_whole(fetch, server, place, manner):
    assert fetch(manner) == place / "small.task"
    assert (place / "small.task").read_bytes() == server.content
    assert [path.name for path in place.iterdir()] == ["small.task"]


def test_the_bytes_are_told_as_they_come(fetch, server):
    told = []
    fetch(progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (len(server.content), len(server.content))
    assert len(told) > 1


def test_a_model_that_is_there_is_not_fetched_again(fetch, server):
    fetch()
    fetch()
    assert server.asked == ["/whole"]


def test_a_damaged_model_is_fetched_anew(fetch, server, place):
    place.mkdir()
    (place / "small.task").write_bytes(b"damaged")
    assert fetch().read_bytes() == server.content


def test_the_usual_model_is_got_where_none_is_named(server, tmp_path, place):
    listing = manifest(tmp_path, from_address(server.address("whole")), server.content)
    assert models.get(manifest=listing, folder=place) == place / "small.task"


def test_an_unknown_name_is_told_with_those_there_are():
    with pytest.raises(ModelError, match="no pose model 'huge'; there are full, lite, heavy"):
        models.get("huge")


@pytest.mark.parametrize(
    ("manner", "sentence"),
    [
        ("other", "its checksum differs"),
        ("half", "only 524288 of 1048576 bytes came"),
        ("longer", "serves more than the 1048576 bytes expected"),
        ("hidden", "answered 404 (Not Found); try again later"),
    ],
)
def test_what_does_not_come_as_it_should_leaves_nothing_behind(fetch, place, manner, sentence):
    assert sentence in failure(fetch, manner)
    assert nothing_in(place)


def test_what_does_not_come_leaves_what_was_there(fetch, place):
    place.mkdir()
    (place / "small.task").write_bytes(b"an older one")
    failure(fetch, "half")
    assert (place / "small.task").read_bytes() == b"an older one"


def test_a_machine_that_is_not_connected_is_told_to_connect(tmp_path, place, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and not listening, so nobody answers there
        listing = manifest(tmp_path, from_address(f"http://127.0.0.1:{taken.getsockname()[1]}/a"), b"content")
        with pytest.raises(ModelError, match=r"cannot be reached .*; connect to the internet and try again"):
            models.get(manifest=listing, folder=place)
    assert nothing_in(place)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "there is no room for the pose model in .*; free 1 MB and try again"),
        (errno.EROFS, "which you may not write to; change its permissions"),
        (errno.EACCES, "which you may not write to; change its permissions"),
        (errno.EIO, "cannot be put into .*; mend that and try again"),
    ],
)
def test_a_disk_that_does_not_take_it_is_told_and_left_clean(fetch, place, monkeypatch, number, sentence):
    def refuse(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)  # where a full disk shows at the latest
    with pytest.raises(ModelError, match=sentence):
        fetch()
    assert nothing_in(place)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without a disk that is always full")
def test_a_disk_that_is_full_is_told(fetch, place, monkeypatch):
    full = place / "get-full.part"
    full.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **_: str(full))
    (full / "small.task").symlink_to("/dev/full")
    assert "there is no room" in failure(fetch)
    assert nothing_in(place)


def test_a_folder_that_is_a_file_is_told(fetch, place):
    place.write_text("in the way")
    assert "cannot be put into" in failure(fetch)


def test_stopping_half_way_leaves_nothing_behind(fetch, place):
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch("whole", stop)
    assert nothing_in(place)


def test_what_a_killed_process_left_is_swept_away_in_time(fetch, place):
    old, young = place / "get-old.part", place / "get-young.part"
    for leftover in (old, young):
        leftover.mkdir(parents=True)
        (leftover / "small.task").write_bytes(b"half")
    long_ago = time.time() - 48 * 3600
    os.utime(old, (long_ago, long_ago))
    fetch()
    assert not old.exists()
    assert young.exists()  # another process may be at work in it


def test_a_model_that_was_got_is_found(fetch, server, tmp_path, place):
    got = fetch()
    listing = tmp_path / "manifest.toml"
    assert models.find(manifest=listing, folder=place) == models.find("small", manifest=listing, folder=place) == got


def test_a_model_that_is_not_here_is_told_with_the_command_that_gets_it(tmp_path):
    with pytest.raises(ModelError, match="full is not here yet; get it once with: coach models get full"):
        models.find("full", folder=tmp_path)


def test_a_damaged_model_is_told_with_the_command_that_mends_it(fetch, tmp_path, place):
    content = bytearray(fetch().read_bytes())
    content[1000] ^= 1
    (place / "small.task").write_bytes(content)
    with pytest.raises(ModelError, match="is damaged; get it anew with: coach models get small"):
        models.find(manifest=tmp_path / "manifest.toml", folder=place)


def test_a_file_of_ones_own_is_found_by_its_path(tmp_path):
    own = tmp_path / "own.task"
    own.write_bytes(b"whatever")
    assert models.find(own) == models.find(str(own)) == own


def test_a_file_of_ones_own_that_is_missing_is_told(tmp_path):
    with pytest.raises(ModelError, match="neither a file of that name nor one of full, lite, heavy"):
        models.find(tmp_path / "own.task")


def test_the_environment_names_the_usual_model(tmp_path, monkeypatch):
    own = tmp_path / "own.task"
    own.write_bytes(b"whatever")
    monkeypatch.setenv("COACH_MODEL", str(own))
    assert models.find() == own


def test_a_named_model_goes_before_the_environment(fetch, tmp_path, place, monkeypatch):
    monkeypatch.setenv("COACH_MODEL", "elsewhere.task")
    got = fetch()
    assert models.find("small", manifest=tmp_path / "manifest.toml", folder=place) == got


def test_an_empty_environment_variable_names_nothing(fetch, tmp_path, place, monkeypatch):
    monkeypatch.setenv("COACH_MODEL", "")
    got = fetch()
    assert models.find(manifest=tmp_path / "manifest.toml", folder=place) == got


def test_a_checkout_keeps_its_models_and_knows_those_of_the_user():
    root = checkout()
    assert root is not None
    cache = platformdirs.user_cache_path("coach", appauthor=False) / "models"
    assert models.folders() == (root / "models", cache)


def test_the_usual_model_is_listed_first():
    assert list(models.listed()) == ["full", "lite", "heavy"]


@pytest.mark.model
def test_the_pose_model_of_the_tests_is_here():
    assert models.find().is_file()
