"""Of all cells that may hold an answer, the one that counts: what the tests would have met at home, all cells run in
order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from autograder.intake.matching import CODE, Reference, SentCell, trimmed
from autograder.intake.submission import Repair, RepairKind

PROSE = ("markdown", "raw")
SHORT = 20  # our texts up to this length may be a student's own words, too


@dataclass(frozen=True)
class CodeAnswer:
    """Where an answer in code was found.

    Attributes:
        cell: the cell that counts, None when only the stub is there, or nothing.
        first: the first cell that is about the answer, be it the stub.
        versions: how many cells could have counted.
        before_tests: whether the one that counts stands before the exercise's first test.
        left: other versions, in cells that no kernel runs.
    """

    name: str
    cell: SentCell | None
    first: SentCell | None
    versions: int = 1
    before_tests: bool = False
    left: tuple[SentCell, ...] = ()


@dataclass(frozen=True)
class TextAnswer:
    """An answer in words: its text, the cells it was taken from, what was unusual about where it was found, and of how
    many versions in cells of its own it is the first.
    """

    text: str
    cells: tuple[SentCell, ...]
    repair: Repair | None = None
    versions: int = 1


def choose_code(reference: Reference, cells: Sequence[SentCell], name: str) -> CodeAnswer:
    """The cell that holds the answer `name` in code.

    Definitions that Python can read come before cells turned to prose, and these before all else that is in the
    answer's own cell or looks like the answer. Of several the last counts that stands before the exercise's first test,
    or else the last; an untouched stub never counts.
    """
    ranks: tuple[list[SentCell], ...] = ([], [], [])
    first: SentCell | None = None
    for cell in cells:
        rank = _rank(cell, name)
        if rank is None:
            continue
        if first is None or (cell.has_id_of(name) and not first.has_id_of(name)):
            first = cell
        if cell.source.strip() and not untouched(reference, cell, name):
            ranks[rank].append(cell)
    candidates = next((rank for rank in ranks if rank), [])
    if not candidates:
        return CodeAnswer(name, None, first, 0)
    limit = _first_test(cells, reference.tests_of(name))
    early = [cell for cell in candidates if limit is not None and cell.place <= limit]
    chosen = (early or candidates)[-1]
    left = [cell for rank in ranks for cell in rank if cell.cell_type in PROSE and cell.source != chosen.source]
    return CodeAnswer(name, chosen, first, len(candidates), bool(early), tuple(left))


def _rank(cell: SentCell, name: str) -> int | None:
    """How good a place for the answer the cell is, 0 the best; None for none at all."""
    defines, has_id, is_code = name in cell.names.defines, cell.has_id_of(name), cell.cell_type == CODE
    if defines and cell.names.parses and (is_code or has_id or not cell.name):
        return 0 if is_code else 1
    return 2 if has_id or (defines and is_code and not cell.names.parses) else None


def _first_test(cells: Sequence[SentCell], tests: Sequence[str]) -> int | None:
    """The place of the exercise's first test, in its last copy."""
    places: dict[str, int] = {}
    for cell in cells:
        for test in {cell.name, *cell.holds} & set(tests):
            places[test] = cell.place
    return next(iter(places.values()), None)


def untouched(reference: Reference, cell: SentCell, name: str) -> bool:
    """Whether what the cell says of the answer `name` is still our stub, or another cell of ours."""
    stub = reference.cells[name]
    if trimmed(cell.source) in reference.sources:
        return True
    return name in cell.names.bodies and cell.names.bodies[name] == stub.names.bodies.get(name)


def only_stubs(reference: Reference, cell: SentCell) -> bool:
    """Whether a cell holds untouched stubs and nothing else."""
    answers = set(reference.named("answer"))
    if any(trimmed(cell.source) == reference.cells[name].source for name in answers):
        return True
    defined = {name for name, _, _ in cell.names.lines}
    if not defined or cell.names.binds != defined or not defined <= answers:
        return False
    return all(untouched(reference, cell, name) for name in defined)


def choose_text(reference: Reference, cells: Sequence[SentCell], name: str) -> TextAnswer | None:
    """The answer in words `name`: its own cell, else what stands behind the question, else what the question's own cell
    says beyond it.

    Of copies of its own cell the first in which something is written counts. What follows its own cell belongs to it.
    """
    loose = _loose(cells)
    likely = [cell for cell in cells if cell.has_id_of(name) or cell.place in loose or cell.cell_type in PROSE]
    stub = reference.cells[name].source
    written = [cell for cell in likely if _own_words(reference, cell, stub)]
    following = [cell for cell in written if loose.get(cell.place) == name]
    marked = [cell for cell in written if cell.has_id_of(name)]
    if marked:
        return _in_its_cell(name, marked, following)
    question = reference.question(name)
    near = [cell for cell in written if cell in following or loose.get(cell.place) in question]
    if near:
        texts = dict.fromkeys(cell.source for cell in near)  # a copy says nothing new
        return TextAnswer("\n\n".join(texts), tuple(near), Repair(RepairKind.FOUND_BY_PLACE, (name,)))
    return _in_question(reference, written, name, question)


def is_there(reference: Reference, cells: Sequence[SentCell], name: str) -> bool:
    """Whether the cell for the answer in words `name` was sent, written in or not."""
    stub = reference.cells[name].source
    return any(cell.name == name or (not cell.name and trimmed(cell.text) == stub) for cell in cells)


def texts_left(reference: Reference, cells: Sequence[SentCell], used: Collection[int]) -> list[SentCell]:
    """The cells of text that say something of the student's own and stand in none of the `used` places."""
    prose = {*reference.named("prose", "text"), ""}
    texts = [cell for cell in cells if cell.cell_type in PROSE or (cell.name in prose and not cell.names.parses)]
    return [cell for cell in texts if cell.place not in used and _own_words(reference, cell)]


def _in_its_cell(name: str, marked: Sequence[SentCell], following: Sequence[SentCell]) -> TextAnswer:
    """The answer from the first of its own cells, joined with the cells of prose behind it that say something else."""
    own_cell = marked[0]
    more = [
        cell
        for cell in following
        if cell.place > own_cell.place and cell.cell_type in PROSE and cell.text != own_cell.text
    ]
    repair = None
    if more:
        repair = Repair(RepairKind.JOINED, (name,))
    elif own_cell.cell_type != "markdown":
        repair = Repair(RepairKind.CELL_TYPE, (name,), (own_cell.cell_type,))
    versions = len({trimmed(cell.text) for cell in marked})
    return TextAnswer("\n\n".join(cell.source for cell in (own_cell, *more)), (own_cell, *more), repair, versions)


def _in_question(
    reference: Reference, written: Sequence[SentCell], name: str, question: Sequence[str]
) -> TextAnswer | None:
    """The answer from the question's own cell: what it says beyond the question."""
    if not question or reference.cells[question[0]].role != "prose":
        return None
    asked = reference.cells[question[0]].source
    for cell in written:
        if asked and cell.cell_type in PROSE and asked in trimmed(cell.text):
            text = _own_words(reference, cell, reference.cells[name].source)
            return TextAnswer(text, (cell,), Repair(RepairKind.FOUND_IN_QUESTION, (name,)))
    return None


def _loose(cells: Sequence[SentCell]) -> dict[int, str]:
    """Cells of prose that are none of ours, by place, each with the name of the one of ours that they follow."""
    followed, known = {}, ""
    for cell in cells:
        known = cell.name or known
        if not cell.name and not cell.names.defines and (cell.cell_type in PROSE or not cell.names.parses):
            followed[cell.place] = known
    return followed


def _own_words(reference: Reference, cell: SentCell, stub: str = "") -> str:
    """What a cell says beyond our own texts and this stub, "" for nothing."""
    text = trimmed(cell.text)
    if text in reference.sources:
        return ""
    for prose in reference.named("prose"):
        source = reference.cells[prose].source
        if len(source) > SHORT:
            text = text.replace(source, "")
    return trimmed(text.replace(stub, ""))
