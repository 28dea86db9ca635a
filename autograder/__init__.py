"""The instructor's side: release, grading, gradebook, feedback, report."""

import sys

# jsonschema takes it along where it is installed, and building its grammar of internet addresses takes 0.8 s; notebooks have none to check.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is how Python notes that a module is not to be had
