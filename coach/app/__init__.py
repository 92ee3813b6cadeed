"""The only wiring: chooses a source, an estimator and sinks, and runs the one loop that serves them all."""

from coach.app.check import Progress, check_span, check_video, choose_move, move_ids, recognise_video
from coach.app.loop import Decider, Moments, Watched, run
from coach.app.sources import Source, open_source, sample, videos

__all__ = [
    "Decider",
    "Moments",
    "Progress",
    "Source",
    "Watched",
    "check_span",
    "check_video",
    "choose_move",
    "move_ids",
    "open_source",
    "recognise_video",
    "run",
    "sample",
    "videos",
]
