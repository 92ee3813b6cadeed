"""``coach moves add`` and ``coach routines share``: moves and routines from and for other people."""

from __future__ import annotations

from pathlib import Path

from coach.app.learn import sharing
from coach.cli.console import unfolded
from coach.cli.failure import check_target, usage_errors
from coach.cli.live.sound import chosen_language
from coach.store.history import data_folder


def add(source: Path, replace: bool, lang: str | None, data: Path | None) -> int:
    """Add the content of a file, folder or zip, and list it."""
    folder = data or data_folder()
    with usage_errors():
        phrases = chosen_language(lang, folder)
    places = sharing.add(source, folder, replace=replace)
    console = unfolded()
    for place in places:
        console.print(place)
    console.print(phrases.say("learn.added", n=len(places), folder=folder))
    return 0


def share(name: str, out: Path, lang: str | None, data: Path | None) -> int:
    """Bundle a routine, and list the bundle's content."""
    folder = data or data_folder()
    with usage_errors():
        phrases = chosen_language(lang, folder)
        if out.suffix.lower() != ".zip":
            raise ValueError(f"the bundle is a zip, so {out} must end in .zip")
        check_target("OUT.zip", out)
    places = sharing.share(name, folder, out)
    console = unfolded()
    for place in places:
        console.print(place)
    console.print(phrases.say("learn.shared", path=out, name=out.name))
    return 0
