"""When a hand-in was made, and its secret: the files that nbgrader keeps beside a notebook and beside its feedback.

`nbgrader release_feedback` asks for both and names the released page by a digest of the secret, which only the student
who handed in and the instructor know.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.secret import course_secret

TIMESTAMP = "timestamp.txt"
SUBMISSION_SECRET = "submission_secret.txt"


def write_receipt(folder: Path, time: datetime | None, secret: str) -> None:
    """Keep beside a graded notebook what is known of its hand-in; what is not known leaves no file.

    Args:
        time: in UTC.
    """
    stamp = "" if time is None else f"{time:%Y-%m-%d %H:%M:%S.%f} UTC"
    for name, text in ((TIMESTAMP, stamp), (SUBMISSION_SECRET, secret)):
        if text:
            _write(folder / name, text)
        else:
            (folder / name).unlink(missing_ok=True)


def copy_receipt(gradebook: Path, graded: Path, page: Path) -> None:
    """Put beside a feedback page what lies beside the graded notebook. Where a hand-in had no secret, since it did not
    come by nbgrader's exchange, the page gets one that nobody can guess: nbgrader would stop for the whole class.
    """
    for name in (TIMESTAMP, SUBMISSION_SECRET):
        source = graded.with_name(name)
        text = source.read_text(encoding="utf-8") if source.is_file() else ""
        if not text and name == SUBMISSION_SECRET:
            place = page.parent.relative_to(page.parents[2]).as_posix()
            text = hmac.new(course_secret(gradebook), f"feedback\0{place}".encode(), "sha256").hexdigest()
        _write(page.with_name(name), text)


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_whole(path, text)
