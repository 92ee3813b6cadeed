import importlib.metadata
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

from coach.errors import ModelError
from coach.estimate import runtime
from coach.resources import checkout


def test_the_supported_version_sends_no_usage_data():
    assert importlib.metadata.version("mediapipe") == "0.10.31"


def test_the_package_requires_that_version():
    root = checkout()
    assert root is not None
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    (required,) = (each for each in map(Requirement, project["dependencies"]) if each.name == "mediapipe")
    taken = [
        version for version in ("0.10.30", "0.10.31", "0.10.32", "0.10.35", "1.2.2") if version in required.specifier
    ]
    assert taken == ["0.10.31"]


@pytest.mark.parametrize("version", ["0.10.21", "0.10.30", "0.10.32", "0.10.35", "0.10.310", "1.2.2", "1.0", "unknown"])
def test_another_mediapipe_version_is_refused(monkeypatch, version):
    monkeypatch.setattr(importlib.metadata, "version", lambda _: version)
    with pytest.raises(ModelError, match=rf"0\.10\.31 is expected, but {version} was found.*run: pip install"):
        runtime.load()


def test_a_missing_mediapipe_is_reported_with_a_remedy(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(ModelError, match=r"is not installed; run: pip install 'mediapipe>=0\.10\.31,<0\.10\.32'"):
        runtime.load()


def test_a_broken_mediapipe_is_reported_with_a_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(ModelError, match="mediapipe cannot be loaded"):
        runtime.load()


def run_alone(script):
    """Return the output of a script in its own process."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_sound_system_is_not_started():
    assert (
        run_alone("import sys; from coach.estimate import runtime; runtime.load(); print(sys.modules['sounddevice'])")
        == "None"
    )


def test_a_loaded_sound_library_stays_loaded():
    script = """if True:
        import sys, types
        sys.modules["sounddevice"] = ours = types.ModuleType("sounddevice")
        from coach.estimate import runtime
        runtime.load()
        print(sys.modules["sounddevice"] is ours)
        """
    assert run_alone(script) == "True"


def test_the_runtime_is_loaded_lazily():
    script = (
        "import sys, coach.estimate.landmarker, coach.estimate.models; print({'mediapipe', 'cv2'} & set(sys.modules))"
    )
    assert run_alone(script) == "set()"
