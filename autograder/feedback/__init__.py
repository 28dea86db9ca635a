"""What a student reads: points in words, what was wrong, what to do next, and their notebook. Nothing that ran in a
hidden test is there.

run    which pages there are to write; worker processes
page   one page, from a graded notebook and the gradebook's rows
words  what it says
cells  the student's notebook, through nbconvert; `markdown`, `figures` and `sanitise` make what is in it inert
"""

from autograder.course.model import claim
from autograder.feedback.page import environment
from autograder.feedback.run import FEEDBACK, Written, write_feedback
from autograder.feedback.words import make_page
from autograder.gradebook.database import graded_rows

__all__ = ["FEEDBACK", "Written", "claim", "environment", "graded_rows", "make_page", "write_feedback"]
