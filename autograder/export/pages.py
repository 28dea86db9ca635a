"""Feedback pages in a zip that Moodle or Canvas takes back: a page a student, under a name that the platform knows.

Moodle (*Upload multiple feedback files in a zip*; `mod/assign/feedback/file/importziplib.php`) cuts a folder's name at
its underscores: the second part is a participant's number, the third and fourth are a plugin's name. Versions before
4.1 want an underscore at the end, newer ones do not mind it. A group's folder has the group's number, which may be some
participant's, too: its pages go to the members' own numbers, which only the grading worksheet has.

Canvas (*Upload Submissions*; `infer_comment_context_from_filename`) takes the first two numbers in a file's name for a
user's and a submitted file's, or the two parts behind `anon`. It looks at no ending, and shows the page to the student,
in a group assignment to the whole group, under the submitted file's name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from autograder.course.model import CourseError, Lab
from autograder.course.roster import Person, Roster, letters_of, moodle_name, name_words, split_name
from autograder.course.student_ids import name_of
from autograder.export.exported import Exported
from autograder.export.layout import moodle_layout
from autograder.export.match import OWN_NUMBER, Line, match
from autograder.export.table import read_table
from autograder.files import write_whole
from autograder.gradebook.people import called
from autograder.intake.platforms import canvas, moodle

Platform = Literal["moodle", "canvas"]

MOST_NAMES = 100_000
IDENTIFIER = "Identifier"
NOBODY = {
    "moodle": "where groups handed in, or somebody handed in elsewhere, give --for the grading worksheet",
    "canvas": "Canvas takes a page only for somebody who handed in a file there",
}


@dataclass(frozen=True)
class Place:
    """Where a page goes: whose it is on the platform, and the page's name in the zip."""

    line: Line
    name: str


def hand_back(
    pages: Mapping[str, Path],
    people: Mapping[str, Person],
    roster: Roster,
    lab: Lab,
    platform: Platform,
    downloaded: Path,
    output: Path,
) -> Exported:
    """Write the zip with these pages of one lab, given by student.

    Args:
        downloaded: the zip of submissions as the platform made it, or Moodle's grading worksheet.

    Raises:
        CourseError: `downloaded` is neither, or names nobody.
        OSError: a file cannot be read or written.
    """
    places = _moodle_places(downloaded, lab) if platform == "moodle" else _canvas_places(downloaded, lab, roster)
    if not places:
        raise CourseError(
            f"{downloaded}: no name in it is one that {platform.capitalize()} gives to a submission; give --for the "
            "file as it was downloaded"
        )
    own, of_groups = _apart(places, roster, platform)
    everyone = {student: people.get(student, Person(student)) for student in pages}
    lines = _lines_as_named_here(own, everyone.values(), platform)
    matched, unmatched = match(everyone.values(), lines, "name in it")
    chosen = {student: own[line.number].name for student, line in matched.items()}
    notes: list[str] = []
    for place, group in of_groups if platform == "canvas" else ():
        there = [person for person in group if person.student in unmatched]
        there.sort(key=lambda person: not person.keys & set(place.line.keys.values()))
        for person in there:
            del unmatched[person.student]
            if person is there[0]:
                chosen[person.student] = place.name
            else:
                notes.append(f"{called(person)}: Canvas shows the page of {called(there[0])} to the whole group")
    if platform == "canvas":
        notes.append("Canvas shows a page under the name of the student's own file: save it with the ending .html")
    if unmatched:
        notes.append(NOBODY[platform])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, name in sorted(chosen.items()):
            archive.writestr(name, pages[student].read_bytes())
    write_whole(output, packed.getvalue())
    left = [f"{called(everyone[student])}: {why}" for student, why in sorted(unmatched.items())]
    return Exported(output, len(chosen), tuple(left), tuple(notes))


def _apart(
    places: Sequence[Place], roster: Roster, platform: Platform
) -> tuple[list[Place], list[tuple[Place, tuple[Person, ...]]]]:
    """The places of single students, and those of groups with their members."""
    key = _key(platform)
    groups = {key(name): roster.members(name) for name in roster.groups}
    own = [place for place in places if key(place.line.name) not in groups]
    of_groups = [(place, groups[key(place.line.name)]) for place in places if key(place.line.name) in groups]
    return own, of_groups


def _lines_as_named_here(places: Sequence[Place], people: Iterable[Person], platform: Platform) -> list[Line]:
    """The places' lines, counted from 0, with our name of a student where the platform's was made from it."""
    key = _key(platform)
    names = {key(made): name for person in people for name, made in _orders(person)}
    return [
        replace(place.line, number=at, name=names.get(key(place.line.name), place.line.name))
        for at, place in enumerate(places)
    ]


def _orders(person: Person) -> Iterator[tuple[str, str]]:
    """The person's name, and each way to put it that a platform may have started from."""
    of_id = name_of(person.student)
    names = {of_id: split_name(of_id), person.full_name: (person.first_name, person.last_name)}
    for name, (first, last) in names.items():
        if name:
            yield name, f"{first} {last}"
            yield name, f"{last} {first}"


def _key(platform: Platform) -> Callable[[str], object]:
    """What a name has in common with the one that the platform makes of it."""
    if platform == "moodle":
        return lambda name: name_words(moodle_name(name))
    return letters_of


def _moodle_places(downloaded: Path, lab: Lab) -> list[Place]:
    if not zipfile.is_zipfile(downloaded):
        layout = moodle_layout(read_table(downloaded))
        if not layout.worksheet:
            raise CourseError(f"{downloaded}: neither a zip nor a grading worksheet, which begins with Identifier")
        return [_moodle_place(line, lab) for line in layout.lines]
    numbers: dict[str, str] = {}
    for name in _names(downloaded):
        parts = filter(None, map(moodle.NAME.fullmatch, PurePosixPath(name).parts))
        found = next(parts, None)
        if found and found["number"]:
            numbers.setdefault(found["number"], found["name"])
    return [_moodle_place(Line(0, {IDENTIFIER: number}, name), lab) for number, name in numbers.items()]


def _moodle_place(line: Line, lab: Lab) -> Place:
    name = moodle_name(line.name) or "Participant"
    return Place(line, f"{name}_{line.keys[IDENTIFIER]}_assignsubmission_file_/{lab.notebook}.html")


def _canvas_places(downloaded: Path, lab: Lab, roster: Roster) -> list[Place]:
    """One submitted file a student: the one that is most like the lab's notebook."""
    names = (PurePosixPath(name).name for name in _names(downloaded))
    best: dict[str, tuple[tuple[bool, bool], Place]] = {}
    for name, read in canvas.read_names(names, roster.groups).items():
        if not read.upload:
            continue
        number, file = read.user or read.hidden, read.file.casefold()
        keys = {OWN_NUMBER: number, "anonymous": f"anon_{number}" if read.hidden else ""}
        place = Place(Line(0, keys, read.name), f"{PurePosixPath(name).stem}.html")
        rank = (".ipynb" in file, lab.notebook.casefold() in file)
        if number not in best or rank > best[number][0]:
            best[number] = (rank, place)
    return [place for _, place in best.values()]


def _names(downloaded: Path) -> Iterator[str]:
    """The names in a zip, of which nothing is unpacked."""
    try:
        with zipfile.ZipFile(downloaded) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CourseError(f"{downloaded}: it cannot be read as a zip: {error}") from error
    if len(names) > MOST_NAMES:
        raise CourseError(f"{downloaded}: it holds {len(names)} files, more than any class hands in")
    return iter(names)
