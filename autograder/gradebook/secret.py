"""The course's secret, and the seeds that come from it."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from autograder.course.model import CourseError
from autograder.intake import Submission

SECRET = ".secret"
SECRET_BYTES = 32


def course_secret(gradebook: Path) -> bytes:
    """The secret that all seeds come from; made at first use, written whole or not at all, readable by its owner only.

    Raises:
        CourseError: the file was damaged.
    """
    path = gradebook / SECRET
    if not path.exists():
        fresh = path.with_name(f"{SECRET}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
        with contextlib.suppress(FileExistsError):  # another run was quicker: its secret counts
            os.link(fresh, path)
        fresh.unlink()
    text = path.read_text(encoding="ascii", errors="replace")
    if not re.fullmatch(rf"[0-9a-f]{{{2 * SECRET_BYTES}}}", text):
        raise CourseError(
            f"{path}: it no longer holds the course's secret; restore the file, or remove it to draw other test inputs"
        )
    return bytes.fromhex(text)


def submission_seed(secret: bytes, submission: Submission) -> str:
    """The seed of one student's one lab, in hexadecimal digits."""
    return hmac.new(secret, f"{submission.student}\0{submission.lab}".encode(), hashlib.sha256).hexdigest()


def package_secret(secret: bytes, door: str, lab: str) -> str:
    """The secret of a package that leaves this machine, in hexadecimal digits: the same each time it is made, and of no
    use to learn the course's own secret, or another package's.
    """
    return hmac.new(secret, f"package\0{door}\0{lab}".encode(), hashlib.sha256).hexdigest()
