"""Feedback into nbgrader's exchange, where its own `release_feedback` puts it: `fetch_feedback` and JupyterLab's
Assignment List find it by a digest of the hand-in's secret.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from nbgrader.utils import notebook_hash

FOLDER_MODE = 0o711  # a student finds a page by its name alone
PAGE_MODE = 0o644


def release_page(exchange: Path, page: Path, notebook: str, secret: str) -> bool:
    """Put a page into the exchange under the name that its student looks for; returns whether it was not there yet, or
    another one was.

    Args:
        exchange: the course's folder in the exchange.
        notebook: the notebook's name, without an ending.

    Raises:
        OSError: the page cannot be written; a PermissionError where the folder of feedback is somebody else's.
    """
    folder = exchange / "feedback"
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(FOLDER_MODE)
    elif folder.stat().st_uid != os.getuid() and not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, "the folder of released feedback belongs to another user", str(folder))
    target = folder / f"{notebook_hash(secret=secret, notebook_id=notebook)}.html"
    content = page.read_bytes()
    if target.is_file() and target.stat().st_size == len(content) and target.read_bytes() == content:
        return False
    half = folder / f".{target.name}.{os.getpid()}"
    try:
        half.write_bytes(content)
        half.chmod(PAGE_MODE)
        half.replace(target)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return True
