"""Folders that people made.

- `<student>/<lab>/<notebook>.ipynb`, which is nbgrader's submitted layout too, with a `timestamp.txt` beside the
  notebook;
- `<student>/<notebook>.ipynb`, where the notebook says which lab it is.

A `timestamp.txt` is trusted in a lab's folder, where the instructor or nbgrader put it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from autograder.intake.delivery import Delivery, Sender
from autograder.intake.files import BOOKKEEPING, NOTEBOOK, File, Folder, sent_names
from autograder.text import listed, one_line

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")


def of_folder(folder: Folder, labs: Collection[str]) -> Iterator[Delivery]:
    """What lies in a student's folder: a folder a lab, or files that say which labs they are of."""
    sender = Sender(login=folder.name)
    if folder.problem:
        yield Delivery(sender, problem=folder.problem)
        return
    try:
        folders, files = folder.entries()
    except OSError as error:
        yield Delivery(sender, problem=f"the folder cannot be read: {error}")
        return
    if not folders:
        yield Delivery(sender, folder=folder)
        return
    strays = [file for file in files if _is_work(file)]
    if strays:
        why = f"{sent_names(strays)} lies outside a lab's folder: one of {', '.join(labs)}"
        yield Delivery(sender, problem=why, is_beside=True)
    for inner in folders:
        yield Delivery(sender, lab=inner.name, folder=inner, stamped=True, problem=inner.problem)


def of_file(file: File) -> Iterator[Delivery]:
    """A file that lies in nobody's folder, when it may be somebody's work."""
    if _is_work(file):
        yield Delivery(
            Sender(login=file.name), problem="it lies outside a student's folder, so that nobody knows whose it is"
        )


def platform_in(folder: Folder, is_known: Collection[str]) -> str:
    """A hint for a folder that holds a learning platform's download, "" for any other."""
    if not is_known:
        return ""
    return (
        f"it holds a learning platform's download ({listed([one_line(name) for name in sorted(is_known)], 2)}): "
        f"grade the folder {one_line(folder.name)} by itself"
    )


def _is_work(file: File) -> bool:
    """Whether a file is a notebook or an archive, under whatever ending."""
    name = file.name.lower()
    return file.name not in BOOKKEEPING and (NOTEBOOK in name or name.endswith(ARCHIVES))
