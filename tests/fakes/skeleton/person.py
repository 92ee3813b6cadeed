"""Body dimensions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """Body dimensions in metres; segment lengths are proportional to the height.

    The proportions were measured on three rendered bodies; for joint centres they agree with anthropometric tables
    (Drillis and Contini, 1966).

    Attributes:
        height_m: Body height.
        leg: Leg length relative to average.
        arm: Arm length relative to average.
        shoulders: Distance between the shoulder joints relative to average.
        hips: Distance between the hip joints relative to average.
        flesh: Thickness of trunk and limbs relative to average.
    """

    height_m: float = 1.7
    leg: float = 1.0
    arm: float = 1.0
    shoulders: float = 1.0
    hips: float = 1.0
    flesh: float = 1.0

    @property
    def thigh(self) -> float:
        """Hip to knee."""
        return 0.231 * self.height_m * self.leg

    @property
    def shin(self) -> float:
        """Knee to ankle."""
        return 0.234 * self.height_m * self.leg

    @property
    def trunk(self) -> float:
        """Midpoint of the hips to midpoint of the shoulders, with a straight spine."""
        return 0.285 * self.height_m

    @property
    def upper_arm(self) -> float:
        """Shoulder to elbow."""
        return 0.141 * self.height_m * self.arm

    @property
    def forearm(self) -> float:
        """Elbow to wrist."""
        return 0.136 * self.height_m * self.arm

    @property
    def shoulder_width(self) -> float:
        """Between the shoulder joints."""
        return 0.196 * self.height_m * self.shoulders

    @property
    def hip_width(self) -> float:
        """Between the hip joints."""
        return 0.117 * self.height_m * self.hips

    def thick(self, metres: float) -> float:
        """Scale a half thickness, given for an average body of 1.7 m, to this body."""
        return metres * self.flesh * self.height_m / 1.7
