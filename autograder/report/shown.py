"""What a report page consists of: sections of plots, tables and lists, as plain data for the template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

NO_PLOT = Markup()


class Link(NamedTuple):
    """A student, with the address of the feedback page; without one the name alone is shown."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Who:
    """A number of students in words ("12 failed"), and who they are."""

    label: str
    students: tuple[Link, ...]


@dataclass(frozen=True)
class Cell:
    """One cell of a table: a text that may lead somewhere, a smaller line below it, students behind a number."""

    text: str = ""
    link: str = ""
    small: str = ""
    who: tuple[Who, ...] = ()
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """One table. Its first column names the row; `anchors` are the rows' ids, to which links may lead."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A piece of a section: a title, a note, a plot and a table, which is folded away behind the words `fold` when
    there are some.
    """

    table: Table
    plot: Markup = NO_PLOT
    fold: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A headed part of the page. `count` is shown in the page's list of contents; with no parts, `empty` is shown."""

    id: str
    title: str
    parts: tuple[Part, ...]
    note: str = ""
    empty: str = "None."
    count: str = ""


@dataclass(frozen=True)
class Fact:
    """One of a page's headline figures; `section` is the id of the section that tells more."""

    name: str
    figure: str
    section: str


@dataclass(frozen=True)
class ReportPage:
    """One page."""

    title: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    note: str = ""
    links: tuple[Link, ...] = ()


def text(value: str, small: str = "") -> Cell:
    """A cell of words."""
    return Cell(value, small=small)


def number(value: str, link: str = "") -> Cell:
    """A cell of a figure."""
    return Cell(value, link, is_number=True)


def whose(link: Link) -> Cell:
    """A cell with a student's name."""
    return Cell(link.text, link.address)


def who(students: Iterable[Link], word: str = "") -> Who:
    """These students, sorted, each once, counted: `3 failed`, or `3 students`."""
    links = tuple(sorted(set(students)))
    return Who(f"{len(links)} {word or ('student' if len(links) == 1 else 'students')}", links)


def lab_in_words(lab: str) -> str:
    """A lab's id in words, between which a line may end."""
    return lab.replace("_", " ")


def table(caption: str, heads: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Table:
    """A table from whatever yields its rows."""
    return Table(caption, tuple(heads), tuple(rows))


def parts(*all_parts: Part) -> tuple[Part, ...]:
    """Those of the parts that have something to show."""
    return tuple(part for part in all_parts if part.table.rows)
