"""How people and learning platforms lay out what they send: which student, which lab, which files, sent when.

Understood, each in a folder or in a zip (which may have one more folder around it all):

- `<student>/<lab>/<notebook>.ipynb`, which is nbgrader's submitted layout too, with a `timestamp.txt` beside the
  notebook;
- `<student>/<notebook>.ipynb`, where the notebook says which lab it is;
- nbgrader's exchange, `[<course>/]inbound/<student>+<lab>+<timestamp>[+<random>]/`: a student's latest hand-in counts;
- Moodle's zip of an assignment, `Full Name_<number>_assignsubmission_file_/…` or
  `Full Name_<number>_assignsubmission_file_<file>`. The student's id is the number, "Participant <number>" in Moodle's
  grading worksheet. It differs from assignment to assignment;
- Canvas's zip of an assignment, `<lastfirst>_[LATE_]<user>_<file>_<name>`. The student's id is the user's number, `ID`
  in Canvas's gradebook. Students of one name share `<lastfirst>`.

A `timestamp.txt` is trusted where the instructor or nbgrader put it, not where a student uploaded it. The times in a
zip have no time zone and are not those of the hand-in: they are reported and have no effect.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from autograder.course.model import CourseError
from autograder.intake.files import NOTEBOOK, ZIP, File, Folder, file_type
from autograder.intake.submission import STUDENT_ID, Repair, RepairKind
from autograder.intake.times import parse_time
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
    """What one student sent.

    Attributes:
        lab: the lab's id, "" where the notebooks say which labs they are of.
        folder: what was sent as a folder; `files` is what was sent without one.
        stamped: whether a `timestamp.txt` in the folder is to be trusted.
        problem: why it cannot be graded, "" if it can.
        notes: what is worth knowing of how it was sent.
        name: what the learning platform calls the student.
    """

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


def deliveries(root: Folder, labs: Collection[str], in_zip: bool) -> Iterator[Delivery]:
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
        elif file_type(file.name) == NOTEBOOK:
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
    is_packed = any(deeper.name in labs for folder in folders for deeper in folder.folders)
    is_exchange = _inbound(inner) is not None or any(EXCHANGE.fullmatch(folder.name) for folder in folders)
    return inner if is_packed or is_exchange else root


def _inbound(root: Folder) -> Folder | None:
    """Where an exchange keeps what was handed in: this folder, one in it, or one in a course's folder in it."""
    folders = root.folders
    if folders and all(EXCHANGE.fullmatch(folder.name) for folder in folders):
        return root
    courses = [root] if {folder.name for folder in folders} <= OF_A_COURSE else folders
    inbounds: list[Folder] = []
    for course in courses:
        with suppress(OSError):  # a folder that cannot be read is reported when it is its turn
            inbounds += [folder for folder in course.folders if folder.name == INBOUND] if not course.problem else []
    if not inbounds or len(inbounds) < len(courses):  # a student may name a folder `inbound`, too
        return None
    if len(inbounds) > 1:
        names = listed([course.name for course in courses])
        raise CourseError(f"{root.name} is an exchange of several courses: {names}; name one course's folder")
    return inbounds[0]


def _exchange(inbound: Folder) -> Iterator[Delivery]:
    """A student's latest hand-in of each lab, and the folders whose names cannot be read."""
    hand_ins: dict[tuple[str, str], list[tuple[datetime, Folder]]] = {}
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
        hand_ins.setdefault((match["student"], match["lab"]), []).append((time, folder))
    for (student, lab), dated_folders in sorted(hand_ins.items(), key=lambda item: item[0]):
        time, folder = max(dated_folders, key=lambda dated: (dated[0], dated[1].name))
        count = len(dated_folders)
        notes = (Repair(RepairKind.LATEST_HAND_IN, count=count),) if count > 1 else ()
        yield _checked(Delivery(student, lab, folder, timestamp=time, problem=folder.problem, notes=notes))


def _student(folder: Folder, labs: Collection[str]) -> Iterator[Delivery]:
    """What lies in a student's folder: a folder a lab, or notebooks and zips that say which labs they are of."""
    if not STUDENT_ID.fullmatch(folder.name) or folder.problem:
        yield _checked(Delivery(folder.name, problem=folder.problem))
        return
    try:
        folders, files = folder.entries()
    except OSError as error:
        yield Delivery(folder.name, problem=f"the folder cannot be read: {error}")
        return
    strays = [file for file in files if file_type(file.name) in (NOTEBOOK, ZIP)]
    if strays and not folders:
        yield Delivery(folder.name, folder=folder)
    elif any(file_type(file.name) == NOTEBOOK for file in strays):
        names = ", ".join(one_line(file.name) for file in strays if file_type(file.name) == NOTEBOOK)
        yield Delivery(folder.name, problem=f"{names} lies outside a lab's folder: one of {', '.join(labs)}")
    for inner in folders:
        yield Delivery(folder.name, inner.name, inner, stamped=True, problem=inner.problem)


def _checked(delivery: Delivery) -> Delivery:
    """The delivery, with a problem when its student's id cannot be one."""
    if STUDENT_ID.fullmatch(delivery.student):
        return delivery
    return replace(delivery, lab="", problem=BAD_ID.format(delivery.student))


def _sort_upload(uploads: dict[str, _Uploads], match: re.Match[str], file: File) -> None:
    """Put a file whose name a platform made, as `match` says, to the others of its student."""
    groups = match.groupdict()
    if file_type(groups["file"] or "") not in (NOTEBOOK, ZIP):
        return
    upload = uploads.setdefault(groups["student"], _Uploads(groups["name"]))
    upload.files.append((int(groups.get("upload") or 0), groups["file"], file))
    if groups.get("late"):
        upload.notes[Repair(RepairKind.LATE)] = None


def _upload(student: str, uploads: _Uploads) -> Delivery:
    """One student's files under the names that the student gave them; of several of one name, the latest upload."""
    files: dict[str, File] = {}
    for number, uploaded_name, file in sorted(uploads.files, key=lambda upload: upload[:2]):
        # Canvas counts the uploads of a file of one name: `convolution-1.ipynb`.
        name = re.sub(r"-[0-9]+(?=\.[a-z]+$)", "", uploaded_name) if number else uploaded_name
        if name in files:
            uploads.notes[Repair(RepairKind.LATEST_UPLOAD, details=(one_line(name),))] = None
        files[name] = replace(file, name=name, upload=number)
    root = Folder(student, lambda: (uploads.folders, []))
    return Delivery(
        student,
        folder=root if uploads.folders else None,
        files=tuple(files.values()),
        notes=tuple(uploads.notes),
        name=one_line(uploads.name),
    )
