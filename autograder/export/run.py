"""One run of `export`: the totals, into which table, to which file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from autograder.course.config import SOLUTIONS, load_config
from autograder.course.model import CourseError
from autograder.course.reading import read_course
from autograder.course.roster import read_roster
from autograder.export.exported import Exported
from autograder.export.into import Score, Wishes, fill
from autograder.export.own import canvas_table, csv_table, moodle_table
from autograder.export.table import read_table
from autograder.export.totals import totals, with_absent
from autograder.files import write_whole
from autograder.gradebook.late import refresh_penalties
from autograder.gradebook.people import absent, absent_line, called
from autograder.gradebook.scores import places, read_scores

EXPORTS = "exports"

Format = Literal["csv", "canvas", "moodle", "blackboard", "brightspace"]
FILES: dict[Format, str] = {"csv": "totals.csv", "canvas": "canvas.csv", "moodle": "moodle.csv"}


def export(
    course: Path,
    gradebook: Path,
    form: Format,
    labs: Sequence[str] = (),
    into: Path | None = None,
    output: Path | None = None,
    columns: Mapping[str, str] | None = None,
    overwrite: bool = False,
    scale: float | None = None,
) -> Exported:
    """Write the totals of these labs, or of all that were handed in, in the form that a system imports.

    Args:
        into: that system's own export; only its grade columns are changed. Without it a table is made from our
            students' ids.
        output: the file to write, `exports/…` in the gradebook folder without one.
        columns: which column of `into` is which lab's, by the lab's id, where its name does not say.
        overwrite: whether a grade that `into` has already may be replaced by another one.
        scale: scale points to those of the assignment in `into`, or to this number where it does not say them.

    Raises:
        OSError: a file cannot be read or written.
        CourseError: nothing was graded, an unknown lab was asked for, or the table is not what the system exports.
    """
    known = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    for lab in (*labs, *(columns or {})):
        if lab not in known:
            raise CourseError(f"{lab}: no such lab; the labs are {', '.join(known)}")
    refresh_penalties(gradebook, load_config(course))
    all_totals, people, stuck = totals(gradebook, known)
    wanted_ids = set(labs or (total.lab for total in all_totals))
    wanted = [lab for lab in known.values() if lab.id in wanted_ids]
    chosen = [total for total in all_totals if total.lab in wanted_ids]
    if not chosen:
        raise CourseError(f"{gradebook}: no submission of {', '.join(labs) or 'any lab'} was graded there")
    left = stuck + [
        f"{called(people[total.student])}, {total.lab}: {total.why}" for total in chosen if total.total is None
    ]
    roster, rows = read_roster(gradebook), read_scores(gradebook)
    missing = {lab.id: absent(lab.id, roster, places(rows)) for lab in wanted}
    notes = tuple(absent_line(lab, nobody) for lab, nobody in missing.items() if nobody)
    if into is not None:
        if form == "csv":
            raise CourseError(f"--into {into}: it is a platform's own export: say with --format which platform's it is")
        scores = [Score(total.student, total.lab, total.total) for total in chosen]
        wishes = Wishes(columns or {}, bool(labs), overwrite, scale)
        filled = fill(read_table(into), form, scores, people, wanted, wishes)
        text: str | bytes = filled.data
        count, left, notes = filled.count, [*left, *filled.left], (*notes, *filled.notes)
    elif scale is not None or overwrite:
        raise CourseError(f"{'--overwrite' if overwrite else '--scale'}: it is for a table that is named with --into")
    elif form not in FILES:
        raise CourseError(
            f"--format {form}: name the table that it exported with --into FILE; its columns have numbers"
        )
    else:
        lines = with_absent(chosen, wanted, missing) if form == "csv" else chosen
        text = {"csv": csv_table, "canvas": canvas_table, "moodle": moodle_table}[form](lines, people, wanted)
        count = sum(total.total is not None for total in chosen)
    name = into.name if into else FILES[form]
    path = output or gradebook / EXPORTS / name
    write_whole(path, text)
    return Exported(path, count, tuple(left), notes)
