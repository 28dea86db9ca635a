"""The exam: two processes, one notebook. The grade is decided outside the process that runs the student's code.

`engines` is the way in (`work`: a job in bytes gives an answer in bytes, as `jobs` says), `results` what comes out, and
`prints` tells one engine from another. An `engine` starts the `forkserver`; from it, for each submission, an `examiner`
(which holds the tests) and a `candidate` (which runs the student's code, inside the `sandbox`) are forked. They talk
over the `wire`. `settings` are the course's, `limits` and `seeds` what a submission gets, `errors` says whose fault it
was, `capture` keeps a cell's outputs.
"""
