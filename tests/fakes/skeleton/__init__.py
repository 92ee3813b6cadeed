"""A simulated person before a simulated camera: what the core's property tests are run on."""

from tests.fakes.skeleton.activities import (
    ACTIVITIES,
    change,
    do,
    getting_up,
    lying_down,
    rolling_over,
    stay,
    through,
    turned,
)
from tests.fakes.skeleton.camera import Camera, view
from tests.fakes.skeleton.film import Performance, film, perform, usual_view
from tests.fakes.skeleton.moves import MOVES
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.scene import RepScript, Scene, TrueRep
from tests.fakes.skeleton.seeing import EXACT, Noise

__all__ = [
    "ACTIVITIES",
    "EXACT",
    "MOVES",
    "Body",
    "Camera",
    "Noise",
    "Performance",
    "RepScript",
    "Scene",
    "TrueRep",
    "change",
    "do",
    "film",
    "getting_up",
    "lying_down",
    "perform",
    "rolling_over",
    "stay",
    "through",
    "turned",
    "usual_view",
    "view",
]
