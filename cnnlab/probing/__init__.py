"""Public questions to an answer.

`questions` says what a probe is, `asking` asks it, `outcomes` records what came back, `verdicts` says what is wrong
with that, `failing` draws it.
"""
