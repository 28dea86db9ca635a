"""What a student who means harm might send: small cases over a tiny lab, each with the points that its honest part earns.

`lab` is the lab, `cases` and its neighbours the corpus, `run` holds the exam and says what went wrong. `python -m tests.hostile` runs the corpus.
"""
