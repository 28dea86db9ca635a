"""Of several notebooks of one student for a lab, the one with the work counts; where it cannot be told, a person is
asked.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from autograder.intake import Collected, Submission
from autograder.intake.file_choice import Candidate, choose_file
from autograder.intake.files import RefusedError
from tests.support.notebooks import (
    DOUBLING,
    RIGHT,
    doubling,
    find,
    make_master,
    make_notebook,
    released_cells,
    sentences,
)

MASTERS = {DOUBLING: make_master(doubling())}
NAME, COPY = "doubling.ipynb", "doubling-Copy1.ipynb"
HALF = {"double": RIGHT["double"]}
OTHER = {**RIGHT, "double": "def double(x):\n    return x * 2.0"}
DAY = 24 * 60 * 60


def notebook(answers: Mapping[str, str]) -> bytes:
    cells = released_cells(doubling())
    for name, source in answers.items():
        find(cells, name).source = source
    return json.dumps(make_notebook(cells)).encode()


def sent(folder: Path, files: Mapping[str, tuple[Mapping[str, str] | bytes, int]]) -> Submission:
    """The submission of a folder of files: what each holds, and how many seconds after the first it was changed."""
    lab = folder / "ada" / DOUBLING
    for name, (content, seconds) in files.items():
        path = lab / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else notebook(content))
        os.utime(path, (1_700_000_000 + seconds,) * 2)
    (submission,) = Collected(folder, MASTERS)
    return submission


def double_in(submission: Submission) -> str:
    assert submission.problem == ""
    return str(find(make_notebook(json.loads(submission.text)["cells"]).cells, "double").source)


@pytest.mark.parametrize(
    "copy", [COPY, "doubling (1).ipynb", "doubling-1.ipynb", "my work.ipynb", "new/doubling.ipynb"]
)
@pytest.mark.parametrize("seconds", [0, -DAY, DAY])
def test_the_empty_notebook_does_not_beat_the_done_one(tmp_path: Path, copy: str, seconds: int) -> None:
    found = sent(tmp_path, {NAME: ({}, 0), copy: (RIGHT, seconds)})
    assert double_in(found) == RIGHT["double"]
    assert found.answered == {"double", "halve", "in_words"}
    if copy.endswith(f"/{NAME}"):
        return  # it has the right name
    assert sentences(found) == (f"{copy} counts: nothing is written in {NAME}",)


def test_whose_copy_was_left_empty_is_graded_without_a_word(tmp_path: Path) -> None:
    found = sent(tmp_path, {NAME: (RIGHT, 0), COPY: ({}, DAY)})
    assert (double_in(found), found.repairs) == (RIGHT["double"], ())


def test_of_two_with_work_the_newer_counts_and_is_named(tmp_path: Path) -> None:
    found = sent(tmp_path, {NAME: (RIGHT, DAY), COPY: (OTHER, 0)})
    assert double_in(found) == RIGHT["double"]
    said = f"{NAME} counts, by the files' dates the newest of 2 notebooks with different answers; not graded: {COPY}"
    assert sentences(found) == (said,)
    assert double_in(sent(tmp_path, {NAME: (RIGHT, 0), COPY: (OTHER, DAY)})) == OTHER["double"]


def test_a_folder_that_was_copied_does_not_pass_for_an_order(tmp_path: Path) -> None:
    found = sent(tmp_path, {NAME: (RIGHT, 0), COPY: (OTHER, 2)})
    assert NAME in found.problem and COPY in found.problem
    assert "nothing tells which is the newest" in found.problem


def test_the_one_that_holds_all_of_the_other_counts_where_no_date_tells(tmp_path: Path) -> None:
    found = sent(tmp_path, {NAME: (HALF, 0), COPY: (RIGHT, 0)})
    assert found.answered == {"double", "halve", "in_words"}
    assert sentences(found) == (f"{COPY} counts: it has all that is written in {NAME}, and more",)


def test_a_zip_of_one_day_and_the_next_is_read_by_its_dates(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for day, (name, answers) in enumerate({NAME: OTHER, COPY: RIGHT}.items(), start=1):
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, day, 12, 0, 0)), notebook(answers))
    (tmp_path / "ada" / DOUBLING).mkdir(parents=True)
    (tmp_path / "ada" / DOUBLING / "work.zip").write_bytes(content.getvalue())
    (found,) = Collected(tmp_path, MASTERS)
    assert double_in(found) == RIGHT["double"]
    assert any(NAME in said and "the files' dates" in said for said in sentences(found))


def test_a_damaged_file_beside_the_work_is_passed_over_and_told(tmp_path: Path) -> None:
    found = sent(tmp_path, {NAME: (RIGHT, 0), COPY: (b"garbage", 0)})
    assert double_in(found) == RIGHT["double"]
    assert any(said.startswith(f"{COPY} was passed over: ") for said in sentences(found))


def test_a_damaged_file_that_may_be_the_work_needs_a_person(tmp_path: Path) -> None:
    found = sent(tmp_path, {NAME: ({}, 0), COPY: (b"garbage", 0)})
    assert f"{COPY} cannot be read" in found.problem and f"nothing is written in {NAME}" in found.problem
    found = sent(tmp_path, {NAME: (HALF, 0), COPY: (b"garbage", DAY)})
    assert f"it is newer than {NAME}" in found.problem


def test_copies_of_one_notebook_are_one(tmp_path: Path) -> None:
    found = sent(tmp_path, {NAME: (RIGHT, 0), COPY: (RIGHT, 0), "z.ipynb": (RIGHT, DAY)})
    assert (double_in(found), found.repairs) == (RIGHT["double"], ())


# The rule itself


def work(**answers: str) -> frozenset[tuple[str, str]]:
    return frozenset(answers.items())


EARLY, LATE = datetime(2026, 3, 1), datetime(2026, 3, 2)
EMPTY = Candidate(NAME, modified=LATE, upload=9)
ONE, TWO = Candidate("1.ipynb", work=work(a="1")), Candidate("2.ipynb", work=work(a="2"))
BOTH = Candidate("3.ipynb", work=work(a="1", b="1"))
FOREIGN = Candidate("f.ipynb", "foreign", problem="f")
BROKEN = Candidate("b.ipynb", "broken", problem="b cannot be read")


def dated(candidate: Candidate, modified: datetime | None = None, upload: int = 0, depth: int = 0) -> Candidate:
    return Candidate(candidate.name, candidate.state, candidate.work, upload, modified, depth, candidate.problem)


@pytest.mark.parametrize(
    ("candidates", "counts"),
    [
        ([EMPTY, ONE], "1.ipynb"),
        ([ONE, EMPTY, FOREIGN], "1.ipynb"),
        ([EMPTY, FOREIGN], NAME),
        ([FOREIGN, EMPTY], NAME),
        ([ONE, BOTH], "3.ipynb"),
        ([dated(ONE, LATE), dated(BOTH, EARLY)], "1.ipynb"),
        ([dated(ONE, EARLY), dated(TWO, LATE)], "2.ipynb"),
        ([dated(ONE, upload=7), dated(TWO, upload=5)], "1.ipynb"),
        ([dated(ONE, EARLY, upload=7), dated(TWO, LATE, upload=5)], "1.ipynb"),
        ([dated(ONE, EARLY), dated(TWO, LATE, depth=1)], "1.ipynb"),
        ([dated(EMPTY), dated(TWO, depth=1)], "2.ipynb"),
        ([dated(ONE, LATE), dated(BROKEN, EARLY)], "1.ipynb"),
        ([BROKEN], "b.ipynb"),
    ],
)
def test_which_of_several_counts(candidates: list[Candidate], counts: str) -> None:
    assert candidates[choose_file(candidates, NAME, "here").place].name == counts


@pytest.mark.parametrize(
    ("candidates", "says"),
    [
        ([], "expected doubling.ipynb or a single notebook in here, found none"),
        ([ONE, TWO], "different answers are written in 1.ipynb and 2.ipynb"),
        ([TWO, BOTH], "different answers are written in 2.ipynb and 3.ipynb"),
        ([dated(ONE, EARLY), dated(TWO, EARLY)], "different answers"),
        ([dated(ONE, EARLY), TWO], "different answers"),
        ([dated(ONE, upload=7), dated(TWO, LATE)], "different answers"),
        ([EMPTY, BROKEN], "b cannot be read; nothing is written in doubling.ipynb"),
        ([dated(ONE, EARLY), dated(BROKEN, LATE)], "b cannot be read; it is newer than 1.ipynb"),
        ([FOREIGN, BROKEN], "expected doubling.ipynb or a single notebook in here, found f.ipynb, b.ipynb"),
    ],
)
def test_where_it_cannot_be_told_both_are_named(candidates: list[Candidate], says: str) -> None:
    with pytest.raises(RefusedError) as caught:
        choose_file(candidates, NAME, "here")
    assert says in str(caught.value)
