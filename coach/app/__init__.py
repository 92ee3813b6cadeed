"""The only wiring: chooses a source, an estimator and sinks, and runs the loop."""

from coach.app.batch.several import Follow, Outcome, check_several
from coach.app.batch.task import Task, fingerprint
from coach.app.loop import Decider, EstimatedMoments, Moments, run
from coach.app.video.check import Progress, check_rate, check_span, check_video, choose_move, move_ids, recognise_video
from coach.app.video.sources import SAMPLE_MOVE, VideoOptions, VideoSource, open_source, sample, videos

__all__ = [
    "SAMPLE_MOVE",
    "Decider",
    "EstimatedMoments",
    "Follow",
    "Moments",
    "Outcome",
    "Progress",
    "Task",
    "VideoOptions",
    "VideoSource",
    "check_rate",
    "check_several",
    "check_span",
    "check_video",
    "choose_move",
    "fingerprint",
    "move_ids",
    "open_source",
    "recognise_video",
    "run",
    "sample",
    "videos",
]
