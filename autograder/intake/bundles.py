"""How people and learning platforms lay out what they send: which student, which lab, which files, sent when.

Understood, each in a folder or in a zip (which may have one more folder around it all):

- `<student>/<lab>/<notebook>.ipynb`, which is nbgrader's submitted layout too, with a `timestamp.txt` beside the
notebook;
- `<student>/<notebook>.ipynb`, where the notebook tells the lab;
- nbgrader's exchange, `[<course>/]inbound/<student>+<lab>+<timestamp>[+<random>]/`: the latest of a student counts;
- Moodle's zip of an assignment, `Full Name_<number>_assignsubmission_file_/…` or `Full
Name_<number>_assignsubmission_file_<file>`.
  The student's id is the number, Moodle's "Participant <number>" in its grading worksheet. It is another one in each
  assignment;
- Canvas's zip of an assignment, `<lastfirst>_[LATE_]<user>_<file>_<name>`. The student's id is the user's number,
Canvas's `ID` in
  its gradebook: two students may share a name, and then share `<lastfirst>`.

A `timestamp.txt` is believed where the teacher or nbgrader laid it down, not where a student uploaded it. The times in
a zip have no zone and are not those of the hand-in, so they are told and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from nbgrader.utils import parse_utc

from autograder.course.model import CourseError
from autograder.intake.files import NOTEBOOK, TIMESTAMP, ZIP, File, Folder, RefusedError, kind
from autograder.intake.submission import STUDENT_ID, Repair, RepairKind
from autograder.text import listed, one_line

MOODLE = re.compile(r"(?P<name>.*?)_(?P<student>[0-9]{1,20})_assignsubmission_file(?:_(?P<file>.*))?", re.S)
CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?:(?P<late>LATE)_)?(?P<student>[0-9]{1,20})_(?P<upload>[0-9]{1,20})_(?P<file>.+)", re.S | re.I
)
EXCHANGE = re.compile(r"(?P<student>.+)\+(?P<lab>[^+]+)\+(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[^+]*)(?:\+[^+]*)?", re.S)
INBOUND = "inbound"
OF_A_COURSE = {INBOUND, "outbound", "feedback"}
BAD_ID = "the student id {!r} is too long (64) or has other characters than A-Z a-z 0-9 . _ @ -: rename the folder"


@dataclass(frozen=True)
class Delivery:
    """What one student sent, for one lab or, with `lab` "", for the labs that the notebooks are of."""

    student: str
    lab: str = ""
    folder: Folder | None = None
    files: tuple[File, ...] = ()
    stamped: bool = False
    timestamp: datetime | None = None
    problem: str = ""
    notes: tuple[Repair, ...] = ()
    name: str = ""


@dataclass
class _Uploads:
    """The files of one student in a learning platform's zip."""

    name: str
    folders: list[Folder] = field(default_factory=list)
    files: list[tuple[int, str, File]] = field(default_factory=list)
    notes: dict[Repair, None] = field(default_factory=dict)


def parcels(root: Folder, labs: Collection[str], in_zip: bool) -> Iterator[Delivery]:
    """What lies in `root`, in the order of the students' ids.

    Raises:
        CourseError: an exchange of several courses.
        OSError: `root` itself cannot be listed.
    """
    if in_zip:
        root = _unwrapped(root, labs)
    inbound = _inbound(root)
    if inbound is not None:
        yield from _exchange(inbound)
        return
    uploads: dict[str, _Uploads] = {}
    for folder in root.folders:
        match = MOODLE.fullmatch(folder.name)
        if match:
            uploads.setdefault(match["student"], _Uploads(match["name"])).folders.append(folder)
        else:
            yield from _student(folder, labs)
    for file in root.files:
        match = MOODLE.fullmatch(file.name) or CANVAS.fullmatch(file.name)
        if match:
            _sort_upload(uploads, match, file)
        elif kind(file.name) == NOTEBOOK:
            yield Delivery(
                one_line(file.name), problem="it lies outside a student's folder, so that nobody knows whose it is"
            )
    for student in sorted(uploads):
        yield _upload(student, uploads[student])


def _unwrapped(root: Folder, labs: Collection[str]) -> Folder:
    """The one folder in a zip, when it is not a student's but the folder that was packed."""
    folders, files = root.entries()
    if len(folders) != 1 or files:
        return root
    (inner,) = folders
    folders, files = inner.entries()
    names = [*(folder.name for folder in folders), *(file.name for file in files)]
    if any(MOODLE.fullmatch(name) or CANVAS.fullmatch(name) for name in names):
        return inner
    if files or any(folder.name in labs for folder in folders):
        return root
    packed = any(deeper.name in labs for folder in folders for deeper in folder.folders)
    return (
        inner
        if packed or _inbound(inner) is not None or any(EXCHANGE.fullmatch(folder.name) for folder in folders)
        else root
    )


def _inbound(root: Folder) -> Folder | None:
    """Where an exchange keeps what was handed in: this folder, one in it, or one in a course's folder in it."""
    folders = root.folders
    if folders and all(EXCHANGE.fullmatch(folder.name) for folder in folders):
        return root
    courses = [root] if {folder.name for folder in folders} <= OF_A_COURSE else folders
    found = []
    for course in courses:
        with suppress(OSError):  # somebody's folder that cannot be read is told of when it is their turn
            found += [folder for folder in course.folders if folder.name == INBOUND] if not course.problem else []
    if not found or len(found) < len(courses):  # a student may call a folder as they like
        return None
    if len(found) > 1:
        raise CourseError(
            f"{root.name} is an exchange of several courses: {listed([c.name for c in courses])}; name one course's folder"
        )
    return found[0]


def _exchange(inbound: Folder) -> Iterator[Delivery]:
    latest: dict[tuple[str, str], list[tuple[datetime, Folder]]] = {}
    for folder in inbound.folders:
        match = EXCHANGE.fullmatch(folder.name)
        if not match:
            yield Delivery(
                one_line(folder.name),
                problem="the folder's name is not <student>+<lab>+<timestamp>, as nbgrader's exchange has it",
            )
            continue
        try:
            time = parse_time(match["time"])
        except ValueError as error:
            yield Delivery(
                one_line(match["student"]),
                match["lab"],
                problem=f"{one_line(folder.name)} does not hold a date: {one_line(str(error))}",
            )
            continue
        latest.setdefault((match["student"], match["lab"]), []).append((time, folder))
    for (student, lab), sent in sorted(latest.items(), key=lambda item: item[0]):
        time, folder = max(sent, key=lambda one: (one[0], one[1].name))
        notes = (Repair(RepairKind.LATEST_HAND_IN, count=len(sent)),) if len(sent) > 1 else ()
        yield _checked(Delivery(student, lab, folder, timestamp=time, problem=folder.problem, notes=notes))


def _student(folder: Folder, labs: Collection[str]) -> Iterator[Delivery]:
    if not STUDENT_ID.fullmatch(folder.name) or folder.problem:
        yield _checked(Delivery(folder.name, problem=folder.problem))
        return
    try:
        folders, files = folder.entries()
    except OSError as error:
        yield Delivery(folder.name, problem=f"the folder cannot be read: {error}")
        return
    strays = [file for file in files if kind(file.name) in (NOTEBOOK, ZIP)]
    if strays and not folders:
        yield Delivery(folder.name, folder=folder)
    elif any(kind(file.name) == NOTEBOOK for file in strays):
        names = ", ".join(one_line(file.name) for file in strays if kind(file.name) == NOTEBOOK)
        yield Delivery(folder.name, problem=f"{names} lies outside a lab's folder: one of {', '.join(labs)}")
    for inner in folders:
        yield Delivery(folder.name, inner.name, inner, stamped=True, problem=inner.problem)


def _checked(parcel: Delivery) -> Delivery:
    if STUDENT_ID.fullmatch(parcel.student):
        return parcel
    return replace(parcel, lab="", problem=BAD_ID.format(parcel.student))


def _sort_upload(uploads: dict[str, _Uploads], match: re.Match[str], file: File) -> None:
    found = match.groupdict()
    if kind(found["file"] or "") not in (NOTEBOOK, ZIP):
        return
    mine = uploads.setdefault(found["student"], _Uploads(found["name"]))
    mine.files.append((int(found.get("upload") or 0), found["file"], file))
    if found.get("late"):
        mine.notes[Repair(RepairKind.LATE)] = None


def _upload(student: str, sent: _Uploads) -> Delivery:
    """One student's files under the names they had before the platform put its own before them; of several alike the
    latest upload.
    """
    files: dict[str, File] = {}
    for upload, name, file in sorted(sent.files, key=lambda one: one[:2]):
        # Canvas counts the uploads of a file of one name: `convolution-1.ipynb`.
        plain = re.sub(r"-[0-9]+(?=\.[a-z]+$)", "", name) if upload else name
        if plain in files:
            sent.notes[Repair(RepairKind.LATEST_UPLOAD, details=(one_line(plain),))] = None
        files[plain] = File(plain, file.read, file.dated)
    root = Folder(student, lambda: (sent.folders, []))
    return Delivery(
        student,
        folder=root if sent.folders else None,
        files=tuple(files.values()),
        notes=tuple(sent.notes),
        name=one_line(sent.name),
    )


def timestamp(files: list[File]) -> datetime | None:
    """What `timestamp.txt` says, None without one.

    Raises:
        RefusedError: it holds no date.
    """
    for file in files:
        if file.name == TIMESTAMP:
            try:
                return parse_time(file.read().decode("utf-8"))
            except RefusedError:
                raise
            except Exception as error:
                raise RefusedError(f"{TIMESTAMP} does not hold a date: {error}") from error
    return None


def parse_time(text: str) -> datetime:
    """A time as nbgrader writes it, in UTC.

    Raises:
        ValueError: it is none.
    """
    try:
        # nbgrader takes an offset that stands apart, as in `12:30:00 +0100`, for seconds.
        parsed: datetime = parse_utc(re.sub(r" (?=[+-]\d{4}$)", "", text.strip()[:64]))
    except Exception as error:  # whatever the date parser makes of it
        raise ValueError(str(error)) from error
    return parsed
