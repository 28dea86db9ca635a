"""Whatever was done to a notebook's cells: no answer that a student wrote is lost without a word."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

import nbformat
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode

from autograder.intake import RepairKind, WrongNotebookError, align, realign
from tests.support.notebooks import doubling, find, make_cell, make_master, make_notebook, released_cells

Cells = list[NotebookNode]
Damage = Callable[[Cells, int, int], None]

LAB = [
    *doubling(),
    make_cell("md", "about_why", "## Why\n\nWhy is half of twice a number the number?"),
    make_cell("manual", "why", "They undo each other.", 2),
]
MASTER = make_master(LAB)
STUBS = {cell.id: cell.source for cell in released_cells(LAB)}
WORDS = ("in_words", "why")
ANSWERS = ("double", "halve", *WORDS)
# A number in each version of an answer, by which it is found again; its last digit tells whose it is.
WRITTEN = {
    "double": "def double(x):\n    return 2 * x + 0 * {}",
    "halve": "def halve(x):\n    return x / 2 + 0 * {}",
    "in_words": "One undoes the other, {} times.",
    "why": "Because {} is a number.",
}
NUMBER = re.compile(r"\b7\d{4}\b")
# The repairs that say that something of an answer was not taken.
LEFT_OUT = {RepairKind.STUB_PUT_BACK, RepairKind.VERSIONS, RepairKind.OTHER_VERSION, RepairKind.TEXT_LEFT_OUT}


def written(name: str) -> str:
    return WRITTEN[name].format(70000 + ANSWERS.index(name))


def move(cells: Cells, first: int, second: int) -> None:
    cells.insert(second, cells.pop(first))


def delete(cells: Cells, first: int, _: int) -> None:
    if len(cells) > 1:
        del cells[first]


def duplicate(cells: Cells, first: int, second: int) -> None:
    cells.insert(second, nbformat.from_dict(json.loads(json.dumps(cells[first]))))


def lose_metadata(cells: Cells, first: int, _: int) -> None:
    cells[first].metadata = nbformat.from_dict({})


def lose_id(cells: Cells, first: int, _: int) -> None:
    cells[first].id = ""


def lose_all(cells: Cells, first: int, _: int) -> None:
    lose_metadata(cells, first, 0)
    lose_id(cells, first, 0)


def are_alike(cells: Cells, first: int, second: int) -> bool:
    """Two texts, or two cells of code: nothing that people use exchanges marks between the two."""
    return bool(cells[first].cell_type == cells[second].cell_type)


def take_id(cells: Cells, first: int, second: int) -> None:
    if are_alike(cells, first, second):
        cells[first].id = cells[second].id


def take_metadata(cells: Cells, first: int, second: int) -> None:
    if are_alike(cells, first, second):
        cells[first].metadata = nbformat.from_dict(json.loads(json.dumps(cells[second].metadata)))


def swap_marks(cells: Cells, first: int, second: int) -> None:
    one, other = cells[first], cells[second]
    if are_alike(cells, first, second):
        one.id, other.id, one.metadata, other.metadata = other.id, one.id, other.metadata, one.metadata


def to_code(cells: Cells, first: int, _: int) -> None:
    cells[first].cell_type = "code"


def to_markdown(cells: Cells, first: int, _: int) -> None:
    cells[first].cell_type = "markdown"


def to_raw(cells: Cells, first: int, _: int) -> None:
    cells[first].cell_type = "raw"


def reverse(cells: Cells, _: int, __: int) -> None:
    cells.reverse()


def lose_all_everywhere(cells: Cells, _: int, __: int) -> None:
    for place in range(len(cells)):
        lose_all(cells, place, 0)


def rewrite(cells: Cells, first: int, _: int) -> None:
    """Another version of an answer that is written."""
    for number in NUMBER.findall(cells[first].source):
        cells[first].source = cells[first].source.replace(number, str(int(number) + 1000))


DAMAGES = (
    *(move, delete, duplicate, lose_metadata, lose_id, lose_all, take_id, take_metadata, swap_marks, rewrite),
    *(to_code, to_markdown, to_raw, reverse, lose_all_everywhere),
)
places = st.integers(0, len(LAB) + 5)
answered = st.sets(st.sampled_from(ANSWERS), min_size=1).map(sorted)
steps = st.lists(st.tuples(st.sampled_from(DAMAGES), places, places), max_size=8)


def student(names: Sequence[str]) -> Cells:
    """The notebook of a student who has answered these."""
    cells = released_cells(LAB)
    for name in names:
        find(cells, name).source = written(name)
    return cells


def damaged(names: Sequence[str], damages: Sequence[tuple[Damage, int, int]]) -> NotebookNode:
    """Theirs after all of these, one after the other."""
    cells = student(names)
    for damage, first, second in damages:
        damage(cells, first % len(cells), second % len(cells))
    return make_notebook(cells)


def numbers_in(cells: Cells) -> set[str]:
    return set(NUMBER.findall("\n".join(cell.source for cell in cells)))


def names_of(number: str, sent: NotebookNode) -> set[str]:
    """Whose answer a version is, and whose its cells are by their marks."""
    marks = {
        mark
        for cell in sent.cells
        if number in cell.source
        for mark in (cell.id, cell.metadata.get("nbgrader", {}).get("grade_id"))
    }
    return {ANSWERS[int(number) % 10]} | (marks & set(ANSWERS))


def is_a_note(number: str, sent: NotebookNode, aligned: NotebookNode) -> bool:
    """Whether a text bears no mark of the question that it answered, and another version is in the answer's cell."""
    name = ANSWERS[int(number) % 10]
    marked = [cell for cell in sent.cells if name in (cell.id, cell.metadata.get("nbgrader", {}).get("grade_id"))]
    others = numbers_in([find(aligned.cells, name)])
    return (
        name in WORDS
        and number not in numbers_in(marked)
        and any(int(other) % 10 == int(number) % 10 for other in others)
    )


@given(answered, steps)
def test_every_version_of_an_answer_is_taken_or_named_in_a_repair(
    names: list[str], damages: list[tuple[Damage, int, int]]
) -> None:
    sent = damaged(names, damages)
    try:
        aligned = realign(MASTER, sent)
    except WrongNotebookError:
        return  # a person looks at it
    noted = [repair for repair in aligned.repairs if repair.kind in LEFT_OUT]
    named = {name for repair in noted for name in repair.cells}
    if any(repair.kind == RepairKind.TEXT_LEFT_OUT for repair in noted):
        named |= set(WORDS)  # whose answer a text is, nothing says
    for number in numbers_in(sent.cells) - numbers_in(aligned.notebook.cells):
        is_named = bool(named & names_of(number, sent))
        assert is_named or is_a_note(number, sent, aligned.notebook), (number, [*map(str, aligned.repairs)])


@given(answered, steps)
def test_all_else_in_the_aligned_notebook_is_ours(names: list[str], damages: list[tuple[Damage, int, int]]) -> None:
    try:
        notebook, taken = align(MASTER, damaged(names, damages))
    except WrongNotebookError:
        return
    nbformat.validate(notebook)
    ours = {cell["id"]: cell for cell in json.loads(MASTER.text)["cells"]}
    own = [cell for cell in notebook.cells if not cell.id.startswith("extra-")]
    assert [cell.id for cell in own] == list(ours)
    for cell in own:
        assert (cell.cell_type, cell.metadata) == (ours[cell.id]["cell_type"], ours[cell.id]["metadata"])
        if cell.id not in (*ANSWERS, "picture_double"):
            assert cell.source == "".join(ours[cell.id]["source"])
    assert taken <= set(ANSWERS)
    assert all(find(notebook.cells, name).source not in ("", STUBS[name]) for name in taken)
    assert not any(
        cell.metadata or "def test_" in cell.source for cell in notebook.cells if cell.id.startswith("extra-")
    )


@given(st.permutations(range(len(LAB))), st.booleans())
def test_in_any_order_each_answer_is_in_its_cell(order: list[int], has_metadata: bool) -> None:
    cells, answers = student(ANSWERS), {name: written(name) for name in ANSWERS}
    for place in () if has_metadata else range(len(cells)):
        lose_metadata(cells, place, 0)
    aligned = realign(MASTER, make_notebook([cells[place] for place in order]))
    assert {name: find(aligned.notebook.cells, name).source for name in ANSWERS} == answers
    assert aligned.answered == set(ANSWERS)
    assert not [repair for repair in aligned.repairs if repair.kind in LEFT_OUT]
