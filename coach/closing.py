"""A context manager for everything that is closed."""

from __future__ import annotations

from typing import Self


class Closing:
    """Closes itself at the end of its ``with`` block."""

    __slots__ = ()

    def close(self) -> None:
        """Release what is held; closing twice is fine."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
