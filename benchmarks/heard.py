"""Latency from a decision to the first sample of a spoken count, and from killing the voice until it is heard again.

    python -m benchmarks.heard [--counts N] [--kills N]

The voice plays to a virtual speaker of a private PulseAudio server, which is recorded. Times are when the block with
the first sample arrives in the recording. For the time from the frame to the decision see ``benchmarks/live.py``.
"""

from __future__ import annotations

import argparse
import os
import signal
import time
from typing import Final

import numpy as np

from coach.language import Language
from coach.voice.coach_voice import counts
from coach.voice.settings import Settings
from coach.voice.speaker import open_speaker
from tests.voice.sink import recorded, served

WAIT_S: Final = 5.0

AFTER_S: Final = 0.3
"""Wait for the audio that was already buffered when the voice was killed."""


def row(name: str, values: list[float]) -> str:
    """Return a line of the table."""
    return f"{name}: {len(values)}, median {np.median(values):.3f} s, longest {max(values):.3f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--counts", type=int, default=24)
    parser.add_argument("--kills", type=int, default=10)
    asked = parser.parse_args()
    texts = counts(Language.load("en"))
    with served() as server:
        os.environ.update(server.environment)
        with recorded(server) as recording:
            speaker = open_speaker(Settings(duck=False), print)
            speaker.process.ready(2 * WAIT_S)
            speaker.prepare(texts)
            time.sleep(WAIT_S)
            heard: list[float] = []
            for number in range(asked.counts):
                said = time.monotonic()
                speaker.say(texts[number % len(texts)])
                speaker.drain(WAIT_S)
                time.sleep(AFTER_S)
                heard.append((recording.onset(said) or float("inf")) - said)
            print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
            print(row("from the decision to the first sample", heard), flush=True)
            back: list[float] = []
            for _ in range(asked.kills):
                killed = time.monotonic()
                pid = speaker.process.pid
                if pid is not None:
                    os.kill(pid, signal.SIGKILL)
                time.sleep(AFTER_S)
                speaker.say("3", fresh_s=WAIT_S)
                speaker.drain(2 * WAIT_S)
                time.sleep(AFTER_S)
                back.append((recording.onset(killed + AFTER_S) or float("inf")) - killed)
            if back:
                print(row("from a kill to the next sample", back))
            speaker.close()


if __name__ == "__main__":
    main()
