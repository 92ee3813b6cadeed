import subprocess
import sys

import pytest

from coach.display import probe
from coach.display.link import Link
from coach.display.probe import DisplayError, look
from tests.fakes.display import needs_tools, serve

needs_x = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there, a window is opened without X")


@needs_x
@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ""}])
def test_a_display_error_names_the_alternative(environ: dict[str, str]):
    with pytest.raises(DisplayError, match=r"DISPLAY is not set.*--no-window"):
        look(environ)


@needs_x
def test_wayland_alone_is_no_display():
    with pytest.raises(DisplayError, match="Wayland without Xwayland"):
        look({"WAYLAND_DISPLAY": "wayland-0"})


@needs_x
def test_a_display_that_cannot_be_opened_is_reported():
    with pytest.raises(DisplayError, match=r"display :9876 could not be opened.*--no-window"):
        look({"DISPLAY": ":9876"})


@needs_x
def test_a_missing_library_is_reported(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(probe, "_plugins", lambda: ["libnot-there.so.5"])
    with pytest.raises(DisplayError, match=r"a window needs libnot-there\.so\.5.*install its package"):
        look({"DISPLAY": ":9876"})


@needs_x
def test_a_display_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(probe, "TIMEOUT_S", 0.1)
    monkeypatch.setattr(probe, "_CHILD", "import time; time.sleep(60)")
    with pytest.raises(DisplayError, match=r"did not answer in 0\.1 s"):
        look({"DISPLAY": ":9876"})


@needs_x
@needs_tools
def test_a_restarting_display_is_waited_for(monkeypatch: pytest.MonkeyPatch):
    server, name = serve()
    server.kill()
    server.wait()
    monkeypatch.setenv("DISPLAY", name)
    for ask in (look, Link):  # as a server is that starts anew when its last program leaves
        command = ["sh", "-c", f"sleep 0.1; exec Xvfb {name} -nolisten tcp"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as late:
            try:
                found = ask()
                assert found is None or not found.cut
            finally:
                late.terminate()


@needs_x
def test_without_a_display_the_error_is_one_sentence_and_no_abort():
    tried = (
        "from coach.display.probe import DisplayError\n"
        "from coach.display.window import Window\n"
        "try: Window()\nexcept DisplayError as e: print(e)"
    )
    ended = subprocess.run([sys.executable, "-c", tried], env={}, capture_output=True, text=True, check=False)
    assert ended.returncode == 0
    assert ended.stdout.startswith("a window needs an X display")
    assert ended.stderr == ""
