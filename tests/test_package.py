"""The built wheel: its content, and that it works from any folder."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coach.estimate import models
from coach.install import versions

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.M)
}
TO_RUN = [Requirement(text) for text in PROJECT["dependencies"]]
TO_WORK = [Requirement(text) for text in PROJECT["optional-dependencies"]["dev"]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built as it would be published."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel unpacked as an installer would, in a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed, elsewhere, *arguments, **variables):
    """Run the installed program from a folder that knows nothing of the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "coach", *arguments],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": str(installed), **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def files(folder):
    """Every file below a folder, by its path from there."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_contains_every_routine_and_move(installed):
    assert files(ROOT / "routines") == files(installed / "coach" / "data" / "routines")


def test_the_wheel_contains_the_manifest_and_the_sample(installed):
    data = installed / "coach" / "data"
    assert (data / "models" / "manifest.toml").read_bytes() == (ROOT / "models" / "manifest.toml").read_bytes()
    sample = ROOT / "tests" / "clips" / "sample-hip-abduction.mp4"
    assert (data / "sample.mp4").read_bytes() == sample.read_bytes()


def test_the_wheel_contains_only_the_package_and_its_types(installed):
    parts = {path.split("/")[0] for path in files(installed)}
    assert parts == {"coach", f"coach-{version()}.dist-info"}
    assert "coach/py.typed" in files(installed)
    assert not [path for path in files(installed) if path.endswith((".task", ".part"))]


def version():
    """Return the version of the package."""
    outcome = subprocess.run(
        [sys.executable, "-c", "import coach; print(coach.__version__)"], cwd=ROOT, capture_output=True, check=True
    )
    return outcome.stdout.decode().strip()


def test_an_installed_coach_lists_the_same_moves_from_any_folder(installed, tmp_path):
    here = subprocess.run(
        [sys.executable, "-m", "coach", "moves"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    there = run(installed, tmp_path, "moves")
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout
    assert "hip-abduction" in there.stdout


def test_an_installed_coach_makes_a_page_from_any_folder(installed, tmp_path):
    outcome = run(installed, tmp_path, "review", "--no-open", "--data", "kept")
    assert outcome.returncode == 0, outcome.stderr
    assert "Nothing yet" in (tmp_path / "kept" / "review.html").read_text(encoding="utf-8")


@pytest.mark.model
@pytest.mark.slow
def test_an_installed_coach_checks_its_sample_from_any_folder(installed, tmp_path):
    model = str(models.find())
    outcome = run(installed, tmp_path, "check", "--sample", "--json", "result.json", COACH_MODEL=model)
    assert outcome.returncode == 0, outcome.stderr
    truth = json.loads((ROOT / "tests" / "clips" / "sample-hip-abduction.truth.json").read_text(encoding="utf-8"))
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert result["counted"] == sum(rep["counted"] for rep in truth["reps"]) > 0


def test_the_installer_takes_the_pythons_that_the_package_takes():
    newest = (versions.NEWEST[0], versions.NEWEST[1] + 1)
    oldest, beyond = (".".join(map(str, numbers)) for numbers in (versions.OLDEST, newest))
    assert PROJECT["requires-python"] == f">={oldest},<{beyond}"


@pytest.mark.parametrize("requirement", [*TO_RUN, *TO_WORK], ids=lambda requirement: requirement.name)
def test_every_dependency_is_pinned_within_its_range(requirement):
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("requirement", [*TO_RUN, *TO_WORK], ids=lambda requirement: requirement.name)
def test_every_dependency_has_its_line_in_the_docs(requirement):
    assert f"`{requirement.name}" in (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
