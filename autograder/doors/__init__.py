"""Doors of other systems: one lab, packed so that Gradescope or Vocareum grade each hand-in as it arrives.

package     what goes to the other system, with the same bytes each time
marking     one hand-in → its page of feedback, or why it could not be graded; by `grading` and `feedback`
checks      the same in plain text: a check for each test cell, and what a student reads above them
gradescope  results.json of it
vocareum    the grade file and the report of it
__main__    what runs over there

docs/gradescope.md says what was read of these systems, and where.
"""
