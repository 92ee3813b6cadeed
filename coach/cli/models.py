"""``coach models``: which pose models are here, and getting one."""

from __future__ import annotations
