"""Command line of the population benchmark; ``benchmarks/population/__init__.py`` describes the commands."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import benchmarks.population as bench
from benchmarks.population import disturbed, limits, measures, people, played, score, views
from benchmarks.population.played import Played
from coach.library import Moves


def main() -> None:
    """Run the requested command."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.population",
        description=bench.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=("scores", "limits", "measures", "others", "views", "disturbed", "table"))
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--part", choices=("tuning", "testing"), default="tuning")
    parser.add_argument("--move", help="only people doing this move")
    parser.add_argument("--against", help="others: check as this move only")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    asked = parser.parse_args()
    group = list(people.people(asked.folders, part=asked.part, move=asked.move))
    if not group:
        parser.error(f"no {asked.part} people with landmarks or a video in {', '.join(map(str, asked.folders))}")
    if asked.command in ("views", "disturbed"):
        print(views.views(group) if asked.command == "views" else disturbed.disturbed(group))
        return
    if asked.command == "others":
        group = list(people.as_others(group, [asked.against] if asked.against else sorted(Moves().files())))
    changed = limits.fanned if asked.command == "limits" else None
    seen = list(played.play_all(group, asked.jobs, changed))
    if asked.command == "limits":
        print(limits.limits(seen))
    elif asked.command == "measures":
        print(measures.measures(seen))
    else:
        print("\n\n".join(shown(seen, misses=asked.command == "scores")))


def shown(seen: Sequence[Played], misses: bool) -> Iterator[str]:
    """The scores of rendered people, real people and negatives, each apart, and who was judged wrongly."""
    for kind, asked, title in (
        ("rendered", True, "Rendered people, cameras where the move asks for them"),
        ("rendered", False, "Rendered people, other cameras"),
        ("real", None, "Real people"),
    ):
        group = [each for each in seen if each.person.kind == kind and asked in (None, each.person.asked)]
        if group:
            yield f"### {title}"
            yield score.scores(group)
            if any(true.faults for each in group for true, _ in each.pairs):
                yield score.faults(group)
            if misses:
                yield "\n".join(score.misses(group))
    nothing = [each for each in seen if each.person.kind == "negative"]
    if nothing:
        counted = [f"{each.person.name} as `{each.person.move}`" for each in nothing if each.counted]
        yield "### Nothing to count"
        yield f"Counted in {len(counted)} of {len(nothing)} checks: {', '.join(counted) or '-'}."


if __name__ == "__main__":
    main()
