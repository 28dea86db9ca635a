"""`python -m autograder watch`: what arrives in a folder or in nbgrader's exchange is graded at once.

settings   `c.Watch.…`: the policy
places     where everything lies, and the course as it is now
source     where hand-ins lie, and whether one is whole; `arrivals` tells which are new and ready to be taken
notices    tells the service what happens: changes in folders, exams that are done, signals
receiving  a unit that is ready → attempts
attempts   every hand-in is kept below `attempts/`; `keeping` copies what was sent, `results` what its exam gave
policy     which attempt counts, and whether an attempt is one too many
receipt    what a student reads at once: what was received, and which answers were found
waiting    the attempts that are to be examined, in a fair order
line       examines each when it is its turn, and does all that follows
marking    one attempt: prepared, examined, recorded, its feedback written
totals     the page of a student who is shown points alone
releasing  feedback into nbgrader's exchange, as its own `release_feedback` does it
scores     scores.csv, written in a quiet moment
changes    what people changed in the database meanwhile; `renewing` writes the pages that are not current any more
restoring  an attempt that a person wants to count, or to have graded once more
resuming   where the service ended, when it starts
service    all of it, in one loop
events     a JSON line an event; `telling` tells of attempts; `status` shows counts on a page on loopback
troubles   what goes wrong, told once, in words that name the cure
listing    the attempts as a table
extra      what is said where a package is missing that it needs
"""
