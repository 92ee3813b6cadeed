"""Speed-up of several processes over a plain loop of decoding and detecting, and whether the results agree.

    python benchmarks/jobs.py [CLIP...] [--move ID] [--runs N] [--jobs N] [--only "one long video"]

The clips are checked as one long concatenated video and as separate videos. Figures are medians of interleaved runs.
Wall time needs an idle machine. The CPU time of the plain loop, divided by that of one process, is the speed-up to
expect where every process has a core.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from ratios import BARE_LOOP

from coach import check_video
from coach.app.video.sources import sample
from coach.estimate import models
from coach.report.facts import Report


@dataclass(frozen=True, slots=True)
class Took:
    """Wall and CPU time, seconds."""

    wall: float
    cpu: float


def took(commands: Sequence[Sequence[str]]) -> Took:
    """Run commands one after another and return their total time."""
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def join(clips: Sequence[Path], target: Path) -> None:
    """Concatenate videos; each clip keeps its timestamps, offset by the end of the previous one."""
    base = Fraction(1, 90_000)
    with av.open(str(target), "w") as video:
        stream = None
        offset = 0.0
        for clip in clips:
            with av.open(str(clip)) as source:
                shown = source.streams.video[0]
                rate = shown.average_rate or Fraction(25)
                if stream is None:
                    stream = video.add_stream("libx264", rate=rate, options={"preset": "veryfast", "crf": "18"})
                    stream.width, stream.height, stream.pix_fmt = shown.width, shown.height, "yuv420p"
                    stream.codec_context.time_base = base
                t = 0.0
                for image in source.decode(shown):
                    t = float(image.time or 0.0)
                    fitted = image.reformat(stream.width, stream.height, "yuv420p")
                    fitted.pts, fitted.time_base = round((offset + t) / base), base
                    video.mux(stream.encode(fitted))
                offset += t + float(1 / rate)
        if stream is not None:
            video.mux(stream.encode(None))


def alike(name: str, one: Report, other: Report) -> str:
    """Return how well two reports on one video agree."""
    pairs = list(zip(one.result.reps, other.result.reps, strict=False))
    same = sum(
        (a.side, a.reasons, [fault.id for fault in a.faults]) == (b.side, b.reasons, [fault.id for fault in b.faults])
        for a, b in pairs
    )
    moved = sorted(
        abs(x - y)
        for a, b in pairs
        for x, y in ((a.start, b.start), (a.top, b.top), (a.end, b.end))
        if x is not None and y is not None
    )
    frame_s = 1.001 / (one.video.fps or 25.0)
    within = sum(each <= frame_s for each in moved)
    return (
        f"{name}: {len(one.result.reps)} and {len(other.result.reps)} attempts, {same} of the same side, reasons and "
        f"faults; {within} of {len(moved)} times within an image, the farthest {max(moved, default=0.0):.2f} s"
    )


def main() -> None:
    """Measure, and print the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", nargs="*", type=Path)
    parser.add_argument("--move", default="hip-abduction")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="measure the sides whose names begin with this, and compare nothing")
    asked = parser.parse_args()
    clips = asked.clips or [sample()] * 4
    python, model = sys.executable, str(models.find())
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "long.mp4"
        join(clips, video)
        parts = []
        for number in range(asked.jobs):
            parts.append(str(Path(folder) / f"{number}.mp4"))
            os.link(video, parts[-1])
        check = [python, "-m", "coach", "check", "--every-frame", "--move", asked.move]
        plain = [python, "-c", BARE_LOOP]
        sides = {
            "one long video, the plain loop": [[*plain, str(video), model]],
            "one long video, one job": [[*check, str(video)]],
            f"one long video, {asked.jobs} jobs": [[*check, str(video), "--jobs", str(asked.jobs)]],
            "several videos, the plain loop": [[*plain, part, model] for part in parts],
            f"several videos, {asked.jobs} jobs": [[*check, *parts, "--jobs", str(asked.jobs)]],
        }
        sides = {name: commands for name, commands in sides.items() if name.startswith(asked.only)}
        figures: dict[str, list[Took]] = {name: [] for name in sides}
        for _ in range(asked.runs):
            for name, commands in sides.items():
                figures[name].append(took(commands))
        print(f"{os.cpu_count()} cores, {len(clips)} clips joined, medians of {asked.runs}")
        print(f"{'':40} {'wall s':>8} {'CPU s':>8} {'sooner':>8} {'could be':>8}")
        base = Took(0.0, 0.0)
        for name, each in figures.items():
            now = Took(statistics.median(t.wall for t in each), statistics.median(t.cpu for t in each))
            base = now if "plain" in name else base
            share = asked.jobs if "jobs" in name else 1
            sooner, could_be = base.wall / now.wall, base.cpu / (now.cpu / share)
            print(f"{name:40} {now.wall:8.1f} {now.cpu:8.1f} {sooner:8.2f} {could_be:8.2f}", flush=True)
        if asked.only:
            return
        every = float("inf")
        whole = check_video(video, asked.move, rate=every)
        joined = check_video(video, asked.move, rate=every, jobs=asked.jobs)
        later = check_video(video, asked.move, rate=every, start=1.5 / (whole.video.fps or 25.0))
        print(alike(f"{asked.jobs} jobs beside one", whole, joined))
        print(alike("one begun two images later", whole, later))


if __name__ == "__main__":
    main()
