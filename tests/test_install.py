"""The set-up on a bare computer, step by step; no step here uses the network."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import CoachError
from coach.install import steps, system, versions
from coach.install.environment import Environment, Stamp, clean

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def checkout(tmp_path):
    """A fresh checkout, as far as the installer reads it."""
    root = tmp_path / "a checkout"
    shutil.copytree(ROOT / "coach", root / "coach", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "constraints.txt", "README.md"):
        shutil.copy(ROOT / name, root)
    return root


def install(root, python=sys.executable, **variables):
    """Run the README's first command with a package index that does not answer."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "PYTHON"))}
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    return subprocess.run(
        [python, "-m", "coach.install"],
        cwd=root,
        env={**kept, **nowhere, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_supported_python_is_accepted(version):
    assert versions.wrong_python(version) is None


@pytest.mark.parametrize(
    "version",
    [
        (3, 10),  # the last one without tomllib
        (3, 9),  # two digits are no decimal fraction
        (3, 14),  # not tried
        (2, 7),
        (4, 0),
    ],
)
def test_another_python_is_refused_with_both_versions(version):
    fault = versions.wrong_python(version)
    assert fault is not None
    assert "needs Python 3.11 to 3.13" in fault
    assert f"this is {version[0]}.{version[1]};" in fault


def test_supported_computers_are_those_of_the_pinned_estimator():
    assert system.wrong_machine("linux", "x86_64") is None
    assert system.wrong_machine("darwin", "arm64") is None
    assert system.wrong_machine("win32", "AMD64") is None
    for name, kind in (("linux", "aarch64"), ("darwin", "x86_64"), ("win32", "ARM64"), ("linux", "32-bit")):
        fault = system.wrong_machine(name, kind)
        assert fault is not None
        assert f"this is {kind} on {name}" in fault


def test_a_complete_system_has_no_missing_parts():
    assert system.lacking(found=lambda _: True, loads=lambda _: True) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves these to the system")
def test_all_missing_parts_are_reported_at_once():
    assert system.lacking(found=lambda _: False, loads=lambda _: False) == [
        system.VENV,
        "libxcb1",
        "libgl1",
        "libglib2.0-0",
    ]


@pytest.mark.parametrize("module", system.MODULES)
def test_one_part_of_venv_missing_is_venv_missing(module):
    assert system.lacking(found=lambda name: name != module, loads=lambda _: True) == [system.VENV]


def test_with_apt_the_cure_is_one_line_to_paste(monkeypatch):
    monkeypatch.setattr(system, "_on_path", lambda _: True)
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    pasted = [line.strip() for line in system.cure([system.VENV, "libgl1"]).splitlines() if "install -y" in line]
    assert [line.replace("sudo ", "") for line in pasted] == [
        f"apt-get update && apt-get install -y {system.VENV} libgl1"
    ]


def test_without_apt_the_message_lists_the_libraries(monkeypatch):
    monkeypatch.setattr(system, "_on_path", lambda _: False)
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    cure = system.cure([system.VENV, "libgl1"])
    assert "Python's venv module, libGL.so.1" in cure
    assert "\n" not in cure


def test_no_system_package_is_offered_to_a_python_that_is_not_the_systems(monkeypatch):
    monkeypatch.setattr(sys, "base_prefix", "/home/me/python")
    assert "/home/me/python was built without venv" in system.cure([system.VENV])


def test_a_library_that_the_loader_does_not_find_does_not_load():
    assert not system.loads("libnobody-has-this.so.0")


def test_variables_that_point_elsewhere_are_not_passed_on():
    kept = clean({"PYTHONPATH": "/x", "PIP_USER": "1", "PIP_CERT": "kept"})
    assert kept == {"PIP_CERT": "kept", "PIP_USER": "0"}


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    made = Environment(tmp_path_factory.mktemp("environment") / ".venv")
    made.make()
    return made


@pytest.mark.slow
@pytest.mark.parametrize("section", ["install", "global"])
def test_a_pip_conf_that_installs_for_the_user_is_overruled(tmp_path, environment, section):
    """Otherwise pip refuses: "Can not perform a '--user' install"."""
    conf = tmp_path / "pip.conf"
    conf.write_text(f"[{section}]\nuser = true\nindex-url = http://127.0.0.1:9/simple\nretries = 0\n")
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["nothing"]\n[project]\nname = "a"\nversion = "1"\n'
    )
    (tmp_path / "constraints.txt").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_CONFIG_FILE", str(conf))
        with pytest.raises(CoachError):  # there is no index
            environment.install(tmp_path)
    assert "--user" not in (environment.python.parents[1] / "install.log").read_text()


NEW_SYNTAX = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.AsyncFunctionDef, ast.Nonlocal, ast.Match, ast.Starred)
"""What Python 2.7 takes for a syntax error, or what this project uses of it."""


@pytest.mark.parametrize("name", ["__init__", "install/__init__", "install/__main__", "install/versions"])
def test_the_first_modules_use_the_syntax_of_old_pythons(name):
    tree = ast.parse((ROOT / "coach" / f"{name}.py").read_text("ascii"))
    nodes = list(ast.walk(tree))
    assert not [node for node in nodes if isinstance(node, NEW_SYNTAX)]
    assert not [node for node in nodes if isinstance(node, ast.FunctionDef) and node.returns]
    assert not [node for node in nodes if isinstance(node, ast.arg) and node.annotation]
    assert not [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "__future__"]


class Installed(Environment):
    """An environment whose OpenCV is broken until it was removed and installed again."""

    def __init__(self, folder):
        super().__init__(folder)
        self.done: list[str] = []

    def works(self):
        return True

    def fault(self):
        return None if self.done == ["removed", "installed"] else "OpenCV is incomplete"

    def remove_opencv(self):
        self.done.append("removed")

    def install(self, root):
        self.done.append("installed")

    def coach(self, *arguments):
        return 0


def test_an_opencv_that_was_broken_since_is_removed_and_installed_again(stamped, monkeypatch):
    Stamp(stamped).finish()
    made = Installed(stamped / ".venv")
    monkeypatch.setattr("coach.install.environment.Environment", lambda _: made)
    for check in ("wrong_machine", "lacking"):
        monkeypatch.setattr(steps, check, lambda *_: None)
    monkeypatch.setattr(steps, "check_room", lambda _: None)
    assert steps._set_up(stamped) == 0
    assert made.done == ["removed", "installed"]
    assert Stamp(stamped).holds()


def test_a_missing_model_is_reported_with_the_command_to_get_it(tmp_path):
    shutil.copytree(ROOT / "coach", tmp_path / "coach", ignore=shutil.ignore_patterns("__pycache__"))
    outcome = install(tmp_path)
    assert outcome.returncode == 1
    assert "run `coach models get`" in outcome.stderr


def test_an_argument_is_answered_with_the_usage():
    outcome = subprocess.run(
        [sys.executable, "-m", "coach.install", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 2
    assert outcome.stderr.startswith("usage: ")


@pytest.fixture
def stamped(tmp_path):
    """A checkout with an empty ``.venv``, to write into."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text("one")
    (tmp_path / "constraints.txt").write_text("a==1")
    return tmp_path


def test_an_environment_made_by_the_user_is_used(stamped):
    assert not Stamp(stamped).unusable()
    assert not Stamp(stamped).holds()


def test_a_finished_installation_is_not_repeated(stamped):
    Stamp(stamped).begin()
    Stamp(stamped).finish()
    assert Stamp(stamped).holds()
    assert not Stamp(stamped).unusable()


def test_an_interrupted_installation_is_repeated(stamped):
    Stamp(stamped).begin()
    assert Stamp(stamped).unusable()


def test_a_moved_checkout_is_installed_again(stamped, tmp_path_factory):
    Stamp(stamped).finish()
    moved = tmp_path_factory.mktemp("elsewhere") / "moved"
    stamped.rename(moved)
    assert Stamp(moved).unusable()


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt"])
def test_other_requirements_are_installed_into_the_existing_environment(stamped, changed):
    Stamp(stamped).finish()
    (stamped / changed).write_text("another")
    assert not Stamp(stamped).unusable()
    assert not Stamp(stamped).holds()


def test_an_environment_without_python_does_not_work(tmp_path):
    (tmp_path / "bin").mkdir()
    assert not Environment(tmp_path).works()


def test_an_existing_file_in_place_of_a_folder_is_reported_in_one_sentence(checkout):
    (checkout / ".venv").write_text("not a folder")
    outcome = install(checkout)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("error: cannot create a virtual environment in")
    assert len(outcome.stderr.splitlines()) == 1


def test_an_incomplete_checkout_is_reported_in_one_sentence(checkout):
    (checkout / "constraints.txt").unlink()
    outcome = install(checkout)
    assert outcome.returncode == 1
    assert "constraints.txt" in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1


@pytest.mark.slow
def test_without_a_network_the_error_is_one_sentence_and_a_rerun_resumes(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)  # left over from a run that was cut off
    outcome = install(checkout)
    assert outcome.returncode == 1
    assert outcome.stdout.splitlines() == [
        "[1/5] checking this computer",
        "[2/5] creating a virtual environment in .venv",
        "[3/5] installing coach and its dependencies (a few hundred megabytes, some minutes)",
    ]
    assert outcome.stderr.startswith("error: the package index cannot be reached; check the network")
    assert len(outcome.stderr.splitlines()) == 1
    assert Environment(checkout / ".venv").works()
    assert "127.0.0.1" in (checkout / ".venv" / "install.log").read_text()
