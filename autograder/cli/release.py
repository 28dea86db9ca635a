"""`release`: make notebooks/ and the students' zip from solutions/."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.options import Commands, add_command


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`release` and its options."""
    parser = add_command(commands, "release", run, "make notebooks/ and the students' zip from solutions/")
    parser.add_argument(
        "--gradebook",
        type=Path,
        default=Path("gradebook"),
        metavar="DIR",
        help="say what changes for submissions graded there",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; say whether notebooks/ is current")


def run(options: argparse.Namespace, console: Console) -> int:
    """Release, or with `--check` print which files are not current; returns 1 when there are any."""
    return _check(options.course, console) if options.check else _release(options.course, options.gradebook, console)


def _check(course: Path, console: Console) -> int:
    from autograder.course.config import SOLUTIONS, subject_of
    from autograder.course.reading import read_course
    from autograder.diagnosis.build import stale_fingerprints
    from autograder.release.notebooks import stale
    from autograder.release.trial import try_labs

    differences = [f"notebooks/{name} is not what solutions/ gives" for name in stale(course)]
    labs = read_course(course / SOLUTIONS)
    try_labs(course, labs)
    stale_names = stale_fingerprints(course, labs, subject_of(course))
    differences += [f"{name}: its fingerprints are not what tests/answers and its probes give" for name in stale_names]
    for difference in differences:
        console.print(f"{difference}: run `make release` and commit it", soft_wrap=True)
    if not differences:
        console.print("notebooks/ is current")
    return 1 if differences else 0


def _release(course: Path, gradebook: Path, console: Console) -> int:
    from autograder.course.config import SOLUTIONS, subject_of
    from autograder.course.reading import read_course
    from autograder.diagnosis.build import build_fingerprints
    from autograder.gradebook.revision import changes
    from autograder.release.notebooks import check_labs, release
    from autograder.release.reminders import reminders
    from autograder.release.students_zip import bundle
    from autograder.release.trial import try_labs

    check_labs(course)
    labs = read_course(course / SOLUTIONS)
    for lab in try_labs(course, labs):
        console.print(f"the solutions of {lab} pass its tests, its stubs pass none", soft_wrap=True)
    for path in release(course):
        console.print(f"released {path.relative_to(course)}", soft_wrap=True)
    for path in build_fingerprints(course, labs, subject_of(course)):
        console.print(f"fingerprints of {path.stem} written", soft_wrap=True)
    for known in labs:
        for change in changes(known, gradebook):
            console.print(f"changed since it was graded: {change}", soft_wrap=True)
    for reminder in reminders(course, labs):
        console.print(reminder, soft_wrap=True)
    console.print(f"bundled {bundle(course).relative_to(course)}", soft_wrap=True)
    return 0
