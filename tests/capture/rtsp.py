"""A local RTSP camera that sends a video as a transport stream, interleaved in its TCP connection or by UDP."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.capture.cameras import admitted

_SDP = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=video\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=control:track\r\n"
_PACKETS = 7
"""Transport stream packets per RTP packet."""


class RtspServer:
    """Plays a ``.ts`` file in a loop to one client at a time.

    Args:
        video: The file.
        begin: Position in the file at which playing starts, 0 to 1.
        udp: Whether it sends by UDP only.
        login: Required credentials, such as "me:secret"; ``None`` requires none.
        challenge: Values of the WWW-Authenticate headers.
        status: Response status to DESCRIBE.
        location: Target of a redirect.
        pause_s: Pause between two packets, seconds.

    Attributes:
        requests: The received requests.
    """

    def __init__(
        self,
        video: Path,
        *,
        begin: float = 0.0,
        udp: bool = False,
        login: str | None = None,
        challenge: Sequence[str] = ('Digest realm="camera", nonce="17"',),
        status: str = "200 OK",
        location: str = "",
        pause_s: float = 0.005,
    ) -> None:
        self.requests: list[str] = []
        self._begin, self._udp = begin, udp
        self._login, self._challenge = login, challenge
        self._status, self._location, self._pause_s = status, location, pause_s
        self._data = video.read_bytes()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self.port = int(self._socket.getsockname()[1])
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self) -> RtspServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._socket.accept()
                with connection:
                    connection.settimeout(None)
                    self._serve(connection)
            except OSError:
                continue

    def _serve(self, connection: socket.socket) -> None:
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with datagrams:
            datagrams.bind(("127.0.0.1", 0))
            self._answer(connection, datagrams)

    def _answer(self, connection: socket.socket, datagrams: socket.socket) -> None:
        port = 0
        while request := connection.recv(4096).decode():
            self.requests.append(request)
            status = "200 OK"
            method = request.split()[0]
            number = next(line for line in request.splitlines() if line.lower().startswith("cseq"))
            headers, body = "", ""
            match method:
                case _ if self._login is not None and not admitted(request, *self._login.split(":")):
                    status = "401 Unauthorized"
                    headers = "".join(f"WWW-Authenticate: {each}\r\n" for each in self._challenge)
                case "OPTIONS":
                    headers = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
                case "DESCRIBE" if self._status != "200 OK":
                    status, headers = self._status, f"Location: {self._location}\r\n" if self._location else ""
                case "DESCRIBE":
                    body = _SDP
                    headers = f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n"
                case "SETUP" if self._udp and "client_port" not in request:
                    status = "461 Unsupported Transport"
                case "SETUP" if self._udp:
                    port, own = int(request.partition("client_port=")[2].partition("-")[0]), datagrams.getsockname()[1]
                    headers = f"Session: 1\r\nTransport: RTP/AVP;unicast;client_port={port}-{port + 1};"
                    headers += f"server_port={own}-{own}\r\n"
                case "SETUP":
                    headers = "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
                case "PLAY":
                    headers = "Session: 1\r\n"
            connection.sendall(f"RTSP/1.0 {status}\r\n{number}\r\n{headers}\r\n{body}".encode())
            if method == "PLAY" and port:
                with suppress(ConnectionError):
                    datagrams.connect(("127.0.0.1", port))
                    self._play(datagrams, lambda packet: packet)
            elif method == "PLAY":
                self._play(connection, lambda packet: b"$\0" + struct.pack(">H", len(packet)) + packet)

    def _play(self, connection: socket.socket, framed: Callable[[bytes], bytes]) -> None:
        size = 188 * _PACKETS
        sequence = 0
        at = int(self._begin * len(self._data)) // size * size
        while not self._stop.wait(self._pause_s):
            packet = struct.pack(">BBHII", 0x80, 33, sequence % 65536, sequence * 900, 7) + self._data[at : at + size]
            connection.sendall(framed(packet))
            sequence += 1
            at = at + size if at + size < len(self._data) else 0
