import pytest

from coach.display.shapes import COLOURS, SCRIM, Role

Colour = tuple[float, float, float]


def luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (each / 255 for each in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def scrim_on(room: Colour, cover: float = SCRIM) -> Colour:
    red, green, blue = (c * (1 - cover) + s * cover for c, s in zip(room, COLOURS["shade"], strict=True))
    return red, green, blue


WHITE_WALL: Colour = (255, 255, 255)
DARK_ROOM: Colour = (0, 0, 0)


@pytest.mark.parametrize("room", [WHITE_WALL, DARK_ROOM, COLOURS["ground"]])
@pytest.mark.parametrize("role", ["in", "out", "neutral", "muted", "accent", "ink"])
def test_text_of_every_colour_can_be_read_in_every_room(role: Role, room: Colour):
    assert contrast(COLOURS[role], scrim_on(room)) >= 4.5  # WCAG AA


@pytest.mark.parametrize("role", ["in", "out", "neutral", "muted", "accent"])
def test_lines_stand_out_from_their_dark_edge(role: Role):
    assert contrast(COLOURS[role], COLOURS["shade"]) >= 7


@pytest.mark.parametrize("role", ["in", "out", "accent"])
def test_signs_contrast_with_their_discs(role: Role):
    assert contrast(COLOURS["shade"], COLOURS[role]) >= 4.5


# Red, green and blue as somebody sees them who lacks one kind of cone, in linear light (Machado and others 2009).
BLINDNESS = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


@pytest.mark.parametrize("kind", BLINDNESS)
def test_tolerance_colours_differ_for_colour_blind_users(kind: str):
    def perceived(role: Role) -> list[float]:
        light = [(each / 255) ** 2.2 for each in COLOURS[role]]
        return [max(0.0, sum(a * b for a, b in zip(row, light, strict=True))) ** (1 / 2.2) for row in BLINDNESS[kind]]

    apart = sum((a - b) ** 2 for a, b in zip(perceived("in"), perceived("out"), strict=True)) ** 0.5
    assert apart >= 0.35  # of 1.73, black to white
