"""What was sent, in any state → one aligned notebook a student and lab, or the reason why an instructor has to look.

The notebook that is graded is rebuilt from ours: set-up and test cells are our own, whatever was sent. From the
submission come the sources of the known answer cells and of the student's own extra cells, nothing else.

submission   the plain data: Submission, Repair, GradingNotebook
files, zips  folders and files, on a disk or in a zip; `owners` says whose a folder on the disk is
platforms    how people and learning platforms lay out what they send → a `delivery` for each sender
whose        whose a delivery is, by the roster
bundles      all of that, for a folder or zip of whatever layout
finding      the notebooks in what one sender sent
disguised    notebooks under another ending; `outputs` takes the outputs out of very large ones
times        when something was sent, in UTC
reading      one file → cells
analysis     what a cell's Python defines and reads, without running it
matching     which of our cells each cell that was sent is
choosing     of all cells that may hold an answer, the one that counts
layout       where everything goes
pictures     pictures in answers in words, written anew
elsewhere    lines that only Colab or a browser understands, left out where that is harmless
aligning     our notebook with the answers in it; `repairing` says what that took
file_choice  which of several notebooks for one lab counts
lab_choice   which lab a notebook is of, where its folder does not say
drafting     the notebooks of one delivery, and the submission that comes of them
collecting   all of it, for everything that was sent
"""

from autograder.course.student_ids import STUDENT_ID
from autograder.intake.aligning import Aligned, align, realign
from autograder.intake.collecting import Collected, students_in
from autograder.intake.files import LARGEST, RefusedError
from autograder.intake.submission import GradingNotebook, Repair, RepairKind, Submission, WrongNotebookError

__all__ = [
    "LARGEST",
    "STUDENT_ID",
    "Aligned",
    "Collected",
    "GradingNotebook",
    "RefusedError",
    "Repair",
    "RepairKind",
    "Submission",
    "WrongNotebookError",
    "align",
    "realign",
    "students_in",
]
