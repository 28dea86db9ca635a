"""What Canvas or Moodle will make of a filled table that the one who uploads it should know. Nothing here changes it.

Read in the platforms' own importers: Canvas's `lib/gradebook_importer.rb`, Moodle's `mod/assign/feedback/offline` and
`grade/import/csv`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from autograder.export.layout import CANVAS_TOTALS, Layout
from autograder.export.table import Table
from autograder.text import listed

CANVAS_NUMERIC = re.compile(r"-?[0-9.,]+%?")
YES_OR_NO = 2  # as many different words as a column of them may have
TICK = "tick *Allow updating records that have been modified more recently in Moodle than in the file*"


def pitfalls(table: Table, layout: Layout, places: Mapping[str, int], zeros: Collection[str]) -> tuple[str, ...]:
    """A sentence for each thing worth knowing before the upload.

    Args:
        places: the column that was filled for each lab.
        zeros: the students who were given 0.
    """
    match layout.system:
        case "Canvas":
            return tuple(_of_canvas(table, layout, places))
        case "Moodle":
            return tuple(_of_moodle(table, layout, places, zeros))
        case _:
            return ()


def _of_canvas(table: Table, layout: Layout, places: Mapping[str, int]) -> Iterator[str]:
    for number, what in layout.aside.items():
        yield f"line {number} is {what}: it was left as it is; Canvas takes it for a student's"
    for column in places.values():
        if words := CANVAS_TOTALS.search(table.header[column]):
            yield (
                f"{table.header[column]}: Canvas passes over each column whose name holds the words {words[0]}; give "
                "the assignment another name there and download the table again"
            )
    for line in layout.lines:
        for column in range(layout.student_columns):
            text = table.cell(line.number - 1, column)
            if (read := as_canvas_reads(text)) != text:
                yield f"line {line.number}: Canvas reads the {table.header[column]} {text} as {read}"


def as_canvas_reads(text: str) -> str:
    """A field as Canvas's importer reads it: in whatever looks like a number only the last point or comma counts."""
    if not CANVAS_NUMERIC.fullmatch(text):
        return text
    *whole, last = re.split(r"[,.]", text)
    return f"{''.join(whole)}.{last}" if whole else last


def _of_moodle(table: Table, layout: Layout, places: Mapping[str, int], zeros: Collection[str]) -> Iterator[str]:
    if not layout.worksheet:
        yield (
            "Moodle refuses the whole table for one line whose student it does not know, or knows twice, and for one "
            "grade above the maximum"
        )
        return
    if layout.translated:
        yield (
            "the worksheet is not in English: its dates cannot be read by Moodle's import, which then passes over each "
            f"student who has a grade already; {TICK} (in your language), and import in the language in which you "
            "downloaded it"
        )
        for heading in _yes_or_no(table, layout, places):
            yield (
                f"{heading}: it may say which grades are locked; Moodle passes over those in silence, and which of its "
                "words means no is not known here"
            )
    if zeros:
        yield (
            f"Moodle's newest versions pass over a grade of 0 in a worksheet, in silence: see there whether "
            f"{listed(sorted(zeros), most=40)} got it, or type it"
        )


def _yes_or_no(table: Table, layout: Layout, places: Mapping[str, int]) -> Iterator[str]:
    """The headings behind the grade of columns that hold two different words and nothing else."""
    first = max(places.values(), default=-1) + 1
    for column in range(first, len(table.header)):
        words = {table.cell(line.number - 1, column) for line in layout.lines}
        if len(words) == YES_OR_NO and all(word.isalpha() for word in words):
            yield table.header[column]
