import os
import subprocess
import sys
import venv

import pytest

from coach.errors import ModelError
from coach.estimate import bundle, fetch, models
from tests.estimate.making import DETECTOR_AT, LANDMARKS_AT, from_wheel, manifest, network, sha256, wheel

DETECTOR, LANDMARKS = b"a network that is packed as it is", network(5)
COMPOSED = bundle.compose(DETECTOR, LANDMARKS)
NOT_FOUND = "ERROR: No matching distribution found for poses==1.0\n"
MEMBERS = {DETECTOR_AT: DETECTOR, LANDMARKS_AT: LANDMARKS}


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A folder that is pip's only source of packages."""
    folder = tmp_path / "index"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def get(tmp_path):
    """A function that downloads the model in a wheel."""

    def get(data, progress=None, content=COMPOSED):
        listing = manifest(tmp_path, from_wheel(data, sha256(DETECTOR), sha256(LANDMARKS)), content)
        return models.get(None, progress, manifest=listing, folder=tmp_path / "models")

    return get


def failure(get, *args, **options):
    with pytest.raises(ModelError) as failed:
        get(*args, **options)
    assert "\n" not in str(failed.value)
    return str(failed.value)


def test_a_model_is_composed_from_a_wheel(index, get, tmp_path):
    updates = []
    data = wheel(index, MEMBERS).read_bytes()
    got = get(data, lambda done, total: updates.append((done, total)))
    assert got.read_bytes() == COMPOSED
    assert updates[-1] == (len(data), len(data))
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["small.task"]


def test_a_pip_module_in_the_current_folder_is_not_run(index, get, tmp_path, monkeypatch):
    (tmp_path / "pip.py").write_text("raise SystemExit('the wrong pip')")
    monkeypatch.chdir(tmp_path)
    assert get(wheel(index, MEMBERS).read_bytes()).read_bytes() == COMPOSED


def test_a_wheel_with_another_checksum_is_deleted(index, get, tmp_path):
    wheel(index, MEMBERS)
    assert "has the wrong checksum" in failure(get, b"the one expected")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_wheel_without_the_networks_is_reported(index, get):
    data = wheel(index, {DETECTOR_AT: DETECTOR}).read_bytes()
    assert f"lacks {LANDMARKS_AT}" in failure(get, data)


def test_a_wheel_with_another_network_is_reported(index, get):
    data = wheel(index, {**MEMBERS, DETECTOR_AT: b"another"}).read_bytes()
    assert f"{DETECTOR_AT} in the wheel has the wrong checksum" in failure(get, data)


def test_a_wheel_that_is_not_an_archive_is_reported(index, get):
    path = wheel(index, MEMBERS)
    # pip itself checks the archive.
    path.write_bytes(b"no archive")
    assert "pip could not download poses==1.0" in failure(get, path.read_bytes())


def test_a_bundle_with_another_checksum_is_deleted(index, get, tmp_path):
    data = wheel(index, MEMBERS).read_bytes()
    assert "the wrong checksum" in failure(get, data, content=COMPOSED[:-1] + b"?")
    assert list((tmp_path / "models").iterdir()) == []


def test_an_index_without_the_wheel_is_reported(index, get):
    assert "pip finds no poses==1.0 in its package index" in failure(get, b"the one expected")


def test_a_missing_connection_is_reported(index, get, monkeypatch, tmp_path):
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # the discard port, on which nothing listens
    assert "pip cannot reach a package index to download poses==1.0; connect" in failure(get, b"the one expected")
    assert list((tmp_path / "models").iterdir()) == []


def test_an_environment_without_pip_is_reported(index, get, tmp_path, monkeypatch):
    venv.create(tmp_path / "bare", with_pip=False)
    folder = "Scripts" if sys.platform == "win32" else "bin"
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bare" / folder / "python"))
    assert "pip, which downloads the pose model, is not installed" in failure(get, b"the one expected")


def test_an_interrupt_stops_pip_and_leaves_nothing_behind(index, get, tmp_path, monkeypatch):
    started = []
    popen = subprocess.Popen

    def start(*args, **options):
        started.append(popen(*args, **options))
        return started[-1]

    def stop(done, total):
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", start)
    data = wheel(index, MEMBERS).read_bytes()
    with pytest.raises(KeyboardInterrupt):
        get(data, stop)
    assert [pip.poll() is not None for pip in started] == [True]
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("/usr/bin/python3: No module named pip\n", "run: python -m ensurepip"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
            "there is not enough disk space for the pose model",
        ),
        (
            "WARNING: Retrying (Retry(total=0)) after connection broken by 'NameResolutionError(...)'\n" + NOT_FOUND,
            "pip cannot reach a package index",
        ),
        (NOT_FOUND, "pip finds no poses==1.0 in its package index"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n", "has the wrong checksum"),
        ("ERROR: first\nERROR: 403 Client Error: Forbidden\n", "(403 Client Error: Forbidden)"),
        ("", "no reason given"),
    ],
)
def test_pip_errors_become_one_sentence(words, sentence):
    error = fetch._why("poses==1.0", words)
    assert sentence in error
    assert "\n" not in error
