"""Pages that need nothing but themselves: style, scripts and data inside, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from coach.errors import CoachError
from coach.report.review.words import PageWords

HERE: Final = Path(__file__).resolve().parent

PLOTLY_STYLE: Final = "plotly.js-style-global"
"""The style element that Plotly's script fills by rules; those of its maps it would fill by text: they stay empty."""

EMPTY: Final = ""
"""What these elements hold at first."""


def render(
    template: str,
    words: PageWords,
    styles: tuple[str, ...],
    scripts: tuple[str, ...],
    **context: Any,  # Any: templates
) -> str:
    """A page from a template in this package.

    Args:
        template: Its name, without its ending.
        words: The words of its language.
        styles: The style sheets that go into it.
        scripts: The scripts that go into it, after Plotly's own.
        context: What the template speaks of.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["embed"] = embed
    style = "\n".join(_read(f"{name}.css") for name in styles)
    code = [_plotly(), *(_read(f"{name}.js") for name in scripts)]
    page = environment.get_template(f"{template}.html.j2")
    filled = [PLOTLY_STYLE, *re.findall(r'getElementById\("([0-9a-f]{64})"\)', code[0])]
    calendar = {"name": words.language.locale, "format": words.language.calendar()}
    return page.render(
        style=style,
        filled=filled,
        scripts=code,
        policy=policy([style, EMPTY], code),
        w=words,
        t=words.say,
        lang=words.language.locale.replace("_", "-"),
        script_words=words.language.section("page.script"),
        locale=calendar,
        **context,
    )


def policy(styles: list[str], scripts: list[str]) -> str:
    """A content security policy under which these run, and nothing else.

    Plotly writes a few style attributes of its own, which no hash covers, so attributes are let be; they load nothing,
    for nothing may be loaded.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src-elem {' '.join(map(_hash, styles))}",
            "style-src-attr 'unsafe-inline'",
            "img-src data:",
            "media-src data: file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def embed(data: object) -> Any:  # Any: markup
    """Data as JSON that no content of it can end the script element that it is in."""
    from markupsafe import Markup

    text = json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return Markup(
        text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )


def write(path: Path, page: str) -> None:
    """Write a page whole or not at all, readable by its owner alone.

    Raises:
        CoachError: It cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(page)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise CoachError(f"the page {path} cannot be written ({said}); name another file with --out") from error


@cache
def _read(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    """Plotly's script, found without importing the package: its Python side is not needed."""
    found = find_spec("plotly")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
