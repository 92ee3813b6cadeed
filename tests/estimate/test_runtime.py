import importlib.metadata
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

from coach.errors import ModelError
from coach.estimate import runtime
from coach.resources import checkout


def test_the_version_that_runs_is_the_one_without_usage_reports():
    assert importlib.metadata.version("mediapipe") == "0.10.31"


def test_the_package_asks_for_no_other_version():
    root = checkout()
    assert root is not None
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    (wanted,) = (each for each in map(Requirement, project["dependencies"]) if each.name == "mediapipe")
    taken = [
        version for version in ("0.10.30", "0.10.31", "0.10.32", "0.10.35", "1.2.2") if version in wanted.specifier
    ]
    assert taken == ["0.10.31"]


@pytest.mark.parametrize("version", ["0.10.21", "0.10.30", "0.10.32", "0.10.35", "0.10.310", "1.2.2", "1.0", "unknown"])
def test_another_mediapipe_is_refused_by_name(monkeypatch, version):
    monkeypatch.setattr(importlib.metadata, "version", lambda _: version)
    with pytest.raises(ModelError, match=rf"mediapipe 0\.10\.31 is expected and {version} was found.*run: pip install"):
        runtime.load()


def test_a_missing_mediapipe_is_told_with_its_cure(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(ModelError, match=r"is not installed; run: pip install 'mediapipe>=0\.10\.31,<0\.10\.32'"):
        runtime.load()


def test_a_mediapipe_that_cannot_be_loaded_is_told_with_its_cure(monkeypatch):
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(ModelError, match="mediapipe cannot be loaded"):
        runtime.load()


def alone(script):
    """What a script prints in a process of its own."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_sound_system_is_not_started():
    assert (
        alone("import sys; from coach.estimate import runtime; runtime.load(); print(sys.modules['sounddevice'])")
        == "None"
    )


def test_a_sound_library_that_is_in_use_stays_in_use():
    script = """if True:
        import sys, types
        sys.modules["sounddevice"] = ours = types.ModuleType("sounddevice")
        from coach.estimate import runtime
        runtime.load()
        print(sys.modules["sounddevice"] is ours)
        """
    assert alone(script) == "True"


def test_the_runtime_is_not_loaded_before_it_is_needed():
    script = (
        "import sys, coach.estimate.landmarker, coach.estimate.models; print({'mediapipe', 'cv2'} & set(sys.modules))"
    )
    assert alone(script) == "set()"
