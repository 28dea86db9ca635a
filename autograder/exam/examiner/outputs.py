"""The outputs of a student's cell, made fit for a notebook. The candidate is not trusted with their form or size."""

from __future__ import annotations

import json
from typing import Any

import nbformat
from nbformat import NotebookNode

MOST_DEPTH = 20
CELL_ENDED = "CellEnded"  # the error that an executed notebook shows below a cell that ended its process
OUTPUT_FIELDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


def clean_outputs(outputs: list[Any], limit: int) -> list[NotebookNode]:
    """The outputs that a candidate sent, reduced to kinds and fields that nbformat knows, up to about `limit` bytes."""
    cleaned: list[NotebookNode] = []
    size = 0
    for output in outputs[:1000]:
        kind = output.get("output_type") if isinstance(output, dict) else None
        if not isinstance(kind, str) or kind not in OUTPUT_FIELDS or _is_deep(output):
            continue
        try:
            clean = nbformat.from_dict(
                {"output_type": kind, **{field: output.get(field) for field in OUTPUT_FIELDS[kind]}}
            )
            nbformat.v4.nbbase.validate(clean, ref=kind)
            size += len(json.dumps(clean))
        except Exception:  # the candidate may send anything; this is no output
            continue
        if size > 2 * limit:
            break
        cleaned.append(clean)
    return cleaned


def _is_deep(tree: Any) -> bool:
    """Whether it is nested deeper than any real output is: to write it may take more stack than it took to read."""
    level = [tree]
    for _ in range(MOST_DEPTH):
        level = [
            part
            for node in level
            for part in (node.values() if isinstance(node, dict) else node)
            if isinstance(part, (dict, list))
        ]
        if not level:
            return False
    return True


def death_notice(reason: str) -> NotebookNode:
    """The output of a cell that ended its process, or had to be stopped."""
    return NotebookNode(output_type="error", ename=CELL_ENDED, evalue=reason, traceback=[f"{CELL_ENDED}: {reason}"])


def notice(text: str) -> NotebookNode:
    """What we say of a cell below its outputs."""
    return NotebookNode(output_type="stream", name="stderr", text=f"{text}\n")
