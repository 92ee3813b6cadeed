"""Self-contained pages: styles, scripts and data are embedded, and a policy blocks everything else."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from coach.errors import CoachError, reason
from coach.language import phrase, sentence
from coach.replacing import replacing
from coach.report.review.words import PageWords

HERE: Final = Path(__file__).resolve().parent

NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL
"""Flags to open a file that must not exist yet."""

PLOTLY_STYLE: Final = "plotly.js-style-global"
"""The style elements that Plotly's script fills by rules; those for its maps it would fill by text, so they stay
empty."""


def render(
    template: str,
    words: PageWords,
    styles: tuple[str, ...],
    scripts: tuple[str, ...],
    **context: Any,  # Any: templates
) -> str:
    """Render a page from a template of this package, with style sheets and scripts by name, without their suffixes.

    A page with scripts gets Plotly's own before them. ``context`` has the variables of the template.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "allow_nan": False, "ensure_ascii": False}
    environment.filters["sentence"] = sentence
    environment.filters["options"] = options
    style = "\n".join(_read(f"{name}.css") for name in styles)
    # A page without a script of its own draws no charts, and Plotly is 4 MB.
    code = [_plotly(), *(_read(f"{name}.js") for name in scripts)] if scripts else []
    page = environment.get_template(f"{template}.html.j2")
    filled = [PLOTLY_STYLE, *re.findall(r'getElementById\("([0-9a-f]{64})"\)', code[0])] if code else []
    marks = {"decimal": words.language.number(0.5, 1)[1:-1], "thousands": words.language.number(10_000)[2:-3]}
    calendar = {"name": words.language.locale, "format": words.language.calendar() | marks}
    return page.render(
        style=style,
        filled=filled,
        scripts=code,
        policy=policy([style, ""], code),  # the second is that of Plotly's elements
        w=words,
        t=words.say,
        lang=words.language.locale.replace("_", "-"),
        script_words=words.language.section("page.script"),
        locale=calendar,
        **context,
    )


def policy(styles: list[str], scripts: list[str]) -> str:
    """Return a content security policy that allows these styles and scripts, and nothing else.

    Plotly writes a few style attributes that no hash covers, so style attributes are allowed; they load nothing,
    as loading is blocked.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}" if scripts else "script-src 'none'",
            f"style-src-elem {' '.join(map(_hash, styles))}",
            "style-src-attr 'unsafe-inline'",
            "img-src data:",
            "media-src data: file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def options(text: str) -> Any:  # Any: markup
    """Return a text with its command-line options as code, which is never broken over two lines."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"--[a-z-]+ [0-9]+(\.[0-9]+)?", r"<code>\g<0></code>", str(escape(text))))


def write(path: Path, page: str) -> None:
    """Write a page completely or not at all, readable only by its owner.

    Raises:
        CoachError: It cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path) as part, open(os.open(part, NEW, 0o600), "w", encoding="utf-8") as file:
            file.write(page)
    except OSError as error:
        raise CoachError(phrase("errors.write.page", path=path, why=reason(error))) from error


@cache
def _read(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    """Return Plotly's script, located without importing the package: its Python side is not needed."""
    found = find_spec("plotly")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
