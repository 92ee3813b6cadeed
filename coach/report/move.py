"""Describe a move in words: how to do and record it, the checks, their limits, and who should not do it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coach.language import Language, sentence
from coach.moves.measures import KINDS
from coach.moves.move import Aim, Band, Move
from coach.report.table import Records
from coach.report.words import postures

LYING_ON_A_SIDE: Final = frozenset({"side-lying-left", "side-lying-right"})


def listing(moves: Iterable[Move], language: Language) -> RenderableType:
    """Return a table of moves that fits in 80 columns."""
    table = Records(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    for name in ("id", "title", "hold", "reps", "sides", "posture"):
        number = name in ("hold", "reps")
        table.add_column(
            language.say(f"moves.{name}"),
            justify="right" if number else "left",
            no_wrap=number or name in ("id", "sides"),
        )
    for move in moves:
        hold, sides = (
            f"{language.plain(move.hold_s)} s" if move.hold_s else "-",
            language.say(f"moves.sided.{move.sides}"),
        )
        title = move.in_language(language.language).title
        table.add_row(move.id, title, hold, str(move.reps), sides, postures(move.postures, "briefly", language))
    return table


def describe(move: Move, language: Language) -> RenderableType:
    """Return everything about a move, wrapped to the width of the terminal."""
    return Group(*_MoveText(move.in_language(language.language), language).parts())


class _MoveText:
    """One move in the words of a language."""

    def __init__(self, move: Move, language: Language) -> None:
        self._move, self._language = move, language
        self._explained: set[str] = set()

    def parts(self) -> list[RenderableType]:
        """Return every section, from top to bottom."""
        move = self._move
        camera = f"{sentence(move.words.camera)}."
        source = Text(self._say("source", source=move.source), style="dim")
        stop = Text(f"\n{self._language.say('safety.stop')}")
        sections: dict[str, list[RenderableType]] = {
            "how": [_hanging((f"{number}.", Text(each)) for number, each in enumerate(move.words.how, 1))],
            "camera": [Text(camera)],
            "checked": self._checked(),
            "cannot_see": [_bullets(move.words.cannot_see)],
            "numbers": [Text(self._numbers()), source, *self._sources()],
            "avoid": [_bullets(move.words.avoid_if), stop],
            "easier": [Text(move.words.easier)] if move.words.easier else [],
        }
        parts: list[RenderableType] = [Text.assemble((move.title, "bold"), f"  {move.id}")]
        for name, body in sections.items():
            if body:
                parts += [Text(), Text(self._say(name), style="bold"), *(Padding(each, (0, 0, 0, 2)) for each in body)]
        return parts

    def _say(self, key: str, **values: object) -> str:
        return self._language.say(f"move_page.{key}", **values)

    def _sources(self) -> list[RenderableType]:
        sources = self._move.sources.items()
        return [_hanging((f"{_spaced(key)} ", Text(text, style="dim")) for key, text in sources)] if sources else []

    def _checked(self) -> list[RenderableType]:
        move = self._move
        views = self._language.list((self._language.say(f"view.{each}") for each in move.views), "or")
        parts: list[RenderableType] = [Text(self._say("starts", postures=self._postures(), views=views))]
        if move.start:
            parts += [Text(self._say("rest")), self._bands(move.start)]
        if move.through:
            parts += [Text(self._say("way", seconds=self._language.plain(move.through_s))), self._bands(move.through)]
        counts = self._say("counts_held" if move.hold_s else "counts", seconds=self._language.plain(move.hold_s))
        parts += [Text(counts), self._bands(move.zone)]
        for key, doubtful in (("faults", False), ("doubtful", True)):
            aims = [aim for aim in move.aim if (aim.confidence is not None) == doubtful]
            parts += [Text(self._say(key)), self._aims(aims)] if aims else []
        limited: list[Band | Aim] = [*move.start, *move.through, *move.top, *move.aim]
        if any(KINDS[move.measures[each.measure].kind].unit == "trunks" for each in limited):
            parts.append(Text(self._say("trunk"), style="dim"))
        return parts

    def _postures(self) -> str:
        if not set(self._move.postures) >= LYING_ON_A_SIDE:
            return postures(self._move.postures, "posture", self._language)
        found = ["either-side", *(each for each in self._move.postures if each not in LYING_ON_A_SIDE)]
        return postures(found, "posture", self._language)

    def _bands(self, bands: Sequence[Band]) -> RenderableType:
        """Return a table of bands, with each measure explained the first time."""
        rows = []
        for band in bands:
            new = band.measure not in self._explained
            rows.append((_spaced(band.measure), self._limits(band), self._what(band.measure) if new else ""))
            self._explained.add(band.measure)
        return _named(rows)

    def _aims(self, aims: Sequence[Aim]) -> RenderableType:
        return _named(
            (
                aim.id,
                self._move.words.cue[aim.id],
                f"{self._say('wanted', what=self._wanted(aim))} {sentence(aim.source)}.",
            )
            for aim in aims
        )

    def _wanted(self, aim: Aim) -> str:
        """Return the limits of an aim, and when they apply."""
        name = _spaced(aim.measure)
        match aim.shape:
            case "jerks":
                return self._say("jerks", name=name, n=self._language.plain(aim.most))
            case "swing":
                return self._say("swing", name=name, amount=self._amount(aim.measure, aim.most))
            case "missed":
                return self._say(
                    "missed", name=name, limits=self._limits(aim), seconds=self._language.plain(aim.lasts_s)
                )
            case "band":
                where = (
                    self._say("while", name=_spaced(band.measure), limits=self._limits(band)) for band in aim.where
                )
                return f"{name}, {self._limits(aim)} {self._say(f'during.{aim.during}')}{''.join(where)}"

    def _limits(self, limits: Band | Aim) -> str:
        least, most = limits.least, limits.most
        if limits.from_rest and least == -most:
            return self._say("within", amount=self._amount(limits.measure, most))

        def put(number: float) -> str:
            amount = self._amount(limits.measure, abs(number) if limits.from_rest else number)
            return self._say("above" if number >= 0 else "below", amount=amount) if limits.from_rest else amount

        # Below the rest, "not further down than this" reads as "at most": the wording is reversed there.
        down = limits.from_rest and least < 0
        if most == math.inf:
            text = self._say("at_most" if down else "at_least", amount=put(least))
        elif least == -math.inf:
            text = self._say("at_least" if limits.from_rest and most < 0 else "at_most", amount=put(most))
        else:
            text = self._say("from_to", least=put(least), most=put(most))
        unseen = isinstance(limits, Band) and limits.when_unseen == "pass"
        return self._say("where_seen", limits=text) if unseen else text

    def _amount(self, measure: str, number: float) -> str:
        unit = self._say(f"units.{KINDS[self._move.measures[measure].kind].unit}")
        return f"{self._language.plain(number)}{unit}".replace("-", "−")

    def _what(self, name: str) -> str:
        measure = self._move.measures[name]
        of, against = self._landmarks(measure.of), self._landmarks(measure.against or ())
        text = self._language.find(f"kinds.{measure.kind}", of=of, against=against)
        if not text:
            text = _summary(measure.kind)[:-1]
            text = text.replace("a segment", of).replace("another", against) if "a segment" in text else f"{text}; {of}"
        side = self._language.find(f"move_page.of_{measure.limb}")
        return f"{text.removesuffix('; ')}{f'; {side}' if side else ''}."

    def _landmarks(self, names: Sequence[str]) -> str:
        words = (self._language.find(f"landmarks.{name}", name.replace("_", " ")) for name in names)
        return self._say("to").join(words)

    def _numbers(self) -> str:
        move = self._move
        hold = self._say("hold" if move.hold_s else "no_hold", seconds=self._language.plain(move.hold_s))
        parts = [hold, self._say(f"reps.{move.sides}", n=move.reps)]
        if move.target is not None and move.target_deg is not None:
            numbers = {"target": move.target_deg, "least": move.target.least, "most": move.target.most}
            parts.append(
                self._say("target", **{name: self._language.plain(number) for name, number in numbers.items()})
            )
        return f"{', '.join(parts)}."


def _bullets(sentences: Sequence[str]) -> Table:
    return _hanging(("-", Text(each)) for each in sentences)


def _hanging(rows: Iterable[tuple[str, Text]]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for mark, text in rows:
        table.add_row(mark, text)
    return table


def _named(rows: Iterable[tuple[str, str, str]]) -> RenderableType:
    """Return rows with a name, its main text, and small print below."""
    table = _hanging(
        (f"{name} ", Text.assemble(text, (f"\n{small}" if small else "", "dim"))) for name, text, small in rows
    )
    return Padding(table, (0, 2))


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _summary(kind: str) -> str:
    """Return the summary of a measure kind; one that refers to another kind gets the other's summary."""
    summary = KINDS[kind].summary
    like = re.match(r"Like ``(\w+)``[;,] ", summary)
    if like:
        summary = f"{_summary(like[1])[:-1]}; {summary[like.end() :]}"
    return summary.replace("``", "")
