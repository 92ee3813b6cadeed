import pytest

from coach.display.screen import Screen


def test_a_mirror_swaps_left_and_right_and_nothing_else():
    plain, mirrored = (Screen((640, 480), (640, 480), mirror=mirror) for mirror in (False, True))
    (x, y), (u, v) = plain.place(100, 50), mirrored.place(100, 50)
    assert u == pytest.approx(plain.width - x)
    assert v == y


def test_places_do_not_depend_on_how_large_the_canvas_is():
    small, large = Screen((640, 480), (640, 480)), Screen((640, 480), (2560, 1920))
    assert small.place(123, 45) == pytest.approx(large.place(123, 45))


def test_a_narrow_image_is_centred_on_a_wide_canvas():
    screen = Screen((640, 480), (1920, 1080), mirror=False)
    assert screen.frame == (240, 0, 1440, 1080)
    assert screen.place(0, 0) == pytest.approx((240 / 1080, 0.0))
    assert screen.place(640, 480) == pytest.approx((1680 / 1080, 1.0))


def test_a_wide_image_has_room_above_and_below_on_a_narrow_canvas():
    assert Screen((1920, 1080), (640, 480)).frame == (0, 60, 640, 360)


@pytest.mark.parametrize(("image", "canvas"), [((0, 480), (640, 480)), ((640, 480), (640, -1))])
def test_an_image_without_width_or_height_is_refused(image: tuple[int, int], canvas: tuple[int, int]):
    with pytest.raises(ValueError, match="above 0"):
        Screen(image, canvas)
