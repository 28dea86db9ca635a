"""The package for Gradescope, run in the folders that Gradescope documents."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli.sample_class import sample_students, write_submission
from autograder.course.answers import ANSWERS
from autograder.course.config import SOLUTIONS
from autograder.course.model import Lab
from autograder.course.reading import read_lab
from autograder.course.regions import HIDDEN, within
from autograder.doors import marking
from autograder.exam.jobs import Job
from autograder.gradebook.scores import Row
from autograder.grading import examining, grade, plan
from tests.support.doors import (
    FULL,
    MARK,
    PARTLY,
    SECRETS,
    Gradescope,
    course_to_pack,
    gradescope,
    no_namespaces,
    no_right_to_mount,
    notebook,
    pack,
    unpacked,
)
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_INPUT,
    RIGHT,
    ROOT,
    make_notebook,
    released_cells,
    submit,
    tripling,
)
from tests.support.quick import work_quickly
from tests.support.sampling import ALL_ANSWERS


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_to_pack(tmp_path_factory.mktemp("doors"))


@pytest.fixture(scope="module")
def package(course: Path) -> Path:
    return unpacked(pack(course))


@pytest.fixture
def there(package: Path, tmp_path: Path) -> Gradescope:
    return gradescope(tmp_path, package)


# What was graded


def test_a_right_notebook_gets_all_points_of_its_checks(there: Gradescope) -> None:
    ran = there.hand_in({"doubling.ipynb": notebook(RIGHT)})
    assert (ran.code, ran.scores) == (0, FULL)
    assert all(test["status"] == "passed" and test["score"] == test["max_score"] for test in ran.read["tests"])
    assert "7 of 7 points from the checks" in ran.read["output"]
    assert "Not in this score: 3 points for answers in words.\n- in_words: Your instructor reads" in ran.read["output"]


def test_scores_are_those_of_our_own_gradebook(there: Gradescope, course: Path, tmp_path: Path) -> None:
    answers = {
        "right": RIGHT,
        "partly": PARTLY,
        "untouched": {},
        "no syntax": {**RIGHT, "double": "def double(x)\n    return 2 * x"},
        "ends": {**RIGHT, "double": "import os\nos._exit(1)"},
        "known input": {**RIGHT, "double": "def double(x):\n    return {3: 6}.get(x, 0)"},
        "endless": {**RIGHT, "halve": "def halve(x):\n    while True:\n        pass"},
    }
    for student, own in answers.items():
        submit(tmp_path / "submitted", student.replace(" ", "-"), DOUBLING, own)
    rows = grade(plan(course, tmp_path / "submitted", tmp_path / "gradebook"), jobs=2).rows()
    for student, own in answers.items():
        ours = {
            row.test: row.points for row in rows if row.student == student.replace(" ", "-") and row.test != "in_words"
        }
        theirs = there.hand_in_here({"doubling.ipynb": notebook(own)}).scores
        assert {f"test_{name.replace(': ', '_')}": points for name, points in theirs.items()} == ours, student
    assert ours["test_halve_value"] == 0


def test_what_is_partly_right_gets_a_part_and_says_what_to_do(there: Gradescope) -> None:
    ran = there.hand_in_here({"doubling.ipynb": notebook(PARTLY)})
    assert (ran.code, ran.scores) == (0, {**FULL, "double: kinds": 1})
    tests = {test["name"]: test for test in ran.read["tests"]}
    assert tests["double: kinds"]["status"] == "failed"
    assert tests["double: kinds"]["output"] == "One point for fractions, one for words.\n\nPartly right."
    assert (tests["double: kinds"]["number"], tests["double: kinds"]["tags"]) == ("1.2", ["double"])
    assert "double: 1 of its 2 parts is right.\n" in ran.read["output"]
    assert "1. In your notebook, run the check `test_double_kinds` below your answer." in ran.read["output"]


def test_an_untouched_notebook_is_a_zero_that_says_so(there: Gradescope) -> None:
    ran = there.hand_in_here({"doubling.ipynb": notebook()})
    assert (ran.code, ran.scores) == (0, dict.fromkeys(FULL, 0))
    assert all(test["output"].endswith("\n\nNot written yet.") for test in ran.read["tests"])
    assert "- in_words: Nothing was written here." in ran.read["output"]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {**RIGHT, "double": "def double(x):\n    raise ValueError(str(x))"},
        {**RIGHT, "double": "def double(x):\n    print(x)\n    return {3: 6}[x]"},
        {**RIGHT, "double": "def double(x):\n    raise type(f'E{x}', (Exception,), {})"},
        {**RIGHT, "in_words": "# <script>alert(1)</script>"},
    ],
)
def test_no_hidden_input_message_or_scheme_is_in_the_results(there: Gradescope, answers: dict[str, str]) -> None:
    ran = there.hand_in_here({"doubling.ipynb": notebook(answers)})
    text = json.dumps(ran.read, ensure_ascii=False) + ran.printed
    assert not [secret for secret in SECRETS if secret in text]
    assert ran.read["stdout_visibility"] == "hidden"
    assert {ran.read[key] for key in ("output_format", "test_output_format", "test_name_format")} == {"text"}


def test_a_student_gets_the_same_inputs_in_each_run_and_another_student_gets_others(
    there: Gradescope, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = []

    def work(data: bytes) -> bytes:
        seeds.append(Job.decode(data).seed)
        return work_quickly(data)

    monkeypatch.setattr(examining, "work", work)
    for number in (7, 8, 7):
        there.hand_in_here({"doubling.ipynb": notebook(RIGHT)}, {"users": [{"id": number}]})
    assert seeds[0] == seeds[2] != seeds[1]


def test_damaged_metadata_stop_nothing(there: Gradescope) -> None:
    assert there.hand_in_here({"doubling.ipynb": notebook(RIGHT)}, {"users": [{"id": "../../etc"}]}).scores == FULL


# What intake reads


def test_an_unusual_hand_in_is_read_and_its_words_are_in_the_output(there: Gradescope) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("work/doubling.ipynb", notebook(RIGHT))
    ran = there.hand_in_here({"my work.zip": zipped.getvalue()})
    assert ran.scores == FULL
    assert "About what you handed in; none of it costs points:\n- It was in the zip my work.zip." in ran.read["output"]


def test_of_several_notebooks_the_one_with_work_counts(there: Gradescope) -> None:
    ran = there.hand_in_here({"doubling.ipynb": notebook(), "doubling (1).ipynb": notebook(RIGHT)})
    assert ran.scores == FULL
    assert "- Doubling (1).ipynb counts: nothing is written in doubling.ipynb." in ran.read["output"]


OTHER_LAB = json.dumps(make_notebook(released_cells(tripling())))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Nothing was sent: the folder is empty."),
        ({"report.pdf": b"%PDF"}, "No notebook was sent, but report.pdf."),
        ({"doubling.ipynb": "garbage"}, "Doubling.ipynb cannot be read as a notebook"),
        ({"tripling.ipynb": OTHER_LAB}, "Tripling.ipynb: "),
        (
            {"a.ipynb": notebook(RIGHT), "b.ipynb": notebook(PARTLY)},
            "Different answers are written in a.ipynb and b.ipynb, and nothing tells which is the newest",
        ),
    ],
    ids=["nothing", "no notebook", "damaged", "another lab", "two versions"],
)
def test_what_cannot_be_read_has_no_score_and_says_why(
    there: Gradescope, files: dict[str, str | bytes], words: str
) -> None:
    ran = there.hand_in_here(files)
    assert (ran.code, ran.has_no_score) == (3, True)
    assert words in ran.read["output"]
    assert "This is no zero" in ran.read["output"]
    assert ran.read["output"].endswith("Put this right and hand in again, or ask your instructor.")
    assert ran.read["visibility"] == "hidden"  # no student sees a total


# When we fail


def test_a_crash_of_ours_is_no_zero_and_tells_the_student_nothing_of_it(
    there: Gradescope, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError(f"at the input {HIDDEN_INPUT}")

    monkeypatch.setattr(marking, "grade", crash)
    ran = there.hand_in_here({"doubling.ipynb": notebook(RIGHT)})
    assert (ran.code, ran.has_no_score) == (3, True)
    assert "The grader failed here, not your notebook." in ran.read["output"]
    assert HIDDEN_INPUT not in json.dumps(ran.results)
    assert f"could not be graded: RuntimeError: at the input {HIDDEN_INPUT}" in ran.printed


def test_an_exam_that_breaks_is_no_zero(there: Gradescope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "work", lambda job: b"no answer")
    ran = there.hand_in_here({"doubling.ipynb": notebook(RIGHT)})
    assert (ran.code, ran.has_no_score) == (3, True)
    assert "could not be graded: " in ran.printed


def test_a_check_that_was_not_decided_leaves_no_score_from_which_its_points_are_missing(
    there: Gradescope, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(data: bytes) -> bytes:
        answer = json.loads(work_quickly(data))
        cause = {"kind": "ours", "detail": ""}
        answer["verdicts"][0] |= {"outcome": "unknown", "points": None, "cause": cause, "reason": "it broke"}
        return json.dumps(answer).encode()

    monkeypatch.setattr(examining, "work", work)
    ran = there.hand_in_here({"doubling.ipynb": notebook(RIGHT)})
    assert (ran.code, ran.has_no_score) == (3, True)
    assert "Not decided: double: value." in ran.read["output"]
    assert [test["status"] for test in ran.read["tests"]] == ["failed", "failed", "passed", "passed"]
    assert ran.printed == "could not be graded: it broke\n"


def test_results_that_cannot_even_be_imported_are_no_zero(there: Gradescope) -> None:
    (there.root / "source" / "course" / "autograder" / "grading" / "running.py").unlink()
    ran = there.hand_in({"doubling.ipynb": notebook(RIGHT)})
    assert (ran.code, ran.has_no_score) == (3, True)
    assert "No module named 'autograder.grading.running'" in ran.printed
    assert "autograder.grading" not in json.dumps(ran.results)


def test_where_namespaces_are_forbidden_nothing_runs_and_the_result_says_so_with_the_cure(there: Gradescope) -> None:
    mine = notebook({**RIGHT, "double": "open('/tmp/it-ran', 'w')\ndef double(x):\n    return 2 * x"})
    ran = there.hand_in({"doubling.ipynb": mine}, prepare=no_namespaces())
    assert (ran.code, ran.has_no_score) == (3, True)
    assert "namespaces as root (CAP_SYS_ADMIN), and user namespaces. Cure: " in ran.read["output"]
    assert "CAP_SYS_ADMIN" in ran.printed
    assert not Path("/tmp/it-ran").exists()


def test_a_run_that_takes_too_long_ends_without_a_result_before_gradescope_makes_it_a_zero(there: Gradescope) -> None:
    (there.root / "results" / "results.json").write_text('{"score": 7}')
    ran = there.hand_in({"doubling.ipynb": notebook(RIGHT)}, AUTOGRADER_SECONDS="0.2")
    assert (ran.code, ran.results) == (124, None)
    assert "could not be graded: the grader ended with 124" in ran.printed


# Attacks


@pytest.mark.parametrize("sandbox", ["root", "user"])
def test_a_hand_in_reaches_neither_the_graders_imports_nor_its_settings_nor_its_result(
    there: Gradescope, sandbox: str
) -> None:
    """It lies beside what Python and the grader would import, and its code tries each place that it could write to."""
    root, here = there.root, f"raise SystemExit('{MARK}')"
    forged = json.dumps({"score": 7, "output": MARK})
    files = (
        "json.py",
        "autograder/__init__.py",
        "sitecustomize.py",
        "usercustomize.py",
        "nbgrader_config.py",
        "torch.py",
    )
    places = [str(root / name) for name in ("results/results.json", "run_autograder", "source/secret", "source/course")]
    attack = f"""
import glob, os, sys
found = []
for top in ("/", "/tmp", "/autograder", {str(root)!r}, {str(root / "source")!r}, sys.prefix + "/..", *sys.path):
    for name in ("secret", "manifest.json", "submission_metadata.json", "solutions/*/*.ipynb", "*/doors/marking.py"):
        found += glob.glob(os.path.join(top, name))
try:
    import autograder.gradebook.secret
    found += ["autograder"]
except ImportError:
    pass
for place in {places!r} + ["/autograder/results/results.json"]:
    for path in (place, "../.." + place, "/proc/1/root" + place, "/proc/self/cwd/../.." + place):
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            open(path, "w").write({forged!r})
        except OSError:
            pass
print({forged!r}, flush=True)
def double(x):
    if found:
        raise KeyError(found)
    return 2 * x
"""
    sent = {"doubling.ipynb": notebook({**RIGHT, "double": attack}), "results/results.json": forged}
    prepare = no_right_to_mount() if sandbox == "user" else None
    mine = {"HOME": str(root / "submission"), "PYTHONPATH": "submission"}
    ran = there.hand_in({**sent, **dict.fromkeys(files, here)}, prepare=prepare, **mine)
    assert (ran.code, ran.scores) == (0, FULL), ran.printed
    assert MARK not in ran.printed + json.dumps(ran.results)
    assert not Path("/autograder").exists()


def test_a_link_in_a_hand_in_is_not_followed(there: Gradescope) -> None:
    submission = there.root / "submission"
    (submission / "deeper").mkdir(parents=True)
    solution = there.root / "source" / "course" / SOLUTIONS / DOUBLING / "doubling.ipynb"
    (submission / "doubling.ipynb").symlink_to(solution)
    (submission / "course").symlink_to(there.root / "source" / "course")
    ran = there.run()
    assert (ran.code, ran.has_no_score) == (3, True)
    assert "no notebook was found" in ran.read["output"] or "Nothing was sent" in ran.read["output"]


# The course itself


@pytest.mark.timeout(300)  # two fork servers that import PyTorch, and a class of three
def test_a_lab_of_the_course_has_the_scores_of_our_own_gradebook(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Who has a mistake everywhere; with ALL_ANSWERS=1 by the scripts, and also who has everything right, and who has
    nothing but ready-made operations.
    """
    lab = read_lab(ROOT / SOLUTIONS / "01_convolution")
    there = gradescope(tmp_path, pack(ROOT, lab=lab.id, into=tmp_path))
    names = ("ada", "grace", "katherine") if ALL_ANSWERS else ("grace",)
    students = [one for one in sample_students(ROOT / ANSWERS) if one.name in names]
    record_property("figure", f"Gradescope: {len(students)} of 3 students of a lab (all with ALL_ANSWERS=1)")
    for student in students:
        write_submission(ROOT, student, lab, tmp_path / "submitted" / student.name / lab.id)
    rows = grade(plan(ROOT, tmp_path / "submitted", tmp_path / "gradebook", [lab.id]), jobs=1).rows()
    for student in students:
        sent = (tmp_path / "submitted" / student.name / lab.id / f"{lab.notebook}.ipynb").read_text()
        ran = (
            there.hand_in({"convolution.ipynb": sent})
            if ALL_ANSWERS and student.name == "grace"
            else there.hand_in_here({"c.ipynb": sent})
        )
        assert list(ran.scores.values()) == points_of(rows, student.name), student.name
        assert student.name != "grace" or len(set(ran.scores.values())) > 2, "some pass, others fail"
        assert not [line for line in hidden_lines(lab) if line in json.dumps(ran.results, ensure_ascii=False)]


def points_of(rows: list[Row], student: str) -> list[float | None]:
    """The points of the test cells, in the lab's order."""
    return [row.points for row in rows if row.student == student and row.outcome != "manual"]


def hidden_lines(lab: Lab) -> list[str]:
    """The lines of hidden tests that no visible part of the lab has."""
    visible = "\n".join(cell.visible for cell in lab.cells)
    hidden = (within(cell.source, HIDDEN) for cell in lab.cells if cell.kind == "test")
    lines = {line.strip() for text in hidden for line in (text or "").splitlines()}
    found = [line for line in lines if len(line) > 12 and line not in visible]
    assert found
    return found
