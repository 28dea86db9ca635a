"""`python -m autograder watch`: what arrives in a folder or in nbgrader's exchange is graded at once.

settings   `c.Watch.…`: the policy
source     where hand-ins lie, and whether one is whole; `arrivals` tells which are new and ready to be taken
notices    tells the service what happens: changes in folders, exams that are done, signals
attempts   every hand-in is kept below `attempts/`; `keeping` copies what was sent, `results` what its exam gave
policy     which attempt counts, and whether an attempt is one too many
receipt    what a student reads at once: what was received, and which answers were found
waiting    the attempts that are to be examined, in a fair order
grading    one attempt: prepared, examined, recorded
releasing  feedback into nbgrader's exchange, as its own `release_feedback` does it
changes    what people changed in the database meanwhile
service    all of it, in one loop
events     a JSON line an event; `status` shows counts on a page on loopback
"""
