"""The commands; ``benchmarks/learn/__init__.py`` says what they show."""

from __future__ import annotations

import argparse

import benchmarks.learn as bench
from benchmarks.learn import neighbours


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.learn", description=bench.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("neighbours",))
    parser.parse_args()
    neighbours.write()


if __name__ == "__main__":
    main()
