"""Turn the options of a command into a move and the options for reading a video."""

from __future__ import annotations

from coach.app.video.sources import VideoOptions
from coach.capture.shot import Shot
from coach.cli.move_options import known_moves
from coach.cli.video.arguments import VideoArguments
from coach.moves.move import Move


def chosen_move(args: VideoArguments) -> Move | None:
    """Return the chosen move with its numbers; ``None``, to recognise moves, if none is named.

    Raises:
        ValueError: Numbers without a move, or ones that it does not allow.
        DataFileError: There is no such move, or its file has faults.
    """
    name = args.move
    if name is not None:
        found = known_moves(args.data).load(name)
        return found.adjusted(hold_s=args.hold, reps=args.reps, target_deg=args.target, side=args.side)
    for option in ("hold", "reps", "side", "target"):
        if getattr(args, option) is not None:
            raise ValueError(f"--{option} needs --move, one of: {', '.join(known_moves(args.data).files())}")
    return None


def video_options(args: VideoArguments, rate: float | None = None) -> VideoOptions:
    """Return how to read the video."""
    shot = Shot(args.rotate or 0, args.slow_motion or 1.0)
    return VideoOptions(args.start, args.end, args.mirrored, args.model, rate, shot)
