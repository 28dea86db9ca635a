"""The people in a table that Canvas or Moodle exported, into the roster: names, addresses, numbers and groups.

A line that fits nobody in the roster becomes a new line, with the id that grading gives the person without a roster: in
Moodle the full name, in Canvas the number. So grades that are there already stay theirs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course.model import CourseError
from autograder.course.roster import (
    COLUMNS,
    ROSTER,
    Person,
    Roster,
    column_of,
    moodle_name,
    name_words,
    read_lines,
    read_roster,
    split_name,
)
from autograder.course.student_ids import name_of
from autograder.export.layout import ADDRESS, Layout, canvas_layout, moodle_layout
from autograder.export.table import Table, read_table
from autograder.files import write_whole
from autograder.text import table_cell

LOGINS = ("Username", "SIS Login ID")
GROUPS = ("Group", "Groups", "Gruppe", "Gruppen", "Groupe", "Grupo", "Gruppo")
SEVERAL = ";"


@dataclass(frozen=True)
class Completed:
    """The roster's file, and how many people are new in it and how many had something added."""

    path: Path
    added: int
    completed: int


@dataclass(frozen=True)
class _Found:
    """A person as a line of the table has them."""

    name: str
    email: str
    login: str
    numbers: tuple[str, ...]
    groups: tuple[str, ...]
    own_id: str  # what grading calls them without a roster

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.email, self.login)))


def complete_roster(gradebook: Path, source: Path) -> Completed:
    """Make roster.csv in the gradebook's folder, or add to it, from a table of Canvas or Moodle.

    What the roster says already stays; its further columns stay, too.

    Raises:
        OSError: a file cannot be read or written.
        CourseError: it is no such table, it names nobody, or the roster cannot be read.
    """
    path, roster = gradebook / ROSTER, read_roster(gradebook)
    header, lines = read_lines(path) if path.exists() else ([], [])
    header += [column for column in COLUMNS if column not in {*map(column_of, header), "name"}]
    titles = {column_of(title): title for title in reversed(header)}
    places = {person.student: place for place, person in enumerate(roster)}
    added, changed = 0, set()
    taken: set[str] = set()
    for found in _people(read_table(source)):
        person = _known(found, roster, taken)
        if person is None:
            lines.append({titles["id"]: _free_id(found, {line[titles["id"]] for line in lines})})
            added += 1
        else:
            taken.add(person.student)
        line = lines[-1 if person is None else places[person.student]]
        before = dict(line)
        _fill(line, titles, found)
        if person is not None and line != before:
            changed.add(person.student)
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, header, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    _write(path, table.getvalue())
    return Completed(path, added, len(changed))


def _write(path: Path, text: str) -> None:
    """Write the roster where it can be read again; else what was there stays."""
    before = path.read_bytes() if path.exists() else None
    write_whole(path, text.encode("utf-8-sig"))
    try:
        read_roster(path.parent)
    except CourseError as error:
        if before is None:
            path.unlink()
        else:
            write_whole(path, before)
        raise CourseError(f"{error}; {path.name} was left as it was") from error


def _people(table: Table) -> Iterator[_Found]:
    layout, is_canvas = _layout(table)
    group = next((column for column, title in enumerate(table.header) if title in GROUPS), -1)
    lines = [line for line in layout.lines if line.number not in layout.aside]
    if len({line.name for line in lines}) * 2 < len(lines):  # it is no name that stands there, but a status
        lines = [replace(line, name="") for line in lines]
    if not any(line.name or any(map(ADDRESS.fullmatch, line.keys.values())) for line in lines):
        raise CourseError(
            f"{table.path}: it holds no names and no e-mail addresses, so that its numbers are nobody's; "
            "download it again when names are shown"
        )
    for line in lines:
        logins = [value for title, value in line.keys.items() if title in LOGINS and value]
        rest = {title: value for title, value in line.keys.items() if title not in LOGINS and value}
        emails = [value for value in (*rest.values(), *logins) if ADDRESS.fullmatch(value)]
        numbers = tuple(dict.fromkeys(value for value in rest.values() if not ADDRESS.fullmatch(value)))
        groups = table.cell(line.number - 1, group) if group >= 0 else ""
        yield _Found(
            " ".join(line.name.split()),
            emails[0] if emails else "",
            next((login for login in logins if login not in emails), ""),
            numbers,
            tuple(name.strip() for name in groups.split(",") if name.strip()),
            line.keys.get("ID", "") if is_canvas else "",
        )


def _layout(table: Table) -> tuple[Layout, bool]:
    """The table's layout, and whether it is Canvas's."""
    if "Section" in table.header and "ID" in table.header:
        return canvas_layout(table), True
    return moodle_layout(table), False


def _known(found: _Found, roster: Roster, taken: set[str]) -> Person | None:
    """The person in the roster: by address or login, by name, or by a number that no other name contradicts."""
    named = roster.by_name(found.name) if found.name else None
    numbered = roster.by_key(*found.numbers)
    if numbered and numbered.names and found.name and name_words(found.name) not in numbered.names:
        numbered = None
    people = (roster.by_key(*found.keys), named, numbered)
    return next((person for person in people if person and person.student not in taken), None)


def _free_id(found: _Found, ids: set[str]) -> str:
    number = found.numbers[0] if found.numbers else ""
    candidates = (
        found.own_id,
        moodle_name(" ".join(split_name(found.name))),
        found.email,
        f"{found.name} {number}",
        number,
    )
    return next(table_cell(one) for one in candidates if one.strip() and table_cell(one) not in ids)


def _fill(line: dict[str, str], titles: Mapping[str, str], found: _Found) -> None:
    """Add to a line what it does not say yet."""
    first, last = split_name(found.name)
    has_name = any(line.get(titles.get(column, ""), "") for column in ("first_name", "last_name", "name"))
    told = {"email": found.email, "login": found.login}
    told |= {} if has_name else {"first_name": first, "last_name": last}
    for column, value in told.items():
        if value and not line.get(titles[column], ""):
            line[titles[column]] = table_cell(value)
    for column, values in (("numbers", found.numbers), ("groups", found.groups)):
        there = [part.strip() for part in line.get(titles[column], "").split(SEVERAL) if part.strip()]
        known = {name_of(part).casefold() for part in there} | {line[titles["id"]].casefold()}
        line[titles[column]] = SEVERAL.join([*there, *(one for one in values if one.casefold() not in known)])
