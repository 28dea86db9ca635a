"""One file, however damaged → a notebook of cells that hold text, and the repairs that it took."""

from __future__ import annotations

import codecs
import json
import re
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode, converter, reader

from autograder.intake.files import LARGEST, MOST_CELLS, RefusedError
from autograder.intake.outputs import without_outputs
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

CELL_TYPES = ("code", "markdown", "raw")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WITHOUT_MARK = ((b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))
VERSION = re.compile(r"[0-9]{1,2}(\.[0-9]{1,3}){1,2}[a-z0-9+]{0,8}", re.A)


class _Repairs(dict[Repair, None]):
    """Repairs, each once, in the order in which they were made."""

    def add(self, kind: RepairKind, *details: str) -> None:
        self[Repair(kind, details=details)] = None


def parse(content: bytes, name: str) -> tuple[NotebookNode, tuple[Repair, ...]]:
    """The notebook in a file called `name`: its cells with `cell_type`, `id` ("" if it has none), `metadata`,
    `source` and the `attachments` of prose as they were sent, no outputs.

    Returns:
        The notebook, and the repairs.

    Raises:
        RefusedError: it cannot be read as a notebook, or has no cells.
    """
    repairs = _Repairs()
    try:
        if len(content) > LARGEST:
            repairs.add(RepairKind.OUTPUTS, str(len(content) // 2**20))
            content = without_outputs(content)
        if len(content) > LARGEST:
            raise RefusedError(f"without its outputs it is larger than {LARGEST // 2**20} MiB")
        notebook = _notebook(_raw(_decoded(content, repairs)), repairs)
    except RefusedError as error:
        raise RefusedError(f"{one_line(name)} cannot be read as a notebook: {error}") from error
    except RecursionError as error:
        raise RefusedError(f"{one_line(name)} cannot be read as a notebook: it is nested too deep") from error
    except Exception as error:  # whatever a damaged file makes json or nbformat raise
        raise RefusedError(
            f"{one_line(name)} cannot be read as a notebook: {type(error).__name__}: {str(error)[:200]}"
        ) from error
    if not notebook.cells:
        raise RefusedError(f"{one_line(name)} has no cells")
    return notebook, tuple(repairs)


def _decoded(content: bytes, repairs: _Repairs) -> str:
    if content.startswith(codecs.BOM_UTF8):
        repairs.add(RepairKind.BYTE_ORDER_MARK)
        content = content[len(codecs.BOM_UTF8) :]
    encoding = next((encoding for mark, encoding in BYTE_ORDER_MARKS + WITHOUT_MARK if content.startswith(mark)), "")
    if encoding:
        try:
            text = content.decode(encoding, "surrogatepass")
            repairs.add(RepairKind.ENCODING, encoding[:6].upper())
        except UnicodeDecodeError:
            encoding = ""
    if not encoding:
        text = content.decode("utf-8", "surrogatepass")
    if "\0" in text:
        repairs.add(RepairKind.NUL_BYTES)
        text = text.replace("\0", "")
    return text


def _raw(text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON: {error}") from error
    if not isinstance(raw, dict):
        raise TypeError("it is JSON, but not a table")
    return raw


def _notebook(raw: dict[str, Any], repairs: _Repairs) -> NotebookNode:
    version = raw.get("nbformat")
    if type(version) is not int or not 1 <= version <= 4:
        raise ValueError(f"its format is {one_line(repr(version))}, not 4")
    if version < 4:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            raw = converter.convert(reader.reads(json.dumps(raw)), 4)
        repairs.add(RepairKind.OLD_FORMAT, str(version))
    cells = raw.get("cells")
    if not isinstance(cells, list):
        raise TypeError("its cells are not a list")
    if len(cells) > MOST_CELLS:
        raise ValueError(f"it has {len(cells)} cells; {MOST_CELLS} are the most")
    content = {
        "cells": [_cell(cell, repairs) for cell in cells],
        "metadata": {**_kernelspec(raw.get("metadata")), **_version(raw.get("metadata"))},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    notebook: NotebookNode = nbformat.from_dict(content)
    return notebook


def _kernelspec(metadata: Any) -> dict[str, Any]:
    """Of a notebook's metadata, the kernel's name; nothing where there is none."""
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = kernel.get("name") if isinstance(kernel, dict) else None
    return {"kernelspec": {"name": name}} if isinstance(name, str) else {}


def _version(metadata: Any) -> dict[str, Any]:
    """Of a notebook's metadata, the version of Python that it was written with; nothing where there is none."""
    language = metadata.get("language_info") if isinstance(metadata, dict) else None
    version = language.get("version") if isinstance(language, dict) else None
    is_version = isinstance(version, str) and VERSION.fullmatch(version)
    return {"language_info": {"name": "python", "version": version}} if is_version else {}


def _cell(cell: Any, repairs: _Repairs) -> dict[str, Any]:
    if not isinstance(cell, dict):
        raise TypeError("a cell is not a table")
    source, metadata, name = cell["source"], cell.get("metadata", {}), cell.get("id")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or not isinstance(metadata, dict):
        raise TypeError("a cell's source is not text, or its metadata are not a table")
    cell_type = cell.get("cell_type")
    attachments = cell.get("attachments") if cell_type == "markdown" else None
    return {
        "cell_type": cell_type if cell_type in CELL_TYPES else "raw",
        "id": name if isinstance(name, str) else "",
        "metadata": _grade_id(metadata),
        "source": _clean(source, repairs),
        **({"attachments": attachments} if isinstance(attachments, dict) and attachments else {}),
    }


def _grade_id(metadata: dict[str, Any]) -> dict[str, Any]:
    """Of a cell's metadata, nbgrader's name for it; nothing where there is none."""
    noted = metadata.get("nbgrader")
    name = noted.get("grade_id") if isinstance(noted, dict) else None
    return {"nbgrader": {"grade_id": name}} if isinstance(name, str) else {}


def _clean(source: str, repairs: _Repairs) -> str:
    if "\r" in source:
        repairs.add(RepairKind.LINE_ENDS)
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in source:
        repairs.add(RepairKind.NUL_BYTES)
        source = source.replace("\0", "")
    try:
        source.encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate can be neither sent to a kernel nor written to a file.
        repairs.add(RepairKind.HALF_CHARACTERS)
        source = source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return source
