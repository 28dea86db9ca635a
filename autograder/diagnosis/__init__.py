"""Which known misconception an answer that lost points behaves like.

`naming` compares what came back from the public probes with the `fingerprints` of the named wrong answers, which
`build` makes and the subject holds;
`symptoms` describes what no fingerprint explains.
"""
