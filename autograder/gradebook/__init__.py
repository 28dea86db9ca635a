"""The gradebook folder: what was graded, and from what.

`database` writes nbgrader's database; `revision` and `renaming` make room in it when tests change after grading,
`late` takes off what lateness costs, `students` follows an id that changed, `databases` makes and copies it.
`scores` reads and writes scores.csv. `records` notes what each submission was graded from, `marks` to which answers a
person gave points, `receipts` when and with which secret it was handed in. `secret` holds the secret that all seeds
come from, `lock` lets one command write at a time, `paths` says where everything lies.
"""

NO_RESPONSE = "No response."  # nbgrader's automatic comment on an answer that was left as it was handed out
