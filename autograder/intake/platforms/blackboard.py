"""Blackboard's zip of an assignment.

`<assignment>_<user name>_attempt_<2024-10-03-22-15-00>_<file>`, and for each attempt a text
`<assignment>_<user name>_attempt_<date>.txt`, which says whose it is (`Name: Ada Lovelace (al1815)`), when it was
submitted and what the files were called. `attempt` is in the site's language. The latest attempt that has a file
counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile

from autograder.intake.delivery import Delivery, Sender
from autograder.intake.files import Entry, File, RefusedError
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

PLATFORM = "Blackboard"
NAME = re.compile(r"(?P<head>.+?)_[^\W\d_]+_(?P<date>[0-9]{4}(?:-[0-9]{2}){5})(?:_(?P<file>.+)|(?P<text>\.txt))", re.S)
PERSON = re.compile(r"[^\n:]{1,40}: *(?P<name>[^\n]*?) *\((?P<user>[^()\n]*)\) *$", re.M)
ORIGINAL = re.compile(r"^\t[^\n:]{1,60}: *(?P<original>[^\n]+?) *\n\t[^\n:]{1,60}: *(?P<name>[^\n]+?) *$", re.M)
SUBMITTED = re.compile(r"\n[^\n:]{1,40}: *[^\n]*\n[^\n:]{1,40}: *(?P<date>[^\n]+)")
LONGEST_TEXT = 2**20


@dataclass
class _Attempt:
    files: list[tuple[str, File]] = field(default_factory=list)
    text: str = ""


def knows(name: str) -> bool:
    """Whether Blackboard gives a file such a name."""
    return NAME.fullmatch(name) is not None


def of_bundle(entries: Iterable[Entry]) -> Iterator[Delivery]:
    """A delivery for each user or group. Blackboard makes no folders."""
    heads: dict[str, dict[str, _Attempt]] = {}
    for file in entries:
        if not isinstance(file, File):
            continue
        match = NAME.fullmatch(file.name)
        if match is None:
            continue
        attempt = heads.setdefault(match["head"], {}).setdefault(match["date"], _Attempt())
        if match["text"]:
            attempt.text = _text(file)
        else:
            attempt.files.append((file.name, replace(file, name=match["file"])))
    people = {head: _person(head, attempts) for head, attempts in heads.items()}
    assignment = _assignment([*heads], people)
    for head, attempts in sorted(heads.items()):
        name, user = people[head]
        login = user or head.removeprefix(assignment)
        yield _latest(Sender(PLATFORM, one_line(name), login), attempts)


def _person(head: str, attempts: Mapping[str, _Attempt]) -> tuple[str, str]:
    """Name and user name in an attempt's text, where the user name is that of the files; else nothing."""
    for attempt in attempts.values():
        match = PERSON.match(attempt.text)
        if match and match["user"] and head.endswith(f"_{match['user']}"):
            return match["name"], match["user"]
    return "", ""


def _assignment(heads: list[str], people: Mapping[str, tuple[str, str]]) -> str:
    """What all names begin with: the assignment and an underscore."""
    for head, (_, user) in people.items():
        if user:
            return head.removesuffix(user)
    parts = [head.split("_")[:-1] for head in heads]  # the user name is one part at least
    shared = takewhile(lambda at: len(set(at)) == 1, zip(*parts, strict=False))
    return "".join(f"{at[0]}_" for at in shared)


def _latest(sender: Sender, attempts: Mapping[str, _Attempt]) -> Delivery:
    full = {date: attempt for date, attempt in attempts.items() if attempt.files}
    if not full:
        return Delivery(sender, problem="no file was handed in, only a text that was typed into Blackboard")
    latest = max(full)
    attempt = full[latest]
    called = {match["name"]: match["original"] for match in ORIGINAL.finditer(attempt.text)}
    files = [replace(file, name=called.get(whole, file.name)) for whole, file in attempt.files]
    date = SUBMITTED.search(attempt.text)
    notes = [Repair(RepairKind.SENT_ON, details=(PLATFORM, one_line(date["date"] if date else latest)))]
    if len(full) > 1:
        notes.append(Repair(RepairKind.LATEST_HAND_IN, count=len(full)))
    return Delivery(sender, files=tuple(files), notes=tuple(notes))


def _text(file: File) -> str:
    try:
        return file.read()[:LONGEST_TEXT].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except RefusedError:
        return ""
