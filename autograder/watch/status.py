"""A page on loopback that shows how the service does. Other users of the machine can read it: it has counts alone, no
names.
"""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = "127.0.0.1"
Counts = Mapping[str, int | float | str]


class StatusPage:
    """Serves `/` and `/status.json` in a thread of its own.

    Args:
        port: 0 for a free one.
        counts: called for each request, from another thread.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, port: int, counts: Callable[[], Counts]) -> None:
        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_GET(self) -> None:
                if self.headers.get("Host", "").partition(":")[0] not in (LOOPBACK, "localhost"):
                    self.send_error(403)  # a page of another site that asks by a name of its own
                elif self.path == "/status.json":
                    self._answer("application/json", json.dumps(dict(counts())))
                elif self.path == "/":
                    self._answer("text/html; charset=utf-8", as_page(counts()))
                else:
                    self.send_error(404)

            def _answer(self, kind: str, text: str) -> None:
                content = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                """Requests are no events."""

        self._server = ThreadingHTTPServer((LOOPBACK, port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="status", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self._server.server_address[1]}/"

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def as_page(counts: Counts) -> str:
    """The counts as a page that reloads itself."""
    lines = "".join(
        f"<tr><th scope='row'>{html.escape(name.replace('_', ' '))}</th><td>{html.escape(str(value))}</td></tr>"
        for name, value in counts.items()
    )
    return (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><meta http-equiv='refresh' content='5'>"
        "<title>Grading as it arrives</title><style>body{font:1rem/1.5 system-ui,sans-serif;margin:2rem}"
        "th{text-align:left;padding-right:2rem;font-weight:normal}td{text-align:right}</style></head>"
        f"<body><main><h1>Grading as it arrives</h1><table>{lines}</table></main></body></html>\n"
    )
