"""Prints what is counted in every scene of every move: ``python -m tests.trust [SCENE...]``.

A scene is named by how its name begins. docs/reliability.md has the table.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.trust.composing import REPS, SCENES
from tests.trust.judging import judge


def main(wanted: Sequence[str]) -> None:
    write = sys.stdout.write
    write("| scene | " + " | ".join(REPS) + " |\n|" + " --- |" * (len(REPS) + 1) + "\n")
    wrong = 0
    for scene in SCENES if not wanted else [each for each in SCENES if each.name.startswith(tuple(wanted))]:
        verdicts = [judge(scene, move) for move in REPS]
        wrong += sum(max(0, each.counted - each.most) for each in verdicts)
        write(f"| {scene.name} | " + " | ".join(each.tell() for each in verdicts) + " |\n")
        sys.stdout.flush()
    write(f"\n{wrong} counted that did not happen\n")


if __name__ == "__main__":
    main(sys.argv[1:])
