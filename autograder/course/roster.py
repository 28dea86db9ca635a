"""The roster: who is in the class, and what learning platforms call them. `roster.csv` in the gradebook's folder.

A table with a header, separated by commas, semicolons or tabs. `id` is required; the others may be missing, stand in
any order, and stand beside further columns, which are left alone.

id          our id of the student, from which the name of their folders in the gradebook is made (`student_ids`)
first_name  and last_name, or `name` for both
email       an e-mail address
login       a user name
numbers     what platforms call them: Canvas's user id, an SIS id, Moodle's `Participant` numbers; several with `;`
groups      the groups that hand in together; several with `;`
extension   more time: `48 h`, `2 days` or a date; see `autograder.gradebook.extensions`
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from autograder.course.model import CourseError
from autograder.course.student_ids import LONGEST_ID, name_of, student_id

ROSTER = "roster.csv"
COLUMNS = ("id", "first_name", "last_name", "name", "email", "login", "numbers", "groups")
EXTENSION = "extension"  # read as well, but no column that a platform's table fills
NOT_IN_MOODLES_NAMES = re.compile(r"""[\x00-\x1f\x7f&<>"'`|:\\/]""")


@dataclass(frozen=True)
class Person:
    """A student: our id, as `student_id` makes it, and what else is known of them, "" or nothing where it is not."""

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    login: str = ""
    numbers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    extension: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """All that names this person and nobody else, in lower case: id, e-mail address, login and numbers."""
        keys = (self.student, name_of(self.student), self.email, self.login, *self.numbers)
        return frozenset(key.strip().casefold() for key in keys if key.strip())

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        """The full name's words, as `name_words` gives them; none where only a part of the name is known."""
        return frozenset({name_words(self.full_name)} if self.first_name and self.last_name else ())


@dataclass(frozen=True)
class Roster:
    """The class; false where there is no roster."""

    people: tuple[Person, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people)

    def __iter__(self) -> Iterator[Person]:
        return iter(self.people)

    def get(self, student: str) -> Person | None:
        """The person with this id of ours."""
        return self._by_id.get(student)

    def by_key(self, *keys: str) -> Person | None:
        """The one person whom one of these ids, e-mail addresses, logins or numbers names; None for nobody and for
        several.
        """
        people = {self._by_key[key.strip().casefold()] for key in keys if key.strip().casefold() in self._by_key}
        return people.pop() if len(people) == 1 else None

    def by_name(self, name: str) -> Person | None:
        """The one person of this full name, in either order; None for nobody and for several."""
        people = self._by_name.get(name_words(name), ())
        return people[0] if len(people) == 1 else None

    def members(self, group: str) -> tuple[Person, ...]:
        """The people in this group, without regard to case."""
        wanted = group.strip().casefold()
        return tuple(person for person in self.people if wanted in (name.casefold() for name in person.groups))

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """All groups, each once."""
        return tuple(dict.fromkeys(group for person in self.people for group in person.groups))

    @cached_property
    def _by_id(self) -> Mapping[str, Person]:
        return {person.student: person for person in self.people}

    @cached_property
    def _by_key(self) -> Mapping[str, Person]:
        return {key: person for person in self.people for key in person.keys}

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, ...], tuple[Person, ...]]:
        people: dict[tuple[str, ...], tuple[Person, ...]] = {}
        for person in self.people:
            for name in person.names:
                people[name] = (*people.get(name, ()), person)
        return people


def name_words(name: str) -> tuple[str, ...]:
    """A name's words in no order: `Lovelace, Ada`, `Ada Lovelace` and `ada.lovelace` are one."""
    return tuple(sorted(re.findall(r"[^\W_]+", name.casefold())))


def letters_of(name: str) -> str:
    """A name's letters and digits alone, in lower case, as Canvas keeps them."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name).casefold())


def moodle_name(name: str) -> str:
    """A name as Moodle writes it into a zip: `OBrien` for `O'Brien`, spaces for underscores."""
    return NOT_IN_MOODLES_NAMES.sub("", name.replace("_", " ")).strip()


def read_roster(gradebook: Path) -> Roster:
    """The roster in a gradebook's folder; an empty one when there is none.

    Raises:
        CourseError: it cannot be read, has no column `id`, or gives an id, address, login or number to two people.
    """
    try:
        return read_roster_file(gradebook / ROSTER)
    except FileNotFoundError:
        return Roster()


def read_roster_file(path: Path) -> Roster:
    """The roster in a file that may be called otherwise, such as one that is still to be taken into a gradebook.

    Raises:
        CourseError: as for `read_roster`.
        OSError: it is not there.
    """
    facts = path.stat()
    return _read(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, time: int, size: int) -> Roster:
    """What the file held at that time and with that size."""
    lines = [{column_of(title): value for title, value in line.items()} for line in read_lines(path)[1]]
    if not lines or "id" not in lines[0]:
        raise CourseError(
            f"{path}: it should be a table with a column id, and a line for each student; "
            f"these columns are read: {', '.join((*COLUMNS, EXTENSION))}"
        )
    people = tuple(_person(path, number, line) for number, line in enumerate(lines, 2))
    _refuse_shared_keys(path, people)
    return Roster(people)


def read_lines(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The headings of a roster's file, and its lines by them.

    Raises:
        CourseError: it cannot be read, or is no table.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: it cannot be read: {error}; save it as CSV in UTF-8") from error
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        lines = [{title: cell for title, cell in line.items() if isinstance(cell, str)} for line in table]
    except csv.Error as error:
        raise CourseError(f"{path}: it is not a table: {error}") from error
    return list(table.fieldnames or ()), lines


def column_of(title: str) -> str:
    """One of `COLUMNS`, or another name, for a heading: `First name` is `first_name`."""
    return re.sub(r"[\W_]+", "_", title.strip().casefold())


def _person(path: Path, number: int, line: Mapping[str, str]) -> Person:
    cells = {title: value.strip() for title, value in line.items()}
    if not cells.get("id"):
        raise CourseError(f"{path}, line {number}: it has no id")
    student = student_id(cells["id"])
    if not student:
        raise CourseError(f"{path}, line {number}: its id is too long; {LONGEST_ID} characters are the most")
    first, last = cells.get("first_name", ""), cells.get("last_name", "")
    if not (first or last) and cells.get("name"):
        first, last = split_name(cells["name"])
    numbers, groups = (_several(cells.get(column, "")) for column in ("numbers", "groups"))
    email, login, extension = (cells.get(column, "") for column in ("email", "login", EXTENSION))
    return Person(student, first, last, email, login, numbers, groups, extension)


def split_name(name: str) -> tuple[str, str]:
    """First and last name of `Ada Lovelace` or `Lovelace, Ada`."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = name.rpartition(" ")
    return first.strip(), last.strip()


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _refuse_shared_keys(path: Path, people: Iterable[Person]) -> None:
    owners: dict[str, str] = {}
    for person in people:
        for key in person.keys:
            if key in owners:
                if owners[key] == person.student:
                    raise CourseError(f"{path}: {key!r} stands there twice; a student has one line")
                raise CourseError(
                    f"{path}: {key!r} names both {owners[key]} and {person.student}; an id, e-mail address, login or "
                    "number may belong to one student only"
                )
            owners[key] = person.student
