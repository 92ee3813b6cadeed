"""Prints what is counted in every scene for every move: ``python -m tests.trust [SCENE...]``.

A scene may be given by the beginning of its name. The table is in docs/reliability.md.
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
        write(f"| {scene.name} | " + " | ".join(each.cell() for each in verdicts) + " |\n")
        sys.stdout.flush()
    write(f"\n{wrong} reps counted that did not happen\n")


if __name__ == "__main__":
    main(sys.argv[1:])
