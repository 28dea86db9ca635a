"""Writing a file so that it is there in full or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, text: str | bytes) -> None:
    """Write `text` (in UTF-8 unless it is bytes) beside `path` and put it in its place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    half.replace(path)
