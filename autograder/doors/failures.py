"""What a student reads where there is no score. It imports nothing: it can also be said when an import failed."""

NOT_GRADED = "This hand-in could not be graded. This is no zero: it has no score yet."
OURS = (
    "The grader failed here, not your notebook. Tell your instructor, who can have it graded again; you need not hand "
    "it in again."
)
THEIRS = "Put this right and hand in again, or ask your instructor."
