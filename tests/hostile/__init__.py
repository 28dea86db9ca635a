"""What a malicious student might send: small cases in a tiny lab, each with the points that its honest part earns.

`lab` is the lab, `corpus` collects the cases, `run` examines them and says what went wrong.
`python -m tests.hostile` runs the corpus.
"""
