"""The process that imports once and is forked for each submission.

`__main__` is where it begins, `server` forks and supervises, `warmup` does once what is slow the first time,
`hugepages` makes forks cheap.
"""
