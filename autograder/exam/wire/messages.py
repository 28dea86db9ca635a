"""Messages between examiner and candidate: a JSON object and the raw bytes of its arrays. Every size is checked; there
is no pickle.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

HEADER = struct.Struct(">4sIQ")
MAGIC = b"exam"
MOST_JSON = 16 * 2**20
MOST_BYTES = 128 * 2**20

Blobs = list[bytes]


class WireError(Exception):
    """A message that is malformed, too large, or holds what may not pass; its text says which."""


class WireClosedError(WireError):
    """The other side is gone."""


class WireTimeoutError(WireError):
    """The other side did not answer in time."""


def send(sock: socket.socket, message: dict[str, Any], blobs: Blobs, seconds: float | None = None) -> None:
    """Send one message.

    Raises:
        WireTimeoutError: the other side has not received it within `seconds`.
        WireClosedError: the other side is gone.
        WireError: the message is larger than the other side accepts.
    """
    text = json.dumps(message, separators=(",", ":")).encode()
    body = sum(map(len, blobs))
    if len(text) > MOST_JSON or body > MOST_BYTES:
        raise WireError(f"a message of {len(text) + body} bytes is too large to send")
    try:
        sock.settimeout(seconds)
        # In one piece: each piece would wake the other side.
        sock.sendall(b"".join((HEADER.pack(MAGIC, len(text), body), text, *blobs)))
    except TimeoutError as error:
        raise WireTimeoutError("the other side does not listen") from error
    except OSError as error:
        raise WireClosedError(str(error)) from error


def receive(sock: socket.socket, seconds: float | None = None) -> tuple[dict[str, Any], memoryview]:
    """The next message and the bytes of its arrays.

    Raises:
        WireTimeoutError: it has not arrived in full within `seconds`.
        WireClosedError: the other side is gone.
        WireError: it is not a message.
    """
    end = None if seconds is None else time.monotonic() + seconds
    magic, text_size, body_size = HEADER.unpack(_exactly(sock, HEADER.size, end))
    if magic != MAGIC or text_size > MOST_JSON or body_size > MOST_BYTES:
        raise WireError("what came is no message of ours, or too large")
    try:
        data = _exactly(sock, text_size + body_size, end)
        text = data[:text_size].decode("utf-8")  # from bytes, json reads other encodings, and half characters in each
        message = json.loads(text)
        if "\\u" in text:  # half a character (a lone surrogate) can be written to no file
            message = json.loads(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError, MemoryError) as error:
        raise WireError(f"a message that is no JSON: {error}") from error
    if not isinstance(message, dict):
        raise WireError("a message that is no object")
    return message, memoryview(data)[text_size:]


def send_end(sock: socket.socket, end: socket.socket) -> None:
    """Hand on one end of a connection.

    Raises:
        WireClosedError: the other side is gone.
    """
    try:
        socket.send_fds(sock, [b"e"], [end.fileno()])
    except OSError as error:
        raise WireClosedError(str(error)) from error


def receive_end(sock: socket.socket) -> socket.socket:
    """The end of a connection that the other side passes on.

    Raises:
        WireClosedError: the other side is gone.
    """
    try:
        _, files, _, _ = socket.recv_fds(sock, 1, 1)
    except OSError as error:
        raise WireClosedError(str(error)) from error
    if not files:
        raise WireClosedError("the other side closed the connection")
    return socket.socket(fileno=files[0])


def is_silent(sock: socket.socket) -> bool:
    """Whether the other side is there and has sent nothing unasked."""
    try:
        sock.settimeout(0.0)
        sock.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def comes(sock: socket.socket, seconds: float) -> bool:
    """Whether something comes from the other side, be it its end, within `seconds`."""
    try:
        sock.settimeout(max(seconds, 0.001))
        sock.recv(1, socket.MSG_PEEK)
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def _exactly(sock: socket.socket, count: int, end: float | None) -> bytearray:
    # The buffer grows with what arrives: a length that is only announced costs nothing.
    data = bytearray()
    while len(data) < count:
        left = None if end is None else end - time.monotonic()
        if left is not None and left <= 0:
            raise WireTimeoutError("no answer in time")
        try:
            sock.settimeout(left)
            piece = sock.recv(min(count - len(data), 2**20))
        except TimeoutError as error:
            raise WireTimeoutError("no answer in time") from error
        except OSError as error:
            raise WireClosedError(str(error)) from error
        if not piece:
            raise WireClosedError("the other side closed the connection")
        data += piece
    return data
