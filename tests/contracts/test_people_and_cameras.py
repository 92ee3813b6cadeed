"""Random people and paces in front of cameras at random recommended positions."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.library import move_ids
from tests.contracts.performing import HOLD_S, checked, outcomes, result
from tests.fakes.skeleton import Body, Camera, Noise, RepScript, perform

HEIGHTS_M: Final = {
    "hip-abduction": (0.2, 1.3),
    "spine-extension": (0.2, 0.8),
    "back-extension": (0.2, 0.9),
    "knee-to-chest": (0.2, 0.8),
    "piriformis-stretch": (0.5, 1.3),
    "seated-rotation": (0.5, 1.3),
    "glute-bridge": (0.2, 0.9),
    "straight-leg-raise": (0.2, 0.9),
    "both-knees-to-chest": (0.2, 0.8),
    "prone-leg-lift": (0.2, 0.9),
    "clamshell": (0.2, 0.9),
    "four-point-hip-extension": (0.2, 0.8),
    "bottom-to-heels": (0.2, 1.3),
    "side-plank": (0.2, 1.3),
}
"""Recommended camera heights of the moves; that of a chair seat suits all."""

ERRING: Final = Noise(aside=0.012)
"""Moderate estimator noise: the worst noise, camera and body together are beyond what can be guaranteed."""

bodies = st.builds(
    Body,
    height_m=st.floats(1.5, 1.95),
    leg=st.floats(0.96, 1.05),
    arm=st.floats(0.96, 1.04),
    shoulders=st.floats(0.92, 1.08),
    hips=st.floats(0.92, 1.08),
    flesh=st.floats(0.85, 1.25),
)
paces = st.floats(0.8, 1.5)


def cameras(move: str) -> st.SearchStrategy[Camera]:
    """Return cameras at the side of the mat, slightly off the recommended position and rolled."""
    return st.builds(
        Camera,
        azimuth_deg=st.floats(-10, 10),
        height_m=st.floats(*HEIGHTS_M.get(move, (0.4, 0.6))),
        distance_m=st.floats(2.3, 3.3),
        aim_m=st.floats(0.28, 0.42),
        view_deg=st.floats(40, 48),
        roll_deg=st.floats(-2, 2),
    )


@pytest.mark.slow
@pytest.mark.parametrize("move", sorted(move_ids()))
@settings(max_examples=6)
@given(data=st.data())
def test_two_good_reps_are_counted(move, data):
    pace = data.draw(paces)
    reps = [RepScript(side, hold_s=HOLD_S + 1, up_s=1.4 * pace, down_s=pace, rest_s=1.2) for side in ("right", "left")]
    done = perform(
        move,
        reps,
        body=data.draw(bodies),
        camera=data.draw(cameras(move)),
        fps=10.0,
    )
    found = result(checked(move), done.moments)
    assert outcomes(rep for rep in found.reps if rep.counted) == [(rep.side, True, ()) for rep in done.reps]
