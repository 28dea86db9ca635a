"""A receipt: what was received, and when, for the student to read before anything was graded.

It says nothing of tests; all that a student wrote is escaped.
"""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.course.model import Lab, title
from autograder.files import write_whole
from autograder.intake import Submission
from autograder.intake.files import BOOKKEEPING
from autograder.text import as_sentence, one_line, printable
from autograder.watch.attempts import Received
from autograder.watch.keeping import Kept
from autograder.watch.policy import Refusal, zone_of

PAGE, DATA = "receipt.html", "receipt.json"
HEAD = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>"
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<meta name='viewport' content='width=device-width'><title>{title}</title><style>"
    "body{{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;"
    "background:#fff}}th{{text-align:left;vertical-align:top;padding-right:1rem}}code{{overflow-wrap:anywhere}}"
    "</style></head><body><main>"
)


@dataclass(frozen=True)
class Receipt:
    """All that a receipt says.

    Attributes:
        number: which attempt at the lab it is, from 1 on.
        notebook: the name of the notebook that counted.
        found, missing: the answers in which something is written, and those that are as they were handed out.
        notes: what had to be put right, a sentence each.
        problem: why it cannot be graded as it is.
        refused: why it is one too many; `next_at` says when the next one counts.
    """

    student: str
    lab: str
    title: str
    received: datetime
    handed_in: datetime | None
    zone: str
    number: int
    digest: str
    files: tuple[tuple[str, int, str], ...]
    notebook: str = ""
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""
    refused: str = ""
    next_at: datetime | None = None


def receipt_of(
    received: Received,
    submission: Submission,
    kept: Sequence[Kept],
    lab: Lab | None,
    number: int,
    zone: str,
    refusal: Refusal | None,
) -> Receipt:
    """The receipt of a hand-in."""
    names = [one.name for one in lab.exercises] if lab else []
    return Receipt(
        received.student,
        received.lab,
        title(lab) if lab else "a lab that is not known",
        received.received,
        received.handed_in,
        zone,
        number,
        received.digest,
        tuple((one_line(one.path, 200), one.size, one.digest) for one in kept if one.path not in BOOKKEEPING),
        one_line(submission.file, 200),
        tuple(name for name in names if name in submission.answered),
        tuple(name for name in names if name not in submission.answered) if not submission.problem else (),
        tuple(as_sentence(str(repair)) for repair in submission.repairs),
        printable(submission.problem),
        "" if refusal is None else refusal.reason,
        None if refusal is None else refusal.next_at,
    )


def write_receipt(receipt: Receipt, folder: Path) -> Path:
    """Write the page and the data into a folder; returns the page's path."""
    write_whole(folder / DATA, json.dumps(as_json(receipt), indent=1))
    write_whole(folder / PAGE, as_page(receipt))
    return folder / PAGE


def as_json(receipt: Receipt) -> dict[str, Any]:
    """The receipt as plain data."""
    times = {name: getattr(receipt, name) for name in ("received", "handed_in", "next_at")}
    files = [{"path": path, "bytes": size, "sha256": digest} for path, size, digest in receipt.files]
    said = {name: time and time.astimezone(UTC).isoformat(timespec="seconds") for name, time in times.items()}
    return {**vars(receipt), **said, "files": files}


def as_page(receipt: Receipt) -> str:
    """The receipt as a page."""
    e = html.escape
    lines = [
        ("Received", _both(receipt.received, receipt.zone)),
        *([("Handed in", _both(receipt.handed_in, receipt.zone))] if receipt.handed_in else []),
        ("Attempt", f"number {receipt.number} at this lab"),
        ("SHA-256", f"<code>{e(receipt.digest)}</code>"),
        *([("Notebook", f"<code>{e(receipt.notebook)}</code>")] if receipt.notebook else []),
        *([("Answers found", _names(receipt.found))] if receipt.found or receipt.missing else []),
        *([("Nothing written in", _names(receipt.missing))] if receipt.missing else []),
    ]
    table = "".join(f"<tr><th scope='row'>{name}</th><td>{value}</td></tr>" for name, value in lines)
    said = "".join(f"<p><strong>{e(text)}</strong></p>" for text in _said(receipt))
    notes = "".join(f"<li>{e(note)}</li>" for note in receipt.notes)
    files = "".join(
        f"<li><code>{e(path)}</code>, {size} bytes, SHA-256 <code>{e(digest) or 'unknown'}</code></li>"
        for path, size, digest in receipt.files
    )
    return (
        f"{HEAD.format(title=f'Receipt: {e(receipt.title)}')}"
        f"<h1>Receipt: {e(receipt.title)}</h1>{said}<table>{table}</table>"
        f"{f'<h2>What was put right</h2><ul>{notes}</ul>' if notes else ''}"
        f"<h2>Files</h2><ul>{files}</ul>"
        "<p>The SHA-256 above is that of the list of files as <code>sha256sum</code> prints it, sorted. "
        "Keep this page: it says what was received.</p></main></body></html>\n"
    )


def _said(receipt: Receipt) -> list[str]:
    if receipt.refused:
        when = f" The next attempt counts from {_plain(receipt.next_at, receipt.zone)} on." if receipt.next_at else ""
        return [
            f"This attempt was received and is kept, but it is not graded: {receipt.refused}.{when} "
            "What counted before still counts."
        ]
    if receipt.problem:
        return [f"It cannot be graded as it is, so a person will look at it: {receipt.problem}."]
    return []


def _both(time: datetime, zone: str) -> str:
    return html.escape(_plain(time, zone))


def _plain(time: datetime, zone: str) -> str:
    """`2 November 2026, 23:14:05 UTC (00:14:05 CET on 3 November)`."""
    utc = time.astimezone(UTC)
    local = time.astimezone(zone_of(zone)) if zone else time.astimezone()
    text = f"{utc.day} {utc:%B %Y, %H:%M:%S} UTC"
    if local.utcoffset() == utc.utcoffset():
        return text
    return f"{text} ({local.day} {local:%B, %H:%M:%S %Z})"


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"<code>{html.escape(name)}</code>" for name in names) or "none"
