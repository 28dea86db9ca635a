"""What had to be mended in a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nbformat import NotebookNode

from autograder.course.names import seemingly_defined
from autograder.intake.choosing import CodeAnswer, is_there, texts_left
from autograder.intake.layout import Layout, Matching
from autograder.intake.matching import CODE, Reference, Role, trimmed
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line


def repairs(matching: Matching, layout: Layout, notebook: NotebookNode) -> tuple[Repair, ...]:
    """Each repair once, the notebook's first, then the answers', then our own cells'."""
    noted = [*_of_the_notebook(matching, notebook), *_of_the_code(matching)]
    noted += [*_of_the_text(matching), *_of_the_text_left(matching, layout)]
    if layout.moved:
        noted.append(Repair(RepairKind.HELPERS, layout.moved))
    noted += _of_our_cells(matching, "setup", RepairKind.SETUP_PUT_BACK, RepairKind.SETUP_CHANGED)
    noted += _of_our_cells(matching, "test", RepairKind.TEST_PUT_BACK, RepairKind.TEST_CHANGED)
    if layout.copies:
        noted.append(Repair(RepairKind.COPIES, count=layout.copies))
    if layout.extras:
        noted.append(Repair(RepairKind.EXTRA_CELLS, count=len(layout.extras)))
    return tuple(dict.fromkeys(noted))


def _of_the_notebook(matching: Matching, notebook: NotebookNode) -> Iterator[Repair]:
    kernelspec = notebook.get("metadata", {}).get("kernelspec", {})
    kernel = kernelspec.get("name", "") if isinstance(kernelspec, dict) else ""
    if kernel and kernel != matching.reference.kernel:
        yield Repair(RepairKind.KERNEL, details=(one_line(str(kernel)), matching.reference.kernel))
    if not any("nbgrader" in cell.get("metadata", {}) for cell in notebook.cells):
        yield Repair(RepairKind.NO_METADATA)
    places = [owner.place for owner in matching.owners.values()]
    if any(second < first for first, second in pairwise(places)):
        yield Repair(RepairKind.ORDER)


def _of_the_code(matching: Matching) -> Iterator[Repair]:
    """What is noted of the answers in code: those that lost their cell, those that are gone, then one by one."""
    answers = matching.code.values()
    moved = [answer.name for answer in answers if answer.cell is not None and not answer.cell.has_id_of(answer.name)]
    if moved:
        yield Repair(RepairKind.FOUND_BY_NAME, tuple(moved), (_known_by(matching.reference, moved),))
    gone = tuple(answer.name for answer in answers if answer.first is None)
    if gone:
        yield Repair(RepairKind.STUB_PUT_BACK, gone)
    by_place: dict[int, list[str]] = {}
    for answer in answers:
        if answer.cell is not None:
            yield from _of_an_answer(answer)
            by_place.setdefault(answer.cell.place, []).append(answer.name)
    for names in by_place.values():
        if len(names) > 1:
            yield Repair(RepairKind.ONE_CELL, tuple(names))


def _known_by(reference: Reference, answers: Sequence[str]) -> str:
    """What told which answers these are: `its function's name` of a single one."""
    if len(answers) > 1:
        return "the names they define"
    is_class = reference.cells[answers[0]].source.lstrip().startswith("class")
    return f"its {'class' if is_class else 'function'}'s name"


def _of_an_answer(answer: CodeAnswer) -> Iterator[Repair]:
    cell, names = answer.cell, (answer.name,)
    if cell is None:
        return
    if cell.cell_type != CODE:
        yield Repair(RepairKind.CELL_TYPE, names, (cell.cell_type,))
    for kind in cell.mends:
        yield Repair(kind, names)
    if answer.versions > 1:
        which = "the last before its tests" if answer.before_tests else "the last"
        yield Repair(RepairKind.VERSIONS, names, (which,), answer.versions)
    elif answer.first is not cell:
        yield Repair(RepairKind.OTHER_CELL, names)
    if answer.left:
        yield Repair(RepairKind.OTHER_VERSION, names, (answer.left[0].cell_type,))


def _of_the_text(matching: Matching) -> Iterator[Repair]:
    for name, answer in matching.text.items():
        if answer is None:
            if not is_there(matching.reference, matching.cells, name):
                yield Repair(RepairKind.STUB_PUT_BACK, (name,))
            continue
        if answer.repair is not None:
            yield answer.repair
        if answer.versions > 1:
            yield Repair(RepairKind.VERSIONS, (name,), ("the first",), answer.versions)


def _of_the_text_left(matching: Matching, layout: Layout) -> Iterator[Repair]:
    """Text that may be an answer: one in words that was not found in its own cell, or one in code that it defines."""
    used = matching.answer_places | {cell.place for cell in layout.extras}
    left = texts_left(matching.reference, matching.cells, used)
    defined = {name for cell in left for name in seemingly_defined(cell.text)}
    unsure = [name for name, code in matching.code.items() if code.cell is None and name in defined]
    for name, text in matching.text.items():
        if text is None or not text.cells[0].has_id_of(name):
            unsure.append(name)
    if left and unsure:
        yield Repair(RepairKind.TEXT_LEFT_OUT, tuple(unsure), count=len(left))


def _of_our_cells(matching: Matching, role: Role, put_back: RepairKind, changed: RepairKind) -> Iterator[Repair]:
    """What became of cells that are ours to decide: of those that are gone, `put_back`; of those with another text,
    `changed`.
    """
    names = matching.reference.named(role)
    owners = {name: owner for name, owner in matching.owners.items() if owner.cell_type == CODE}
    held = {name for cell in matching.cells if cell.cell_type == CODE for name in cell.holds}
    missing = [name for name in names if name not in owners and name not in held]
    edited = [
        name for name in names if name in owners and trimmed(owners[name].text) != matching.reference.cells[name].source
    ]
    for group, kind in ((missing, put_back), (edited, changed)):
        if group:
            is_only_setup = role == "setup" and len(names) == 1
            yield Repair(kind, () if is_only_setup else tuple(group))
