"""What a student reads: points in words, what was wrong, what to do next, and their notebook. It shows nothing of
hidden tests.

run      finds the pages to write; `workers` writes them in several processes
without  who has no page, and why
page     one page, from a graded notebook and the gradebook's rows
words    what the page says; `advice` says what was wrong and what to do next, `relying` which other exercise to mend
         first
cells    the student's notebook, through nbconvert; `markdown`, `sanitise` and the subject's figures make it inert
"""

from autograder.course.model import claim
from autograder.feedback.page import environment, spoken
from autograder.feedback.run import Written, write_feedback, write_one
from autograder.feedback.words import make_page
from autograder.gradebook.database import graded_rows
from autograder.gradebook.paths import FEEDBACK

__all__ = [
    "FEEDBACK",
    "Written",
    "claim",
    "environment",
    "graded_rows",
    "make_page",
    "spoken",
    "write_feedback",
    "write_one",
]
