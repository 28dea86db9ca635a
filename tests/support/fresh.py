"""A Python process that has imported a few modules and nothing else; each piece of code runs in a fork of it."""

from __future__ import annotations

import json
import subprocess
import sys
from types import TracebackType

from tests.support.notebooks import ROOT

SERVER = """
import json, os, sys, traceback
space = {"__name__": "__main__"}
exec(json.loads(sys.stdin.readline()), space)
for line in sys.stdin:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        failed = 0
        try:
            exec(json.loads(line), space)
        except BaseException:
            traceback.print_exc()
            failed = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(failed)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), text]), flush=True)
"""


class FreshProcess:
    """Starts the process and lets it run `head` once; use it in a `with` block."""

    def __init__(self, head: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._send(head)

    def __enter__(self) -> FreshProcess:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._process.communicate()

    def printed(self, code: str) -> list[str]:
        """The lines that `code` prints in a fork of the process; AssertionError with its traceback if it fails."""
        self._send(code)
        assert self._process.stdout is not None
        answer = self._process.stdout.readline()
        assert answer, "the process has ended: its first lines of code failed"
        status, text = json.loads(answer)
        assert status == 0, text
        return str(text).splitlines()

    def _send(self, code: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
