"""Sessions with scripts in the place of camera and model."""

from __future__ import annotations

import pytest
from rich.text import Text

from coach import cli
from coach.capture import live as capture
from coach.cli.live import run
from tests.app.live.test_loop import Camera
from tests.fakes.sources import ScriptedEstimator
from tests.session.leading import clip

MOMENTS = clip("tiny-hip-abduction-left")[::2]  # at 12.5 frames per second, which the core judges alike


class Film(Camera):
    name = "a video"


@pytest.fixture
def start(monkeypatch, tmp_path, capsys):
    """Starts a command with a camera that shows the clip, and a person at the terminal who gives these answers.

    An answer that is ``None`` is Ctrl-C.
    """
    weights = tmp_path / "model.task"
    weights.write_bytes(b"weights")
    asked: list[str] = []
    opened: list[object] = []

    def open_camera(specs, **how):
        opened.append(specs)
        return Film(MOMENTS)

    monkeypatch.setattr(capture, "open_live", open_camera)
    monkeypatch.setattr(capture, "check_source", lambda specs, **how: None)
    monkeypatch.setattr("coach.estimate.landmarker.Landmarker", lambda model: ScriptedEstimator(MOMENTS))
    monkeypatch.setattr("coach.estimate.models.find", lambda name=None: weights)

    def started(*words, answers=None):
        left = list(answers or ())

        def answer(console, question="", *, markup=True):
            asked.append((Text.from_markup(question) if markup else Text(question)).plain)
            if left[0] is None:
                raise KeyboardInterrupt
            return left.pop(0)

        monkeypatch.setattr(run, "is_interactive", lambda: answers is not None)
        monkeypatch.setattr("rich.console.Console.input", answer)
        code = cli.main(["run", "--no-window", "--voice", "off", "--data", str(tmp_path / "data"), *words])
        out, err = capsys.readouterr()
        started.asked = asked  # type: ignore[attr-defined]
        return code, out, err

    started.opened = opened  # type: ignore[attr-defined]
    started.data = tmp_path / "data"  # type: ignore[attr-defined]
    return started
