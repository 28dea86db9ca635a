"""The process that runs the student's code: `serving` answers the examiner, in a `shell`, under the subject's guard;
`running` runs cells, `responding` answers the calls of test cells.
"""
