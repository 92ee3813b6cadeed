"""The whole core against the truth: counts, holds, sides, angles and faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from statistics import fmean, median

from benchmarks.population.markdown import table
from benchmarks.population.people import TrueRep
from benchmarks.population.played import Played
from benchmarks.population.share import Share
from coach.events import Rep
from coach.library import load_move

Column = tuple[str, Callable[[Sequence[Played]], str]]


def exact(group: Sequence[Played]) -> Share:
    """People whose reps were counted exactly; also a refusal where the camera stands elsewhere than asked."""
    return Share.true(not each.off for each in group)


def refused(group: Sequence[Played]) -> Share:
    """People who were refused, of those whose reps count."""
    return Share.true(each.refused is not None for each in group if each.person.counted)


def sides(group: Sequence[Played]) -> str:
    """Sides of counted reps: right, wrong, left open."""
    pairs = [
        (true.side, rep.side)
        for each in group
        for true, rep in each.pairs
        if rep is not None and _counted(true, rep) and true.side
    ]
    right = sum(was == seen for was, seen in pairs)
    left_open = sum(seen is None for _, seen in pairs)
    return f"{right} / {len(pairs) - right - left_open} / {left_open}" if pairs else "-"


def holds(group: Sequence[Played]) -> str:
    """How far holds lie outside what they may be called, median and 95th percentile, seconds."""
    off = []
    for each in group:
        for true, rep in each.pairs:
            if true.hold is not None and rep is not None and _counted(true, rep):
                off.append(max(true.hold[0] - rep.hold, rep.hold - true.hold[1], 0.0))
    return f"{median(off):.2f} / {percentile(off, 0.95):.2f}" if off else "-"


def angles(group: Sequence[Played]) -> str:
    """Error of the main angle at the top, mean of its size and of itself, degrees."""
    off = [
        rep.peak - true.peak
        for each in group
        for true, rep in each.pairs
        if rep is not None and true.counted is not None and rep.peak is not None and true.peak is not None
    ]
    return f"{fmean(map(abs, off)):.1f} ({fmean(off):+.1f})" if off else "-"


def found(group: Sequence[Played], fault: str | None = None) -> Share:
    """Reps with a fault, or with any that is not advisory, in which it was found."""
    return Share.true(
        each in told(rep)
        for played in group
        for true, rep in played.pairs
        for each in (true.faults - _advisory(played.person.move) if fault is None else true.faults & {fault})
    )


def falsely_told(group: Sequence[Played], fault: str) -> Share:
    """Share of people who got a cue for a fault in a rep without it, of those with such a rep."""
    without = [[rep for true, rep in each.pairs if fault not in true.faults | true.either] for each in group]
    return Share.true(any(fault in told(rep) for rep in reps) for reps in without if reps)


def false_per_rep(group: Sequence[Played]) -> str:
    """False faults a rep."""
    reps = [(true, rep) for each in group for true, rep in each.pairs]
    false = sum(len(told(rep) - true.faults - true.either) for true, rep in reps)
    return f"{false / len(reps):.3f}" if reps else "-"


COLUMNS: Sequence[Column] = (
    ("people", lambda group: str(len(group))),
    ("sets exact", lambda group: str(exact(group))),
    ("off by more than one", lambda group: str(sum(each.off > 1 for each in group))),
    ("refused", lambda group: str(refused(group))),
    ("sides right / wrong / open", sides),
    ("holds off by, median / 95th percentile (s)", holds),
    ("main angle off by, mean (bias) (°)", angles),
    ("faults found", lambda group: str(found(group))),
    ("false faults a rep", false_per_rep),
)


def scores(group: Sequence[Played]) -> str:
    """One line a move, one column a figure."""
    moves = sorted({each.person.move for each in group})
    groups = {"all": group} | {f"`{move}`": [each for each in group if each.person.move == move] for move in moves}
    lines = [[name, *(figure(each) for _, figure in COLUMNS)] for name, each in groups.items()]
    return table(["move", *(name for name, _ in COLUMNS)], lines)


def faults(group: Sequence[Played]) -> str:
    """One line per fault: how often it was found, and how many people without it got its cue."""
    lines = []
    for move in sorted({each.person.move for each in group}):
        own = [each for each in group if each.person.move == move]
        ids = {fault for each in own for true, rep in each.pairs for fault in true.faults | told(rep)}
        lines += [
            [f"`{move}`", f"`{fault}`", str(found(own, fault)), str(falsely_told(own, fault))] for fault in sorted(ids)
        ]
    return table(["move", "fault", "found, of reps with it", "false alarms, of people without it"], lines)


def misses(group: Sequence[Played]) -> Iterator[str]:
    """Every wrongly judged person, with the errors."""
    for each in group:
        wrong = []
        if each.off:
            wrong.append(each.refused or f"counted {each.counted} of {each.person.counted}")
        missed = [fault for true, rep in each.pairs for fault in sorted(true.faults - told(rep))]
        false = [fault for true, rep in each.pairs for fault in sorted(told(rep) - true.faults - true.either)]
        wrong += [f"missed {', '.join(missed)}"] * bool(missed) + [f"false alarms {', '.join(false)}"] * bool(false)
        if wrong:
            yield f"- {each.person.name} (`{each.person.move}`): {'; '.join(wrong)}"


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which so large a part of the others lies."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def told(rep: Rep | None) -> frozenset[str]:
    """Ids of the faults that were found in a rep."""
    return frozenset() if rep is None else frozenset(fault.id for fault in rep.faults)


def _counted(true: TrueRep, rep: Rep | None) -> bool:
    """Whether a rep counts and was counted."""
    return bool(true.counted) and rep is not None and rep.counted


@cache
def _advisory(move: str) -> frozenset[str]:
    """Ids of the faults that are reported with low confidence: they need not be found."""
    return frozenset(aim.id for aim in load_move(move).aim if aim.confidence is not None)
