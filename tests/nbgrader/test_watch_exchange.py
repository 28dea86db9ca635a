"""What `watch` releases is what nbgrader's own commands find: submit, list, fetch_feedback, release_feedback."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.files import write_whole
from tests.nbgrader.test_stock_commands import done
from tests.support.notebooks import DOUBLING, RIGHT, doubling, find, released_cells, write_lab
from tests.support.watching import COURSE_ID, IN_COURSE, WatchedClass, quickly, told


@pytest.mark.timeout(300)  # ten of nbgrader's commands, of some seconds each
def test_a_student_hands_in_and_fetches_feedback_with_nbgraders_own_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly(monkeypatch)
    watched = WatchedClass(tmp_path, places=IN_COURSE)
    student = tmp_path / "student"
    (watched.course / "cnnlab" / "__init__.py").unlink()  # nbgrader runs in the course's folder, and imports from there
    write_lab(watched.course / "notebooks" / DOUBLING, released_cells(doubling()))
    done(watched.course, "release_assignment", DOUBLING)
    root, cache = str(watched.submitted), str(tmp_path / "cache")
    settings = (
        f"c.Exchange.root = {root!r}\nc.Exchange.cache = {cache!r}\nc.CourseDirectory.course_id = {COURSE_ID!r}\n"
    )
    write_whole(student / "nbgrader_config.py", f"c = get_config()\n{settings}")
    cells = released_cells(doubling())
    for name, answer in RIGHT.items():
        find(cells, name).source = answer
    write_lab(student / DOUBLING, cells)

    done(student, "submit", DOUBLING)
    events = watched.work()
    assert [event["event"] for event in events] == ["received", "graded", "feedback"]
    who = events[0]["student"]
    assert "(feedback ready to be fetched)" in done(student, "list", "--cached")
    assert fetched(student) == watched.page(who).read_bytes()
    assert "(feedback already fetched)" in done(student, "list", "--cached")

    def give(book: Gradebook) -> None:
        grade = book.find_grade("in_words", "doubling", DOUBLING, who)
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.find_comment("in_words", "doubling", DOUBLING, who).manual_comment = "Well put."

    watched.change(give)
    assert told(watched.work(), "feedback")
    assert "(feedback ready to be fetched)" in done(student, "list", "--cached")
    assert b"Well put." in fetched(student)

    (watched.hand_in("bob") / "doubling.ipynb").write_text("{}", encoding="utf-8")
    assert told(watched.work(), "needs_review")
    assert [path.name for path in watched.page("bob").parent.glob("*.html")] == ["receipt.html"]
    released = {path: path.read_bytes() for path in (watched.exchange / "feedback").glob("*.html")}
    done(watched.course, "release_feedback", DOUBLING)
    for path, content in released.items():
        assert path.read_bytes() == content
    assert watched.work() == []


def fetched(student: Path) -> bytes:
    done(student, "fetch_feedback", DOUBLING)
    (page,) = (student / DOUBLING / "feedback").rglob("*.html")
    return page.read_bytes()
