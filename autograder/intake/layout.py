"""A notebook that was sent beside ours: where its answers were found, and where its other cells go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from autograder.intake.choosing import CodeAnswer, TextAnswer, choose_code, choose_text, only_stubs
from autograder.intake.matching import CODE, Reference, SentCell, sent_cells, trimmed


@dataclass(frozen=True)
class Matching:
    """What was sent, held against ours.

    Attributes:
        reference: our notebook.
        cells: the cells that were sent, in order.
        code: where each answer in code was found, by name.
        text: where each answer in words was found, by name; None for nowhere.
    """

    reference: Reference
    cells: tuple[SentCell, ...]
    code: dict[str, CodeAnswer]
    text: dict[str, TextAnswer | None]

    @property
    def is_of_lab(self) -> bool:
        """Whether any answer of the lab is there, written or not; so it is, too, when the lab has none."""
        if not self.code and not self.text:
            return True
        has_text = any(self.text.values()) or any(cell.by_id and cell.name in self.text for cell in self.cells)
        return has_text or any(answer.first is not None for answer in self.code.values())

    @cached_property
    def owners(self) -> dict[str, SentCell]:
        """The cell that stands where ours is, by our cell's name, in our order: the first with its id, else the first
        that was known as it, else the first that is about the answer.
        """
        owners: dict[str, SentCell] = {}
        for cell in sorted(self.cells, key=lambda cell: not cell.by_id):
            if cell.name:
                owners.setdefault(cell.name, cell)
        for name, answer in self.code.items():
            if answer.first is not None and not answer.first.name:
                owners.setdefault(name, answer.first)
        return {name: owners[name] for name in self.reference.cells if name in owners}

    @cached_property
    def sources(self) -> dict[str, str]:
        """What to put into our cells, by name: the answers, and what the student made of exploration cells."""
        sources = {name: answer.cell.source for name, answer in self.code.items() if answer.cell is not None}
        sources |= {name: answer.text for name, answer in self.text.items() if answer is not None}
        for name in self.reference.named("explore"):
            owner = self.owners.get(name)
            if owner is not None and owner.cell_type == CODE:
                sources[name] = owner.text
        return sources

    @cached_property
    def answer_places(self) -> frozenset[int]:
        """The places of the cells that answers were taken from."""
        places = {code.cell.place for code in self.code.values() if code.cell is not None}
        for answer in self.text.values():
            if answer is not None:
                places |= {cell.place for cell in answer.cells}
        return frozenset(places)

    @property
    def answered(self) -> frozenset[str]:
        """The names of the answer cells in which something was written."""
        return frozenset(
            name
            for name in [*self.code, *self.text]
            if trimmed(self.sources.get(name, "")) not in ("", self.reference.cells[name].source)
        )


@dataclass(frozen=True)
class Layout:
    """Where the cells go.

    Attributes:
        order: our cells, by name, and the extra cells among them.
        extras: the extra cells alone, in the order in which they were sent.
        moved: the answers before which helper cells were put.
        copies: how many copies of our cells were left out.
    """

    order: tuple[str | SentCell, ...]
    extras: tuple[SentCell, ...]
    moved: tuple[str, ...]
    copies: int


def match(reference: Reference, notebook: NotebookNode) -> Matching:
    """Find our cells and the answers in a notebook that was sent."""
    cells = sent_cells(reference, notebook)
    code = {name: choose_code(reference, cells, name) for name in reference.named("answer")}
    text = {name: choose_text(reference, cells, name) for name in reference.named("text")}
    return Matching(reference, tuple(cells), code, text)


def lay_out(matching: Matching) -> Layout:
    """Each extra cell behind the known cell that it followed; helpers before the answer that needs them, as they were
    at home.
    """
    behind = _extras(matching)
    order: list[str | SentCell] = [*behind.get("", [])]
    for name in matching.reference.cells:
        order += [name, *behind.get(name, [])]
    moved = [
        name
        for name, answer in matching.code.items()
        if answer.cell is not None and _fetch_helpers(order, name, answer.cell)
    ]
    extras = sorted((cell for cells in behind.values() for cell in cells), key=lambda cell: cell.place)
    known = matching.answer_places | {cell.place for cell in (*matching.owners.values(), *extras)}
    copies = [
        cell for cell in matching.cells if cell.cell_type == CODE and cell.text.strip() and cell.place not in known
    ]
    return Layout(tuple(order), tuple(extras), tuple(moved), len(copies))


def _extras(matching: Matching) -> dict[str, list[SentCell]]:
    """The extra cells, by the name of our cell behind which they go, "" for those before all of ours."""
    owned: dict[int, str] = {}
    for name, owner in matching.owners.items():
        owned.setdefault(owner.place, name)
    needed = _needed(matching)
    behind: dict[str, list[SentCell]] = {}
    followed = ""
    for cell in matching.cells:
        here = owned.get(cell.place, "")
        if here and matching.reference.cells[here].role not in ("answer", "text"):
            followed = here
        if _is_extra(matching, cell, needed, is_owner=bool(here)):
            behind.setdefault(followed, []).append(cell)
        followed = here or followed
    return behind


def _needed(matching: Matching) -> set[str]:
    """The names that answers and cells of the student's own read."""
    needed: set[str] = set()
    for cell in matching.cells:
        if cell.place in matching.answer_places or not cell.name:
            needed |= cell.names.reads
    return needed


def _is_extra(matching: Matching, cell: SentCell, needed: set[str], *, is_owner: bool) -> bool:
    """Whether the cell holds no answer and runs as a cell of the student's own."""
    reference = matching.reference
    if cell.cell_type != CODE or cell.place in matching.answer_places:
        return False
    if not cell.source.strip() or only_stubs(reference, cell):
        return False
    role = reference.cells[cell.name].role if cell.name else None
    if role is None or role in ("answer", "text"):
        return True
    if role == "explore":
        return not is_owner and trimmed(cell.text) != reference.cells[cell.name].source
    # Ours, whatever was made of it, but for names that were added to it and that are used.
    added = cell.names.binds - reference.cells[cell.name].names.binds
    return bool(added & needed)


def _fetch_helpers(order: list[str | SentCell], name: str, answer: SentCell) -> bool:
    """Put before the answer what stood before it at home and what it leans on; says whether anything was moved."""
    slot = order.index(name)
    late = [cell for cell in order[slot + 1 :] if isinstance(cell, SentCell) and cell.place < answer.place]
    wanted = set(answer.names.reads) | {name}
    helpers: list[SentCell] = []
    for cell in sorted(late, key=lambda cell: cell.place, reverse=True):
        if cell.names.binds & wanted:
            helpers.insert(0, cell)
            wanted |= cell.names.reads
    order[:] = _without(order, helpers)
    order[slot:slot] = helpers
    return bool(helpers)


def _without(order: Sequence[str | SentCell], cells: Sequence[SentCell]) -> list[str | SentCell]:
    places = {cell.place for cell in cells}
    return [cell for cell in order if isinstance(cell, str) or cell.place not in places]
