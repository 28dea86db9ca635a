"""Our cells, and which of them each cell that was sent is: by cell id, by nbgrader's id, by what it defines, by its
text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal

from nbformat import NotebookNode

from autograder.course.nbgrader_cells import grade_id, kind_of, name_of, owner_of
from autograder.course.regions import HIDDEN, SCHEME, without
from autograder.intake.analysis import Analyser, Names, without_lines
from autograder.intake.submission import GradingNotebook, RepairKind

Role = Literal["answer", "text", "test", "setup", "explore", "code", "prose"]
ROLES: dict[str, Role] = {"test": "test", "markdown": "prose", "setup": "setup", "explore": "explore", "code": "code"}
CODE = "code"


@dataclass(frozen=True)
class ReferenceCell:
    """One of our cells: `source` is what students were given, in the form of `trimmed`."""

    name: str
    role: Role
    source: str
    names: Names


@dataclass(frozen=True)
class Reference:
    """Our notebook of a lab, by the names of its cells in their order. `aliases` are cell ids and nbgrader's ids to
    names.
    """

    cells: dict[str, ReferenceCell]
    aliases: dict[str, str]
    kernel: str

    def named(self, *roles: Role) -> list[str]:
        """The names of the cells of these roles, in order."""
        return [cell.name for cell in self.cells.values() if cell.role in roles]

    @cached_property
    def sources(self) -> frozenset[str]:
        """What students were given: a cell that says just this says nothing of theirs, whichever of our cells it is."""
        return frozenset(cell.source for cell in self.cells.values())

    @cached_property
    def places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.cells)}

    def tests_of(self, answer: str) -> list[str]:
        """The test cells of an exercise: their names begin with no other exercise's name that is longer."""
        answers = self.named("answer", "text")
        return [test for test in self.named("test") if owner_of(test, answers) == answer]

    def question(self, answer: str) -> list[str]:
        """The cells that ask for an answer in words: `about_<it>` and all up to it, or else the one before it."""
        names = list(self.cells)
        last = self.places[answer]
        first = self.places.get(f"about_{answer}", last)
        return names[first:last] if first < last else names[max(last - 1, 0) : last]


@dataclass(eq=False)
class SentCell:
    """A cell that was sent, which becomes known step by step.

    Attributes:
        place: its number in the notebook, from 0.
        text: what was sent.
        source: what would be taken of it: without the fence around it, without our test cells in it.
        name: the one of our cells that it is, "" for none; `by_id` says whether its id told so.
        holds: the names of the test cells of ours that stood in it.
        mends: what was done to `text` to get `source`.
        attachments: the pictures that were pasted into it, as they were sent.
    """

    place: int
    cell_type: str
    text: str
    source: str
    names: Names
    name: str = ""
    by_id: bool = False
    holds: tuple[str, ...] = ()
    mends: list[RepairKind] = field(default_factory=list)
    attachments: Mapping[str, Any] = field(default_factory=dict)

    def has_id_of(self, name: str) -> bool:
        """Whether its id says that it is our cell `name`."""
        return self.by_id and self.name == name


@lru_cache(maxsize=32)
def reference_of(master: GradingNotebook) -> Reference:
    """Our side of a lab, taken apart once."""
    notebook = json.loads(master.text)
    answers = [name_of(cell) for cell in notebook["cells"] if _role(cell) == "answer"]
    cells: dict[str, ReferenceCell] = {}
    aliases: dict[str, str] = {}
    for cell in notebook["cells"]:
        name = name_of(cell)
        source = trimmed(without(_text(cell), HIDDEN, SCHEME))
        names = Analyser(answers).names(source) if cell["cell_type"] == CODE else Names()
        cells[name] = ReferenceCell(name, _role(cell), source, names)
        aliases |= {cell["id"]: name, name: name}
    return Reference(cells, aliases, str(notebook["metadata"].get("kernelspec", {}).get("name", "")))


def trimmed(text: str) -> str:
    """A text in which spaces at the ends of lines, and blank lines around it, make no difference."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def sent_cells(reference: Reference, notebook: NotebookNode) -> list[SentCell]:
    """The cells of a notebook that was sent, each with the name of the one of ours that it is."""
    analyser = Analyser(reference.named("answer"))
    cells = [_sent_cell(reference, analyser, place, cell) for place, cell in enumerate(notebook.cells)]
    by_source = {
        cell.source: cell.name for cell in reference.cells.values() if cell.role not in ("answer", "text", "test")
    }
    by_heading = _by_heading(reference)
    for cell in cells:
        if cell.name or not cell.source.strip():
            continue
        text = trimmed(cell.text)
        name = by_source.get(text, "")
        if not name and cell.cell_type == "markdown":
            name = by_heading.get(text.split("\n")[0], "")
        if name and (reference.cells[name].role == "prose") == (cell.cell_type != CODE):
            cell.name = name
    _find_explorations(reference, cells)
    return cells


def _by_heading(reference: Reference) -> dict[str, str]:
    """Our cells of prose by their headings, for headings that only one cell has."""
    headings: dict[str, list[str]] = {}
    for name in reference.named("prose"):
        headings.setdefault(reference.cells[name].source.split("\n")[0], []).append(name)
    return {heading: names[0] for heading, names in headings.items() if heading.startswith("#") and len(names) == 1}


def _sent_cell(reference: Reference, analyser: Analyser, place: int, cell: NotebookNode) -> SentCell:
    """One cell that was sent, by its ids and by the test cells in it."""
    cell_type, text = str(cell.cell_type), cell.source
    name = reference.aliases.get(str(cell.get("id", ""))) or reference.aliases.get(grade_id(cell)) or ""
    sent = SentCell(place, cell_type, text, text, Names(), name, bool(name), attachments=cell.get("attachments", {}))
    is_prose = name and reference.cells[name].role in ("prose", "text")
    if cell_type != CODE and (is_prose or not any(word in text for word in ("def ", "class "))):
        return sent
    source = analyser.unfenced(text)
    names = analyser.names(source)
    if source != text:
        sent.mends.append(RepairKind.FENCE)
    sent.holds = _tests_in(reference, names)
    if sent.holds and (cell_type == CODE or names.parses):
        sent.name = name or sent.holds[0]
        source = without_lines(source, names, reference.named("test"))
        if not names.parses:
            for test in sent.holds:
                source = source.replace(reference.cells[test].source, "")
        names = analyser.names(source)
        sent.mends.append(RepairKind.TEST_IN_ANSWER)
    sent.source, sent.names = source, names
    return sent


def _tests_in(reference: Reference, names: Names) -> tuple[str, ...]:
    """Our test cells of which something stands in a cell that has these names, each once."""
    present = [name for name, _, _ in names.lines] if names.parses else sorted(names.defines)
    tests = set(reference.named("test"))
    return tuple(dict.fromkeys(name for name in present if name in tests))


def _find_explorations(reference: Reference, cells: Sequence[SentCell]) -> None:
    """Exploration cells that lost their ids and were changed: the cell that binds just the names that ours binds."""
    missing = set(reference.named("explore")) - {cell.name for cell in cells}
    by_names = {reference.cells[name].names.binds: name for name in sorted(missing)}
    by_names.pop(frozenset(), None)
    for cell in cells:
        if not cell.name and cell.cell_type == CODE and cell.names.binds in by_names:
            cell.name = by_names.pop(cell.names.binds)


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _role(cell: dict[str, Any]) -> Role:
    kind = kind_of(cell)
    if kind in ("solution", "manual"):
        return "answer" if cell["cell_type"] == CODE else "text"
    return ROLES[kind]
