"""`watch`: grade what arrives, as it arrives."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path
from typing import TextIO

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_gradebook, add_jobs, count


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`watch` and its options."""
    parser = add_command(commands, "watch", run, "grade what arrives in a folder or in nbgrader's exchange, at once")
    parser.add_argument(
        "--submitted",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder in which hand-ins arrive, or nbgrader's exchange",
    )
    add_gradebook(parser)
    add_jobs(parser, "submissions")
    parser.add_argument(
        "--sandbox",
        choices=("auto", "root", "user", "none"),
        help="the sandbox for student code (default: the strongest on this machine)",
    )
    parser.add_argument("--log", type=Path, metavar="FILE", help="add the events to this file, too")
    parser.add_argument(
        "--port", type=count, metavar="N", help="show counts at http://127.0.0.1:N/ (0 for a free port, which is told)"
    )


def run(options: argparse.Namespace, console: Console) -> int:
    """Work until SIGTERM or Ctrl-C."""
    from sqlalchemy.exc import DBAPIError

    from autograder.cli.sandbox_choice import choose_sandbox
    from autograder.course.config import load_config
    from autograder.course.model import CourseError
    from autograder.exam.engines import close_engines
    from autograder.gradebook.lock import locked
    from autograder.watch.extra import needing_the_extra
    from autograder.watch.settings import watch_settings
    from autograder.watch.source import source_of
    from autograder.watch.troubles import in_words

    settings = load_config(options.course)
    if options.sandbox:
        settings.Exam.sandbox = options.sandbox
    watch = watch_settings(settings)
    source = source_of(options.submitted, settings)
    with needing_the_extra("watch"):
        import watchfiles  # noqa: F401  # now rather than in a thread
    try:
        with locked(options.gradebook, "watch"), ExitStack() as stack:
            sandbox = choose_sandbox(settings, options.course, source.hidden, options.gradebook, many=True)
            from autograder.feedback.workers import needed_modules
            from autograder.watch.events import Events
            from autograder.watch.notices import Notices, stopped_by_signals
            from autograder.watch.places import Places, read_desk
            from autograder.watch.resuming import resumed
            from autograder.watch.service import Service
            from autograder.watch.status import StatusPage

            writers = [_to_stdout]
            if options.log:
                log = options.log.open("a", encoding="utf-8", buffering=1)
                stack.callback(_close, log)
                writers.append(log.write)
            events, notices = Events(*writers), Notices()
            stack.enter_context(stopped_by_signals(notices))
            places = Places(options.course, options.gradebook.resolve(), source, settings, watch)
            service = Service(places, read_desk(places), events, notices, options.jobs or os.cpu_count() or 1)
            service.resume(resumed(places.gradebook))
            for module in needed_modules(service.line.desk.subject):
                import_module(module)  # now, so that the first student does not wait for it
            address = ""
            if options.port is not None:
                page = StatusPage(options.port, service.counts)
                stack.callback(page.close)
                address = page.address
            facts = {"sandbox": sandbox, "folder": str(source.folder), "status": address}
            events.tell("started", **facts, exchange=source.exchange is not None)
            service.run()
            events.tell("stopped", reason=notices.why)
    except DBAPIError as error:
        what, path, cure = in_words(error, options.gradebook)
        raise CourseError(f"{path}: {what}: {cure}") from error
    finally:
        close_engines(now=True)
    return 0


def _close(file: TextIO) -> None:
    with suppress(OSError):  # a full disk: the last lines are lost
        file.close()


def _to_stdout(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()
