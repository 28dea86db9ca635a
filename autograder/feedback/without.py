"""Who has no feedback page, and why; and pages of before, of which the submission is not graded any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from autograder.course.model import Lab
from autograder.course.roster import Person, Roster
from autograder.gradebook.people import absent
from autograder.gradebook.scores import NEEDS_HUMAN, Row, places

OLD = ".old"  # behind the name of a page that is not to be handed out; nbgrader releases *.html


@dataclass(frozen=True)
class Without:
    """Who has no page.

    Attributes:
        stuck: a row for each submission that could not be graded.
        nothing: who is in the roster and handed in nothing, by lab.
        set_aside: the pages of before that are not to be handed out, under their new names.
    """

    stuck: tuple[Row, ...] = ()
    nothing: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    set_aside: tuple[Path, ...] = ()


def without_page(
    rows: Sequence[Row], roster: Roster, labs: Iterable[str], students: Collection[str], set_aside: Iterable[Path]
) -> Without:
    """Who has no page for one of these labs; of these students only, unless there are none.

    Args:
        rows: all of scores.csv.
        labs: the ids of the labs of which pages were asked for.
    """
    ids = list(labs)
    stuck = [row for row in rows if row.outcome == NEEDS_HUMAN and row.lab in (*ids, "")]
    # Of a lab that nobody handed in, nothing is amiss.
    sent = [lab for lab in ids if any(row.lab == lab for row in rows)]
    nothing = {
        lab: tuple(person for person in absent(lab, roster, places(rows)) if not students or person.student in students)
        for lab in sent
    }
    return Without(
        tuple(row for row in stuck if not students or row.student in students),
        {lab: people for lab, people in nothing.items() if people},
        tuple(set_aside),
    )


def set_aside_old(
    folder: Path, labs: Iterable[Lab], students: Collection[str], current: Collection[Path]
) -> list[Path]:
    """Rename the pages in the folder of feedback, of these labs and students, that are of no graded submission. Another
    page that was renamed before stays.

    Returns:
        Their new names, in order.

    Raises:
        OSError: a page cannot be renamed.
    """
    renamed = []
    for page in sorted(_pages(folder, labs)):
        if page not in current and (not students or page.parent.parent.name in students):
            names = (page.with_name(f"{page.name}{OLD}{f'-{number}' if number > 1 else ''}") for number in count(1))
            renamed.append(page.replace(next(name for name in names if not name.exists())))
    return renamed


def _pages(folder: Path, labs: Iterable[Lab]) -> Iterator[Path]:
    for lab in labs:
        yield from folder.glob(f"*/{lab.id}/{lab.notebook}.html")
