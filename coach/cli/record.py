"""Commands whose options are the fields of a record, so that each option is declared once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from functools import wraps
from typing import Any, TypeVar, get_type_hints

R = TypeVar("R")


def with_options(record: type[R], *, own_first: bool = False) -> Callable[[Callable[[R], int]], Callable[..., int]]:
    """Return a decorator that gives a command the fields of a dataclass as its options, for Typer to read.

    With ``own_first`` its own fields come before the inherited ones in the help.
    """

    def decorate(command: Callable[[R], int]) -> Callable[..., int]:
        @wraps(command)
        def called(**values: Any) -> int:  # Any: values of the options
            return command(record(**values))

        own = record.__annotations__ if own_first else ()
        hints = get_type_hints(record, include_extras=True)
        called.__signature__ = inspect.Signature([  # type: ignore[attr-defined]  # what inspect looks for
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if field.default is MISSING else field.default,
                annotation=hints[field.name],
            )
            for field in sorted(fields(record), key=lambda each: each.name not in own)  # type: ignore[arg-type]  # a dataclass
        ])  # fmt: skip
        called.__annotations__ = hints
        return called

    return decorate
