"""Where the fork server begins: `python -m autograder.exam.forkserver FD FOLDER SUBJECT [many]`."""

from __future__ import annotations

import gc
import socket
import sys

import autograder.light_jsonschema  # noqa: F401  # before anything imports nbformat


def main(control: str, folder: str, subject: str, *many: str) -> None:
    """Import, then serve the other end of the connection `control`."""
    # Imports create half a million permanent objects: skip the repeated collections.
    gc.disable()
    from autograder.exam.forkserver import server

    server.serve(socket.socket(fileno=int(control)), folder, subject, many=bool(many))


if __name__ == "__main__":
    main(*sys.argv[1:])
