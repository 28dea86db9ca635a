"""The exam: two processes, one notebook. The grade is decided outside the process that runs the student's code.

`engine` is the way in (`examine`), `results` what comes out. `warm` keeps a parent from which an `examiner` (test cells, verdicts) and a
`candidate` (student code, inside a `sandbox`) are forked for each submission; `standin` and `wire` are what they say to each other.
"""
