"""The outputs of a very large notebook taken out before it is parsed: pictures and logs, which nobody's points need."""

from __future__ import annotations

import re

from autograder.intake.files import RefusedError

# A string, with what shows that it is the name of a list; or a bracket. Both are bounded without backtracking.
TOKEN = re.compile(rb'"(?P<text>(?:[^"\\]++|\\.)*+)"(?P<list>\s*+:\s*+\[)?|[\[\]{}]', re.S)
MOST_TOKENS = 2_000_000


def without_outputs(content: bytes) -> bytes:
    """A notebook's JSON with an empty list for each list that is called `outputs`.

    Text that is no such JSON comes out as some text that is none either.

    Raises:
        RefusedError: it has too many parts to be a notebook.
    """
    pieces: list[bytes] = []
    kept_to = depth = 0  # while `depth` is not 0, the place is inside outputs
    for count, token in enumerate(TOKEN.finditer(content)):
        if count > MOST_TOKENS:
            raise RefusedError(f"it has more than {MOST_TOKENS} parts")
        opens_list = token["list"] is not None
        if depth:
            if opens_list or token[0] in (b"[", b"{"):
                depth += 1
            elif token[0] in (b"]", b"}"):
                depth -= 1
                if not depth:
                    kept_to = token.end()
        elif opens_list and token["text"] == b"outputs":
            pieces += [content[kept_to : token.end()], b"]"]
            depth = 1
    if not depth:
        pieces.append(content[kept_to:])
    return b"".join(pieces)
