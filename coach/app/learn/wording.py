"""The texts of a learned move: its own words, the comments in its file, and the summary that is read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach.language import Language
from coach.learn.building import AT_START, KNEE_DEG
from coach.learn.candidates import KNEE, Plane
from coach.learn.learning import Learned, NotLearnedError
from coach.learn.ranking import Ranked
from coach.moves.measures import KINDS
from coach.moves.move import Band, Measure, Move
from coach.moves.text import Say, Words


@dataclass(frozen=True, slots=True)
class LearnedWords:
    """The texts of a learned move in one language."""

    language: Language

    def words(self, learned: Learned, title: str) -> Words:
        """Return the words of the move itself."""
        say, move, plane = self.language.say, learned.move, learned.main.candidate.plane
        lie = say(f"learn.posture.{move.postures[0]}")
        sided = move.sides != "none"
        parts = {aim.id: say(f"learn.part.{aim.order}") for aim in move.aim}
        return Words(
            title=title,
            how=(lie, say("learn.words.do")),
            camera=say(f"learn.words.{plane}"),
            cannot_see=(say("learn.words.cannot_see"),),
            say=Say(
                how=lie,
                do=say("learn.words.do"),
                view=say(f"learn.words.say_{plane}"),
                left=say("learn.words.left") if sided else "",
                right=say("learn.words.right") if sided else "",
            ),
            cue={name: say("learn.words.keep", part=part) for name, part in parts.items()},
            good={name: say("learn.words.kept", part=part) for name, part in parts.items()},
        )

    def comments(self, learned: Learned) -> dict[str, str]:
        """Return the comments in its file by the paths of the keys."""
        move, main = learned.move, learned.main
        rest, top = (self.value(number, main.candidate.measure) for number in (main.rest, main.top))
        plain = (
            "postures", "also_while", "views", "depth", "hold_s", "reps", "sides", "target_deg", "target", "drawing",
        )  # fmt: skip
        found = {key: self.language.say(f"learn.comment.{key}") for key in plain}
        found[""] = self.language.say("learn.comment.head")
        found["main"] = self.language.say("learn.comment.main", rest=rest, top=top)
        found["start"] = self.language.say("learn.comment.start", part=round(100 * AT_START))
        found["attempt"] = self.language.say("learn.comment.attempt")
        found["through"] = self.language.say("learn.comment.through")
        confirming = {each.candidate.name for each in learned.confirming}
        counts = move.peak_from or move.main
        for band in move.top:
            name = band.measure
            kind = (
                "top" if name == counts
                else "lifted" if name == move.main
                else "confirm" if name in confirming
                else "trunk" if band.least == -band.most
                else "knee" if name == KNEE and {band.least, band.most} & {*KNEE_DEG}
                else "neighbour"
            )  # fmt: skip
            varies = self.value(main.candidate.varies, main.candidate.measure)
            found[f"top.{name}"] = self.language.say(f"learn.comment.{kind}", varies=varies)
        return found | {f"aim.{aim.id}": self.language.say("learn.comment.aim") for aim in move.aim}

    def read_back(self, learned: Learned) -> Iterator[str]:
        """Yield a summary of the move, sentence by sentence."""
        say, move, main = self.language.say, learned.move, learned.main
        zone = next(band.least for band in move.top if band.measure == move.main)
        measure = main.candidate.measure
        fields = {
            "what": self.name(main), "rest": self.value(main.rest, measure), "zone": self.value(zone, measure),
        }  # fmt: skip
        yield say("learn.count_hold", n=round(move.hold_s), **fields) if move.hold_s else say("learn.count", **fields)
        for band in move.top:
            if band.measure != move.main:
                yield self._band(move, band, "also")
        for band in move.through:
            yield self._band(move, band, "through")
        posture = say(f"learn.from.{move.postures[0]}")
        yield say("learn.starts", posture=posture, place=say(f"learn.words.{main.candidate.plane}").partition(",")[0])
        yield say(f"learn.sides_{move.sides}")

    def refusal(self, error: NotLearnedError, requested: int | None, names: list[str]) -> str:
        """Return why nothing was learned, and what to do."""
        key = self._plane(error.posture) if error.why == "view" else error.why
        return self.language.say(
            f"learn.refused.{key}", n=error.found, asked=requested or "?", names=self.language.list(names)
        )

    def name(self, each: Ranked) -> str:
        """Return the name of a candidate."""
        return self.language.say(f"learn.measure.{each.candidate.name}")

    def value(self, number: float, measure: Measure) -> str:
        """Return a number with its unit."""
        if KINDS[measure.kind].unit == "degrees":
            return self.language.say("learn.degrees", n=self.language.number(number))
        return self.language.say("learn.trunks", n=self.language.number(number, 2))

    def _band(self, move: Move, band: Band, prefix: str) -> str:
        measure = move.measures[band.measure]
        between = band.least == -band.most
        limit = band.most if between or band.least < -1e6 else band.least
        way = "between" if between else "most" if band.least < -1e6 else "least"
        name = self.language.say(f"learn.measure.{band.measure}")
        return self.language.say(f"learn.{prefix}_{way}", what=name, limit=self.value(limit, measure))

    @staticmethod
    def _plane(posture: str) -> Plane:
        return "front" if posture.startswith(("side-lying", "long-sitting")) else "side"
