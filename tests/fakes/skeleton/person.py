"""The sizes of a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A person's sizes in metres; lengths follow from the height, as they do on average.

    The shares were measured on three made bodies and agree with tables of anthropometry (Drillis and Contini, 1966)
    as far as joint centres go.

    Attributes:
        height_m: From the sole to the crown.
        leg: Length of the legs against the average's.
        arm: Length of the arms against the average's.
        shoulders: Width between the shoulder joints against the average's.
        hips: Width between the hip joints against the average's.
        flesh: Thickness of trunk and limbs against the average's.
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
        """Middle of the hips to the middle of the shoulders, held straight."""
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
        """A half thickness that is ``metres`` on an average body of 1.7 m."""
        return metres * self.flesh * self.height_m / 1.7
