"""Notebooks under another ending: `convolution.ipynb.json`, `.ipynb.txt`, as browsers and mail programs save them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from autograder.intake.files import BOOKKEEPING, NOTEBOOK, ZIP, File, RefusedError, file_type

NEVER = (".pdf", ".rar", ".7z", ".gz", ".png", ".jpg", ".jpeg", ".gif", ".mp4", ".mov", ".docx", ".pt", ".pth", ".npz")
ALL_TOGETHER = 128 * 2**20
START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
KEYS = (b'"nbformat"', b'"cells"')


def disguised(files: Iterable[File], most: int) -> list[tuple[File, File]]:
    """The notebooks among files that are not called so, each under a notebook's name and as it was sent.

    Args:
        most: how many files are looked into, none of them once `ALL_TOGETHER` bytes would be read.
    """
    candidates = [
        file
        for file in files
        if file_type(file.name) not in (NOTEBOOK, ZIP)
        and file.name not in BOOKKEEPING
        and not file.name.lower().endswith(NEVER)
    ]
    found, left = [], ALL_TOGETHER
    for file in candidates[:most]:
        left -= file.size
        if left >= 0 and _is_notebook(file):
            found.append((replace(file, name=_notebooks_name(file.name)), file))
    return found


def _is_notebook(file: File) -> bool:
    try:
        content = file.read()
    except RefusedError:
        return False
    return START.match(content) is not None and all(key in content for key in KEYS)


def _notebooks_name(name: str) -> str:
    """`convolution.ipynb` for `convolution.ipynb.txt` and for `convolution.json`."""
    head, ending, _ = name.rpartition(NOTEBOOK)
    stem = head if ending else name.rpartition(".")[0]
    return f"{stem or name}{NOTEBOOK}"
