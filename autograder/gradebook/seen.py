"""What a graded notebook tells a report, noted in the submission's record: the notebook is hundreds of times as large.

The note names the notebook's size and time. A notebook that has others now was changed by somebody, or copied, and is
looked at itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autograder.course.nbgrader_cells import grade_id, is_answer
from autograder.diagnosis.naming import FORMERLY, PLACE, Diagnosis, read_diagnoses
from autograder.exam.results import NOTES, Cause, read_deaths

DAMAGED = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Seen:
    """What an autograded notebook tells: diagnoses by exercise, why cells of the student's ended their process, by the
    cells' ids, and the sources of the answers.

    The diagnoses of a note are without the example that fails (`Diagnosis.failing`).
    """

    diagnoses: dict[str, Diagnosis] = field(default_factory=dict)
    deaths: dict[str, Cause] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)


def look(autograded: Path, note: Any = None) -> Seen:
    """What one autograded notebook tells; nothing when it is not there or was damaged by somebody.

    Args:
        note: what `note_of` gave for it, None for nothing. It counts only while it is whole and the notebook is the
            same.
    """
    try:
        if isinstance(note, dict) and [note["size"], note["time"]] == _stamp(autograded):
            return _seen(note["metadata"], note["answers"])
    except (OSError, *DAMAGED):  # somebody's change to the note; the notebook itself will tell
        pass
    try:
        found = json.loads(autograded.read_bytes())
        return _seen(found["metadata"], _answers(found))
    except (OSError, *DAMAGED):
        return Seen()


def note_of(autograded: Path, text: str) -> dict[str, Any] | None:
    """What is to be noted of a notebook, as JSON; None where there is no such file.

    Args:
        text: the notebook that was written to the file `autograded`; outputs do not matter.
    """
    try:
        size, time = _stamp(autograded)
        found = json.loads(text)
        notes = {key: found["metadata"][key] for key in (NOTES, FORMERLY) if key in found["metadata"]}
        if PLACE[1] in notes.get(PLACE[0], {}):
            diagnoses = notes[PLACE[0]][PLACE[1]]
            without = {exercise: {**diagnosis, "failing": None} for exercise, diagnosis in diagnoses.items()}
            notes[PLACE[0]] = {**notes[PLACE[0]], PLACE[1]: without}
        return {"size": size, "time": time, "metadata": notes, "answers": _answers(found)}
    except (OSError, *DAMAGED):
        return None


def _stamp(path: Path) -> list[int]:
    facts = path.stat()
    return [facts.st_size, facts.st_mtime_ns]


def _answers(notebook: Mapping[str, Any]) -> dict[str, str]:
    return {grade_id(cell): "".join(cell["source"]) for cell in notebook["cells"] if is_answer(cell)}


def _seen(metadata: Any, answers: Any) -> Seen:
    if not all(isinstance(source, str) for source in answers.values()):
        raise ValueError("answers that are no text")
    notebook = SimpleNamespace(metadata=metadata)
    return Seen(read_diagnoses(notebook), read_deaths(notebook), dict(answers))
