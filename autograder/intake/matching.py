"""Our cells, and which of them each cell that was sent is: by cell id, by nbgrader's id, by what it defines, by what it
says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

from nbformat import NotebookNode

from autograder.course.nbgrader_cells import grade_id, kind_of, name_of, owner_of
from autograder.course.regions import HIDDEN, SCHEME, without
from autograder.intake.looking import Analyser, Names, without_lines
from autograder.intake.submission import GradingNotebook

Role = Literal["answer", "words", "test", "locked", "explore", "code", "prose"]
ROLES: dict[str, Role] = {"test": "test", "markdown": "prose", "setup": "locked", "explore": "explore", "code": "code"}


@dataclass(frozen=True)
class ReferenceCell:
    """One of our cells: `source` is what students were given, in the form of `plain`."""

    name: str
    role: Role
    source: str
    look: Names


@dataclass(frozen=True)
class Reference:
    """Our notebook of a lab, by the names of its cells in their order. `aliases` are cell ids and nbgrader's ids to
    names.
    """

    cells: dict[str, ReferenceCell]
    aliases: dict[str, str]
    kernel: str

    def named(self, *roles: Role) -> list[str]:
        return [cell.name for cell in self.cells.values() if cell.role in roles]

    @cached_property
    def places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.cells)}

    def tests_of(self, answer: str) -> list[str]:
        """The test cells of an exercise: their names begin with no other exercise's name that is longer."""
        answers = self.named("answer", "words")
        return [test for test in self.named("test") if owner_of(test, answers) == answer]

    def question(self, words: str) -> list[str]:
        """The cells that ask for an answer in words: `about_<it>` and all up to it, or else the one before it."""
        names = list(self.cells)
        last = self.places[words]
        first = self.places.get(f"about_{words}", last)
        return names[first:last] if first < last else names[max(last - 1, 0) : last]


@dataclass(eq=False)
class SentCell:
    """A cell that was sent. `name` is the one of ours that it is, "" for none; `by_id` says whether its id told so.

    `source` is what would be taken of it: without the fence around it, without our test cells in it, which `holds`
    names.
    """

    place: int
    kind: str
    text: str
    source: str
    look: Names
    name: str = ""
    by_id: bool = False
    holds: tuple[str, ...] = ()
    mends: list[str] = field(default_factory=list)


@lru_cache(maxsize=32)
def ours(master: GradingNotebook) -> Reference:
    """Our side of a lab, taken apart once."""
    notebook = json.loads(master.text)
    answers = [name_of(cell) for cell in notebook["cells"] if _role(cell) == "answer"]
    cells: dict[str, ReferenceCell] = {}
    aliases: dict[str, str] = {}
    for cell in notebook["cells"]:
        source = plain(without(text_of(cell), HIDDEN, SCHEME))
        look = Analyser(answers).look(source) if cell["cell_type"] == "code" else Names()
        cells[name_of(cell)] = ReferenceCell(name_of(cell), _role(cell), source, look)
        aliases |= {cell["id"]: name_of(cell), name_of(cell): name_of(cell)}
    return Reference(cells, aliases, str(notebook["metadata"].get("kernelspec", {}).get("name", "")))


def text_of(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def plain(text: str) -> str:
    """A text in which spaces at the ends of lines, and blank lines around it, make no difference."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def pieces(own: Reference, sent: NotebookNode) -> list[SentCell]:
    """The cells that were sent, each with the name of the one of ours that it is."""
    looker = Analyser(own.named("answer"))
    found = [_piece(own, looker, place, cell) for place, cell in enumerate(sent.cells)]
    by_source = {cell.source: cell.name for cell in own.cells.values() if cell.role not in ("answer", "words", "test")}
    headings: dict[str, list[str]] = {}
    for name in own.named("prose"):
        headings.setdefault(own.cells[name].source.split("\n")[0], []).append(name)
    for piece in found:
        if piece.name or not piece.source.strip():
            continue
        name = by_source.get(plain(piece.text), "")
        if not name and piece.kind == "markdown":
            first = plain(piece.text).split("\n")[0]
            name = headings[first][0] if first.startswith("#") and len(headings.get(first, ())) == 1 else ""
        if name and (own.cells[name].role == "prose") == (piece.kind != "code"):
            piece.name = name
    _find_explorations(own, found)
    return found


def _piece(own: Reference, looker: Analyser, place: int, cell: NotebookNode) -> SentCell:
    kind, text = str(cell.cell_type), cell.source
    name = own.aliases.get(str(cell.get("id", ""))) or own.aliases.get(grade_id(cell)) or ""
    piece = SentCell(place, kind, text, text, Names(), name, bool(name))
    prose = name and own.cells[name].role in ("prose", "words")
    if (prose and kind != "code") or (kind != "code" and not any(word in text for word in ("def ", "class "))):
        return piece
    unfenced = looker.unfenced(text)
    look = looker.look(unfenced)
    if unfenced != text:
        piece.mends.append("a code fence around {} was taken off")
    tests = set(own.named("test"))
    holds = [test for test, _, _ in look.lines] if look.parses else sorted(look.defines)
    piece.holds = tuple(dict.fromkeys(test for test in holds if test in tests))
    if piece.holds and (kind == "code" or look.parses):
        piece.name = name or piece.holds[0]
        cut = without_lines(unfenced, look, tests)
        for test in piece.holds if not look.parses else ():
            cut = cut.replace(own.cells[test].source, "")
        unfenced, look = cut, looker.look(cut)
        piece.mends.append("our test cell was taken out of {}")
    piece.source, piece.look = unfenced, look
    return piece


def _find_explorations(own: Reference, found: list[SentCell]) -> None:
    """Exploration cells that lost their ids and were changed: the cell that binds just the names that ours binds."""
    missing = set(own.named("explore")) - {piece.name for piece in found}
    by_names = {own.cells[name].look.binds: name for name in sorted(missing) if own.cells[name].look.binds}
    for piece in found:
        if not piece.name and piece.kind == "code" and piece.look.binds in by_names:
            piece.name = by_names.pop(piece.look.binds)


def _role(cell: dict[str, Any]) -> Role:
    kind = kind_of(cell)
    if kind in ("solution", "manual"):
        return "answer" if cell["cell_type"] == "code" else "words"
    return ROLES[kind]
