"""A class of forty as each platform packs what it hands in: `{path in the zip or folder: content}`.

The people have names that platforms write in their own ways: accents, apostrophes, several words, one name twice among
them where a builder is told so.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course.roster import ROSTER
from autograder.intake.owners import Owners
from tests.support.notebooks import (
    DOUBLING,
    RIGHT,
    TRIPLE,
    doubling,
    find,
    make_notebook,
    released_cells,
    tripling,
)

Sent = dict[str, bytes]

FIRST = ("Ada", "Björn", "Chloé", "Đorđe", "Emmy", "Seán", "Grace Brewster", "José", "Li", "Zoë")
LAST = ("Lovelace", "O'Brien", "Müller-Lüdenscheidt", "de la Cruz")
FIRST_CANVAS_ID, FIRST_MOODLE_NUMBER, FIRST_BRIGHTSPACE_ID = 20_100, 880_100, 310_100
FIRST_GRADESCOPE_NUMBER = 423_401_500
CANVAS_UPLOAD = 7_000_100
GROUP_SIZE = 4


@dataclass(frozen=True)
class Classmate:
    """One of the forty."""

    place: int
    first: str
    last: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def login(self) -> str:
        return f"s{self.place:03}"

    @property
    def email(self) -> str:
        return f"{self.login}@example.org"

    @property
    def canvas_id(self) -> str:
        return str(FIRST_CANVAS_ID + self.place)

    @property
    def brightspace_id(self) -> str:
        return str(FIRST_BRIGHTSPACE_ID + self.place)

    @property
    def group(self) -> str:
        return f"Group {self.place // GROUP_SIZE + 1}"

    def moodle_number(self, assignment: int = 1) -> str:
        """The participant's number, another one in each assignment."""
        return str(FIRST_MOODLE_NUMBER + 1000 * assignment + self.place)

    @property
    def moodle_name(self) -> str:
        """The name as Moodle writes it into a folder's name."""
        return re.sub(r"[&<>\"'`|:\\/]", "", self.name.replace("_", " "))

    @property
    def canvas_name(self) -> str:
        """The sortable name as Canvas writes it into a file's name."""
        return canvas_name(f"{self.last}, {self.first}")


CLASS = tuple(Classmate(place, FIRST[place % 10], LAST[place // 10]) for place in range(40))


def canvas_name(name: str) -> str:
    return re.sub(r"[^\w]", "", re.sub(r"_(\d+)_", r"\1", name)).lower()


def sent_notebook(lab: str = DOUBLING, answers: Mapping[str, str] | None = None) -> bytes:
    """A notebook as a student hands it in; all right unless `answers` say otherwise."""
    cells = released_cells(doubling() if lab == DOUBLING else tripling())
    for name, source in ((RIGHT if lab == DOUBLING else TRIPLE) if answers is None else answers).items():
        find(cells, name).source = source
    return json.dumps(make_notebook(cells)).encode()


def roster_csv(*, groups: bool = True) -> str:
    """The roster of the forty, with the numbers that all the builders use."""
    lines = ["id;first_name;last_name;email;login;numbers;groups"]
    for one in CLASS:
        numbers = ";".join(
            [one.canvas_id, one.brightspace_id, *(one.moodle_number(assignment) for assignment in (1, 2))]
        )
        group = one.group if groups else ""
        lines.append(f'{one.login};{one.first};{one.last};{one.email};;"{numbers}";{group}')
    return "\n".join(lines) + "\n"


def write_roster(gradebook: Path, text: str | None = None) -> None:
    gradebook.mkdir(parents=True, exist_ok=True)
    (gradebook / ROSTER).write_text(roster_csv() if text is None else text, encoding="utf-8")


def plain_class(lab: str = DOUBLING) -> Sent:
    return {f"{one.login}/{lab}/{_file(lab)}": sent_notebook(lab) for one in CLASS}


def moodle_class(assignment: int = 1, lab: str = DOUBLING, *, blind: bool = False, flat: bool = False) -> Sent:
    """Files of all, a text beside it of every fourth, a text alone of the last."""
    sent: Sent = {}
    for one in CLASS:
        head = f"{'Participant' if blind else one.moodle_name}_{one.moodle_number(assignment)}_assignsubmission_"
        slash = "_" if flat else "/"
        if one.place % 4 == 0 or one is CLASS[-1]:
            sent[f"{head}onlinetext{slash}onlinetext.html"] = b"<p>Here it is.</p>"
        if one is not CLASS[-1]:
            sent[f"{head}file{slash}{_file(lab)}"] = sent_notebook(lab)
    return sent


def moodle_groups(lab: str = DOUBLING) -> Sent:
    """Ten groups, whose numbers are those of participants, and the group of those who are in none."""
    groups = dict.fromkeys(one.group for one in CLASS)
    sent = {
        f"{group}_{CLASS[place + 20].moodle_number()}_assignsubmission_file/{_file(lab)}": sent_notebook(lab)
        for place, group in enumerate(groups)
    }
    return {**sent, f"Default group_assignsubmission_file/{_file(lab)}": sent_notebook(lab)}


def canvas_class(lab: str = DOUBLING, *, hidden: bool = False) -> Sent:
    """Every fifth late, every tenth with a second file, the last with a text alone."""
    sent: Sent = {}
    for one in CLASS:
        late = one.place % 5 == 0
        name = "anon" if hidden else one.canvas_name
        number = f"x{one.place:02}Kp" if hidden else one.canvas_id
        head = f"{'LATE_' if late and hidden else ''}{name}{'_LATE' if late and not hidden else ''}_{number}"
        if one is CLASS[-1]:
            sent[f"{head}_text.html"] = b"<p>Here it is.</p>"
            continue
        sent[f"{head}_{CANVAS_UPLOAD + 2 * one.place}_{_file(lab)}"] = sent_notebook(lab)
        if one.place % 10 == 1:
            sent[f"{head}_{CANVAS_UPLOAD + 2 * one.place + 1}_notes-1.txt"] = b"notes"
    return sent


def canvas_teams(lab: str = DOUBLING) -> Sent:
    """Ten teams, each beside the number of one member: `Group_1` and so on, so that the name ends in a number."""
    return {
        f"{canvas_name(one.group.replace(' ', '_'))}_{one.canvas_id}_{CANVAS_UPLOAD + one.place}_{_file(lab)}": (
            sent_notebook(lab)
        )
        for one in CLASS[1::GROUP_SIZE]
    }


def blackboard_class(lab: str = DOUBLING) -> Sent:
    """Each with Blackboard's own text; every fourth with an earlier attempt, the last with no file."""
    sent: Sent = {}
    for one in CLASS:
        for hour in (9, 21) if one.place % 4 == 0 else (21,):
            head = f"Lab_1 Doubling_{one.login}_attempt_2026-10-03-{hour:02}-15-00"
            called, original = f"{head}_{_file(lab)}", _file(lab)
            files = f"\tOriginal filename: {original}\n\tFilename: {called}\n"
            if one is CLASS[-1]:
                files = "No files were attached to this submission.\n"
            else:
                sent[called] = sent_notebook(lab, {} if hour == 9 else None)
            sent[f"{head}.txt"] = (
                f"Name: {one.name} ({one.login})\nAssignment: Lab_1 Doubling\n"
                f"Date Submitted: Saturday, October 3, 2026 {hour}:15:00 CEST\nCurrent Grade: Needs Grading\n\n"
                "Submission Field:\nThere is no student submission text data for this assignment.\n\n"
                f"Comments:\nThere are no student comments for this assignment.\n\nFiles:\n{files}\n"
            ).encode()
    return sent


def brightspace_class(lab: str = DOUBLING, *, flat: bool = False) -> Sent:
    """Every fourth with an earlier hand-in, of the morning."""
    sent: Sent = {"index.html": b"<html></html>"}
    between = " - " if flat else "/"
    for one in CLASS:
        head = f"{one.brightspace_id}-4711 - {one.name.replace('/', '-')}"
        if one.place % 4 == 0:
            sent[f"{head} - Oct 3, 2026 905 AM{between}{_file(lab)}"] = sent_notebook(lab, {})
        sent[f"{head} - Oct 3, 2026 115 PM{between}{_file(lab)}"] = sent_notebook(lab)
    return sent


def gradescope_class(lab: str = DOUBLING, *, sids: bool = True, pairs: bool = False) -> Sent:
    """Ruby's YAML, with results in it: their last one ends, as some do, in a quotation mark at the left margin."""
    sent: Sent = {}
    table = ["---"]
    for one in CLASS[:: 2 if pairs else 1]:
        folder = f"submission_{FIRST_GRADESCOPE_NUMBER + one.place}"
        table += [f"{folder}:", "  :submitters:"]
        for person in CLASS[one.place : one.place + (2 if pairs else 1)]:
            table += [f"  - :name: {json.dumps(person.name)}", f"    :sid: {repr(person.canvas_id) if sids else ''}"]
            table += [f"    :email: {person.email}"]
        table += ["  :created_at: 2026-10-03 13:15:00.118215000 Z", "  :score: 7.0", "  :results:", "    tests:"]
        table += ["    - output: 'It''s right.", "", "'", "      status: passed"]
        sent[f"{folder}/{_file(lab)}"] = sent_notebook(lab)
    return {"submission_metadata.yml": "\n".join(table).encode(), **sent}


def exchange_class(lab: str = DOUBLING, *, forged: bool = True) -> tuple[Sent, dict[str, str]]:
    """nbgrader's exchange, and the owner of each folder in it. Forged, the first student's hand-in is there once more,
    newer, made by the second student.
    """
    sent: Sent = {}
    owners: dict[str, str] = {}

    def hand_in(student: str, owner: str, time: str, answers: Mapping[str, str] | None) -> None:
        folder = f"{student}+{lab}+{time}+Zm9vYmFy_x{len(owners):02}"
        owners[folder] = owner
        sent[f"inbound/{folder}/{_file(lab)}"] = sent_notebook(lab, answers)
        sent[f"inbound/{folder}/timestamp.txt"] = time.encode()
        sent[f"inbound/{folder}/submission_secret.txt"] = b"0" * 128

    for one in CLASS:
        if one.place % 4 == 0:
            hand_in(one.login, one.login, "2026-10-03 08:00:00.000000 UTC", {})
        hand_in(one.login, one.login, "2026-10-03 13:15:00.000000 +0200", None)
    if forged:
        hand_in(CLASS[0].login, CLASS[1].login, "2026-10-04 00:00:00.000000 UTC", {})
    return sent, owners


def fake_owners(folders: Mapping[str, str], *, own: str = "teacher") -> Owners:
    """Owners as a test says, by the folders' names; all else is the teacher's."""
    logins = {one.login for one in CLASS}
    return Owners(lambda path: folders.get(path.name, own), logins.__contains__, own)


def lay_out(folder: Path, sent: Sent, how: str = "zip") -> Path:
    """What was sent, below `folder`: as a zip, or as a folder."""
    if how == "folder":
        for name, data in sent.items():
            path = folder / "sent" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder / "sent"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sent.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)  # of 1980: no time was kept
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sent.zip").write_bytes(content.getvalue())
    return folder / "sent.zip"


def _file(lab: str) -> str:
    return f"{lab.split('_', 1)[-1]}.ipynb"


BUILDERS: dict[str, Callable[[], Sent]] = {
    "plain": plain_class,
    "Moodle": moodle_class,
    "Moodle without folders": lambda: moodle_class(flat=True),
    "Canvas": canvas_class,
    "Blackboard": blackboard_class,
    "Brightspace": brightspace_class,
    "Brightspace without folders": lambda: brightspace_class(flat=True),
    "Gradescope": gradescope_class,
    "exchange": lambda: exchange_class(forged=False)[0],
}
