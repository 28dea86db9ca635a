"""The notebooks in what one sender sent."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from autograder.intake.delivery import Delivery
from autograder.intake.disguised import disguised
from autograder.intake.files import NOTEBOOK, ZIP, File, RefusedError, below, file_type, sent_names
from autograder.intake.submission import Repair, RepairKind
from autograder.intake.zips import IN_ALL_OF_A_STUDENT, unpacked
from autograder.text import one_line

MOST_NOTEBOOKS = 50


def find_notebooks(delivery: Delivery, stack: ExitStack) -> tuple[list[File], list[File], tuple[Repair, ...]]:
    """The notebooks in a delivery: those at its top, and those in its folders; or else those in the student's own zip;
    or else those under another ending. And all that was sent, the nearest first.

    Raises:
        RefusedError: there is none; the message names what there is.
    """
    notes = delivery.notes
    files = [*delivery.files, *(below(delivery.folder) if delivery.folder else ())]
    top = delivery.folder.notebooks() if delivery.folder else []
    notebooks = [file for file in files if file_type(file.name) == NOTEBOOK]
    if top:
        deeper = notebooks[len(top) :] if len(notebooks) <= MOST_NOTEBOOKS else []
        notebooks = [*top, *(replace(file, depth=1) for file in deeper)]
    packed: list[File] = []
    if not notebooks:
        for archive in [file for file in files if file_type(file.name) == ZIP][:MOST_NOTEBOOKS]:
            folder = stack.enter_context(unpacked(archive.read(), archive.name, IN_ALL_OF_A_STUDENT))
            packed += below(folder)
            notes = (*notes, Repair(RepairKind.IN_ZIP, details=(one_line(archive.name),)))
        notebooks = [file for file in packed if file_type(file.name) == NOTEBOOK]
    if not notebooks:
        found = disguised([*files, *packed], MOST_NOTEBOOKS)
        notebooks = [file for file, _ in found]
        notes = (*notes, *(Repair(RepairKind.OTHER_ENDING, details=(one_line(sent.name),)) for _, sent in found))
    if not notebooks:
        names = sent_names([*files, *packed])
        raise RefusedError(f"no notebook was sent, but {names}" if names else "nothing was sent: the folder is empty")
    if sum(file.size for file in notebooks) > IN_ALL_OF_A_STUDENT:
        raise RefusedError(f"the notebooks have more than {IN_ALL_OF_A_STUDENT // 2**20} MiB together")
    if len(notebooks) > MOST_NOTEBOOKS:
        raise RefusedError(f"{len(notebooks)} notebooks were sent; {MOST_NOTEBOOKS} are the most")
    return notebooks, [*files, *packed], notes
