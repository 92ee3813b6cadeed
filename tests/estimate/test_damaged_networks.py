"""Intact bundles with damaged networks: they must neither crash nor hang."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coach.estimate import models
from coach.estimate.bundle import DETECTOR, LANDMARKS
from tests.fakes.filtered import ROOT
from tests.fakes.waiting import TIMEOUT_S

DAMAGE = {
    "cut": lambda network, rng: network[: rng.randrange(len(network))],
    "damaged header": lambda network, rng: _written(network, rng, 8, 4000),
    "overwritten": lambda network, rng: _written(network, rng, 2000, len(network)),
    "zero weights": lambda network, rng: network[:2_000_000] + bytes(50_000) + network[2_050_000:],
    "NaN weights": lambda network, rng: network[:2_000_000] + b"\xff" * 50_000 + network[2_050_000:],
}

SCRIPT = """if True:
    import sys
    from pathlib import Path
    from coach.capture.video import VideoFile
    from coach.errors import ModelError
    from coach.estimate.landmarker import Landmarker
    frames = [frame for frame, _ in zip(VideoFile(sys.argv[1]), range(3))]
    for bundle in sys.argv[2:]:
        try:
            with Landmarker(Path(bundle)) as landmarker:
                for frame in frames:
                    landmarker.detect(frame)
                print("looked")
        except ModelError as error:
            assert "\\n" not in str(error)
            print("refused")
    """


def _written(network, rng, many, until):
    spoilt = bytearray(network)
    for _ in range(many):
        spoilt[rng.randrange(until)] = rng.randrange(256)
    return bytes(spoilt)


def damaged(folder):
    """Write bundles in which one of the two networks is damaged, one per kind of damage."""
    with zipfile.ZipFile(models.find()) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    rng = random.Random(0)
    made: list[Path] = []
    for network in (DETECTOR, LANDMARKS):
        for way in DAMAGE.values():
            made.append(folder / f"{len(made)}.task")
            with zipfile.ZipFile(made[-1], "w", zipfile.ZIP_STORED) as archive:
                for name, content in whole.items():
                    archive.writestr(name, way(content, rng) if name == network else content)
    return [str(path) for path in made]


@pytest.mark.model
def test_damaged_networks_neither_crash_nor_hang(tmp_path):
    video = Path("tests") / "clips" / "tiny-hip-abduction-left.mp4"
    bundles = damaged(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(video), *bundles],
        capture_output=True, text=True, timeout=5 * TIMEOUT_S, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-600:]
    output = done.stdout.split()
    assert len(output) == len(bundles)
    assert output.count("refused") >= 6
