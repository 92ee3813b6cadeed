"""A simulated person before a simulated camera: what the core's property tests are run on."""

from tests.fakes.skeleton.camera import Camera, view
from tests.fakes.skeleton.film import Performance, film, perform, usual_view
from tests.fakes.skeleton.moves import MOVES
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.scene import RepScript, Scene, TrueRep
from tests.fakes.skeleton.seeing import EXACT, Noise

__all__ = [
    "EXACT",
    "MOVES",
    "Body",
    "Camera",
    "Noise",
    "Performance",
    "RepScript",
    "Scene",
    "TrueRep",
    "film",
    "perform",
    "usual_view",
    "view",
]
