"""Which cells of a lab that was handed in were only renamed, so that what people gave there can go with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.course.model import Cell, Lab
from autograder.course.nbgrader_cells import grade_id
from autograder.gradebook.paths import AUTOGRADED

NAMED = ("setup", "solution", "test", "manual")
GRADED_OR_ANSWER = ("solution", "test", "manual")


@dataclass(frozen=True)
class Known:
    """A cell as the database has it; `role` is "solution", "test" or "manual"."""

    name: str
    role: str
    source: str


@dataclass(frozen=True)
class _Place:
    """Where a cell stands: the cell with a name before it, and the texts in between."""

    after: str
    texts: frozenset[str]


def renamed(lab: Lab, known: Sequence[Known], gradebook: Path) -> dict[str, str]:
    """The new names by the old ones, where there is no doubt: a test whose text is the same but for names, an answer of
    the same kind at the same place below the same question.
    """
    wanted = {cell.name: cell for cell in lab.cells if cell.kind in GRADED_OR_ANSWER}
    gone = [cell for cell in known if cell.name not in wanted]
    new = [cell for name, cell in wanted.items() if name not in {cell.name for cell in known}]
    if not gone or not new:
        return {}
    before, now = _places_graded(lab, gradebook), _places(lab)
    names: dict[str, str] = {}
    for cell in new:
        likely = [one for one in gone if one.role == cell.kind and _is_the_same(one, cell, names, before, now)]
        if len(likely) == 1 and likely[0].name not in names:
            names[likely[0].name] = cell.name
    return names


def _is_the_same(
    known: Known, cell: Cell, names: Mapping[str, str], before: Mapping[str, _Place], now: Mapping[str, _Place]
) -> bool:
    if cell.kind == "test":
        source = known.source
        for old, new in sorted({**names, known.name: cell.name}.items(), key=lambda pair: -len(pair[0])):
            source = source.replace(old, new)
        return source.strip() == cell.source.strip()
    old_place, new_place = before.get(known.name), now[cell.name]
    return (
        old_place is not None
        and names.get(old_place.after, old_place.after) == new_place.after
        and new_place.texts <= old_place.texts
    )


def _places(lab: Lab) -> dict[str, _Place]:
    return dict(_placed((cell.name if cell.kind in NAMED else "", cell.source) for cell in lab.cells))


def _places_graded(lab: Lab, gradebook: Path) -> dict[str, _Place]:
    """The places in a notebook that was graded before; none where no such notebook can be read."""
    for path in sorted((gradebook / AUTOGRADED).glob(f"*/{lab.id}/{lab.notebook}.ipynb")):
        try:
            cells = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4).cells
        except (OSError, ValueError, nbformat.ValidationError):  # the next student's will do
            continue
        return dict(_placed((grade_id(cell), cell.source) for cell in cells))
    return {}


def _placed(cells: Iterator[tuple[str, str]]) -> Iterator[tuple[str, _Place]]:
    """Each named cell's place, from all cells' names, "" for none, and texts."""
    after = ""
    texts: set[str] = set()
    for name, source in cells:
        if name:
            yield name, _Place(after, frozenset(texts))
            after, texts = name, set()
        else:
            texts.add(source.strip())
