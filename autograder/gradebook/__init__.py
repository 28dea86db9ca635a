"""The gradebook folder: what was graded, and from what.

`database` writes nbgrader's database (and nothing else does, but `revision`, when tests change after grading), `scores`
reads and writes scores.csv, `records` notes what each submission was graded from, `secret` holds the secret that all
seeds come from, `paths` says where everything lies.
"""

NO_RESPONSE = "No response."  # nbgrader's automatic comment on an answer that was left as it was handed out
