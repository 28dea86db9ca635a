"""Gradescope's zip of an assignment's submissions.

`assignment_<number>_export/submission_<number>/<path>` and, beside the folders, `submission_metadata.yml`, which has
for each folder who handed it in: name, e-mail address and `sid`, the id that the institution gave. Those of a group are
all named. A folder of which the table says nothing goes by its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from autograder.intake.delivery import Delivery, Sender
from autograder.intake.files import Entry, File, Folder, RefusedError
from autograder.intake.submission import Repair, RepairKind
from autograder.text import listed, one_line

PLATFORM = "Gradescope"
METADATA = "submission_metadata.yml"
NAME = re.compile(r"submission_[0-9]{1,20}")
# Written in C where there is one: the table also holds what the autograder printed for each.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def knows(name: str) -> bool:
    """Whether Gradescope gives a folder or file such a name."""
    return name == METADATA or NAME.fullmatch(name) is not None


def of_bundle(entries: Iterable[Entry]) -> Iterator[Delivery]:
    """A delivery for each folder and each of those who handed it in."""
    there = list(entries)
    problem = ""
    table: Mapping[str, Any] = {}
    for file in there:
        if isinstance(file, File) and file.name == METADATA:
            try:
                table = _table(file)
            except (RefusedError, ValueError, RecursionError, yaml.YAMLError) as error:
                reason = one_line(str(error)) or type(error).__name__
                problem = f"{METADATA} cannot be read, so that nobody knows whose it is: {reason}"
    for folder in there:
        if isinstance(folder, Folder):
            senders = _senders(table.get(folder.name))
            names = listed([sender.name or sender.login or sender.number for sender in senders])
            notes = (Repair(RepairKind.GROUP, details=(names,)),) if len(senders) > 1 else ()
            for sender in senders or [Sender(login=folder.name)]:
                yield Delivery(sender, folder=folder, problem=folder.problem or problem, notes=notes)


def _table(file: File) -> Mapping[str, Any]:
    """What the file has for each folder.

    Raises:
        RefusedError: it cannot be read.
        ValueError, RecursionError, YAMLError: it is no such table.
    """
    table = yaml.load(file.read().decode("utf-8-sig", "replace"), LOADER)
    if not isinstance(table, dict):
        raise ValueError("it is no table")
    return table


def _senders(record: Any) -> list[Sender]:
    """Those who handed a folder in; nobody where the table does not say."""
    people = record.get(":submitters") if isinstance(record, dict) else None
    found = []
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            name, number, email = (one_line(str(person.get(f":{key}") or "")) for key in ("name", "sid", "email"))
            if name or number or email:
                login = "" if number else email
                found.append(Sender(PLATFORM, name, login, number, keys=(email,) if email else ()))
    return found
