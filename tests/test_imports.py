"""The modules loaded by an import, in a new process."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

LOADED = """
import sys
before = set(sys.modules)
{code}
names = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print("LOADED", *sorted(names - set(sys.stdlib_module_names)))
"""


def loaded(code, *flags):
    """The packages outside the standard library that ``code`` loads; it must say nothing on stderr."""
    outcome = subprocess.run(
        [sys.executable, *flags, "-c", LOADED.format(code=code)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert outcome.stderr == ""
    return set(outcome.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("module", ["coach", "coach.errors", "coach.install", "coach.install.__main__"])
def test_importing_it_loads_no_other_package(module):
    assert loaded(f"import {module}") == {"coach"}


def test_the_installer_needs_no_site_packages():
    assert loaded("import coach.install.__main__, coach.install.environment", "-S") == {"coach"}


def test_importing_coach_prints_and_starts_nothing():
    code = "import threading, coach; print(threading.active_count(), end=' ')"
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (outcome.stdout, outcome.stderr) == ("1 ", "")


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["models", "--help"], ["--version"]])
def test_help_loads_no_numerical_library(arguments):
    code = f"from coach.cli import main; assert main({arguments}) == 0"
    assert loaded(code).isdisjoint({"cv2", "mediapipe", "numpy"})


def test_the_core_imports_neither_vision_nor_clocks():
    core = "stream, pose, events, body, errors, moves, session, geometry, signal, posture"
    assert loaded(f"from coach import {core}") == {"coach", "numpy"}
