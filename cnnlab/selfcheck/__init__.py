"""`cnnlab.check(corr2d)`: asks all public questions of an exercise.

`checking` asks them, `holding` says which exercise an answer is for, `relying` which other exercises it calls, `hints`
what to do next, `result` shows it all.
"""
