import math
import subprocess
import sys
from itertools import islice

import cv2
import numpy as np
import pytest

from coach.capture.video import VideoFile
from coach.errors import ModelError
from coach.estimate import bundle, models, runtime
from coach.estimate.landmarker import Landmarker
from coach.pose import SHAPES
from coach.resources import resource
from coach.session.people_count import several
from coach.stream import Frame
from tests.clips.packed import CLIPS
from tests.estimate.making import network
from tests.fakes.waiting import TIMEOUT_S

CLIP = resource("sample.mp4")
NOBODY = np.zeros((120, 160, 3), np.uint8)


@pytest.fixture
def landmarker():
    """A landmarker with the tests' model."""
    with Landmarker(models.find()) as landmarker:
        yield landmarker


@pytest.fixture(scope="module")
def frames():
    """A few frames of a person in side-lying."""
    with VideoFile(CLIP) as video:
        return list(islice(video, 12))


def same(a, b):
    return a.size == b.size and all(np.array_equal(getattr(a, name), getattr(b, name)) for name in SHAPES)


def run_alone(script, *arguments):
    """Run a script in its own process, which must end by itself."""
    return subprocess.run(
        [sys.executable, "-c", script, str(models.find()), *arguments],
        capture_output=True,
        text=True,
        timeout=5 * TIMEOUT_S,
        check=False,
    )


@pytest.mark.model
def test_a_pose_equals_the_bare_engine_s(landmarker, frames):
    mediapipe = runtime.load()
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=models.find().read_bytes()),
        running_mode=vision.RunningMode.VIDEO,
    )
    capture = cv2.VideoCapture(str(CLIP))
    with vision.PoseLandmarker.create_from_options(options) as bare:
        for frame in frames:
            rgb = np.ascontiguousarray(capture.read()[1][..., ::-1])
            image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
            found = bare.detect_for_video(image, round(capture.get(cv2.CAP_PROP_POS_MSEC)))
            points, space = found.pose_landmarks[0], found.pose_world_landmarks[0]
            pose = landmarker.detect(frame)
            assert pose is not None
            assert pose.size == (640, 360)
            assert np.array_equal(pose.image_px, np.array([(p.x * 640, p.y * 360) for p in points], np.float32))
            assert np.array_equal(pose.image_z, np.array([p.z * 640 for p in points], np.float32))
            assert np.array_equal(pose.world_m, np.array([(p.x, p.y, p.z) for p in space], np.float32))
            assert np.array_equal(pose.visibility, np.array([p.visibility for p in points], np.float32))
            assert np.array_equal(pose.presence, np.array([p.presence for p in points], np.float32))


def bare_landmarks(model, mode, images):
    """Return the landmarks that MediaPipe run_alone finds in images at 30 fps; ``None`` for an image without a pose."""
    mediapipe = runtime.load()
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=model), running_mode=vision.RunningMode[mode]
    )
    with vision.PoseLandmarker.create_from_options(options) as engine:
        for number, rgb in enumerate(images):
            image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
            found = engine.detect(image) if mode == "IMAGE" else engine.detect_for_video(image, 33 * number)
            yield [
                (point.x, point.y, point.z, point.visibility, point.presence)
                for points in (*found.pose_landmarks, *found.pose_world_landmarks)
                for point in points
            ]


@pytest.mark.model
@pytest.mark.parametrize("mode", ["VIDEO", pytest.param("IMAGE", marks=pytest.mark.slow)])
def test_without_its_mask_the_model_finds_the_same_landmarks_to_the_bit(mode):
    """On four clips with empty frames in between, so that tracking is lost and resumes."""
    images = []
    for clip in ("hip-abduction-left", "piriformis-stretch", "seated-rotation", "spine-extension"):
        with VideoFile(CLIPS / f"tiny-{clip}.mp4") as video:
            shown = [frame.image for frame in islice(video, 0, 72, 4)]
        images += [*shown[:9], NOBODY, NOBODY, *shown[9:]]
    whole = models.find("full").read_bytes()
    cut = bundle.without_mask(whole)
    assert cut != whole
    expected, found = (list(bare_landmarks(model, mode, images)) for model in (whole, cut))
    assert found == expected
    assert 4 * 9 < sum(map(bool, found)) < len(images)


@pytest.mark.model
def test_two_people_are_found_with_people_2():
    clips = (CLIPS / "tiny-seated-rotation.mp4", CLIPS / "tiny-spine-extension.mp4")
    one, other = (next(iter(VideoFile(each))) for each in clips)
    width = one.image.shape[1]
    both = np.concatenate([one.image[:, width // 4 : -width // 4], other.image], axis=1)
    with Landmarker(models.find(), people=2) as landmarker:
        assert several(landmarker.detect_all(Frame(0.0, both)))
        assert not several(landmarker.detect_all(Frame(0.1, other.image)))


@pytest.mark.model
def test_no_pose_is_found_in_an_empty_room(landmarker):
    assert landmarker.detect(Frame(0.0, NOBODY)) is None


@pytest.mark.model
@pytest.mark.parametrize(
    "image",
    [
        np.zeros((120, 160), np.uint8),
        np.zeros((120, 160, 1), np.uint8),
        np.zeros((120, 160, 4), np.uint8),
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((120, 0, 3), np.uint8),
        np.zeros((120, 160, 3), np.float32),
        np.zeros((120, 160, 3), np.uint16),
    ],
    ids=["grey", "one channel", "four channels", "empty", "no width", "float", "sixteen bits"],
)
def test_an_image_that_would_break_the_engine_is_a_value_error(landmarker, frames, image):
    with pytest.raises(ValueError, match=r"uint8 RGB of shape \(height, width, 3\)"):
        landmarker.detect(Frame(0.0, image))
    assert landmarker.detect(Frame(0.1, frames[0].image)) is not None


@pytest.mark.model
@pytest.mark.parametrize(
    "view",
    [
        lambda image: np.pad(image, ((7, 9), (5, 3), (0, 0)))[7:-9, 5:-3],
        np.asfortranarray,
        lambda image: np.ascontiguousarray(image[..., ::-1])[..., ::-1],
    ],
    ids=["a crop", "ordered by columns", "channels reversed"],
)
def test_the_memory_layout_of_an_image_does_not_matter(landmarker, frames, view):
    image = view(frames[0].image)
    assert not image.flags.c_contiguous
    assert np.array_equal(image, frames[0].image)
    with Landmarker(models.find()) as other:
        assert same(landmarker.detect(Frame(0.0, image)), other.detect(Frame(0.0, frames[0].image)))


@pytest.mark.model
@pytest.mark.parametrize("times", [(0.0, 0.0002, 0.0004), (1.0, 1.0, 1.0), (5.0, 4.0, 3.0)])
def test_frames_within_one_millisecond_are_processed_in_order(landmarker, frames, times):
    engine = landmarker._engine
    assert all(landmarker.detect(Frame(t, frames[0].image)) for t in times)
    assert landmarker._engine is engine  # it accepted them all and was not replaced


@pytest.mark.model
@pytest.mark.parametrize("t", [math.nan, math.inf, -math.inf])
def test_a_frame_without_a_finite_time_is_a_value_error(landmarker, t):
    with pytest.raises(ValueError, match="must be finite seconds"):
        landmarker.detect(Frame(t, NOBODY))


@pytest.mark.model
def test_the_image_size_may_change(landmarker, frames):
    assert landmarker.detect(frames[0]) is not None
    half = np.ascontiguousarray(frames[1].image[::2, ::2])
    pose = landmarker.detect(Frame(frames[1].t, half))
    assert pose is not None
    assert pose.size == (320, 180)


@pytest.mark.model
def test_a_closed_landmarker_raises(frames):
    landmarker = Landmarker(models.find())
    landmarker.close()
    landmarker.close()
    with pytest.raises(ValueError, match="closed"):
        landmarker.detect(frames[0])


@pytest.mark.model
def test_a_broken_engine_is_replaced_and_the_frame_processed(landmarker, frames):
    assert landmarker.detect(frames[0]) is not None
    break_engine(landmarker)
    assert landmarker.detect(frames[1]) is not None
    assert landmarker.detect(frames[2]) is not None


def break_engine(landmarker):
    """Break the engine by passing it a grey image, bypassing the landmarker."""
    mediapipe = runtime.load()
    grey = mediapipe.Image(image_format=mediapipe.ImageFormat.GRAY8, data=np.zeros((120, 160), np.uint8))
    with pytest.raises((ValueError, RuntimeError)):
        landmarker._engine.detect_for_video(grey, landmarker._last_ms + 1)


@pytest.mark.model
def test_a_broken_engine_closes_quietly(landmarker, frames):
    landmarker.detect(frames[0])
    break_engine(landmarker)
    landmarker.close()


@pytest.mark.model
def test_an_engine_that_always_breaks_is_reported(frames):
    with Landmarker(models.find()) as landmarker:
        members = bundle.read(models.find())
        landmarker._model = members.replace(bundle.DETECTOR.encode(), b"pose_detector.tflitf")
        landmarker.detect(frames[0])
        break_engine(landmarker)
        with pytest.raises(ModelError, match="the pose model cannot be used"):
            landmarker.detect(frames[1])
        with pytest.raises(ValueError, match="closed"):
            landmarker.detect(frames[2])


@pytest.mark.model
def test_swapped_networks_are_reported(frames):
    import io
    import zipfile

    with zipfile.ZipFile(models.find()) as archive:
        detector, landmarks = (archive.read(name) for name in (bundle.DETECTOR, bundle.LANDMARKS))
    swapped = io.BytesIO()
    with zipfile.ZipFile(swapped, "w") as archive:
        archive.writestr(bundle.DETECTOR, landmarks)
        archive.writestr(bundle.LANDMARKS, detector)
    with (
        Landmarker(swapped.getvalue()) as landmarker,
        pytest.raises(ModelError, match=r"the pose engine failed at 0 s .*coach models get"),
    ):
        landmarker.detect(frames[0])


def test_a_bundle_of_other_networks_is_reported():
    with pytest.raises(ModelError, match=r"the pose model cannot be used .*run: coach models get"):
        Landmarker(bundle.compose(b"no network", network(5)))


UNCLOSED_IN_A_CYCLE = """if True:
    import gc, sys
    from pathlib import Path
    from coach.estimate.landmarker import Landmarker

    class Owner:
        pass

    owner = Owner()
    owner.itself, owner.landmarker = owner, Landmarker(Path(sys.argv[1]))
    del owner
    gc.collect()
    print("collected")
    """

UNCLOSED_AT_THE_END = """if True:
    import sys
    from pathlib import Path
    from coach.estimate.landmarker import Landmarker

    landmarker = Landmarker(Path(sys.argv[1]))
    print("leaving")
    """

BROKEN_AND_FORGOTTEN = """if True:
    import gc, sys
    import numpy as np
    from pathlib import Path
    from coach.estimate import runtime
    from coach.estimate.landmarker import Landmarker

    mediapipe = runtime.load()
    landmarker = Landmarker(Path(sys.argv[1]))
    grey = mediapipe.Image(image_format=mediapipe.ImageFormat.GRAY8, data=np.zeros((120, 160), np.uint8))
    try:
        landmarker._engine.detect_for_video(grey, 0)
    except (ValueError, RuntimeError):
        print("broken")
    landmarker.itself = landmarker
    del landmarker
    gc.collect()
    """


@pytest.mark.model
@pytest.mark.parametrize(
    ("script", "expected"),
    [(UNCLOSED_IN_A_CYCLE, "collected"), (UNCLOSED_AT_THE_END, "leaving"), (BROKEN_AND_FORGOTTEN, "broken")],
    ids=["in a cycle", "at the end", "broken"],
)
def test_an_unclosed_landmarker_does_not_hang_the_process(script, expected):
    done = run_alone(script)
    assert (done.returncode, done.stdout) == (0, f"{expected}\n")


A_WHOLE_SESSION = """if True:
    import sys
    from pathlib import Path
    from coach.capture.video import VideoFile
    from coach.estimate.landmarker import Landmarker

    with VideoFile(sys.argv[2], end=0.5) as frames, Landmarker(Path(sys.argv[1])) as landmarker:
        for frame in frames:
            found = landmarker.detect(frame)
            print("one of ours", file=sys.stderr, flush=True)
    """


@pytest.mark.model
def test_a_session_prints_only_its_own_output():
    done = run_alone(A_WHOLE_SESSION, str(CLIP))
    assert done.returncode == 0
    assert set(done.stderr.splitlines()) == {"one of ours"}


@pytest.mark.model
def test_output_is_captured_until_the_first_pose(landmarker, frames):
    landmarker.detect(Frame(0.0, NOBODY))
    assert landmarker._logs
    landmarker.detect(Frame(0.1, frames[0].image))
    assert not landmarker._logs
