"""A camera on this machine that sends a film by RTSP, as a transport stream within its one TCP connection."""

from __future__ import annotations

import socket
import struct
import threading
from pathlib import Path

_SDP = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=film\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=control:track\r\n"
_PACKETS = 7
"""Packets of a transport stream in one of RTP."""


class RtspServer:
    """Plays a ``.ts`` file to whoever asks, over and over.

    Attributes:
        requests: What was asked, request by request.
    """

    def __init__(self, film: Path) -> None:
        self.requests: list[str] = []
        self._data = film.read_bytes()
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
        while request := connection.recv(4096).decode():
            self.requests.append(request)
            method = request.split()[0]
            number = next(line for line in request.splitlines() if line.lower().startswith("cseq"))
            headers, body = "", ""
            match method:
                case "OPTIONS":
                    headers = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
                case "DESCRIBE":
                    body = _SDP
                    headers = f"Content-Type: application/sdp\r\nContent-Length: {len(body)}\r\n"
                case "SETUP":
                    headers = "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
                case "PLAY":
                    headers = "Session: 1\r\n"
            connection.sendall(f"RTSP/1.0 200 OK\r\n{number}\r\n{headers}\r\n{body}".encode())
            if method == "PLAY":
                self._play(connection)

    def _play(self, connection: socket.socket) -> None:
        size = 188 * _PACKETS
        sequence = 0
        while not self._stop.is_set():
            for at in range(0, len(self._data), size):
                part = self._data[at : at + size]
                packet = struct.pack(">BBHII", 0x80, 33, sequence % 65536, sequence * 900, 7) + part
                connection.sendall(b"$\0" + struct.pack(">H", len(packet)) + packet)
                sequence += 1
                if self._stop.wait(0.005):
                    return
