"""What had to be mended in a notebook, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from nbformat import NotebookNode

from autograder.intake.choosing import CODE, Chosen, TextAnswer
from autograder.intake.matching import Reference, SentCell, plain
from autograder.intake.submission import listed, shown


def repairs(
    own: Reference,
    sent: NotebookNode,
    found: Sequence[SentCell],
    codes: Mapping[str, Chosen],
    words: Mapping[str, TextAnswer | None],
    owners: Mapping[str, SentCell],
    extras: Sequence[SentCell],
    moved: Sequence[str],
    copies: int,
) -> list[str]:
    """Each repair once, the notebook's first, then the answers', then our own cells'."""
    told = [*_of_the_notebook(own, sent, owners), *_of_the_answers(own, codes)]
    told += [answer.how for answer in words.values() if answer is not None and answer.how]
    if moved:
        told.append(f"helper cells were put before {_answers(list(moved))}, which needs them")
    told += _of_our_cells(own, found, owners)
    if copies:
        told.append(f"{copies} {'copies of our cells were' if copies > 1 else 'copy of our cells was'} left out")
    if extras:
        told.append(f"{len(extras)} extra cell{'s' if len(extras) > 1 else ''} kept")
    return list(dict.fromkeys(told))


def _of_the_notebook(own: Reference, sent: NotebookNode, owners: Mapping[str, SentCell]) -> list[str]:
    told = []
    kernel = sent.get("metadata", {}).get("kernelspec", {})
    kernel = kernel.get("name", "") if isinstance(kernel, dict) else ""
    if kernel and kernel != own.kernel:
        told.append(f"the kernel {shown(str(kernel))} was replaced by {own.kernel}")
    if not any("nbgrader" in cell.get("metadata", {}) for cell in sent.cells):
        told.append("nbgrader's metadata were gone")
    places = [owner.place for owner in owners.values()]
    if any(second < first for first, second in pairwise(places)):
        told.append("cells stood in another order")
    return told


def _of_the_answers(own: Reference, codes: Mapping[str, Chosen]) -> list[str]:
    told = []
    by_name = [
        chosen for chosen in codes.values() if chosen.piece is not None and not _in_its_cell(chosen.piece, chosen.name)
    ]
    if len(by_name) == 1:
        kind = "class" if own.cells[by_name[0].name].source.lstrip().startswith("class") else "function"
        told.append(f"answer {by_name[0].name} found by its {kind}'s name")
    elif by_name:
        told.append(f"answers {listed([chosen.name for chosen in by_name])} found by the names they define")
    gone = [chosen.name for chosen in codes.values() if chosen.first is None]
    if gone:
        told.append(f"{_answers(gone)} {'was' if len(gone) == 1 else 'were'} not there: the stub was put back")
    for chosen in codes.values():
        if chosen.piece is None:
            continue
        if chosen.piece.kind != CODE:
            told.append(f"answer {chosen.name} was in a {chosen.piece.kind} cell")
        told += [mend.format(f"answer {chosen.name}") for mend in chosen.piece.mends]
        if chosen.versions > 1:
            which = "the last before its tests" if chosen.tested else "the last"
            told.append(f"answer {chosen.name} was there {chosen.versions} times: {which} counts")
        elif chosen.first is not chosen.piece:
            told.append(f"answer {chosen.name} was in another cell than its stub")
    together: dict[int, list[str]] = {}
    for chosen in codes.values():
        if chosen.piece is not None:
            together.setdefault(chosen.piece.place, []).append(chosen.name)
    told += [f"{_answers(names)} were in one cell" for names in together.values() if len(names) > 1]
    return told


def _in_its_cell(piece: SentCell, name: str) -> bool:
    return piece.by_id and piece.name == name


def _of_our_cells(own: Reference, found: Sequence[SentCell], owners: Mapping[str, SentCell]) -> list[str]:
    """What became of the cells that are ours to decide: set-up and tests."""
    there = {name: owner for name, owner in owners.items() if owner.kind == CODE}
    held = {name for piece in found if piece.kind == CODE for name in piece.holds}
    told = []
    for role, one, several in (("locked", "the set-up cell", "set-up cells"), ("test", "the test cell", "test cells")):
        names = own.named("locked") if role == "locked" else own.named("test")
        words = one if role == "locked" and len(names) == 1 else ""
        missing = [name for name in names if name not in there and name not in held]
        changed = [name for name in names if name in there and plain(there[name].text) != own.cells[name].source]
        for group, single, plural in (
            (missing, "was put back", "were put back"),
            (changed, "had been changed: ours counts", "had been changed: ours count"),
        ):
            if group and words:
                told.append(f"{words} {single}")
            elif group:
                told.append(f"{one} {group[0]} {single}" if len(group) == 1 else f"{several} {listed(group)} {plural}")
    return told


def _answers(names: list[str]) -> str:
    return f"answer{'s' if len(names) > 1 else ''} {listed(names)}"
