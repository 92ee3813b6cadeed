"""A local HTTP server that serves a model correctly or incorrectly."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Server:
    """Serves ``content``; the path selects how.

    Attributes:
        asked: The requested paths.
    """

    content = bytes(range(256)) * 4096

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}"
        self.asked: list[str] = []

    def address(self, manner: str) -> str:
        """Return a URL; ``manner`` is "whole", "half", "longer", "nameless" (no length), "hidden" (404) or "other"."""
        return f"{self._root}/{manner}"


@pytest.fixture
def server(monkeypatch):
    """A server that runs during the test."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            serving.asked.append(self.path)
            content = {
                "/other": bytes(len(Server.content)),
                "/longer": Server.content + b"!",
                "/half": Server.content[: len(Server.content) // 2],
            }.get(self.path, Server.content)
            if self.path == "/hidden":
                self.send_error(404)
                return
            self.send_response(200)
            if self.path != "/nameless":
                self.send_header("Content-Length", str(max(len(content), len(Server.content))))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format, *args):  # noqa: A002  # the name in the base class
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        serving = Server(http.server_address[1])
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield serving
        http.shutdown()
        thread.join()
