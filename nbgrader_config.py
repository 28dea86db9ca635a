"""nbgrader's own configuration of this course; every nbgrader command and formgrader reads it from this folder."""

import os
import shutil
import sys
from pathlib import Path

# nbgrader runs `alembic` from PATH to make a database: let it find the one beside this Python, activated or not.
if shutil.which("alembic") is None:
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"

c = get_config()  # noqa: F821 - traitlets puts get_config into this file's namespace
course = Path(__file__).resolve().parent
gradebook = course / "gradebook"

# What the grader has to know of tensors, layers and convolutions (docs/authoring/subject.md).
c.Course.subject = "cnngrading"

c.CourseDirectory.root = str(course)
c.CourseDirectory.course_id = "convolutions_from_scratch"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = str(gradebook / "submitted")
c.CourseDirectory.autograded_directory = str(gradebook / "autograded")
c.CourseDirectory.feedback_directory = str(gradebook / "feedback")
c.CourseDirectory.solution_directory = str(gradebook / "solution")
# The database of this gradebook folder; for PostgreSQL see docs/instructor.md.
c.CourseDirectory.db_url = f"sqlite:///{gradebook / 'gradebook.db'}"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]

# nbgrader's exchange folder; formgrader complains when it is not there or cannot be written.
c.Exchange.root = str(gradebook / "exchange")
(gradebook / "exchange").mkdir(parents=True, exist_ok=True)

# nbgrader's own `generate_feedback`, a button in formgrader, gives our page, which shows no hidden test.
c.GenerateFeedback.exporter_class = "autograder.cli.stock.FeedbackPage"
# nbgrader's own `autograde`, another button, has no sandbox: it refuses, unless allow_stock_autograde is True.
c.Autograde.exporter_class = "autograder.cli.stock.GradedNotebook"
# c.Course.allow_stock_autograde = False

# Jupyter's *Run All* goes on after a check that fails.
c.GenerateAssignment.preprocessors.append("autograder.release.LetChecksFail")
# Where a text has {points}, the release has the points of the exercise's test cells.
c.GenerateAssignment.preprocessors.append("autograder.release.FillInPoints")

c.ClearSolutions.code_stub = {
    "python": 'raise NotImplementedError("not written yet: replace this line with your code")'
}
c.ClearSolutions.text_stub = "*Replace this line with your answer.*"

# What `python -m autograder grade` gives a submission; these are the defaults. Seconds, MiB, KiB and counts.
# c.Exam.cell_seconds = 30
# c.Exam.call_seconds = 10
# c.Exam.training_seconds = 60
# c.Exam.submission_seconds = 180
# c.Exam.memory_mib = 2048
# c.Exam.output_kib = 1024
# c.Exam.processes = 64
# c.Exam.disk_mib = 64
# c.Exam.diagnose = True
# c.Exam.sandbox = "auto"

# How `python -m autograder watch` takes hand-ins as they arrive; these are the defaults (docs/watch.md).
# c.Watch.counts = "latest"
# c.Watch.attempts_a_day = 0
# c.Watch.pause_minutes = 0
# c.Watch.feedback = "now"

# What stock `nbgrader autograde` and `validate` give a cell.
c.Execute.timeout = 60
c.Execute.iopub_timeout = 30
# Kernels keep no history file, and do not tell each submission anew that they listen on a loopback port.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]

# What differs on a JupyterHub: deploy/hub writes it (docs/hub.md).
if (course / "nbgrader_config_hub.py").is_file():
    load_subconfig("nbgrader_config_hub.py")  # noqa: F821 - from traitlets, too
