"""Which line of a learning platform's table is which of our students': exactly one, or the reason why none is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from autograder.course.roster import Person, moodle_name, name_words
from autograder.course.student_ids import name_of

TABLE_LINE = "line of the table"
OWN_NUMBER = "ID"  # Canvas's own, which the names in its zips hold


@dataclass(frozen=True)
class Line:
    """One student's line in a table: what identifies them, by the column's name, and what they are called there."""

    number: int
    keys: Mapping[str, str]
    name: str = ""


def match(
    people: Iterable[Person], lines: Collection[Line], called: str = ""
) -> tuple[dict[str, Line], dict[str, str]]:
    """The line of each student, by our id; and for each student who has none, or several, the reason.

    An id, login, e-mail address or number of theirs decides; a full name does where none of these is in the table.
    A number counts in one column for the whole class, the one that knows most of them: 1017 may be one student's `ID`
    and another's `SIS User ID`. Of two that know the same students, that counts in which more names agree, or `ID`.

    Args:
        called: what a line is called in a reason, where it is no line of a table.
    """
    everyone = list(people)
    by_key: dict[str, dict[str, list[Line]]] = {}
    by_name: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        for column, key in line.keys.items():
            if key:
                by_key.setdefault(key.casefold(), {}).setdefault(column, []).append(line)
        for name in _forms(line.name):
            by_name.setdefault(name, []).append(line)
    counting = _column_of_numbers(everyone, by_key)
    matched: dict[str, Line] = {}
    unmatched: dict[str, str] = {}
    for person in everyone:
        hits: dict[int, Line] = {}
        passed: set[str] = set()
        for key in person.keys:
            for column, here in by_key.get(key, {}).items():
                if key.isdecimal() and column != counting:
                    passed.add(column)
                else:
                    hits.update((line.number, line) for line in here)
        if not hits and not passed:
            hits = {line.number: line for name in _names(person) for line in by_name.get(name, ())}
        if len(hits) == 1:
            (matched[person.student],) = hits.values()
        elif hits:
            which = "" if called else f": {_numbers(hits)}"
            unmatched[person.student] = f"more than one {called or TABLE_LINE} fits{which}"
        elif passed:
            columns = " and ".join(sorted(passed))
            unmatched[person.student] = (
                f"the number is in the column {columns}, which does not identify the rest of the class"
            )
        else:
            unmatched[person.student] = f"no {called or TABLE_LINE} has this id, e-mail address or name"
    return _without_shared_lines(matched, unmatched, called)


def _column_of_numbers(everyone: Iterable[Person], by_key: Mapping[str, Mapping[str, list[Line]]]) -> str:
    """The column in which a student's number counts; "" where it cannot be told."""
    known: dict[str, set[str]] = {}
    agreeing: Counter[str] = Counter()
    for person in everyone:
        for key in filter(str.isdecimal, person.keys):
            for column, lines in by_key.get(key, {}).items():
                known.setdefault(column, set()).add(person.student)
                agreeing[column] += any(name_words(line.name) in person.names for line in lines)
    most = max(map(len, known.values()), default=0)
    best = [column for column, students in known.items() if len(students) == most]
    if len({frozenset(known[column]) for column in best}) != 1:
        return ""
    return max(best, key=lambda column: (agreeing[column], column == OWN_NUMBER))


def _names(person: Person) -> set[tuple[str, ...]]:
    """The person's name, and the one that their id was made from, as words."""
    of_id = name_of(person.student)
    return {*person.names, *(_forms(person.full_name) if person.names else ()), *_forms(of_id)}


def _forms(name: str) -> set[tuple[str, ...]]:
    """A name's words, also as Moodle has them in its zips; none of what is only a number."""
    forms = {name_words(name), name_words(moodle_name(name))}
    return {words for words in forms if words and not "".join(words).isdecimal()}


def _without_shared_lines(
    matched: dict[str, Line], unmatched: dict[str, str], called: str
) -> tuple[dict[str, Line], dict[str, str]]:
    """Moves students who share a line to those who have none."""
    owners: dict[int, list[str]] = {}
    for student, line in matched.items():
        owners.setdefault(line.number, []).append(student)
    for number, students in owners.items():
        if len(students) > 1:
            for student in students:
                others = ", ".join(other for other in students if other != student)
                unmatched[student] = f"{called or f'line {number} of the table'} fits {others}, too"
                del matched[student]
    return matched, unmatched


def _numbers(hits: Iterable[int]) -> str:
    return "lines " + " and ".join(map(str, sorted(hits)))
