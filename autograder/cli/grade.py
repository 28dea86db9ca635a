"""`grade`: grade a class, or explain one test of one submission."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from traitlets.config import Config

from autograder.cli.options import Commands, add_command, add_gradebook, add_jobs, add_selection
from autograder.course.model import CourseError
from autograder.text import printable

if TYPE_CHECKING:
    from autograder.grading.examining import MakeExecutor


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`grade` and its options."""
    parser = add_command(commands, "grade", run, "grade DIR/<student>/<lab>/*.ipynb into a gradebook folder")
    parser.add_argument("--submitted", type=Path, required=True, metavar="DIR", help="the folder of submissions")
    add_selection(parser)
    parser.add_argument(
        "--force", action="store_true", help="grade again what was already graded with the same answers and tests"
    )
    parser.add_argument("--run-all", action="store_true", help="run the exploration cells, too")
    parser.add_argument(
        "--sandbox",
        choices=("auto", "root", "user", "none"),
        help="the sandbox for student code (default: the strongest on this machine)",
    )
    parser.add_argument(
        "--explain",
        nargs=3,
        metavar=("STUDENT", "LAB", "TEST"),
        help="run one test again with its seed; show inputs, expected and actual",
    )
    parser.add_argument(
        "--cluster",
        metavar="WHERE",
        help="examine on other machines: tls://HOST:PORT of a Dask scheduler, local:N for N workers here, or ssh:FILE "
        "with a host on each line (docs/cluster.md)",
    )
    parser.add_argument("--tls", default="", metavar="FILES", help="for --cluster: ca.pem,cert.pem,key.pem")
    parser.add_argument(
        "--no-tls", action="store_true", help="for --cluster: the scheduler is on this machine's loopback, unprotected"
    )
    add_gradebook(parser)
    add_jobs(parser, "submissions")


def run(options: argparse.Namespace, console: Console) -> int:
    """Grade, or explain one test."""
    from autograder.cli.sandbox_choice import choose_sandbox
    from autograder.course.config import load_config
    from autograder.exam.engines import close_engines
    from autograder.gradebook.lock import locked

    _check_cluster_options(options)
    settings = load_config(options.course)
    if options.sandbox:
        settings.Exam.sandbox = options.sandbox
    if options.run_all:
        settings.Exam.run_all = True
    if not options.submitted.exists():
        raise FileNotFoundError(
            f"{options.submitted}: no such folder or zip; it should hold <student>/<lab>/<notebook>.ipynb"
        )
    try:
        with locked(options.gradebook, "grade"):
            if options.cluster:
                return _on_cluster(options, console, settings)
            console.print(f"sandbox: {choose_sandbox(settings, options.course, options.submitted, options.gradebook)}")
            return _explain(options, console, settings) if options.explain else _grade(options, console, settings)
    finally:
        close_engines(now=True)


def _check_cluster_options(options: argparse.Namespace) -> None:
    """Refuse what would be ignored: somebody who names a cluster does not want student code to run here.

    Raises:
        CourseError: two options do not go together; the message says which to leave out.
    """
    if not options.cluster:
        if options.tls or options.no_tls:
            raise CourseError(f"{'--tls' if options.tls else '--no-tls'} is for --cluster, which is not given")
        return
    if options.explain:
        raise CourseError("--explain runs its one test on this machine: leave --cluster out")
    if options.jobs and not options.cluster.startswith(("local:", "ssh:")):
        raise CourseError(
            "--jobs is for workers that `grade` starts: leave it out, and give `--desks N` to the workers that run"
        )


def _on_cluster(options: argparse.Namespace, console: Console, settings: Config) -> int:
    from autograder.cluster.extra import needing_the_extra
    from autograder.exam.settings import exam_settings, hidden_paths
    from autograder.files import write_whole

    with needing_the_extra("--cluster"):
        from autograder.cluster.starting import cluster_of

    def tell(line: str) -> None:
        console.print(printable(line), soft_wrap=True)

    if exam_settings(settings).sandbox == "none" and not options.cluster.startswith("local:"):
        raise CourseError(
            "--cluster: without a sandbox, student code could read a worker's key.pem and with it run programs on all "
            "machines of the cluster: leave out `--sandbox none` (or c.Exam.sandbox)"
        )
    hidden = hidden_paths(settings, options.course, options.submitted, options.gradebook)
    places = {"jobs": options.jobs, "plain": options.no_tls}
    with cluster_of(options.cluster, options.tls, settings, hidden, tell, **places) as executor:
        tell(f"cluster: {executor.in_words()}")
        write_whole(options.gradebook / "sandbox.txt", f"{executor.sandboxes}\n")
        return _grade(options, console, settings, lambda jobs: executor)


def _grade(
    options: argparse.Namespace, console: Console, settings: Config, make_executor: MakeExecutor | None = None
) -> int:
    from autograder.cli.gone import gone_from, nothing_from
    from autograder.course.student_ids import shown_id
    from autograder.gradebook.late import try_penalties
    from autograder.gradebook.scores import SCORES
    from autograder.grading import exit_code, grade_with_progress, local_threads, plan

    work = plan(
        options.course, options.submitted, options.gradebook, options.lab, options.student, settings, options.force
    )
    for penalty in try_penalties(options.gradebook, settings):
        console.print(printable(f"late policy: {penalty}"), soft_wrap=True)
    executors = make_executor or local_threads
    graded = grade_with_progress(work, options.jobs, console, executors) if work.expected else None
    if graded is None or not graded.sent:
        console.print(
            f"{options.submitted}: nothing to grade; it should hold <student>/<lab>/<notebook>.ipynb", soft_wrap=True
        )
        return 1
    for one in graded.waiting:
        console.print(
            f"waits: {shown_id(one.student)} {one.lab}: {one.problem}; what was graded before stays", soft_wrap=True
        )
    for row in graded.needs_review:
        named = " ".join(filter(None, [shown_id(row.student), row.lab]))
        console.print(f"needs review: {named}: {row.reason}", soft_wrap=True)
    if not options.student:
        for line in gone_from(options.submitted, graded):
            console.print(printable(line), soft_wrap=True)
    console.print(f"scores: {options.gradebook / SCORES}", soft_wrap=True)
    if not options.student:
        for line in nothing_from(work.labs, graded):
            console.print(printable(line), soft_wrap=True)
    return exit_code(graded)


def _explain(options: argparse.Namespace, console: Console, settings: Config) -> int:
    from autograder.cli.explain import explain

    student, lab, test = options.explain
    console.print(
        explain(options.course, options.submitted, options.gradebook, settings, student, lab, test), soft_wrap=True
    )
    return 0
