"""The supported Python versions. Valid syntax since Python 2.7; see ``__main__``."""

import os

OLDEST, NEWEST = (3, 11), (3, 13)
"""The same as in ``pyproject.toml``."""


def wrong_python(version):
    # type: (tuple[int, int]) -> str | None
    """Return the error for an unsupported version of Python, or ``None``."""
    if OLDEST <= version <= NEWEST:
        return None
    oldest, newest, this = (".".join(map(str, numbers)) for numbers in (OLDEST, NEWEST, version))
    start = "py -" if os.name == "nt" else "python"
    parts = ["coach needs Python", oldest, "to", newest, "but this is", this + ";"]
    parts += ["install one of those and run it by name:", start + newest, "-m coach.install"]
    return " ".join(parts)
