"""solutions/ → notebooks/: what a student gets, what is refused, and that nothing is written then."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from sqlalchemy.exc import OperationalError

from autograder.course.config import load_config
from autograder.course.model import CourseError
from autograder.course.reading import read_course
from autograder.release.notebooks import generate, release, stale
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_INPUT,
    HIDDEN_MESSAGE,
    HIDDEN_SCHEME,
    STUB,
    TRIPLING,
    doubling,
    find,
    make_course,
    tripling,
    write_lab,
)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that was released once; tests that change it change a copy."""
    course = make_course(tmp_path_factory.mktemp("release") / "course")
    release(course)
    return course


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "course"))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def doubling_of(course: Path) -> nbformat.NotebookNode:
    return nbformat.read(course / "notebooks" / DOUBLING / "doubling.ipynb", as_version=4)


def test_each_lab_is_released_under_its_own_name(released: Path) -> None:
    assert sorted(files(released / "notebooks")) == [f"{DOUBLING}/doubling.ipynb", f"{TRIPLING}/tripling.ipynb"]


def test_a_released_notebook_keeps_cells_and_ids(released: Path) -> None:
    cells = doubling_of(released).cells
    assert [cell.id for cell in cells] == [cell.id for cell in doubling()]
    assert nbformat.validate(doubling_of(released)) is None


def test_a_released_exercise_is_a_stub_with_its_docstring(released: Path) -> None:
    cells = doubling_of(released).cells
    assert find(cells, "double").source == f'def double(x):\n    """Twice x, a number."""\n    {STUB}'
    assert find(cells, "in_words").source == "*Replace this line with your answer.*"


def test_a_released_test_keeps_its_visible_part_and_loses_its_hidden_one(released: Path) -> None:
    source = find(doubling_of(released).cells, "test_double_value").source
    assert 'assert double(3) == 6, "double(3) should be 6"' in source
    assert source.endswith("\n\ntest_double_value()")
    assert "HIDDEN" not in source


def test_run_all_goes_on_after_a_check_that_fails_and_after_nothing_else(released: Path) -> None:
    tagged = [cell.id for cell in doubling_of(released).cells if "raises-exception" in cell.metadata.get("tags", [])]
    assert tagged == [cell.id for cell in doubling() if cell.id.startswith("test_")] != []


def test_nothing_secret_is_released(released: Path) -> None:
    text = b"\n".join(files(released / "notebooks").values()).decode()
    for secret in (HIDDEN_INPUT, HIDDEN_MESSAGE, HIDDEN_SCHEME, "undoes halving", "return x + x", "x / 2", "halve(-5)"):
        assert secret not in text


def test_a_release_has_no_outputs(tmp_path: Path) -> None:
    cells = doubling()
    find(cells, "picture_double").outputs = [nbformat.v4.new_output("stream", text="[0, 2, 4, 6, 8]")]
    find(cells, "picture_double").execution_count = 1
    course = make_course(tmp_path, {DOUBLING: cells})
    release(course)
    assert [cell.outputs for cell in doubling_of(course).cells if cell.cell_type == "code"] == [[]] * 7
    assert find(doubling_of(course).cells, "picture_double").execution_count is None


def test_releasing_again_changes_no_byte(course: Path) -> None:
    before = files(course / "notebooks")
    release(course)
    assert files(course / "notebooks") == before
    assert stale(course) == []


def test_a_changed_a_missing_and_a_left_over_file_are_found_and_put_right(course: Path) -> None:
    notebooks = course / "notebooks"
    current = files(notebooks)
    path = notebooks / DOUBLING / "doubling.ipynb"
    path.write_text(path.read_text().replace("Twice a number", "Thrice a number"))
    (notebooks / TRIPLING / "tripling.ipynb").unlink()
    (notebooks / "03_gone").mkdir()
    (notebooks / "03_gone" / "gone.ipynb").write_text("{}")
    (notebooks / "notes.txt").write_text("left over")
    assert stale(course) == [
        f"{DOUBLING}/doubling.ipynb",
        f"{TRIPLING}/tripling.ipynb",
        "03_gone/gone.ipynb",
        "notes.txt",
    ]
    release(course)
    assert files(notebooks) == current
    assert not (notebooks / "03_gone").exists()
    assert stale(course) == []


def test_checking_writes_nothing(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    assert stale(course) == [f"{DOUBLING}/doubling.ipynb", f"{TRIPLING}/tripling.ipynb"]
    assert not (course / "notebooks").exists()


def test_checkpoints_of_an_editor_are_neither_stale_nor_removed(course: Path) -> None:
    checkpoint = course / "notebooks" / DOUBLING / ".ipynb_checkpoints" / "doubling-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    checkpoint.write_text("{}")
    assert stale(course) == []
    release(course)
    assert checkpoint.exists()


def test_a_picture_beside_the_source_is_released_with_it(course: Path) -> None:
    (course / "solutions" / DOUBLING / "picture.png").write_bytes(b"\x89PNG")
    release(course)
    assert (course / "notebooks" / DOUBLING / "picture.png").read_bytes() == b"\x89PNG"


def refused(course: Path) -> str:
    """The message with which the release of this course is refused, and proof that nothing was written."""
    before = files(course / "notebooks")
    with pytest.raises(CourseError) as error:
        release(course)
    assert files(course / "notebooks") == before
    with pytest.raises(CourseError):
        stale(course)
    return str(error.value)


def test_release_refuses_what_breaks_a_rule(course: Path) -> None:
    cells = doubling()
    find(cells, "test_halve_value").metadata["nbgrader"]["points"] = 0
    path = write_lab(course / "solutions" / DOUBLING, cells)
    assert refused(course) == f"{path}: the test cell 'test_halve_value' gives no points: give it some, or remove it"


def test_release_refuses_a_solution_in_a_hint(course: Path) -> None:
    cells = doubling()
    find(cells, "about_halve").source += "\n\n<details>\n\n```python\nreturn x / 2\n```\n\n</details>"
    write_lab(course / "solutions" / DOUBLING, cells)
    message = refused(course)
    assert message == (
        f"notebooks/{DOUBLING}/doubling.ipynb: cell 'about_halve' shows 'return x / 2', of the solution cell 'halve': "
        "remove it"
    )


def test_release_refuses_a_solution_of_one_lab_in_another(course: Path) -> None:
    cells = tripling()
    find(cells, "setup").source = '"""return x / 2"""\n\nimport math'
    write_lab(course / "solutions" / TRIPLING, cells)
    assert f"{TRIPLING}/tripling.ipynb: cell 'setup' shows 'return x / 2', of the solution cell 'halve'" in refused(
        course
    )


def test_release_refuses_a_solution_in_a_file_beside_the_notebook(course: Path) -> None:
    (course / "solutions" / DOUBLING / "answers.py").write_text("def halve(x):\n    return x / 2\n")
    assert f"{DOUBLING}/answers.py shows 'return x / 2', of the solution cell 'halve': remove it" in refused(course)


def test_release_refuses_two_exercises_of_one_name(course: Path) -> None:
    write_lab(course / "solutions" / "03_again", tripling())
    assert "the exercise 'triple' has the name of another" in refused(course)


def test_release_refuses_a_source_that_gives_other_bytes_each_time(tmp_path: Path) -> None:
    stub = 'import uuid\nc.ClearSolutions.code_stub = {"python": f"raise NotImplementedError({uuid.uuid4().hex!r})"}'
    course = make_course(tmp_path, settings=stub)
    assert (
        f"{course}/solutions/{DOUBLING}/doubling.ipynb: two releases of it differ: remove whatever in it is random"
        in refused(course)
    )


def test_release_refuses_solutions_that_nbgrader_did_not_cut(tmp_path: Path) -> None:
    course = make_course(
        tmp_path,
        settings='c.ClearSolutions.begin_solution_delimeter = "START"\nc.ClearSolutions.code_stub = {"python": ""}',
    )
    find_in_view = 'c.ClearHiddenTests.begin_test_delimeter = "START"'
    (course / "nbgrader_config.py").write_text((course / "nbgrader_config.py").read_text() + find_in_view)
    message = refused(course)
    cell = f"notebooks/{DOUBLING}/doubling.ipynb: cell 'test_double_value'"
    assert f"{cell} shows 'assert math.isclose(double({HIDDEN_INPUT})" in message
    assert "cell 'test_double_value' holds the marker of a region: close each region" in message


def test_what_nbgrader_refuses_is_told_with_its_reason(tmp_path: Path) -> None:
    cells = doubling()
    find(cells, "setup").metadata["nbgrader"]["schema_version"] = 99
    course = make_course(tmp_path, {DOUBLING: cells})
    message = refused(course)
    assert message.startswith(f"{course}/solutions/{DOUBLING}/doubling.ipynb: nbgrader refuses it: ")
    assert "newer version" in message


def test_a_course_without_configuration_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        CourseError, match=r"no nbgrader_config.py here; run this from the course's folder or name it with --course"
    ):
        load_config(tmp_path)


def test_masters_keep_hidden_tests_and_have_stubs(released: Path, tmp_path: Path) -> None:
    generate(released, read_course(released / "solutions"), tmp_path / "masters", keep_hidden=True)
    cells = nbformat.read(tmp_path / "masters" / DOUBLING / "doubling.ipynb", as_version=4).cells
    assert HIDDEN_MESSAGE in find(cells, "test_double_value").source
    assert STUB in find(cells, "double").source
    assert HIDDEN_SCHEME not in find(cells, "in_words").source


@pytest.mark.parametrize("has_changed", [False, True])
def test_a_locked_database_is_the_cause_when_cells_cannot_be_saved(
    released: Path, tmp_path: Path, has_changed: bool
) -> None:
    file = tmp_path / "gradebook.db"
    labs = read_course(released / "solutions")[:1]
    generate(released, labs, tmp_path / "masters", f"sqlite:///{file}", keep_hidden=True)
    if has_changed:
        released = shutil.copytree(released, tmp_path / "course")
        path = released / "solutions" / DOUBLING / "doubling.ipynb"
        path.write_text(path.read_text(encoding="utf-8").replace("halve(6) == 3", "halve(8) == 4"), encoding="utf-8")
    other = sqlite3.connect(file)
    other.execute("begin immediate")
    with pytest.raises(CourseError, match="database is locked") as caught:
        generate(released, labs, tmp_path / "again", f"sqlite:///{file}?timeout=0.05", keep_hidden=True)
    other.close()
    assert isinstance(caught.value.__cause__, OperationalError)


def test_releasing_leaves_working_folder_and_path_alone(
    released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert stale(released) == []
    assert Path.cwd() == tmp_path
    assert os.environ["PATH"] == "/usr/bin:/bin"
