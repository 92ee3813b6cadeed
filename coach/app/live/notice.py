"""Shows the safety notice in the window and reads it out, if there is no terminal, before the camera is opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeAlias

from coach.display.render import render
from coach.display.shown import Shown
from coach.display.window import COMMANDS, Display
from coach.language import Language
from coach.voice.speaker import Speaker

READ_S: Final = 45.0
"""Longest time for reading it. The session then begins without an answer: the user may be away from the keyboard."""

STEP_S: Final = 0.05

NoticeAnswer: TypeAlias = Literal["read", "leave", "unanswered"]


def show_notice(
    lines: Sequence[str],
    go_on: str,
    display: Display | None,
    speaker: Speaker | None,
    words: Language,
    *,
    clock: Callable[[], float] = time.monotonic,
) -> NoticeAnswer:
    """Show a notice and read it out, until a key confirms it or the time is over.

    ``go_on`` is the text that explains how to confirm it.
    """
    if speaker is not None:
        for line in lines:
            speaker.say(line, fresh_s=READ_S)
    until = clock() + READ_S
    shown = Shown(phase="notice", lines=tuple(lines), remedy=go_on)
    while clock() < until:
        if display is not None:
            key = display.show(render(None, None, shown, display.canvas, words=words))
            if key in ("space", "enter"):
                return "read"
            if COMMANDS.get(key or "") == "finish":
                return "leave"
            time.sleep(STEP_S)
        elif speaker is None or speaker.drain(STEP_S):
            break
    return "unanswered"
