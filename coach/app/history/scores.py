"""Current scores of sessions: as measured, as regraded, and as corrected by the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coach.body import Side
from coach.moves.earlier import current
from coach.moves.measures import Unit
from coach.report.words import main_unit
from coach.session.score import Score, by_side
from coach.store.history import Correction, History, Session


@dataclass(frozen=True, slots=True)
class CurrentScore:
    """The score of one move on one side in one session.

    Attributes:
        regraded: The score as regraded; ``None`` if it was never regraded.
        correction: The person's latest correction of the count; ``None`` if there is none.
    """

    score: Score
    regraded: Score | None = None
    correction: Correction | None = None

    @property
    def judged(self) -> Score:
        """The score as it is judged now."""
        return self.regraded or self.score

    @property
    def count(self) -> int:
        """Number of reps after any correction."""
        return self.judged.counted if self.correction is None else self.correction.count


def current_scores(history: History) -> dict[int, list[CurrentScore]]:
    """Return the current scores of every session, by its number."""
    found = history.sessions.scores()
    regraded: dict[int, dict[tuple[str, Side | None], Score]] = {}
    for regrade in history.marks.regrades():
        now = regraded.setdefault(regrade.session, {})
        for key in [key for key in now if key[0] == regrade.move]:
            del now[key]
        now |= {(score.move, score.side): score for score in by_side(regrade.move, regrade.reps)}
    corrected: dict[int, dict[tuple[str, Side | None], Correction]] = {}
    for each in history.marks.corrections():
        corrected.setdefault(each.session, {})[each.move, each.side] = each
    return {
        session: _standings(scores, regraded.get(session, {}), corrected.get(session, {}))
        for session, scores in found.items()
    }


def unit(history: History, session: Session, move: str) -> Unit:
    """Return the unit of a move's main measure as it was defined for a session; degrees if that is not known."""
    name = next((step.get("definition") for step in session.planned if step.get("move") == move), None)
    stored = None if name is None else history.sessions.definition(name)
    if stored is None:
        return "degrees"
    try:
        return main_unit(current(stored))
    except (KeyError, TypeError, AttributeError):  # what JSON holds may be anything
        return "degrees"


def _standings(
    scores: Sequence[Score],
    regraded: dict[tuple[str, Side | None], Score],
    corrected: dict[tuple[str, Side | None], Correction],
) -> list[CurrentScore]:
    measured = {(score.move, score.side): score for score in scores}
    moves = {move for move, _ in regraded}
    return [
        CurrentScore(
            measured.get(key) or Score(*key),
            (regraded.get(key) or Score(*key)) if key[0] in moves else None,
            corrected.get(key),
        )
        for key in {**measured, **regraded, **corrected}
    ]
