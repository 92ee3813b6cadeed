"""Bundles that are whole as archives and hold damaged networks: no crash, no hang, a sentence or an answer."""

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

DAMAGES = {
    "cut": lambda network, rng: network[: rng.randrange(len(network))],
    "begun wrongly": lambda network, rng: _written(network, rng, 8, 4000),
    "written into": lambda network, rng: _written(network, rng, 2000, len(network)),
    "weights of nought": lambda network, rng: network[:2_000_000] + bytes(50_000) + network[2_050_000:],
    "weights that are no numbers": lambda network, rng: network[:2_000_000] + b"\xff" * 50_000 + network[2_050_000:],
}

LOOKING = """if True:
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
    """Bundles with one of the two networks damaged, in every way."""
    with zipfile.ZipFile(models.find()) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    rng = random.Random(0)
    made: list[Path] = []
    for network in (DETECTOR, LANDMARKS):
        for way in DAMAGES.values():
            made.append(folder / f"{len(made)}.task")
            with zipfile.ZipFile(made[-1], "w", zipfile.ZIP_STORED) as archive:
                for name, content in whole.items():
                    archive.writestr(name, way(content, rng) if name == network else content)
    return [str(path) for path in made]


@pytest.mark.model
def test_damaged_networks_end_in_a_sentence_or_an_answer_and_break_nothing(tmp_path):
    video = Path("tests") / "clips" / "tiny-hip-abduction-left.mp4"
    bundles = damaged(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", LOOKING, str(video), *bundles],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-600:]
    told = done.stdout.split()
    assert len(told) == len(bundles)
    assert told.count("refused") >= 6
