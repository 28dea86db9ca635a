"""The rows of a table as HTML. Written here, not in the template: a class of a thousand has a million links."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from autograder.feedback import spoken
from autograder.report.shown import Cell, Link, Table, Who
from autograder.text import printable

FEW = 3  # students whose names are shown at once; more are folded away behind their number


def visible(text: str) -> Markup:
    """The text, escaped; what cannot be seen in it is replaced, since students choose some of the words."""
    return escape(printable(text, keep="\n"))


@lru_cache(maxsize=100_000)
def named(link: Link) -> Markup:
    """A student's name, leading to the page."""
    name = f"<bdi>{visible(link.text)}</bdi>"
    return Markup(f'<a href="{visible(link.address)}">{name}</a>' if link.address else name)


def rows(table: Table) -> Markup:
    """All rows, one a line. Where the last column has students, they are no table rows for a browser on a phone: the
    roles say that they still are.
    """
    stacked = bool(table.rows[0][-1].who)
    lines = []
    for place, row in enumerate(table.rows):
        anchor = f' id="{visible(table.anchors[place])}"' if table.anchors else ""
        head = f'<th{_role("rowheader", stacked)} scope="row"{_cell(row[0])}</th>'
        others = (f"<td{_role('cell', stacked)}{_cell(cell)}</td>" for cell in row[1:])
        lines.append(f"<tr{_role('row', stacked)}{anchor}>{head}{''.join(others)}</tr>\n")
    return Markup("".join(lines))


def _role(name: str, is_needed: bool) -> str:
    return f' role="{name}"' if is_needed else ""


def _cell(cell: Cell) -> str:
    """The end of a cell's tag and what is in it."""
    text = f"<bdi>{visible(cell.text)}</bdi>"
    if cell.link:
        text = f'<a href="{visible(cell.link)}">{text}</a>'
    elif not cell.text:
        text = ""
    small = f"<small>{spoken(cell.small)}</small>" if cell.small else ""
    number = ' class="number"' if cell.is_number else ""
    return f"{number}>{text}{small}{''.join(map(_behind, cell.who))}"


def _behind(who: Who) -> str:
    """Students behind their number, which is enough to read where there are many."""
    if len(who.students) <= FEW:
        return f"<div>{visible(who.label)}: {', '.join(map(named, who.students))}</div>\n"
    names = "".join(f"<li>{named(link)}</li>" for link in who.students)
    return f'<details><summary>{visible(who.label)}</summary><ul class="names">{names}</ul></details>\n'
