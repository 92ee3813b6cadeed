"""``coach check``: check videos, print tables, write a results file, and return an exit code."""

from __future__ import annotations

import glob
import math
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from pathlib import Path

from coach.app.batch.several import check_several
from coach.app.batch.task import Task, fingerprint
from coach.app.video.check import check_rate
from coach.app.video.sources import SAMPLE_MOVE, sample, videos
from coach.cli.console import output
from coach.cli.failure import INTERRUPTED, USAGE, CommandError, check_target, usage_errors
from coach.cli.live.sound import chosen_language
from coach.cli.progress import watching
from coach.cli.video.arguments import CheckArguments
from coach.cli.video.options import chosen_move, video_options
from coach.cli.video.several import Runner, run_several
from coach.errors import SourceError
from coach.language import Language, phrase
from coach.report import json as results
from coach.report import text
from coach.report.collected import CheckedVideo, Collected
from coach.report.facts import Report
from coach.stream import check_span


def check(args: CheckArguments) -> int:
    """Check every video, print the results, and return the exit code."""
    with usage_errors():
        move = chosen_move(replace(args, move=args.move or (SAMPLE_MOVE if args.sample else None)))
        check_span(args.start, args.end)
        if args.data is not None and not args.save:
            raise ValueError("--data is the folder for --save; add --save")
        paths, alone = _paths(args)
        _check_targets(args, paths, alone)
        options = video_options(args, _rate(args))
        tasks = [Task(path, move, options, curves=args.save) for path in _part(paths, args.shard)]
        run = _runner(args)
    console = output(markup=True, stderr=args.json == results.STDOUT)
    console.width = max(console.width, text.NARROWEST)
    language = chosen_language(args.lang, args.data)
    if not alone:
        keep = partial(_save, args, language) if args.save else None
        return run_several(tasks, console, language, args.json, run, resume=args.resume, keep=keep)
    found = _check_one(tasks[0], args, language)
    console.print(text.describe(Path(tasks[0].path).name, found, language))
    if args.save and (session := _save(args, language, tasks[0], found)):
        console.print(f"{session}\n")
    if args.json is not None:
        _write(args.json, tasks[0], found)
    return 0


def _runner(args: CheckArguments) -> Runner:
    """Return the function that checks several videos: on this machine, or on a cluster."""
    if args.cluster is None:
        if args.insecure:
            raise ValueError("--insecure needs --cluster")
        return partial(check_several, jobs=args.jobs or 1)
    if (args.jobs or 1) > 1:
        raise ValueError("--jobs has no effect on a cluster; leave it out with --cluster")
    # Imported here: few users have a cluster.
    from coach.app.batch.cluster import check_address, check_on_cluster

    check_address(args.cluster, insecure=args.insecure)
    print(f"coach: sending the videos to the cluster at {args.cluster}", file=sys.stderr)
    return partial(check_on_cluster, address=args.cluster, insecure=args.insecure)


def _save(args: CheckArguments, language: Language, task: Task, found: list[Report]) -> str:
    """Store the results of one video as a session, and return a sentence with its number; empty without results."""
    # Imported here: most checks store nothing.
    from coach.app.history.save_video import save
    from coach.store.history import History, data_folder

    with History(args.data or data_folder()) as history:
        session = save(history, Path(task.path), found, recording=args.record)
    return "" if session is None else language.say("history.saved_as", number=session)


def _check_one(task: Task, args: CheckArguments, language: Language) -> list[Report]:
    """Return the reports on one video: one for the chosen move, else one for each move that was recognised."""
    try:
        if args.annotate is not None and task.move is None:
            task = _recognised(task, args)
            if task.move is None:
                return []
        with watching(Path(task.path).name, args.start or 0.0) as progress:
            return task.run(
                progress, record=args.record, annotate=args.annotate, language=language, jobs=args.jobs or 1
            )
    except KeyboardInterrupt as stop:
        key = "recorded" if args.record and args.record.exists() else "video"
        text = phrase(f"errors.stopped_at.{key}", path=task.path, record=args.record)
        raise CommandError(text, INTERRUPTED) from stop


def _recognised(task: Task, args: CheckArguments) -> Task:
    """Return the task with the only move in its video, as annotating requires; without a move if none was done."""
    with watching(Path(task.path).name, args.start or 0.0) as progress:
        moves = {each.move.id: each.move for each in task.run(progress, jobs=args.jobs or 1)}
    if len(moves) > 1:
        raise CommandError(phrase("errors.asked.several_moves", moves=", ".join(moves)), USAGE)
    return replace(task, move=next(iter(moves.values()), None))


def _write(json: Path, task: Task, found: list[Report]) -> None:
    if task.move is not None:
        results.write(json, results.single(found[0]))
        return
    collected = Collected([CheckedVideo.now(task.path, fingerprint(task))])
    collected.add(0, found)
    results.write(json, collected.document())


def _rate(args: CheckArguments) -> float | None:
    if args.every_frame and args.rate is not None:
        raise ValueError("--every-frame and --rate exclude each other; leave out one")
    rate = math.inf if args.every_frame else args.rate
    check_rate(rate)
    return rate


def _paths(args: CheckArguments) -> tuple[list[str], bool]:
    """Return the videos, with folders expanded, and whether it is a single video named as such."""
    if args.sample:
        if args.videos:
            raise ValueError("give --sample or videos, not both")
        return [str(sample())], True
    if not args.videos:
        raise ValueError("name a video to check, or try --sample")
    paths: list[str] = []
    for name in _expanded(args.videos):
        paths += videos(name)
    one = args.shard is None and args.cluster is None and not args.resume
    alone = one and paths == list(args.videos) and len(paths) == 1
    return list(dict.fromkeys(paths)), alone


def _expanded(names: Sequence[str]) -> Iterator[str]:
    """Yield the names, with patterns such as ``*.mp4`` expanded: the shell of Windows does not."""
    for name in names:
        if not glob.has_magic(name) or Path(name).exists():
            yield name
        elif found := sorted(glob.glob(name, recursive=True)):
            yield from found
        else:
            raise SourceError(phrase("errors.video.unmatched", path=name))


def _part(paths: list[str], shard: str | None) -> list[str]:
    """Return the paths in a shard: neighbours, so that the shards joined in order have the original order."""
    if shard is None:
        return paths
    found = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", shard)
    number, shards = map(int, found.groups()) if found else (0, 0)
    if not 1 <= number <= shards:
        raise ValueError(f"--shard {shard} is not a part such as 2/5")
    return paths[len(paths) * (number - 1) // shards : len(paths) * number // shards]


def _check_targets(args: CheckArguments, paths: list[str], alone: bool) -> None:
    """Refuse output files at once that would only fail, or do harm, after minutes of checking."""
    json = None if args.json == results.STDOUT else args.json
    targets = [("--json", json), ("--record", args.record), ("--annotate", args.annotate)]
    if args.resume and json is None:
        raise ValueError("--resume continues the results file of an earlier run; name that file with --json")
    for option, target in targets[1:]:
        if target is not None and args.cluster is not None:
            raise ValueError(f"{option} does not work with --cluster; leave out one")
        if target is not None and not alone:
            raise ValueError(f"{option} needs a single video")
    if args.annotate is not None and args.annotate.suffix.lower() not in (".mp4", ".m4v"):
        raise ValueError(f"--annotate writes an MP4, so {args.annotate} must end in .mp4")
    named = [(option, target) for option, target in targets if target is not None]
    for option, target in named:
        check_target(option, target)
        for path in paths:
            if target.exists() and Path(path).exists() and target.samefile(path):
                raise ValueError(phrase("errors.asked.overwrites", option=option, path=target))
    for (option, target), (another, again) in combinations(named, 2):
        if target.resolve() == again.resolve():
            raise ValueError(f"{option} and {another} name the same file {target}; choose two")
