"""`cnnlab.check(corr2d)`: asks all public questions of an exercise.

`checking` asks them, `holding` says which exercise an answer is for, `relying` which other exercises it calls, `places`
which line an error comes from, `hints` what to do next, `result` shows it all.
"""
