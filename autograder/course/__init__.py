"""The course on disk as frozen data.

`reading` makes the `model` (labs, exercises, test cells, points) from `solutions/`; `regions` knows the marker lines of
hidden parts,
`names` which names a cell defines and reads, `answers` the named right and wrong answers, `config` the course's
nbgrader configuration.
"""
