"""Whether spoken cues about a rep come in time, on clips with ground truth.

    python -m benchmarks.cues FOLDER... [--landmarks FOLDER...]

Each clip is a ``NAME.truth.json`` with ``NAME.npz`` (plain arrays) next to it or in a folder of landmarks. It is played
as a live session of its one move, with the same cues as a person would hear.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.events import Event, FaultSeen, RepEnded
from coach.language import Language
from coach.library import load_move, move_ids
from coach.moves.move import ORDER, Move
from coach.session.live import LiveSession
from coach.session.routine import Exercise, Routine
from coach.store.arrays import read_arrays
from coach.voice.coach_voice import Narrator
from coach.voice.correction import REST_S
from coach.voice.lines import Utterance

LASTED_S = 0.7
"""How long a fault has to last to be reported."""

DUE_S = 1.0
"""Latest time from then to the start of the cue."""

LATER_S = 1.0
"""Largest delay between the end of a rep and its event."""

ENDLESS = 50
"""More reps than any clip has."""

Truth = dict[str, Any]  # Any: what JSON holds


@dataclass(frozen=True, slots=True)
class Played:
    """The outcome of a clip: reps, faults when they were first reported, and cues with their times."""

    reps: list[RepEnded]
    seen: list[FaultSeen]
    cues: list[tuple[float, str]]


def play(truth: Truth, landmarks: Path) -> tuple[Move, Played]:
    """Play a clip as a session of its move."""
    words = truth.get("args", [])
    options = dict(zip(words[::2], words[1::2], strict=True))
    moves = {name: load_move(name) for name in move_ids()}
    exercise = Exercise(truth["move"], reps=ENDLESS, hold_s=float(options["--hold"]))
    move = moves[truth["move"]]
    session = LiveSession(Routine("clip", "clip", (exercise,)), moves)
    narrator = Narrator(moves, "full", Language.load("en"))
    fault_of = {cue: fault for fault, cue in move.words.cue.items()}
    events: list[Event] = []
    cues: list[tuple[float, str]] = []
    start, end = float(options.get("--from", 0)), float(options.get("--to", "inf"))
    for moment in read_arrays(landmarks):
        if not start <= moment.t <= end:
            continue
        lines = narrator.tick(moment.t)
        for event in session.update(moment):
            events.append(event)
            lines += narrator.update(event, moment.t)
        said = [line.text for line in lines if isinstance(line, Utterance)]
        cues += [(moment.t, fault_of[text]) for text in said if text in fault_of]
    reps = [event for event in events if isinstance(event, RepEnded)]
    return move, Played(reps, [event for event in events if isinstance(event, FaultSeen)], cues)


def judged(move: Move, played: Played) -> Iterator[tuple[str, float | None, RepEnded]]:
    """Yield, for each rep with a fault, how its most important one was cued, the delay in seconds, and the rep."""
    rank = {aim.id: ORDER.index(aim.order) for aim in move.aim}
    for ended in played.reps:
        rep = ended.rep
        if not rep.faults or any(reason != "low" for reason in rep.reasons):
            continue  # no cue is due without a fault; after an aborted attempt, the reason is spoken instead
        worst = min(rank[fault.id] for fault in rep.faults)
        starts = {fault.id: fault.start for fault in rep.faults if rank[fault.id] == worst}
        sure = {event.id for event in played.seen if rep.start <= event.t <= ended.t}
        said = [(t, fault) for t, fault in played.cues if rep.start <= t <= ended.t and fault in starts]
        lately = any(0 < starts[fault] - t < REST_S for t, fault in played.cues if fault in starts)
        if lately or not said:
            yield ("said shortly before" if lately else "not said"), None, ended
            continue
        t, fault = said[0]
        if fault not in sure:
            yield "said at the end of the rep, which shows it", None, ended
        else:
            after = t - starts[fault]
            yield ("in time" if after <= LASTED_S + DUE_S else "late"), after, ended


def spoken(truth: Truth, move: Move, played: Played) -> Iterator[tuple[bool, Truth]]:
    """Yield, for each true rep with a fault, whether one of the most important was cued during it or shortly before."""
    rank = {aim.id: ORDER.index(aim.order) for aim in move.aim if aim.confidence is None}
    for rep in truth["reps"]:
        known = {fault: rank[fault] for fault in rep["faults"] if fault in rank}
        worst = {fault for fault, order in known.items() if order == min(known.values())}
        if worst:
            since, until = rep["start"] - REST_S, rep["end"] + LATER_S
            yield any(since <= t <= until and fault in worst for t, fault in played.cues), rep


def unfounded(truth: Truth, played: Played) -> list[tuple[float, str]]:
    """Return false cues: those in reps that have neither that fault nor one that may be taken for it."""
    found = []
    for t, fault in played.cues:
        reps = [rep for rep in truth["reps"] if rep["start"] - 0.5 <= t <= rep["end"] + LATER_S]
        if not any({fault} & {*rep["faults"], *rep.get("either", ()), *rep.get("advisory", ())} for rep in reps):
            found.append((t, fault))
    return found


def clips(folders: Sequence[Path], landmarks: Sequence[Path]) -> Iterator[tuple[str, Truth, Path]]:
    """Yield every clip's name, ground truth and landmark file."""
    for path in sorted(path for folder in folders for path in folder.glob("*.truth.json")):
        truth: Truth = json.loads(path.read_text(encoding="utf-8"))
        name = Path(truth.get("file", path.name.removesuffix(".truth.json"))).stem
        near = [folder / f"{name}.npz" for folder in (path.parent, *landmarks)]
        kept = next((each for each in near if each.is_file()), None)
        if kept is not None and truth.get("reps") and truth.get("view", "asked") == "asked":
            yield name, truth, kept


def main() -> None:
    """Play every clip and print which cues came when."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--landmarks", nargs="*", type=Path, default=[])
    asked = parser.parse_args()
    outcomes: Counter[str] = Counter()
    after: list[float] = []
    played_clips = clean = clean_cued = cued = true = true_heard = 0
    wrong: list[str] = []
    for name, truth, landmarks in clips(asked.folders, asked.landmarks):
        move, played = play(truth, landmarks)
        played_clips += 1
        for how, seconds, ended in judged(move, played):
            outcomes[how] += 1
            after += [] if seconds is None else [seconds]
            if how in ("late", "not said"):
                faults = ", ".join(f"{fault.id} from {fault.start:.2f} s" for fault in ended.rep.faults)
                print(f"{name}: {how}: {faults} (rep of {ended.rep.start:.2f} to {ended.rep.end:.2f} s)")
        for heard, rep in spoken(truth, move, played):
            true += 1
            true_heard += heard
            if not heard:
                missed = ", ".join(rep["faults"])
                print(f"{name}: missed {missed} (rep of {rep['start']:.2f} to {rep['end']:.2f} s)")
        cued += len(played.cues)
        odd = unfounded(truth, played)
        wrong += [f"{name}: false cue: {fault} at {t:.2f} s" for t, fault in odd]
        if not any(rep["faults"] or rep.get("either") or not rep["counted"] for rep in truth["reps"]):
            clean += 1
            clean_cued += bool(played.cues)
    print("\n".join(wrong))
    print(f"\n{played_clips} clips, {outcomes.total()} reps with a fault, {cued} cues")
    for how, n in outcomes.most_common():
        print(f"  {how}: {n}")
    print(f"  {true} true reps with a fault, {true_heard} cued during the rep or within 8 s before")
    after.sort()
    if after:
        print(f"  seconds after the start of the fault: median {after[len(after) // 2]:.2f}, maximum {after[-1]:.2f}")
    print(f"{clean} clean clips, {clean_cued} with a cue; {len(wrong)} false cues in total")


if __name__ == "__main__":
    main()
