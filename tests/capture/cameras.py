"""Fake cameras that tests control: scripted feeds and an MJPEG server."""

from __future__ import annotations

import base64
import hashlib
import queue
import re
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress

import cv2
import numpy as np

from coach.capture.feed import Feed, FeedError
from coach.capture.latest import Live, Stalled
from coach.capture.reconnect import Reconnecting
from coach.stream import Frame, Image
from tests.capture.video_files import image
from tests.fakes.clock import ManualClock

MOST_LOOKS = 100
"""Most items read from a source while waiting for one; without frames, one comes every ``POLL_S``."""


class ScriptedFeed(Feed):
    """Returns the items it is given, in order: an image, an exception to raise, or ``None`` for the end.

    Attributes:
        given: The items still to come; tests may add more.
        closed: How often the feed was closed.
    """

    def __init__(self, *given: Image | Exception | None, deaf: bool = False) -> None:
        """A ``deaf`` feed ignores ``interrupt``, like a driver that is stuck."""
        self.closed = 0
        self.given: queue.Queue[Image | Exception | None] = queue.Queue()
        for each in given:
            self.given.put(each)
        self._deaf = deaf

    def read(self) -> Image | None:
        thing = self.given.get()
        if isinstance(thing, Exception):
            raise thing
        return thing

    def interrupt(self) -> None:
        if not self._deaf:
            self.given.put(None)

    def close(self) -> None:
        self.closed += 1


def live(*feeds: ScriptedFeed, clock: ManualClock | None = None, mirrored: bool = False) -> Live:
    """Return a camera that uses the next feed each time it is opened; after the last one it is absent."""
    left = iter(feeds)
    missing = FeedError("absent", "there is no camera any more")
    return Reconnecting(
        lambda: next(left, ScriptedFeed(missing)),
        "cam",
        clock=clock or ManualClock(),
        mirrored=mirrored,
        first_pause_s=0.001,
    )


def first_frame(given) -> Frame:
    """Return the next frame, skipping stalls."""
    for _, thing in zip(range(MOST_LOOKS), given, strict=False):
        if isinstance(thing, Frame):
            return thing
    raise AssertionError("no frame arrived")


def first_stall(given, state: str) -> Stalled:
    """Return the next stall with that state."""
    for _, thing in zip(range(MOST_LOOKS), given, strict=False):
        if isinstance(thing, Stalled) and thing.state == state:
            return thing
    raise AssertionError(f"the camera was never {state}")


def noise(seed: int, size: tuple[int, int] = (64, 48), brightest: int = 255) -> Image:
    """Return an image of random noise, which differs from every other seed's."""
    return np.random.default_rng(seed).integers(0, brightest, (size[1], size[0], 3), np.uint8)


def jpeg(rgb: Image) -> bytes:
    """Return the image encoded as JPEG."""
    done, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    assert done
    return data.tobytes()


def admitted(request: str, user: str, password: str) -> bool:
    """Whether an HTTP or RTSP request carries valid Basic or Digest credentials."""
    method, target = request.split()[:2]
    given = next((line for line in request.splitlines() if line.lower().startswith("authorization:")), "")
    kind, _, rest = given.partition(":")[2].strip().partition(" ")
    if kind == "Basic":
        return base64.b64decode(rest).decode() == f"{user}:{password}"
    fields: dict[str, str] = dict(re.findall(r'(\w+)="?([^",]*)"?', rest))
    if kind != "Digest" or fields["username"] != user or fields["uri"] != target:
        return False

    def digest(text: str) -> str:
        return hashlib.new(fields.get("algorithm", "MD5").replace("-", ""), text.encode()).hexdigest()

    counted = [fields["nc"], fields["cnonce"], fields["qop"]] if "qop" in fields else []
    secret = digest(f"{user}:{fields['realm']}:{password}")
    asked = digest(f"{method}:{target}")
    return bool(fields["response"] == digest(":".join([secret, fields["nonce"], *counted, asked])))


class MjpegServer:
    """A local MJPEG camera. Its video advances only while a client is connected.

    Args:
        head: Response header.
        lengths: Whether each part has a Content-Length.
        port: Port to listen on; 0 chooses a free one.
        video: Frames as JPEG, played in a loop; numbered test images if empty.
        number: Number of the first frame.
        fps: Frames per second.
        login: Required credentials, such as "me:secret"; ``None`` requires none.
        challenge: Values of the WWW-Authenticate headers.
        step: Number of bytes per send.

    Attributes:
        port: Port it listens on.
        number: Number of the current frame.
        requests: The received requests.
        frozen: Whether it keeps sending the same image.
        mute: Whether it sends nothing, with connections left open.
    """

    HEAD = "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=--cut\r\n\r\n"

    def __init__(
        self,
        head: str = HEAD,
        *,
        lengths: bool = True,
        port: int = 0,
        video: Sequence[bytes] = (),
        number: int = 0,
        fps: float = 50.0,
        login: str | None = None,
        challenge: Sequence[str] = ('Basic realm="camera"',),
        step: int = 2**20,
    ) -> None:
        self.requests: list[str] = []
        self.number = number
        self._video, self._pause_s = video, 1 / fps
        self._login, self._challenge, self._step = login, challenge, step
        self.frozen = self.mute = False
        self._head, self._lengths = head, lengths
        self._stop = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", port), reuse_port=False)
        self._socket.settimeout(0.05)  # not every system wakes a blocked accept() on close
        self.port = int(self._socket.getsockname()[1])
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/video"

    def cut(self) -> None:
        """Break every open connection; new ones are accepted."""
        for each in self._open:
            with suppress(OSError):  # already closed
                each.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def close(self) -> None:
        """Stop the server."""
        self._stop.set()
        self._threads[0].join()
        self._socket.close()
        self.cut()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> MjpegServer:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._stop.is_set():
            self.close()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                continue
            connection.settimeout(None)
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                self.requests.append(connection.recv(4096).decode("latin-1"))
                if self._login is not None and not admitted(self.requests[-1], *self._login.split(":")):
                    asked = "".join(f"WWW-Authenticate: {each}\r\n" for each in self._challenge)
                    connection.sendall(f"HTTP/1.1 401 Unauthorized\r\n{asked}Content-Length: 0\r\n\r\n".encode())
                    return
                self._send(connection, self._head.encode())
                while not self._stop.wait(self._pause_s):
                    if not self.mute:
                        self._send(connection, self._part())
            except OSError:
                return

    def _send(self, connection: socket.socket, data: bytes) -> None:
        for at in range(0, len(data), self._step):
            connection.sendall(data[at : at + self._step])

    def _part(self) -> bytes:
        self.number += not self.frozen
        data = self._video[self.number % len(self._video)] if self._video else jpeg(image(self.number % 512))
        length = f"Content-Length: {len(data)}\r\n" if self._lengths else ""
        return f"--cut\r\nContent-Type: image/jpeg\r\n{length}\r\n".encode() + data + b"\r\n"
