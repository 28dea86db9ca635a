"""Which line of a learning platform's table is which of our students': exactly one, or the reason why none is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """What is known of a student: our id, and what the gradebook's table of students holds, "" where nothing."""

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""

    @property
    def keys(self) -> set[str]:
        return {key.strip().casefold() for key in (self.student, self.email, self.lms_id) if key.strip()}

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Line:
    """One student's line in a table: what identifies them, by the column's name, and what they are called there."""

    number: int
    keys: Mapping[str, str]
    name: str = ""


def match(people: Iterable[Person], lines: Collection[Line]) -> tuple[dict[str, Line], dict[str, str]]:
    """The line of each student, by our id; and for each student who has none, or several, the reason.

    An id, login, e-mail address or participant's number decides; a full name does where none of these is in the table.
    An id that is a number counts in one column for the whole class, the one with most of them: 1017 may be one
    student's `ID` and another's `SIS User ID`.
    """
    everyone = list(people)
    by_key: dict[str, dict[str, list[Line]]] = {}
    by_name: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        for column, key in line.keys.items():
            if key:
                by_key.setdefault(key.casefold(), {}).setdefault(column, []).append(line)
        if line.name:
            by_name.setdefault(words(line.name), []).append(line)
    numbers = Counter(
        column for person in everyone for key in person.keys if key.isdecimal() for column in by_key.get(key, ())
    )
    most = [column for column, count in numbers.items() if count == max(numbers.values())]
    matched: dict[str, Line] = {}
    unmatched: dict[str, str] = {}
    for person in everyone:
        hits: dict[int, Line] = {}
        passed: set[str] = set()
        for key in person.keys:
            for column, here in by_key.get(key, {}).items():
                if key.isdecimal() and most != [column]:
                    passed.add(column)
                else:
                    hits.update((line.number, line) for line in here)
        if not hits and not passed:
            hits = {line.number: line for name in _names(person) for line in by_name.get(name, ())}
        if len(hits) == 1:
            (matched[person.student],) = hits.values()
        elif hits:
            unmatched[person.student] = f"more than one line of the table fits: {_numbers(hits)}"
        elif passed:
            columns = " and ".join(sorted(passed))
            unmatched[person.student] = (
                f"the number is in the column {columns}, which does not identify the rest of the class"
            )
        else:
            unmatched[person.student] = "no line of the table has this id, e-mail address or name"
    return _without_shared_lines(matched, unmatched)


def words(name: str) -> tuple[str, ...]:
    """A name's words in no order: `Lovelace, Ada`, `Ada Lovelace` and `ada.lovelace` are one."""
    return tuple(sorted(re.findall(r"[^\W_]+", name.casefold())))


def _names(person: Person) -> set[tuple[str, ...]]:
    names = {words(person.full_name)} if person.first_name and person.last_name else set()
    return names | ({words(person.student)} if len(words(person.student)) > 1 else set())


def _without_shared_lines(
    matched: dict[str, Line], unmatched: dict[str, str]
) -> tuple[dict[str, Line], dict[str, str]]:
    """Moves students who share a line to those who have none."""
    owners: dict[int, list[str]] = {}
    for student, line in matched.items():
        owners.setdefault(line.number, []).append(student)
    for number, students in owners.items():
        if len(students) > 1:
            for student in students:
                others = ", ".join(other for other in students if other != student)
                unmatched[student] = f"line {number} of the table fits {others}, too"
                del matched[student]
    return matched, unmatched


def _numbers(hits: Iterable[int]) -> str:
    return "lines " + " and ".join(map(str, sorted(hits)))
