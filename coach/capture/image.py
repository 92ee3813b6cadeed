"""Converts decoded frames to upright RGB images with square pixels. Few need OpenCV, which is slow to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from coach import opencv
from coach.errors import SourceError
from coach.language import phrase
from coach.stream import Image

if TYPE_CHECKING:
    from av import VideoFrame
    from cv2.typing import MatLike

_QUARTER_TURN: Final = np.array([[0, -1], [1, 0]])
"""Display matrix of a clockwise quarter turn."""
_ONCE_BYTES: Final = 30 * 2**20
"""Allocated and freed once, which raises glibc's mmap threshold: it then reuses the memory of one frame for the next
instead of returning it to the system, which would take as long as converting a small frame."""
_CELL: Final = 16
_CHANGED: Final = 12.0
_CHANGED_SHARE: Final = 0.02
"""Cell size in pixels, change of a cell's mean in levels of 255, and the share of changed cells from which two images
differ. In the clips the share is at most 0.014 between consecutive frames at 25 fps, and mostly 0.03 to 0.12 between
frames 3 s apart. So it separates a screen recorder, which writes only changes, from a connection that was lost."""


class Converter:
    """Converts decoded frames to images, all of the size of the first.

    Args:
        pixel_aspect: Width of a pixel divided by its height, before the frame is turned upright.
        mirrored: The recording is a mirror image, to be flipped back.
        rotate: Additional clockwise rotation, degrees: 0, 90, 180 or 270.
    """

    def __init__(self, pixel_aspect: float, mirrored: bool, rotate: int = 0) -> None:
        from av.video.reformatter import VideoReformatter

        self._reformat = VideoReformatter().reformat
        self._pixel_aspect, self._mirrored = pixel_aspect, mirrored
        self._turn = np.linalg.matrix_power(_QUARTER_TURN, rotate // 90)
        self._size: tuple[int, int] | None = None
        np.empty(_ONCE_BYTES, np.uint8)

    def convert(self, frame: VideoFrame) -> Image:
        """Return the image of a frame, letterboxed to the size of the first if its own differs.

        Raises:
            SourceError: The pixel format cannot be converted.
        """
        import av

        # Bicubic as in OpenCV, which matters for codecs with more than 8 bits. The colour matrix and range are those
        # that the file declares. One thread only: pose estimation needs the others.
        try:
            rgb: MatLike = self._reformat(frame, format="rgb24", interpolation="BICUBIC", threads=1).to_ndarray()
        except av.FFmpegError as error:
            raise SourceError(phrase("errors.video.pixels", format=frame.format.name)) from error
        if frame.interlaced_frame:  # rebuilt from one field: the two fields show different instants
            rgb = fitted(rgb[::2], (rgb.shape[1], rgb.shape[0]), 0.5)
        sideways, rgb = _upright(rgb, _display_matrix(frame, self._turn))
        aspect = 1 / self._pixel_aspect if sideways else self._pixel_aspect
        if self._size is None:
            self._size = _square(rgb.shape[1], rgb.shape[0], aspect)
        if self._size != (rgb.shape[1], rgb.shape[0]):
            rgb = fitted(rgb, self._size, aspect)
        return np.ascontiguousarray(rgb[:, ::-1] if self._mirrored else rgb, dtype=np.uint8)


def alike(one: Image, other: Image) -> bool:
    """Whether two images of the same size show the same scene: almost none of their cells differ in brightness."""
    opencv.require(SourceError)
    import cv2

    height, width = one.shape[:2]
    cells = max(1, width // _CELL), max(1, height // _CELL)
    means = [
        cv2.resize(image[..., 1].astype(np.float32), cells, interpolation=cv2.INTER_AREA) for image in (one, other)
    ]
    return float(np.mean(cv2.absdiff(*means) > _CHANGED)) < _CHANGED_SHARE


def _display_matrix(frame: VideoFrame, turn: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the matrix, up to scale, from column and row of a pixel to where it is shown after ``turn``, (2, 2)."""
    side: Any = frame.side_data.get("DISPLAYMATRIX")  # PyAV's stub declares motion vectors only
    if side is None:
        return turn
    return turn @ np.frombuffer(bytes(side), np.int32).reshape(3, 3)[:2, :2].T


def _upright(rgb: MatLike, matrix: npt.NDArray[np.int64]) -> tuple[bool, MatLike]:
    """Return whether the image was rotated by a quarter turn, and the image with its display matrix applied."""
    (a, c), (b, d) = matrix.tolist()
    sideways = abs(b) + abs(c) > abs(a) + abs(d)
    if not sideways and min(a, d) >= 0:
        return False, rgb
    opencv.require(SourceError)
    import cv2

    if sideways:
        rgb = cv2.transpose(rgb)
        a, d = c, b
    if a < 0 or d < 0:
        rgb = cv2.flip(rgb, -1 if a < 0 and d < 0 else 1 if a < 0 else 0)
    return sideways, rgb


def _square(width: int, height: int, pixel_aspect: float) -> tuple[int, int]:
    """Return width and height with square pixels, scaled up so that no pixels are lost."""
    if pixel_aspect >= 1:
        return round(width * pixel_aspect), height
    return width, round(height / pixel_aspect)


def fitted(image: MatLike, size: tuple[int, int], pixel_aspect: float) -> MatLike:
    """Return the image letterboxed to ``size`` (width, height), keeping its proportions."""
    opencv.require(SourceError)
    import cv2

    height, width = image.shape[:2]
    true_width, true_height = _square(width, height, pixel_aspect)
    scale = min(size[0] / true_width, size[1] / true_height)
    inner = (max(1, round(true_width * scale)), max(1, round(true_height * scale)))
    shrinks = inner[0] * inner[1] < width * height
    resized = cv2.resize(image, inner, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    right, bottom = size[0] - inner[0] - left, size[1] - inner[1] - top
    return cv2.copyMakeBorder(resized, top, bottom, left, right, cv2.BORDER_CONSTANT)
