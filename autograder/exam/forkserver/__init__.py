"""The process that imports once and is forked for each submission.

`__main__` starts it, `server` forks and supervises, `warmup` runs once what is slow the first time, `hugepages` makes
forks cheap.
"""
