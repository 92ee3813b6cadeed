"""Command line of the learning benchmark; ``benchmarks/learn/__init__.py`` describes the commands."""

from __future__ import annotations

import argparse
from pathlib import Path

import benchmarks.learn as bench
from benchmarks.learn import halves, lacking, neighbours, score


def main() -> None:
    """Run the requested command."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.learn", description=bench.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("score", "lacking", "halves", "neighbours"))
    parser.add_argument("folders", nargs="*", type=Path, help="folders of people, or recordings")
    parser.add_argument("--part", choices=("tuning", "testing"), default="tuning")
    parser.add_argument("--teachers", type=int, default=3, help="people who teach each move, at most")
    parser.add_argument("--move", help="only this move")
    parser.add_argument("--at", type=float, default=0.0, help="seconds at which the second half begins")
    parser.add_argument("--reps", type=int, default=1, help="repetitions in each half")
    asked = parser.parse_args()
    if asked.command == "neighbours":
        neighbours.write()
        return
    if asked.command == "lacking":
        print("\n\n".join(lacking.lacking()))
        return
    if asked.command == "halves":
        print("\n\n".join(halves.halves(asked.folders, asked.at, asked.reps)))
        return
    print("\n\n".join(score.score(asked.folders, asked.part, asked.teachers, asked.move)))


if __name__ == "__main__":
    main()
