"""The system's Chromium, opened once for a module: its display, console and requests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fakes.waiting import TIMEOUT_S, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Path of the system's Chromium; without one, these tests fail with a message."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for path in map(shutil.which, names) if path), None)
    assert found, f"these tests open pages in a browser: install one of {', '.join(names)}"
    return found


@contextmanager
def opened() -> Iterator[Browser]:
    """A browser, closed at the end."""
    from playwright.sync_api import sync_playwright  # slow to load, and most runs open no page

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET, timeout=TIMEOUT_S * 1000)
        try:
            yield browser
        finally:
            browser.close()


class Shown:
    """An open page, its console messages, and its requests."""

    def __init__(self, browser: Browser, path: Path, **how: object) -> None:
        context = browser.new_context(offline=True, **how)  # type: ignore[arg-type]  # playwright's own options
        context.set_default_timeout(TIMEOUT_S * 1000)
        self.page: Page = context.new_page()
        self.console: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    @property
    def elsewhere(self) -> list[str]:
        """Every request except for the page and its embedded data."""
        return [url for url in self.asked[1:] if not url.startswith(("data:", "blob:"))]

    def close(self) -> None:
        self.page.context.close()


def until(page: Page, claim: str) -> None:
    """Wait until an expression is true. Playwright's own waiting evaluates text, which the pages' policy forbids."""
    assert eventually(lambda: page.evaluate(claim)), f"never became true: {claim}"
