"""What of a source notebook may not be in a released one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path

from autograder.course.model import Lab
from autograder.course.regions import SOLUTION, within, without
from autograder.release.rules import NEARLY_MARKER, REGION_OF

# How many characters, spaces left out, give something away: a line or two on end in prose (a hint above all), the same
# in a code cell, where `losses.append(loss.item())` may well stand, and a whole region, wherever it is.
TELLING_IN_PROSE = 16
TELLING_IN_CODE = 30
TELLING_WHOLE = 8


def leaks(lab: Lab, released: Path) -> list[str]:
    """What of the lab's solutions, hidden tests and marking schemes stands in the release, and outputs left in it.

    Looks at each string of the notebook (sources, metadata, attachments) and at each file beside it, and compares
    without spaces: an indented, quoted or wrapped copy is found. A line of a hidden test that a visible test of the
    source shows as well is no secret. A solution's line is one wherever it stands, in a hint above all, but for what
    the signatures and docstrings show.
    """
    notebook = json.loads(released.read_text(encoding="utf-8"))
    prose = {f"{path}": path.read_text(encoding="utf-8", errors="replace") for path in _others(released)}
    prose[f"{released}: the metadata"] = "\n".join(_strings(notebook["metadata"]))
    code: dict[str, str] = {}
    for cell in notebook["cells"]:
        (code if cell["cell_type"] == "code" else prose)[f"{released}: cell {cell.get('id')!r}"] = "\n".join(
            _strings(cell)
        )
    found = []
    for texts, least in ((prose, TELLING_IN_PROSE), (code, TELLING_IN_CODE)):
        secrets = _secrets(lab, least)
        for place, text in texts.items():
            squeezed = _squeezed(unescape(text))
            found += [
                f"{place} shows {secret!r}, of {owner}: take it out"
                for key, (secret, owner) in secrets.items()
                if key in squeezed
            ]
            if any(NEARLY_MARKER.search(line) for line in text.split("\n")):
                found.append(
                    f"{place} holds the marker of a region: close each region, and mark it in a solution, test or manual cell"
                )
    for cell in notebook["cells"]:
        if cell.get("outputs"):
            found.append(f"{released}: cell {cell.get('id')!r} still has outputs; they are the solution's: clear them")
    return found


def _others(released: Path) -> list[Path]:
    return sorted(path for path in released.parent.rglob("*") if path.is_file() and path != released)


def _secrets(lab: Lab, least: int) -> dict[str, tuple[str, str]]:
    """What may not be shown, without spaces, with the lines as they were written and the cell whose secret they are.

    `least` is the length from which a line counts.
    """
    signatures = [without(cell.source, SOLUTION) for cell in lab.cells if cell.kind == "solution"]
    setup = [cell.source for cell in lab.setup]
    in_view = _squeezed("\n".join([*setup, *signatures]))
    tests_in_view = in_view + _squeezed("\n".join(cell.visible for cell in lab.cells if cell.kind == "test"))
    secrets: dict[str, tuple[str, str]] = {}
    for cell in lab.cells:
        if cell.kind not in REGION_OF:
            continue
        hidden = cell.source if cell.kind == "manual" else within(cell.source, REGION_OF[cell.kind])
        shown = tests_in_view if cell.kind == "test" else in_view
        lines = [line.strip() for line in hidden.split("\n") if line.strip()]
        told = [line for line in (*lines, *map(" ".join, pairwise(lines))) if len(_squeezed(line)) >= least]
        told += [" ".join(lines)] if len(_squeezed(hidden)) >= TELLING_WHOLE else []
        owner = f"the {cell.kind} cell {cell.name!r}"
        secrets.update({_squeezed(line): (line[:120], owner) for line in told if _squeezed(line) not in shown})
    return secrets


def _strings(node: object) -> Iterator[str]:
    """All strings of a JSON tree; a list of lines, as notebooks hold sources, is one."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list) and all(isinstance(part, str) for part in node):
        yield "".join(node)
    elif isinstance(node, (list, dict)):
        for part in node.values() if isinstance(node, dict) else node:
            yield from _strings(part)


def _squeezed(text: str) -> str:
    return "".join(text.split())
