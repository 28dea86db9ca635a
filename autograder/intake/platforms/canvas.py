"""Canvas's zip of an assignment: the files of each student's latest attempt.

`<sortable name>[_LATE]_<user>_<attachment>_<file>`, the name in lower case and without signs, so that it may be empty;
`<name>[_LATE]_<user>_text.html` and `…_link.html` for what was typed. Students of one name share `<name>`. In a group
assignment the group's name stands in the student's place, beside one member's number. Where names are hidden it is
`[LATE_]anon_<five letters and digits>_<attachment>_<file>`.

A name may end in an underscore and a number (`team_1`), and a file's name may begin with one, so
`team_1_345_678_x.ipynb` can be read in two ways. Numbers of users and attachments are as long as those of the rest of
the zip.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from autograder.course.roster import letters_of
from autograder.intake.delivery import Delivery, Sender
from autograder.intake.files import Entry, File
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

PLATFORM = "Canvas"
LONGEST_GROUP_NUMBER = 2  # digits
NUMBER = r"[1-9][0-9]{0,19}"
LATE = r"(?:_(?P<late>LATE|late))?"
TYPED = r"(?P<file>text\.html|link\.html)"
UPLOAD = r"(?P<upload>" + NUMBER + r")_(?P<file>.+)"
NAME = r"(?P<name>(?:(?!_[0-9]+_).)*?)"
HIDDEN = r"(?:(?P<late>LATE|late)_)?anon_(?P<hidden>[A-Za-z0-9]{1,20})"
NUMBERED = r"(?P<name>(?:(?!_[0-9]+_).)*?_[0-9]{1,20})"  # a name that ends in a number
USER = rf"{LATE}_(?P<user>{NUMBER})_"
FORMS = tuple(
    re.compile(form, re.S)
    for form in (rf"{HIDDEN}_{UPLOAD}", rf"{HIDDEN}_{TYPED}", rf"{NAME}{USER}{UPLOAD}", rf"{NAME}{USER}{TYPED}")
)
NUMBERED_FORMS = tuple(re.compile(form, re.S) for form in (rf"{NUMBERED}{USER}{UPLOAD}", rf"{NUMBERED}{USER}{TYPED}"))


@dataclass(frozen=True)
class Read:
    """A file's name taken apart; `upload` is the attachment's number, "" for what was typed."""

    name: str
    user: str
    hidden: str
    upload: str
    file: str
    late: bool
    ends_in_number: bool = False

    @property
    def lengths(self) -> tuple[int, int]:
        return len(self.user), len(self.upload)


@dataclass
class _Sent:
    first: Read
    files: list[File] = field(default_factory=list)
    late: bool = False


def knows(name: str) -> bool:
    """Whether Canvas gives a file such a name."""
    return bool(_readings(name))


def of_bundle(entries: Iterable[Entry], groups: Collection[str] = ()) -> Iterator[Delivery]:
    """A delivery for each student or group; `groups` are those that are known. Canvas makes no folders."""
    files = {file.name: file for file in entries if isinstance(file, File)}
    senders: dict[tuple[str, str], _Sent] = {}
    for name, read in read_names(files, groups).items():
        file = files[name]
        sent = senders.setdefault((read.user, read.hidden), _Sent(read))
        sent.late |= read.late
        if read.upload:
            sent.files.append(replace(file, name=read.file, upload=int(read.upload)))
    for _, sent in sorted(senders.items()):
        yield _delivery(sent)


def read_names(names: Iterable[str], groups: Collection[str] = ()) -> dict[str, Read]:
    """Of all names in a zip those that Canvas made, taken apart. A name that one of these groups has is the group's."""
    found = {name: readings for name in names if (readings := _readings(name))}
    usual = _usual_lengths([readings[0] for readings in found.values() if len(readings) == 1])
    known = {letters_of(group) for group in groups}
    return {
        name: next((read for read in readings if letters_of(read.name) in known), None) or _likeliest(readings, usual)
        for name, readings in found.items()
    }


def _delivery(sent: _Sent) -> Delivery:
    read = sent.first
    if read.hidden:
        sender = Sender(PLATFORM, number=read.hidden, number_stays=False, is_hidden=True)
    else:
        sender = Sender(PLATFORM, one_line(read.name), number=read.user, is_group=read.ends_in_number)
    notes = (Repair(RepairKind.LATE),) if sent.late else ()
    problem = "" if sent.files else "no file was handed in, only a text or a link that was typed into Canvas"
    return Delivery(sender, files=tuple(sent.files), notes=notes, problem=problem)


def _readings(name: str) -> list[Read]:
    """The ways in which a file's name can be read; none where it is not Canvas's."""
    plain = _first(FORMS, name)
    numbered = None if plain and "hidden" in plain.groupdict() else _first(NUMBERED_FORMS, name)
    return [_taken_apart(match, match is numbered) for match in (plain, numbered) if match]


def _first(forms: Iterable[re.Pattern[str]], name: str) -> re.Match[str] | None:
    return next(filter(None, (form.fullmatch(name) for form in forms)), None)


def _taken_apart(match: re.Match[str], ends_in_number: bool) -> Read:
    parts = match.groupdict("")
    name, user, hidden, upload = (parts.get(part, "") for part in ("name", "user", "hidden", "upload"))
    return Read(name, user, hidden, upload, parts["file"], bool(parts["late"]), ends_in_number)


def _usual_lengths(reads: Sequence[Read]) -> tuple[float, float] | None:
    """How many digits the numbers of users and attachments have in this zip."""
    lengths = [read.lengths for read in reads if read.user and read.upload]
    if not lengths:
        return None
    return median(users for users, _ in lengths), median(uploads for _, uploads in lengths)


def _likeliest(readings: Sequence[Read], usual: tuple[float, float] | None) -> Read:
    """The reading whose numbers are like those of the others; the first where nothing speaks for the second."""
    if len(readings) == 1:
        return readings[0]
    plain, numbered = readings
    if usual is not None:
        distances = [
            sum(abs(length - other) for length, other in zip(read.lengths, usual, strict=True)) for read in readings
        ]
        return numbered if distances[1] < distances[0] else plain
    is_groups = len(plain.user) <= LONGEST_GROUP_NUMBER < len(numbered.user)
    return numbered if is_groups and len(numbered.upload or numbered.user) >= len(numbered.user) else plain
