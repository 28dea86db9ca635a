"""The course on disk as frozen data.

`reading` makes the `model` (labs, exercises, test cells, points) from `solutions/`, `nbgrader_cells` says what an
nbgrader cell is, `regions` finds the marker lines of hidden parts, `names` the names that a cell defines and reads,
`answers` the named right and wrong answers, `config` the course's nbgrader
configuration. `subject` and `codec` are what a course's subject has to tell the grader.
"""
