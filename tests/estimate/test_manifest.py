import re

import pytest

from coach.errors import DataFileError
from coach.estimate.manifest import Address, Wheel, read
from coach.resources import resource
from tests.estimate.making import from_address, manifest

SOUND = from_address("https://example.org/small.task")


def faults(path):
    with pytest.raises(DataFileError) as unsound:
        read(path)
    assert str(path) in str(unsound.value)
    return str(unsound.value)


def changed(tmp_path, before, after, source=SOUND):
    path = manifest(tmp_path, source, b"content")
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def test_the_manifest_lists_three_models_with_full_as_default():
    shipped = read(resource("models", "manifest.toml"))
    assert (set(shipped.models), shipped.default) == ({"full", "lite", "heavy"}, "full")
    assert {model.licence for model in shipped.models.values()} == {"Apache-2.0"}


def test_the_default_model_comes_from_pip_and_the_others_from_urls():
    models = read(resource("models", "manifest.toml")).models
    assert isinstance(models["full"].source, Wheel)
    assert all(isinstance(models[name].source, Address) for name in ("lite", "heavy"))


def test_a_manifest_is_read(tmp_path):
    model = read(manifest(tmp_path, SOUND, b"content")).models["small"]
    assert (model.file, model.bytes, model.source) == (
        "small.task",
        7,
        Address("address", "https://example.org/small.task"),
    )


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("schema = 1", "schema = 2", "schema: "),
        ("schema = 1", "", "schema: "),
        ('default = "small"', 'default = "large"', "default: no model 'large'; there are small"),
        ("bytes = 7", "bytes = 0", "models.small.bytes: "),
        ("bytes = 7", 'bytes = "7"', "models.small.bytes: "),
        ('sha256 = "', 'sha256 = "0', "models.small.sha256: "),
        ('licence = "Apache-2.0"', "", "models.small.licence: "),
        ('about = "for a test"', 'about = "for a test"\ncolour = "red"', "models.small.colour: "),
        ('file = "small.task"', 'file = "../small.task"', "models.small.file: "),
        ('file = "small.task"', 'file = ".hidden"', "models.small.file: "),
        ('kind = "address"', 'kind = "rumour"', "models.small.source: "),
        ("https://", "http://", "models.small.source.address.address: "),  # a download could be tampered with
        ("https://", "file:///", "models.small.source.address.address: "),
    ],
)
def test_a_fault_is_reported_with_its_path(tmp_path, before, after, fault):
    assert fault in faults(changed(tmp_path, before, after))


def test_all_faults_are_reported_at_once(tmp_path):
    path = changed(tmp_path, "bytes = 7", "bytes = 0\ncolour = 1")
    path.write_text(path.read_text("utf-8").replace('default = "small"\n', ""), encoding="utf-8")
    found = faults(path)
    assert all(place in found for place in ("default: ", "models.small.bytes: ", "models.small.colour: "))


def test_two_models_with_the_same_file_are_a_fault(tmp_path):
    path = manifest(tmp_path, SOUND, b"content")
    again = re.sub(r"^.*?(?=\[models)", "", path.read_text("utf-8"), flags=re.S).replace("small]", "other]")
    path.write_text(path.read_text("utf-8") + again.replace("small.source", "other.source"), encoding="utf-8")
    found = faults(path)
    assert "models.small.file: " in found
    assert "models.other.file: " in found


def test_invalid_toml_is_reported(tmp_path):
    (tmp_path / "manifest.toml").write_bytes(b"schema = \xff")
    assert "is not TOML" in faults(tmp_path / "manifest.toml")


def test_a_missing_manifest_is_reported(tmp_path):
    assert "reinstall coach" in faults(tmp_path / "manifest.toml")
