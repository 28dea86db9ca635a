"""`feedback`: write a feedback page for each graded submission."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from autograder.cli.export import tell
from autograder.cli.options import Commands, add_command, add_gradebook, add_jobs, add_selection
from autograder.text import counted, printable

if TYPE_CHECKING:
    from autograder.feedback import Written


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`feedback` and its options."""
    parser = add_command(commands, "feedback", run, "write a feedback page for each graded submission")
    add_selection(parser)
    add_jobs(parser, "pages")
    parser.add_argument("--force", action="store_true", help="write current pages again, too")
    parser.add_argument(
        "--zip",
        choices=("moodle", "canvas"),
        help="put the pages of one lab into a zip, too, which Moodle or Canvas takes back (with --for)",
    )
    parser.add_argument(
        "--for",
        dest="downloaded",
        type=Path,
        metavar="FILE",
        help="the zip of submissions as it was downloaded from there, or Moodle's grading worksheet",
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the zip to write (default: in exports/ of the gradebook folder)"
    )
    add_gradebook(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the pages that are not current; returns 1 when one could not be written, 3 when the zip lacks somebody."""
    from rich.progress import Progress

    from autograder.course.model import CourseError
    from autograder.feedback import FEEDBACK, write_feedback
    from autograder.gradebook.lock import locked_if_there

    if bool(options.zip) != bool(options.downloaded) or (options.output and not options.zip):
        raise CourseError("--zip, --for and --output belong together: --zip moodle --for FILE, what was downloaded")
    with (
        locked_if_there(options.gradebook, "feedback"),
        Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        task = progress.add_task("writing pages", total=None)
        written = write_feedback(
            options.course,
            options.gradebook,
            options.lab,
            options.student,
            options.jobs,
            options.force,
            lambda done, of: progress.update(task, completed=done, total=of),
        )
    for problem in written.problems:
        console.print(printable(problem), soft_wrap=True)
    there = len(written.pages) - len(written.problems)
    unchanged = there - written.fresh
    console.print(
        f"{counted(there, 'page')} in {options.gradebook / FEEDBACK}"
        + (f", {unchanged} unchanged" if unchanged else ""),
        soft_wrap=True,
    )
    _tell_who_has_none(options, console, written)
    code = _pack(options, console, written) if options.zip else 0
    return 1 if written.problems else code


def _tell_who_has_none(options: argparse.Namespace, console: Console, written: Written) -> None:
    from autograder.course.roster import Person
    from autograder.gradebook.people import absent_line, called, class_of

    people = class_of(options.gradebook)
    without = written.without

    def whose(student: str, lab: str) -> str:
        return ", ".join(filter(None, [called(people.get(student, Person(student))), lab]))

    lines = [f"no page: {whose(row.student, row.lab)}: {row.reason}" for row in without.stuck]
    lines += [f"no page: {absent_line(lab, nobody)}" for lab, nobody in without.nothing.items()]
    lines += [
        f"not to be handed out: {whose(page.parent.parent.name, page.parent.name)}: no submission is graded any more; "
        f"the page of before is now {page}"
        for page in without.set_aside
    ]
    for line in lines:
        console.print(printable(line), soft_wrap=True)


def _pack(options: argparse.Namespace, console: Console, written: Written) -> int:
    from autograder.course.config import SOLUTIONS
    from autograder.course.model import CourseError
    from autograder.course.reading import read_course
    from autograder.course.roster import read_roster
    from autograder.export import EXPORTS
    from autograder.export.pages import hand_back
    from autograder.gradebook.people import class_of

    labs = {page.parent.name for page in written.pages}
    if len(labs) != 1:
        raise CourseError(f"--zip is for one lab: say with --lab which of {', '.join(sorted(labs))} it is")
    (lab,) = (lab for lab in read_course(options.course / SOLUTIONS) if lab.id in labs)
    output = options.output or options.gradebook / EXPORTS / f"{lab.id}-feedback-for-{options.zip}.zip"
    roster = read_roster(options.gradebook)
    people = class_of(options.gradebook, roster)
    done = hand_back(written.of_lab(lab.id), people, roster, lab, options.zip, options.downloaded, output)
    return tell(done, "page", console)
