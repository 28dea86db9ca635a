"""The instructor's side: release, grading, gradebook, feedback, report."""
