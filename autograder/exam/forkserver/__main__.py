"""Where the fork server begins: `python -m autograder.exam.forkserver FD FOLDER SUBJECT [many]`."""

from __future__ import annotations

import gc
import socket
import sys


def main(control: str, folder: str, subject: str, *many: str) -> None:
    """Import, then serve the other end of the connection `control`."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as in autograder.cli: its import takes 0.8 s
    # Imports create half a million permanent objects: skip the repeated collections.
    gc.disable()
    from autograder.exam.forkserver import server

    server.serve(socket.socket(fileno=int(control)), folder, subject, many=bool(many))


if __name__ == "__main__":
    main(*sys.argv[1:])
