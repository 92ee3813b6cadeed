"""Entry point of ``python -m coach``, equivalent to the command ``coach``."""

from __future__ import annotations

from coach.cli import start

if __name__ == "__main__":
    start()
