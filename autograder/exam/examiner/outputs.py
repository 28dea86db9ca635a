"""What a student's cell wrote, made fit for a notebook: the candidate is not believed about its form or its size."""

from __future__ import annotations

import json
from typing import Any

import nbformat
from nbformat import NotebookNode

MOST_DEPTH = 20
CELL_ENDED = "CellEnded"  # what an executed notebook calls the end of a cell that took its process with it
OUTPUT_FIELDS = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


def clean_outputs(outputs: list[Any], limit: int) -> list[NotebookNode]:
    """The outputs that a candidate sent, as nbformat knows them: known kinds and fields only, text only, up to `limit`
    bytes.
    """
    cleaned: list[NotebookNode] = []
    size = 0
    for output in outputs[:1000]:
        kind = output.get("output_type") if isinstance(output, dict) else None
        if not isinstance(kind, str) or kind not in OUTPUT_FIELDS or _is_deep(output):
            continue
        try:
            made = nbformat.from_dict(
                {"output_type": kind, **{field: output.get(field) for field in OUTPUT_FIELDS[kind]}}
            )
            nbformat.v4.nbbase.validate(made, ref=kind)
            size += len(json.dumps(made))
        except Exception:  # whatever the candidate made of it, it is not an output
            continue
        if size > 2 * limit:
            break
        cleaned.append(made)
    return cleaned


def _is_deep(tree: Any) -> bool:
    """Whether something nested stands deeper than any real output: writing it down may take more stack than reading it
    took.
    """
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
    """The output of a cell that ended its process."""
    return NotebookNode(output_type="error", ename=CELL_ENDED, evalue=reason, traceback=[f"{CELL_ENDED}: {reason}"])
