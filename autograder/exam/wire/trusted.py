"""Messages between our own processes, which trust each other: a length, then JSON."""

from __future__ import annotations

import json
import socket
from typing import Any


def send_text(sock: socket.socket, message: dict[str, Any]) -> None:
    """Send one message between our own processes."""
    data = json.dumps(message).encode()
    sock.sendall(len(data).to_bytes(8, "big") + data)


def receive_text(sock: socket.socket) -> dict[str, Any] | None:
    """The next message, None when the other side has closed."""
    head = _exactly(sock, 8)
    if head is None:
        return None
    data = _exactly(sock, int.from_bytes(head, "big"))
    if data is None:
        return None
    message: dict[str, Any] = json.loads(data)
    return message


def _exactly(sock: socket.socket, count: int) -> bytes | None:
    data = bytearray()
    while len(data) < count:
        piece = sock.recv(min(count - len(data), 2**20))
        if not piece:
            return None
        data += piece
    return bytes(data)
