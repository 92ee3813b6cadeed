import numpy as np
import pytest

from coach.capture.health import BLACK_S, FROZEN_S, RATE_S, Health
from tests.capture.cameras import noise

DARK = np.zeros((48, 64, 3), np.uint8)


def states(images, fps=30.0, health=None, start=0.0):
    """Return the state after each image."""
    health = health or Health("cam")
    return [health.update(start + i / fps, image) for i, image in enumerate(images)]


def test_changing_images_are_running():
    assert set(states(noise(i) for i in range(120))) == {"running"}


def test_identical_images_are_frozen_after_a_while():
    found = states([noise(0)] * 90)
    assert found.index("frozen") == pytest.approx(FROZEN_S * 30 + 1, abs=1)


def test_duplicated_images_are_not_frozen():
    assert set(states(noise(i // 2) for i in range(120))) == {"running"}


def test_one_changing_pixel_is_not_frozen():
    still = [noise(0) for _ in range(90)]
    for i, image in enumerate(still):
        image[1, 1] = i
    assert set(states(still)) == {"running"}


def test_a_frozen_camera_recovers_with_a_new_image():
    health = Health("cam")
    assert states([noise(0)] * 90, health=health)[-1] == "frozen"
    assert health.update(3.0, noise(1)) == "running"


def test_black_images_are_black_after_a_while_and_never_frozen():
    found = states([DARK] * 120)
    assert found.index("black") == pytest.approx(BLACK_S * 30, abs=1)
    assert "frozen" not in found


def test_sensor_noise_in_the_dark_is_black():
    assert states(noise(i, brightest=14) for i in range(90))[-1] == "black"


def test_a_few_dark_images_at_the_start_are_accepted():
    assert set(states([DARK] * 20 + [noise(i) for i in range(60)])) == {"running"}


def test_a_dim_room_is_not_black():
    assert set(states(noise(i, brightest=40) for i in range(90))) == {"running"}


@pytest.mark.parametrize(("fps", "state"), [(2, "slow"), (5, "slow"), (7, "running"), (10, "running"), (60, "running")])
def test_a_low_frame_rate_is_slow(fps, state):
    assert states((noise(i) for i in range(int(5 * fps))), fps=fps)[-1] == state


@pytest.mark.parametrize("fps", [6.5, 7.5, 15])
def test_a_slow_camera_recovers_at_a_sufficient_rate(fps):
    """Webcams in dim light stay at 7.5 frames per second."""
    health = Health("cam")
    assert set(states([noise(i) for i in range(30)], fps, health)) == {"running"}
    assert states([noise(i) for i in range(20)], 4, health, start=30 / fps)[-1] == "slow"
    found = states([noise(i) for i in range(int(10 * fps))], fps, health, start=30 / fps + 5)
    assert found.index("running") / fps < 2 * RATE_S + 0.5
    assert set(found[found.index("running") :]) == {"running"}


def test_a_camera_near_the_threshold_does_not_flicker():
    health = Health("cam")
    found = [states([noise(i) for i in range(6)], fps, health, start=2 * n)[-1] for n, fps in enumerate([5, 7] * 10)]
    assert set(found[2:]) == {"slow"}


def test_a_hiccup_does_not_make_a_camera_slow():
    health = Health("cam")
    assert set(states([noise(i) for i in range(60)], 30, health)) == {"running"}
    assert set(states([noise(i) for i in range(60)], 30, health, start=4.5)) == {"running"}


def test_images_in_bursts_are_slow():
    health = Health("cam")
    found = [states([noise(3 * second + i) for i in range(3)], 30, health, start=second)[-1] for second in range(8)]
    assert found[-1] == "slow"


def test_a_disconnection_does_not_make_a_camera_slow():
    health = Health("cam")
    states([noise(i) for i in range(60)], 30, health)
    health.restart()
    assert set(states([noise(i) for i in range(60)], 30, health, start=60.0)) == {"running"}


def test_an_image_of_another_size_counts_as_changed():
    sizes = [(64, 48), (128, 96), (48, 64)]
    assert set(states(noise(0, sizes[i // 30 % 3]) for i in range(120))) == {"running"}


def test_a_changing_but_sufficient_rate_is_running():
    health = Health("cam")
    assert set(states([noise(i) for i in range(60)], 30, health)) == {"running"}
    assert set(states([noise(i) for i in range(60)], 12, health, start=2.0)) == {"running"}


def test_the_rate_is_known_after_enough_frames():
    health = Health("cam")
    assert health.fps is None
    states([noise(i) for i in range(60)], 20, health)
    assert health.fps == pytest.approx(20, abs=0.5)
