"""A simulated person in front of a simulated camera, for the property tests of the core.

    done = perform("hip-abduction", [RepScript("left", peak_deg=45, hold_s=5)] * 3, fps=30, seed=1)
    check(done.moments)     # the input of the core
    done.reps               # the ground truth, by the conventions of the results file

Everything is a function of time and seed: another ``fps`` sees the same motion and the same errors.

* ``perform(move, reps, body=, camera=, lead_s=, tail_s=, fps=, seed=, tremor_deg=, noise=)`` does one of ``MOVES``.
  A ``RepScript`` says side, peak, hold, tempo and faults (``MOVES[id].faults`` lists them); a ``TrueRep`` says what
  came of it, and ``TrueRep.counts(hold_s)`` whether it counts. Lying on the side, the body rolls over between sides.
* ``view(name, feet)`` is a ``Camera`` at a named place (``VIEWS``); a ``Camera`` of one's own has height, distance,
  azimuth, aim, field of view, image size and roll. ``usual_view(move)`` is the name of the one at a chair's height.
* ``do(name, times, ...)`` and ``stay(posture, seconds)`` are scenes of ``ACTIVITIES``, which are none of the moves;
  ``lying_down``, ``rolling_over``, ``getting_up``, ``change`` and ``through`` join scenes, ``lingering`` keeps the last
  stance, ``turned`` turns the person, ``acted(move, reps, ...)`` is a move as scenes; ``video(scenes, camera=)`` plays.
* ``degrade`` holds what goes wrong on the way, as functions from moments to moments: dropouts, gaps, frame rates,
  noise, exchanged limbs, mirrors, crops.
* ``Noise`` says how the estimator errs, ``EXACT`` is one that does not; ``angles`` measures true angles on
  ``Performance.points``.
"""

from tests.fakes.skeleton import angles, degrade
from tests.fakes.skeleton.activities import (
    ACTIVITIES,
    change,
    do,
    getting_up,
    lingering,
    lying_down,
    rolling_over,
    stay,
    through,
    turned,
)
from tests.fakes.skeleton.camera import VIEWS, Camera, view
from tests.fakes.skeleton.moves import MOVES
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.recording import Performance, acted, perform, record, usual_view
from tests.fakes.skeleton.scene import RepScript, Scene, TrueRep
from tests.fakes.skeleton.seeing import EXACT, Noise

__all__ = [
    "ACTIVITIES",
    "EXACT",
    "MOVES",
    "VIEWS",
    "Body",
    "Camera",
    "Noise",
    "Performance",
    "RepScript",
    "Scene",
    "TrueRep",
    "acted",
    "angles",
    "change",
    "degrade",
    "do",
    "getting_up",
    "lingering",
    "lying_down",
    "perform",
    "record",
    "rolling_over",
    "stay",
    "through",
    "turned",
    "usual_view",
    "view",
]
