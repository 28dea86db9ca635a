"""Public questions to an answer.

`questions` says what a probe is, `asking` puts it, `outcomes` writes down what came back, `verdicts` says what is wrong
with it,
`failing` draws it.
"""
