"""The command line: `python -m autograder release | grade | doctor | demo | feedback | report | export`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from traitlets.config import Config

from autograder.course import CourseError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 3 done but some submissions need a person, 1 failed, 2 misused."""
    options = _parser().parse_args(arguments)
    console = Console(stderr=True, markup=False, highlight=False)
    try:
        return int(options.run(options, console))
    except (CourseError, OSError) as error:
        for line in str(error).split("\n"):
            console.print(f"error: {line}", style="red", soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("stopped; what is not graded yet can be graded by running the same command again")
        return 130


def _release(options: argparse.Namespace, console: Console) -> int:
    from autograder.bundle import bundle
    from autograder.course import read_course
    from autograder.release import SOLUTIONS, release, stale
    from autograder.revision import changes
    from autograder.signing import sign, stale_signatures

    if options.check:
        different = [f"notebooks/{name} is not what solutions/ gives" for name in stale(options.course)]
        unsigned = stale_signatures(options.course, read_course(options.course / SOLUTIONS))
        different += [f"{name}: its signatures are not what tests/answers and its probes give" for name in unsigned]
        for what in different:
            console.print(f"{what}: run `make release` and commit it", soft_wrap=True)
        if not different:
            console.print("notebooks/ is current")
        return 1 if different else 0
    for path in release(options.course):
        console.print(f"released {path.relative_to(options.course)}", soft_wrap=True)
    for path in sign(options.course, read_course(options.course / SOLUTIONS)):
        console.print(f"signed {path.stem}", soft_wrap=True)
    for change in (change for lab in read_course(options.course / SOLUTIONS) for change in changes(lab, options.gradebook)):
        console.print(f"changed since it was graded: {change}", soft_wrap=True)
    console.print(f"bundled {bundle(options.course).relative_to(options.course)}", soft_wrap=True)
    return 0


def _grade(options: argparse.Namespace, console: Console) -> int:
    from autograder.configuration import load_config
    from autograder.exam.engine import close_engines
    from autograder.starting import settle_sandbox

    settings = load_config(options.course)
    if options.sandbox:
        settings.Exam.sandbox = options.sandbox
    if options.run_all:
        settings.Exam.run_all = True
    if not options.submitted.exists():
        raise FileNotFoundError(f"{options.submitted}: no such folder or zip; it should hold <student>/<lab>/<notebook>.ipynb")
    try:
        console.print(f"sandbox: {settle_sandbox(settings, options.gradebook, options.submitted)}")
        return _explain(options, console, settings) if options.explain else _grade_all(options, console, settings)
    finally:
        close_engines(now=True)


def _grade_all(options: argparse.Namespace, console: Console, settings: Config) -> int:
    from autograder.gradebook import NEEDS_HUMAN, SCORES
    from autograder.grading import exit_code, grade_with_progress, plan

    work = plan(options.course, options.submitted, options.gradebook, options.lab, options.student, settings, options.force)
    if not work.submissions:
        console.print(f"{options.submitted}: nothing to grade; it should hold <student>/<lab>/<notebook>.ipynb", soft_wrap=True)
        return 1
    rows = grade_with_progress(work, options.jobs, console)
    for row in rows:
        if row.outcome == NEEDS_HUMAN:
            console.print(f"needs a person: {row.student} {row.lab}: {row.reason}", soft_wrap=True)
    console.print(f"scores: {options.gradebook / SCORES}", soft_wrap=True)
    return exit_code(rows)


def _explain(options: argparse.Namespace, console: Console, settings: Config) -> int:
    from autograder.explain import explain

    student, lab, test = options.explain
    console.print(explain(options.course, options.submitted, options.gradebook, settings, student, lab, test), soft_wrap=True)
    return 0


def _doctor(options: argparse.Namespace, console: Console) -> int:
    from autograder.doctor import findings

    found = findings()
    for finding in found:
        console.print(
            f"{'yes' if finding.good else 'no ':<4}{finding.what}" + ("" if finding.good else f"\n    {finding.cure}"), soft_wrap=True
        )
    return 0 if all(finding.good for finding in found) else 1


def _demo(options: argparse.Namespace, console: Console) -> int:
    from autograder.demo import run_demo

    return run_demo(options.course, options.gradebook, options.jobs, console)


def _feedback(options: argparse.Namespace, console: Console) -> int:
    from rich.progress import Progress

    from autograder.feedback import write_feedback

    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
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
        console.print(_printable(problem), soft_wrap=True)
    current = len(written.pages) - written.fresh - len(written.problems)
    console.print(
        f"{len(written.pages) - len(written.problems)} pages in {options.gradebook / 'feedback'}"
        + (f", {current} of them as they were" if current else ""),
        soft_wrap=True,
    )
    return 1 if written.problems else 0


def _report(options: argparse.Namespace, console: Console) -> int:
    from autograder.report import write_reports

    for page in write_reports(options.course, options.gradebook):
        console.print(f"report: {page}", soft_wrap=True)
    return 0


def _export(options: argparse.Namespace, console: Console) -> int:
    from autograder.export import export

    columns = dict(options.column)
    done = export(options.course, options.gradebook, options.format, options.lab, options.into, options.output, columns)
    for line in done.notes:
        console.print(_printable(line), soft_wrap=True)
    for line in done.left:
        console.print(_printable(f"left out: {line}"), soft_wrap=True)
    console.print(f"{done.count} totals in {done.path}", soft_wrap=True)
    return 3 if done.left else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description="Release, grade and report on the course in this folder.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help)
        made.add_argument("--course", type=Path, default=Path.cwd(), help="the course's folder (default: this one)")
        made.set_defaults(run=run)
        return made

    release = command("release", _release, "make notebooks/ and the students' zip from solutions/")
    release.add_argument(
        "--gradebook", type=Path, default=Path("gradebook"), metavar="DIR", help="say what changes for submissions graded there"
    )
    release.add_argument("--check", action="store_true", help="write nothing; say whether notebooks/ is current")

    grade = command("grade", _grade, "grade DIR/<student>/<lab>/*.ipynb into a gradebook folder")
    grade.add_argument("--submitted", type=Path, required=True, metavar="DIR", help="the folder of submissions")
    grade.add_argument("--lab", action="append", default=[], metavar="ID", help="only this lab (may be given again)")
    grade.add_argument("--student", action="append", default=[], metavar="ID", help="only this student (may be given again)")

    grade.add_argument("--force", action="store_true", help="grade again what was graded already from the same answers and tests")
    grade.add_argument("--run-all", action="store_true", help="run our exploration cells, too")
    grade.add_argument("--sandbox", choices=("auto", "root", "user", "none"), help="what holds student code (default: the strongest here)")
    grade.add_argument(
        "--explain", nargs=3, metavar=("STUDENT", "LAB", "TEST"), help="run one test again with its seed; show inputs, expected and actual"
    )

    command("doctor", _doctor, "say what this machine has and lacks for grading")
    demo = command("demo", _demo, "make a sample class, grade it and show its table")
    feedback = command("feedback", _feedback, "write a feedback page for each graded submission")
    feedback.add_argument("--lab", action="append", default=[], metavar="ID", help="only this lab (may be given again)")
    feedback.add_argument("--student", action="append", default=[], metavar="ID", help="only this student (may be given again)")
    feedback.add_argument("--jobs", type=_count, default=0, metavar="N", help="pages at a time (default: one a core)")
    feedback.add_argument("--force", action="store_true", help="write the pages again that are current")
    report = command("report", _report, "write a page for each lab and one for the course")
    export = command("export", _export, "write the totals in the form that Canvas, Moodle or a spreadsheet takes")
    export.add_argument("--format", choices=("csv", "canvas", "moodle"), required=True, help="what is to read it")
    export.add_argument("--lab", action="append", default=[], metavar="ID", help="only this lab (may be given again)")
    export.add_argument("--into", type=Path, metavar="FILE", help="Canvas's or Moodle's own export: change its grade column only")
    export.add_argument(
        "--column",
        action="append",
        type=_pair,
        default=[],
        metavar="LAB=HEADING",
        help="which column of FILE is a lab's, if its name does not say",
    )
    export.add_argument("--output", type=Path, metavar="FILE", help="the file to write (default: in exports/ of the gradebook folder)")
    for made in (grade, demo, feedback, report, export):
        made.add_argument("--gradebook", type=Path, required=True, metavar="DIR", help="the gradebook folder")
    for made in (grade, demo):
        made.add_argument("--jobs", type=_count, default=0, metavar="N", help="submissions at a time (default: one a core)")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    lab, equals, heading = text.partition("=")
    if not (lab and equals and heading):
        raise argparse.ArgumentTypeError(f"{text!r} is not LAB=HEADING, as in 01_convolution=Grade")
    return lab, heading


def _printable(text: str) -> str:
    """Words from somebody else's table, in one line and without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


if __name__ == "__main__":
    sys.exit(main())
