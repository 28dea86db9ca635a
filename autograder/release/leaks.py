"""Searches a released notebook for parts of the source that students must not see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path

from autograder.course.model import Lab
from autograder.course.regions import SOLUTION, within, without
from autograder.release.rules import NEARLY_MARKER, REGION_OF

# The length, without spaces, from which a copy counts as a leak: of one or two lines in prose (hints above all) and in
# code (where a line such as `losses.append(loss.item())` is not a leak), and of a whole region anywhere.
LEAST_IN_PROSE = 16
LEAST_IN_CODE = 30
LEAST_REGION = 8


def leaks(lab: Lab, released: Path) -> list[str]:
    """Parts of the lab's solutions, hidden tests and marking schemes that the release shows, and outputs left in it.

    Each string of the notebook (sources, metadata, attachments) and each file beside it is compared without spaces, so
    that an indented, quoted or wrapped copy is found. A line of a hidden test that also is in a visible test is no
    secret, nor is a line of a solution that is in a signature or docstring.
    """
    notebook = json.loads(released.read_text(encoding="utf-8"))
    prose = {f"{path}": path.read_text(encoding="utf-8", errors="replace") for path in _others(released)}
    prose[f"{released}: the metadata"] = "\n".join(_strings(notebook["metadata"]))
    code: dict[str, str] = {}
    for cell in notebook["cells"]:
        texts = code if cell["cell_type"] == "code" else prose
        texts[f"{released}: cell {cell.get('id')!r}"] = "\n".join(_strings(cell))
    problems = []
    for texts, least in ((prose, LEAST_IN_PROSE), (code, LEAST_IN_CODE)):
        secrets = _secrets(lab, least)
        for place, text in texts.items():
            squeezed = _squeezed(unescape(text))
            for key, (secret, owner) in secrets.items():
                if key in squeezed:
                    problems.append(f"{place} shows {secret!r}, of {owner}: remove it")
            if any(NEARLY_MARKER.search(line) for line in text.split("\n")):
                problems.append(
                    f"{place} holds the marker of a region: close each region, and mark it in a solution, test or "
                    "manual cell"
                )
    for cell in notebook["cells"]:
        if cell.get("outputs"):
            problems.append(
                f"{released}: cell {cell.get('id')!r} still has outputs; they are the solution's: clear them"
            )
    return problems


def _others(released: Path) -> list[Path]:
    return sorted(path for path in released.parent.rglob("*") if path.is_file() and path != released)


def _secrets(lab: Lab, least: int) -> dict[str, tuple[str, str]]:
    """Secret lines without spaces → the lines as they are written, and the cell that they are from.

    `least` is the length from which a line counts.
    """
    signatures = [without(cell.source, SOLUTION) for cell in lab.cells if cell.kind == "solution"]
    setup = [cell.source for cell in lab.setup]
    visible = _squeezed("\n".join([*setup, *signatures]))
    visible_with_tests = visible + _squeezed("\n".join(cell.visible for cell in lab.cells if cell.kind == "test"))
    secrets: dict[str, tuple[str, str]] = {}
    for cell in lab.cells:
        if cell.kind not in REGION_OF:
            continue
        hidden = cell.source if cell.kind == "manual" else within(cell.source, REGION_OF[cell.kind])
        public = visible_with_tests if cell.kind == "test" else visible
        lines = [line.strip() for line in hidden.split("\n") if line.strip()]
        pieces = [line for line in (*lines, *map(" ".join, pairwise(lines))) if len(_squeezed(line)) >= least]
        if len(_squeezed(hidden)) >= LEAST_REGION:
            pieces.append(" ".join(lines))
        owner = f"the {cell.kind} cell {cell.name!r}"
        for piece in pieces:
            if _squeezed(piece) not in public:
                secrets[_squeezed(piece)] = (piece[:120], owner)
    return secrets


def _strings(node: object) -> Iterator[str]:
    """All strings of a JSON tree; a list of lines, the form of sources in notebooks, counts as one string."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list) and all(isinstance(part, str) for part in node):
        yield "".join(node)
    elif isinstance(node, (list, dict)):
        for part in node.values() if isinstance(node, dict) else node:
            yield from _strings(part)


def _squeezed(text: str) -> str:
    return "".join(text.split())
