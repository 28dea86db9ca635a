"""`attempts`: every hand-in that `watch` received, and which counts; restore one, or grade again."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_gradebook, add_selection

if TYPE_CHECKING:
    from autograder.watch.attempts import Attempt


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`attempts` and its options."""
    parser = add_command(commands, "attempts", run, "list what `watch` received, or have another attempt count")
    add_gradebook(parser)
    add_selection(parser)
    parser.add_argument(
        "--restore",
        nargs=3,
        metavar=("STUDENT", "LAB", "ATTEMPT"),
        help="have this attempt count (the beginning of its name is enough), whatever comes later; `by-policy` in its "
        "place goes back to the course's rules",
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help="grade again those that count, where tests have changed, and those that came last and need review, of the "
        "labs and students that are named",
    )
    parser.add_argument(
        "--sandbox",
        choices=("auto", "root", "user", "none"),
        help="for --restore and --again, where the attempt has to be examined again: the sandbox for student code",
    )


def run(options: argparse.Namespace, console: Console) -> int:
    """List, or restore."""
    if options.restore:
        return _restore(options, console)
    from autograder.course.roster import read_roster
    from autograder.course.selection import asked_for
    from autograder.watch.attempts import all_attempts
    from autograder.watch.listing import lines

    everything = list(all_attempts(options.gradebook))
    students = {attempt.student for attempt in everything}
    ids = asked_for(options.student, students, read_roster(options.gradebook), f"in {options.gradebook}")
    chosen = [
        attempt
        for attempt in everything
        if (not ids or attempt.student in ids) and (not options.lab or attempt.lab in options.lab)
    ]
    if options.again:
        return _again(options, console, chosen)
    for line in lines(options.gradebook, chosen):
        print(line)
    if not chosen:
        console.print(f"{options.gradebook}: no attempts; `watch` keeps those that it receives", soft_wrap=True)
        return 1
    return 0


def _restore(options: argparse.Namespace, console: Console) -> int:
    from autograder.course.config import exchange_zone, load_config
    from autograder.course.roster import read_roster
    from autograder.course.selection import asked_for
    from autograder.watch.attempts import all_attempts
    from autograder.watch.restoring import BY_POLICY, ask, named
    from autograder.watch.settings import watch_settings

    student, lab, name = options.restore
    gradebook, settings = options.gradebook, load_config(options.course)
    policy = watch_settings(settings).policy(exchange_zone(settings))
    students = {attempt.student for attempt in all_attempts(gradebook)}
    [student] = asked_for([student], students, read_roster(gradebook), f"in {gradebook}", "--restore")
    attempt = named(gradebook, student, lab, name, policy, settings)
    ask(gradebook, attempt, name != BY_POLICY)
    return _apply(options, console, gradebook)


def _again(options: argparse.Namespace, console: Console, chosen: Sequence[Attempt]) -> int:
    from autograder.watch.attempts import needs_review, read_choice
    from autograder.watch.restoring import ask

    last = {attempt.place: attempt for attempt in chosen}
    for attempt in chosen:
        choice = read_choice(options.gradebook, *attempt.place)
        if choice.attempt == attempt.name:
            ask(options.gradebook, attempt, choice.is_a_persons)
        elif attempt is last[attempt.place] and needs_review(attempt):
            ask(options.gradebook, attempt, None)
    return _apply(options, console, options.gradebook)


def _apply(options: argparse.Namespace, console: Console, gradebook: Path) -> int:
    """Have it recorded by the service that runs, or here where there is none."""
    from autograder.gradebook.lock import holder, locked

    if holder(gradebook) == "watch":
        console.print("asked for: the service that runs does it now", soft_wrap=True)
        return 0
    with locked(gradebook, "attempts"):
        return _apply_here(options, console, gradebook)


def _apply_here(options: argparse.Namespace, console: Console, gradebook: Path) -> int:
    from autograder.cli.sandbox_choice import choose_sandbox
    from autograder.course.config import load_config
    from autograder.exam.engines import close_engines
    from autograder.watch.events import Events
    from autograder.watch.restoring import apply_requests
    from autograder.watch.source import configured_exchange

    settings = load_config(options.course)
    if options.sandbox:
        settings.Exam.sandbox = options.sandbox
    try:
        choose_sandbox(settings, options.course, configured_exchange(settings, gradebook).hidden, gradebook)
        events = Events(lambda line: console.print(line.strip(), soft_wrap=True))
        return apply_requests(options.course, gradebook, settings, events, os.cpu_count() or 1)
    finally:
        close_engines(now=True)
