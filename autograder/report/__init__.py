"""What an instructor reads: a page a lab and one for the course, made from what grading left in the gradebook folder.

`gathering` reads it; `grades`, `mistakes`, `people`, `signs`, `alike`, `work`, `ways` and `overview` each turn it into
sections of plain data (`shown`), `plots` draws, `writing` puts the sections on pages.
"""

from autograder.report.gathering import REPORTS
from autograder.report.writing import write_reports

__all__ = ["REPORTS", "write_reports"]
