"""The page of one video in a browser: one time for the video, the curves and the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach import cli
from coach.app.video.check import check_video
from coach.app.video.page import footage_of, placed
from coach.errors import CoachError
from coach.language import english
from coach.report.review.clip import clip
from coach.store.recording import Header, RecordingWriter
from tests.report.browser import Shown, opened, until
from tests.session.leading import clip as clip_moments

pytestmark = pytest.mark.slow  # a browser opens the page

CLIPS = "tests/clips/"
FAULTS = "faults-hip-abduction-m"


@pytest.fixture(scope="module")
def landmarks(tmp_path_factory):
    """The landmarks of the clip."""
    path = tmp_path_factory.mktemp("landmarks") / "kitchen.landmarks"
    with RecordingWriter(path, Header(source=f"{FAULTS}.mp4")) as writer:
        for moment in clip_moments(FAULTS):
            writer.write(moment)
    return path


@pytest.fixture(scope="module")
def report(landmarks):
    return check_video(landmarks, "hip-abduction", hold=2)


@pytest.fixture(scope="module")
def shown(report, tmp_path_factory):
    """The page of a clip in which the leg is raised four times, with some faults."""
    folder = tmp_path_factory.mktemp("pages")
    video = (folder / "leg raises.mp4").resolve()
    video.write_bytes(Path(CLIPS, f"{FAULTS}.mp4").read_bytes())
    path = folder / "report.html"
    path.write_text(clip([report], footage_of(video, path, 0.0, drawn=False), english()), encoding="utf-8")
    with opened() as browser:
        found = Shown(browser, path)
        until(found.page, "video.readyState >= 2")
        yield found
        found.close()


@pytest.fixture
def page(shown):
    shown.page.evaluate("video.pause(); seek(first)")
    until(shown.page, "!video.seeking")
    yield shown.page
    assert (shown.console, shown.elsewhere) == ([], [])


def arrived(page, t):
    """Waits until the video is where the cursor is."""
    until(page, f"!video.seeking && Math.abs(video.currentTime - {t}) < 0.1")
    return float(page.locator("#time").input_value())


def test_a_repetition_seeks_the_video(page, report):
    second = report.result.reps[1]
    page.get_by_role("button", name="Show rep 2", exact=False).click()
    assert arrived(page, second.start) == pytest.approx(second.start, abs=0.06)
    assert page.locator("[data-rep='0-1']").get_attribute("aria-current") == "true"


def test_a_fault_seeks_the_video(page, report):
    fault = next(fault for rep in report.result.reps for fault in rep.faults)
    page.locator(".fault").get_by_role("button", name=f"at {fault.start:.1f} s").first.click()
    assert arrived(page, fault.start) == pytest.approx(fault.start, abs=0.06)


def test_the_curve_seeks_the_video(page):
    page.locator("#timed").scroll_into_view_if_needed()
    box = page.locator("#timed").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    middle = page.evaluate("first + (last - first) * (timed.clientWidth / 2 - MARGIN.l) / "
                           "(timed.clientWidth - MARGIN.l - MARGIN.r)")  # fmt: skip
    assert arrived(page, middle) == pytest.approx(middle, abs=0.1)


def test_the_keyboard_seeks_the_video(page):
    page.locator("#time").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert arrived(page, 0.2) == pytest.approx(0.2, abs=0.01)
    page.get_by_role("button", name="Next rep").focus()
    page.keyboard.press("Enter")
    assert page.locator("[aria-current]").count() == 1


def test_playing_moves_the_cursor(page):
    left = page.locator("#cursor").bounding_box()["x"]
    page.evaluate("video.muted = true; video.play()")
    until(page, "Number(slider.value) > first + 0.3")
    assert page.locator("#cursor").bounding_box()["x"] > left
    at = page.evaluate("video.pause() || [now, video.currentTime]")
    assert at[0] == pytest.approx(at[1], abs=0.5)


def test_every_attempt_is_in_the_table_and_in_the_chart(page, report):
    assert page.locator("tr[data-rep]").count() == report.result.attempted == 4
    assert page.locator("#whole .annotation").count() == 4
    assert page.locator("h1").inner_text() == "kitchen.landmarks"


def test_a_large_video_stays_beside_the_page(report, tmp_path, monkeypatch):
    monkeypatch.setattr("coach.app.video.page.INSIDE", 100)
    video = tmp_path / "videos" / "a b.mp4"
    video.parent.mkdir()
    video.write_bytes(bytes(200))
    found = footage_of(video, tmp_path / "page.html", 0.0, drawn=False)
    assert (found.src, found.inside) == ("videos/a%20b.mp4", False)
    assert "too large to be part of this page" in clip([report], found, english())


def test_landmarks_make_a_page_without_a_video(landmarks, tmp_path, capsys):
    out = tmp_path / "page.html"
    code = cli.main(["report", str(landmarks), "--move", "hip-abduction", "--out", str(out), "--no-open"])
    assert code == 0
    assert str(out) in capsys.readouterr().out.replace("\n", "")
    assert "<video" not in out.read_text(encoding="utf-8")


def test_a_page_uses_requested_numbers_and_segments(landmarks, tmp_path, capsys):
    words = ["report", str(landmarks), "--out", str(tmp_path / "page.html"), "--no-open"]
    asked = ["--move", "hip-abduction", "--hold", "2", "--target", "40", "--side", "left"]
    assert cli.main([*words, *asked, "--from", "1", "--to", "9"]) == 0
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '"target":40' in text
    assert 0 < text.count('data-rep="0-') < 4
    for wrong, expected in (
        (["--hold", "2"], "--hold needs --move, one of: back-extension"),
        ([*asked[:2], "--from", "9", "--to", "1"], "not after its start"),
        ([*asked[:2], "--target", "500"], "20 to 60 degrees"),
        ([*asked[:2], "--side", "up"], "'left', 'right'"),
    ):
        assert cli.main([*words, *wrong]) == 2
        assert expected in capsys.readouterr().err


def test_a_video_that_cannot_be_moved_to_its_page_is_reported(monkeypatch, tmp_path):
    monkeypatch.setattr("coach.app.video.page.INSIDE", 0)
    made = tmp_path / "video.mp4"
    made.write_bytes(b"video")
    with pytest.raises(CoachError, match=r"page\.mp4 cannot be written"):
        placed(made, tmp_path / "checked.mp4", tmp_path / "none" / "page.html")


@pytest.mark.model
def test_a_video_gets_a_page_with_its_video_inside(tmp_path, capsys):
    out = tmp_path / "page.html"
    words = [f"{CLIPS}tiny-hip-abduction-left.mp4", "--move", "hip-abduction", "--out", str(out), "--no-open"]
    assert cli.main(["report", *words]) == 0
    assert 'src="data:video/mp4;base64,' in out.read_text(encoding="utf-8")
    assert "coach-" not in capsys.readouterr().out
