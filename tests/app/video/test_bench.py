"""The cost of checking is measured and printed; the numbers themselves are not tested."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from coach.app.video import bench
from coach.app.video.bench import ANNOTATED, BARE, EVERY, Cost, Stopwatch
from coach.cli import main

CLIP = Path(__file__).parents[2] / "clips" / "tiny-hip-abduction-left.mp4"


@pytest.mark.model
def test_every_stage_and_every_variant_is_printed_and_written(tmp_path, capsys):
    words = ["--move", "hip-abduction", "--seconds", "0.4", "--runs", "1", "--json", str(tmp_path / "bench.json")]
    assert main(["bench", str(CLIP), *words]) == 0
    table = capsys.readouterr().out
    found = json.loads((tmp_path / "bench.json").read_text())
    assert set(found["stages"]) == {"decode", "pass over", "estimate", "core", "draw", "encode"}
    assert found["whole"][BARE]["speed"] == 1
    assert found["frames"] == 11
    for way, cost in found["whole"].items():
        assert way in table
        assert cost["wall_ms"] > 0
    assert list(tmp_path.iterdir()) == [tmp_path / "bench.json"]


def test_a_video_requires_a_move(capsys):
    assert main(["bench", str(CLIP)]) == 2
    assert "with --move" in capsys.readouterr().err


def test_time_is_summed_by_name_and_shared_by_the_frames():
    watch = Stopwatch()
    for _ in range(2):
        with watch.timing("sleep"):
            time.sleep(0.01)
    watch.lap(4)
    cost = watch.costs()["sleep"]
    assert cost.wall_ms >= 5
    assert cost.cpu_ms < cost.wall_ms


def test_simultaneous_runs_are_compared_in_pairs():
    watch = Stopwatch()
    for bare, every in ((10, 5), (100, 50), (10, 2)):
        watch._runs[BARE].append(Cost(bare, bare))
        watch._runs[EVERY].append(Cost(every, every))
    assert watch.speed(EVERY) == 2


def test_the_longest_thread_or_all_of_them_on_all_processors_are_the_ceiling(monkeypatch):
    stages = {"decode": 3.0, "estimate": 12.0, "core": 1.0, "draw": 6.0, "encode": 8.0}
    costs = {name: Cost(ms, ms) for name, ms in stages.items()}
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert bench._ceiling(costs, 15) == {EVERY: 15 / 13, ANNOTATED: 15 / 15}
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert bench._ceiling(costs, 15) == {EVERY: 15 / 16, ANNOTATED: 15 / 30}
