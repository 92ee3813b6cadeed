"""Installed OpenCV packages, and the messages about them."""

from __future__ import annotations

import os
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest

from coach import opencv
from coach.capture.camera import webcam
from coach.capture.image import fitted
from coach.display import probe
from coach.errors import CoachError, SourceError

AGAIN = "pip uninstall -y opencv-python opencv-python-headless opencv-contrib-python opencv-contrib-python-headless; "


def module(**names):
    """A ``cv2`` that holds no more than that."""
    made = ModuleType("cv2")
    made.__dict__.update(names)
    return made


def test_the_required_opencv_is_accepted():
    assert opencv.fault(windows=True) is None


@pytest.mark.parametrize("version", ["4.12.0", "6.0.0"])
def test_another_version_is_refused_by_name(monkeypatch, version):
    monkeypatch.setitem(sys.modules, "cv2", module(__version__=version))
    assert opencv.fault() == f"OpenCV 5 is expected, but {version} was found; run: pip install 'opencv-python>=5,<6'"


def test_an_opencv_that_cannot_be_loaded_is_reported_with_its_cure(monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    assert "apt install libgl1 libglib2.0-0 libxcb1" in (opencv.fault() or "")


def test_an_opencv_without_windows_suffices_if_none_is_opened(monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", module(__version__="5.0.0", currentUIFramework=lambda: ""))
    assert opencv.fault() is None
    assert AGAIN in (opencv.fault(windows=True) or "")


def test_remains_of_a_removed_package_are_not_taken_for_opencv(tmp_path, monkeypatch):
    (tmp_path / "cv2" / "qt").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "cv2")
    real = [entry for entry in sys.path if not os.path.isdir(os.path.join(entry, "cv2", "data"))]
    monkeypatch.setattr(sys, "path", real)
    assert opencv.fault() == (
        f"OpenCV is incomplete, as after uninstalling a second OpenCV package; run: {AGAIN}"
        "pip install 'opencv-python>=5,<6'"
    )
    monkeypatch.delitem(sys.modules, "cv2")


def test_an_opencv_from_pythonpath_is_reported(tmp_path):
    (tmp_path / "cv2").mkdir()
    (tmp_path / "cv2" / "__init__.py").write_text("__version__ = '4.5.4'")
    done = subprocess.run(
        [sys.executable, "-c", "from coach import opencv; print(opencv.fault())"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["elsewhere", str(tmp_path)])},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == (
        f"OpenCV 5 is expected, but 4.5.4 was found in {tmp_path}; remove that from PYTHONPATH"
    )


@pytest.mark.parametrize(
    ("load", "error"),
    [
        (lambda: webcam("0")[0]().read(), SourceError),
        (lambda: fitted(np.zeros((4, 4, 3), np.uint8), (8, 8), 1.0), SourceError),
        (probe.look, probe.DisplayError),
    ],
)
def test_cameras_videos_and_windows_report_the_same_fault(monkeypatch, load, error):
    monkeypatch.setattr(opencv, "fault", lambda **_: "OpenCV is incomplete")
    with pytest.raises(CoachError, match="OpenCV is incomplete") as caught:
        load()
    assert type(caught.value) is error
