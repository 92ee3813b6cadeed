"""``python -m coach``: the same as the command ``coach``."""

from __future__ import annotations

from coach.cli import start

if __name__ == "__main__":
    start()
