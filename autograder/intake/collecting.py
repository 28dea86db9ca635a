"""Everything that was sent, one student after the other: a hand-in is read when it is asked for, so that a class of any
size needs little memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
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


@dataclass(frozen=True)
class Collected:
    """What students sent, in a folder or a zip in one of the layouts of `bundles`: read each time it is gone through.

    Everybody who sent something has a submission; one that cannot be graded has a problem. A notebook that lies in no
    lab's folder goes by its name, else by the answers in it, else it is of the one lab in `labs`.

    Attributes:
        labs, students: the ids of those who are asked for; all where there are none.
        roster: who is in the class.
        owners: who owns a folder on the disk; the users of this machine without it.
        zone: the time zone that the class uses, for times with an abbreviation that several zones have.
    """

    submitted: Path
    masters: Masters
    labs: Sequence[str] = ()
    students: Sequence[str] = ()
    roster: Roster | None = None
    owners: Owners | None = None
    zone: str = ""

    def __iter__(self) -> Iterator[Submission]:
        """Read it, one student after the other.

        Raises:
            FileNotFoundError: there is no `submitted`.
            CourseError: `submitted` is a file but not a zip, a zip that cannot be taken, or an exchange of several
                courses.
        """
        with _delivered(self.submitted, list(self.masters), self.roster, self.owners, self.zone) as delivered:
            yield from _by_student(delivered, self.masters, self.labs, self.students, self.zone)


def _by_student(
    delivered: Iterable[Delivery], masters: Masters, labs: Sequence[str], students: Sequence[str], zone: str
) -> Iterator[Submission]:
    """All submissions that were asked for, one student after the other, read when they are asked for. One of no known
    lab is of that of all others in the platform's download, so students with such a one come last.
    """
    asked: list[Delivery] = []
    passed: dict[str, list[Delivery]] = {}
    for delivery in delivered:
        if students and delivery.student not in students:
            passed.setdefault(delivery.bundle, []).append(delivery)
        elif not labs or not delivery.lab or delivery.lab in labs:
            asked.append(delivery)
    asked.sort(key=_student)
    labs_in: dict[str, set[str]] = {}
    held: list[list[tuple[str, Submission]]] = []
    for _, theirs in groupby(asked, key=_student):
        read = [(each.bundle, sent) for each in theirs for sent in submissions_of(each, masters, labs, zone)]
        for bundle, sent in read:
            if bundle and sent.lab:
                labs_in.setdefault(bundle, set()).add(sent.lab)
        if any(bundle and not sent.lab for bundle, sent in read):
            held.append(read)
        else:
            yield from _once_each(sent for _, sent in read)
    for read in held:
        placed = [sent for bundle, sent in read if sent.lab or not bundle]
        for bundle, sent in read:
            if bundle and not sent.lab:
                if bundle not in labs_in:
                    others = passed.get(bundle, ())[:MOST_ASKED]
                    found = {other.lab for each in others for other in submissions_of(each, masters, labs, zone)}
                    labs_in[bundle] = found - {""}
                only = next(iter(labs_in[bundle])) if len(labs_in[bundle]) == 1 else ""
                placed.append(replace(sent, lab=only, notebook=masters[only].notebook if only else ""))
        yield from _once_each(placed)


def _student(delivery: Delivery) -> str:
    return delivery.student


def _once_each(submissions: Iterable[Submission]) -> Iterator[Submission]:
    """Of one student's submissions, one a lab. Where there are several: the one that can be graded, with a note of the
    others. Of two that can be, the second needs review.
    """
    found: list[Submission] = []
    place: dict[str, int] = {}
    for submission in submissions:
        lab = submission.lab
        if not lab or lab not in place:
            place[lab] = len(found)
            found.append(submission)
            continue
        before = found[place[lab]]
        if before.problem and submission.problem:
            both = replace(before, problem="; ".join(dict.fromkeys((before.problem, submission.problem))))
            found[place[lab]] = both
        elif before.problem or submission.problem:
            counts, other = (submission, before) if before.problem else (before, submission)
            note = Repair(RepairKind.PASSED_OVER, details=("another hand-in", other.problem))
            found[place[lab]] = replace(counts, repairs=(note, *counts.repairs))
        else:
            reason = (
                "two hand-ins of this lab lie in two places of what was collected, and the first was graded: take the "
                "other out, and grade again"
            )
            found.append(Submission(submission.student, lab, submission.notebook, problem=reason, name=submission.name))
    yield from found


def students_in(
    submitted: Path, labs: Collection[str], roster: Roster | None = None, owners: Owners | None = None
) -> Counter[str]:
    """The ids of the students who sent something, each with the number of their hand-ins, which are not read; `labs`
    are the ids of all labs of the course.

    Raises:
        As `Collected`.
    """
    with _delivered(submitted, labs, roster, owners) as delivered:
        return Counter(sorted(map(_student, delivered)))


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
