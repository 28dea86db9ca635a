"""The pipeline: what there is to do (`planning`), doing it (`running`, which hands submissions to an executor by
`examining`), and showing how far it is (`progress`).
"""

from autograder.grading.examining import Examiners
from autograder.grading.planning import Plan, plan, prepare
from autograder.grading.progress import grade_with_progress
from autograder.grading.running import Graded, exit_code, grade, local_threads, record_examined

__all__ = [
    "Examiners",
    "Graded",
    "Plan",
    "exit_code",
    "grade",
    "grade_with_progress",
    "local_threads",
    "plan",
    "prepare",
    "record_examined",
]
