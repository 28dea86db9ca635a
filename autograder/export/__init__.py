"""Totals and pages for other systems: a table of ours, or their own export with its grade column filled in.

A total is what nbgrader's own export gives. One that waits for an instructor is left out and reported; nobody gets a
zero for it.

run     which totals go into which table and file
totals  a student's total for a lab, or why there is none yet
own     tables made from our students' ids
into    totals into a table of theirs: `layout` says which column holds what, `match` which line is whose, `table`
        changes single cells, `pitfalls` says what the platform will make of it
people  who is in such a table, into the roster
pages   feedback pages into a zip that the platform takes back
"""

from autograder.export.exported import Exported
from autograder.export.people import Completed, complete_roster
from autograder.export.run import EXPORTS, Format, export
from autograder.export.totals import Total, totals

__all__ = ["EXPORTS", "Completed", "Exported", "Format", "Total", "complete_roster", "export", "totals"]
