"""``python -m coach``: the same as the command ``coach``."""

from __future__ import annotations

from coach.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
