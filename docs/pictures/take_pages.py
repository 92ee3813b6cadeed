"""Take the pictures of the pages anew: a made-up history, and a clip of a rendered person.

    python docs/pictures/take_pages.py

It needs the pose model and the system's Chromium, and takes about a minute.
"""

from __future__ import annotations

import tempfile
from datetime import date  # noqa: TID251  # a history has days
from pathlib import Path  # noqa: TID251  # pictures are files

import cv2  # noqa: TID251  # they are made smaller here
from playwright.sync_api import Page

from benchmarks.years import fill
from coach.app.history.review import review
from coach.app.video.page import report
from coach.language import english
from coach.library import load_move
from tests.report.browser import opened, until

HERE = Path(__file__).resolve().parent
CLIP = HERE.parents[1] / "tests" / "clips" / "form-hip-abduction-m.mp4"
UNTIL = date(2026, 11, 20)


def main() -> None:
    """Take both."""
    with tempfile.TemporaryDirectory() as name, opened() as browser:
        folder = Path(name)
        fill(folder, 160, 7000, UNTIL)
        history = review(folder, english(), today=UNTIL)
        clip = folder / "clip.html"
        report(CLIP, load_move("hip-abduction").adjusted(hold_s=2), clip, english())
        page = browser.new_page(viewport={"width": 1100, "height": 860})
        page.goto(history.as_uri())
        page.evaluate("document.getElementById('moves').scrollIntoView({ behavior: 'instant' })")
        take(page, "page-review")
        page.set_viewport_size({"width": 1100, "height": 760})
        page.goto(clip.as_uri())
        until(page, "video.readyState >= 2")
        page.get_by_role("button", name="Next rep").click()
        page.evaluate("video.controls = false; seek(now + 3)")
        until(page, "!video.seeking")
        take(page, "page-clip")


def take(page: Page, name: str) -> None:
    """Keep what is seen, small, as a picture."""
    page.wait_for_timeout(500)
    path = HERE / f"{name}.png"
    page.screenshot(path=path)
    picture = cv2.imread(str(path))
    assert picture is not None
    small = cv2.resize(picture, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(path), small, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
