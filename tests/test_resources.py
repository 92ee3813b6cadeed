import importlib.util
import shutil
from pathlib import Path

import pytest

from coach import resources

MODULE = Path(resources.__file__)


def placed(folder):
    """The module as it would be with its package in that folder."""
    package = folder / "coach"
    package.mkdir(parents=True)
    spec = importlib.util.spec_from_file_location("placed", shutil.copy(MODULE, package))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        (("models", "manifest.toml"), "models/manifest.toml"),
        (("routines", "moves"), "routines/moves"),
        (("sample.mp4",), "tests/clips/sample-hip-abduction.mp4"),
    ],
)
def test_a_checkout_has_its_data_at_the_top(parts, place):
    root = MODULE.parents[1]
    assert resources.checkout() == root
    assert resources.resource(*parts) == root / place
    assert resources.resource(*parts).exists()


@pytest.mark.parametrize("parts", [("models", "manifest.toml"), ("routines", "moves"), ("sample.mp4",)])
def test_an_installed_package_has_its_data_inside(tmp_path, parts):
    installed = placed(tmp_path)
    assert installed.checkout() is None
    assert installed.resource(*parts) == tmp_path.joinpath("coach", "data", *parts)


def test_a_stray_project_file_is_not_taken_for_a_checkout(tmp_path):
    (tmp_path / "pyproject.toml").touch()  # some packages leave theirs in site-packages
    assert placed(tmp_path).checkout() is None
