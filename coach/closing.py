"""A context-manager base class for everything that has ``close``."""

from __future__ import annotations

from typing import Self


class Closing:
    """Calls ``close`` at the end of a ``with`` block."""

    __slots__ = ()

    def close(self) -> None:
        """Release all resources; may be called more than once."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
