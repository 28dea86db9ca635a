"""The instructor's side: release, intake, exam, gradebook, feedback, report, export."""
