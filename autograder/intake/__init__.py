"""What was sent, in any state → one aligned notebook a student and lab, or the reason why a person has to look.

The notebook that is graded is rebuilt from ours: set-up and test cells are our own, whatever was sent. From the
submission come the sources of the known answer cells and of the student's own extra cells, nothing else.

`files` and `zips` are the ways in, `bundles` knows how people and learning platforms lay out what they send, `reading`
turns one file into cells, `matching` and `choosing` say which cell is which, `aligning` puts them into our notebook,
`collecting` does all of it.
"""

from autograder.intake.aligning import Aligned, align, realign
from autograder.intake.collecting import collect, students_in
from autograder.intake.files import LARGEST, RefusedError
from autograder.intake.submission import STUDENT_ID, GradingNotebook, Repair, RepairKind, Submission, WrongNotebookError

__all__ = [
    "LARGEST",
    "STUDENT_ID",
    "Aligned",
    "GradingNotebook",
    "RefusedError",
    "Repair",
    "RepairKind",
    "Submission",
    "WrongNotebookError",
    "align",
    "collect",
    "realign",
    "students_in",
]
