"""Grading on more than one machine, by Dask (`pip install` extra `cluster`). docs/cluster.md is for who uses it.

`starting` finds or starts a scheduler and its workers, `security` says who may talk to whom, `certificates` makes what
that needs. `executor` hands jobs over as `concurrent.futures` does; `desks` runs on the workers. Only bytes cross, by
the door in `exam.jobs`. Without the extra, `extra` says how to install it.
"""
