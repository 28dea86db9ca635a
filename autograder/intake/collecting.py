"""Everything that was sent, one submission after the other."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from autograder.course.model import CourseError
from autograder.course.roster import Roster
from autograder.intake.bundles import Surroundings, deliveries
from autograder.intake.delivery import Delivery
from autograder.intake.drafting import Masters, submissions_of
from autograder.intake.files import RefusedError, on_disk
from autograder.intake.owners import Owners, unix_owners
from autograder.intake.submission import Repair, RepairKind, Submission
from autograder.intake.zips import unpacked

LAYOUT = "<student>/<lab>/<notebook>.ipynb"
MOST_ASKED = 5  # hand-ins of others that are read to learn the lab


def collect(
    submitted: Path,
    masters: Masters,
    labs: Sequence[str] = (),
    students: Sequence[str] = (),
    roster: Roster | None = None,
    owners: Owners | None = None,
    zone: str = "",
) -> Iterator[Submission]:
    """Read what students sent, a folder or a zip in one of the layouts of `bundles`; `labs` and `students` narrow it.

    Everybody who sent something has a submission; one that cannot be graded has a problem. A notebook that lies in no
    lab's folder goes by its name, else by the answers in it, else it is of the one lab in `labs`.

    Args:
        roster: who is in the class.
        owners: who owns a folder on the disk; the users of this machine without it.
        zone: the time zone that the class uses, for times with an abbreviation that several zones have.

    Raises:
        FileNotFoundError: there is no `submitted`.
        CourseError: `submitted` is a file but not a zip, a zip that cannot be taken, or an exchange of several courses.
    """
    with _delivered(submitted, list(masters), roster, owners, zone) as delivered:
        yield from _once_each(_placed(delivered, masters, labs, students, zone))


def _once_each(submissions: Iterator[Submission]) -> Iterator[Submission]:
    """One submission a student and lab, where there are several: the one that can be graded, with a note of the others.
    Of two that can be, the second needs review.
    """
    found: list[Submission] = []
    place: dict[tuple[str, str], int] = {}
    for submission in submissions:
        key = (submission.student, submission.lab)
        if not submission.lab or key not in place:
            place[key] = len(found)
            found.append(submission)
            continue
        before = found[place[key]]
        if before.problem and submission.problem:
            both = replace(before, problem="; ".join(dict.fromkeys((before.problem, submission.problem))))
            found[place[key]] = both
        elif before.problem or submission.problem:
            counts, other = (submission, before) if before.problem else (before, submission)
            note = Repair(RepairKind.PASSED_OVER, details=("another hand-in", other.problem))
            found[place[key]] = replace(counts, repairs=(note, *counts.repairs))
        else:
            reason = (
                "two hand-ins of this lab lie in two places of what was collected, and the first was graded: take the "
                "other out, and grade again"
            )
            found.append(Submission(*key, submission.notebook, problem=reason, name=submission.name))
    yield from found


def _placed(
    delivered: Iterator[Delivery], masters: Masters, labs: Sequence[str], students: Sequence[str], zone: str
) -> Iterator[Submission]:
    """All submissions that were asked for. One of no known lab is of that of all others in the platform's download, and
    comes last.
    """
    labs_in: dict[str, set[str]] = {}
    passed: dict[str, list[Delivery]] = {}
    held: list[tuple[str, Submission]] = []
    for delivery in delivered:
        if students and delivery.student not in students:
            passed.setdefault(delivery.bundle, []).append(delivery)
        elif not labs or not delivery.lab or delivery.lab in labs:
            for submission in submissions_of(delivery, masters, labs, zone):
                if delivery.bundle and not submission.lab:
                    held.append((delivery.bundle, submission))
                    continue
                labs_in.setdefault(delivery.bundle, set()).add(submission.lab)
                yield submission
    for bundle, submission in held:
        if bundle not in labs_in:
            others = passed.get(bundle, ())[:MOST_ASKED]
            labs_in[bundle] = {sent.lab for other in others for sent in submissions_of(other, masters, labs, zone)} - {
                ""
            }
        only = next(iter(labs_in[bundle])) if len(labs_in[bundle]) == 1 else ""
        yield replace(submission, lab=only, notebook=masters[only].notebook if only else "")


def students_in(
    submitted: Path, labs: Collection[str], roster: Roster | None = None, owners: Owners | None = None
) -> list[str]:
    """The ids of the students who sent something, in order; `labs` are the ids of all labs of the course.

    Raises:
        As `collect`.
    """
    with _delivered(submitted, labs, roster, owners) as delivered:
        return sorted({delivery.student for delivery in delivered})


@contextmanager
def _delivered(
    submitted: Path, labs: Collection[str], roster: Roster | None, owners: Owners | None, zone: str = ""
) -> Generator[Iterator[Delivery]]:
    """All that was sent, each with its student; what it is read from stays open as long as the context lasts."""
    owners = unix_owners() if owners is None else owners
    with ExitStack() as stack:
        around = Surroundings(labs, Roster() if roster is None else roster, owners, stack, zone)
        if submitted.is_dir():
            yield deliveries(on_disk(submitted, owners.owner_of), around, in_zip=False)
            return
        if not submitted.exists():
            raise FileNotFoundError(f"{submitted}: no such folder; it should hold {LAYOUT}")
        try:
            root = stack.enter_context(unpacked(submitted, submitted.name))
        except RefusedError as error:
            raise CourseError(f"{submitted}: neither a folder nor a zip that can be taken: {error}") from error
        yield deliveries(root, around, in_zip=True)
