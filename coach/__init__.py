"""Counts reps, times holds and checks the form of fourteen floor exercises, on video and live.

    from coach import check_video, load_move

    report = check_video("leg-raises.mp4", "hip-abduction")
    print(report.result.counted, [rep.hold for rep in report.result.reps])

Importing this package imports nothing else; each public name is loaded on first access.
"""

# Valid syntax since Python 2.7: ``python -m coach.install`` starts here and reports which Python it needs.

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coach.app.video.check import check_video
    from coach.errors import CoachError
    from coach.library import load_move
    from coach.report.facts import Report

__all__ = ["CoachError", "Report", "__version__", "check_video", "load_move"]

__version__ = "0.1.0"

_HOMES = {
    "CoachError": "coach.errors",
    "Report": "coach.report.facts",
    "check_video": "coach.app.video.check",
    "load_move": "coach.library",
}


def __getattr__(name):
    # type: (str) -> object
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError("module 'coach' has no attribute " + repr(name))
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__():
    # type: () -> list[str]
    return sorted(set(globals()) | set(_HOMES))
