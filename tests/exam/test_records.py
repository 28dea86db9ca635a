"""A run goes on where the last one ended: nothing is graded twice, lost or doubled; seeds come from one secret and
reproduce.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.course.subject import load_subject
from autograder.exam.jobs import Job
from autograder.exam.results import Cause
from autograder.gradebook import records
from autograder.gradebook.paths import AUTOGRADED, RECORDS, database
from autograder.gradebook.records import Cost, read_causes, read_record, read_records
from autograder.gradebook.scores import SCORES, read_scores
from autograder.grading import Plan, examining, grade, plan
from tests.support.notebooks import (
    DOUBLING,
    TRIPLE,
    TRIPLING,
    GradedClass,
    Inline,
    answer_of,
    graded_class,
    make_course,
    submit,
    tripling,
)

SLOW = {"triple": "import time\ntime.sleep(0.5)\ndef triple(x):\n    return 3 * x"}  # reason: an exam that can be met


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    return graded_class(tmp_path_factory)


# What is run again, and what is not


@pytest.fixture
def run_again(
    graded: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., set[tuple[str, str]]]:
    """Grade into a copy of the class's gradebook; returns who was examined anew."""
    gradebook = graded.copy(tmp_path)

    def run(work: Plan) -> set[tuple[str, str]]:
        seen = set()

        def examine(data: bytes) -> bytes:
            job = Job.decode(data)
            seen.add(graded.who(data))
            return answer_of(job, replace(graded.examined[graded.who(data)], text=job.text))

        monkeypatch.setattr(examining, "work", examine)
        rows = grade(replace(work, gradebook=gradebook), 1, lambda jobs: Inline()).rows()
        assert {(row.student, row.lab) for row in rows} == {(sent.student, sent.lab) for sent in work.submissions}
        assert len({(row.student, row.lab, row.test) for row in read_scores(gradebook)}) == len(read_scores(gradebook))
        return seen

    return run


def fresh_plan(graded: GradedClass, tmp_path: Path, **changes: object) -> Plan:
    settings = Config(graded.work.settings)
    return plan(graded.course, graded.submitted, graded.copy(tmp_path / "plan"), settings=settings, **changes)  # type: ignore[arg-type]


def changed(work: Plan, student: str, **changes: object) -> Plan:
    """The plan with one thing changed in one student's submissions."""
    found = [replace(sent, **changes) if sent.student == student else sent for sent in work.submissions]  # type: ignore[arg-type]
    return replace(work, submissions=tuple(found))


def test_what_is_graded_already_is_not_run_again(
    graded: GradedClass, run_again: Callable[..., set[tuple[str, str]]]
) -> None:
    assert run_again(graded.work) == set()


def test_a_changed_answer_is_run_again_and_no_other(
    graded: GradedClass, run_again: Callable[..., set[tuple[str, str]]]
) -> None:
    bob = next(sent for sent in graded.work.submissions if sent.student == "bob")
    work = changed(graded.work, "bob", text=bob.text.replace("not written yet", "still not written"))
    assert run_again(work) == {("bob", DOUBLING)}
    assert run_again(work) == set()
    assert run_again(graded.work) == {("bob", DOUBLING)}


def test_a_new_hidden_test_runs_its_lab_again(
    graded: GradedClass, tmp_path: Path, run_again: Callable[..., set[tuple[str, str]]]
) -> None:
    work = fresh_plan(graded, tmp_path)
    edited = tuple(replace(sent, text=sent.text.replace("3 * math.pi", "9 * math.pi / 3")) for sent in work.submissions)
    assert run_again(replace(work, submissions=edited)) == {("ada", TRIPLING), ("kate", TRIPLING)}


def test_other_limits_run_all_again(graded: GradedClass, run_again: Callable[..., set[tuple[str, str]]]) -> None:
    settings = Config(graded.work.settings)
    settings.Exam = Config(call_seconds=7.0)
    assert len(run_again(replace(graded.work, settings=settings))) == 11


def test_another_engine_runs_all_again(
    graded: GradedClass, run_again: Callable[..., set[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "engine_print", lambda subject: "another")
    assert len(run_again(graded.work)) == 11


def test_force_runs_all_again(graded: GradedClass, run_again: Callable[..., set[tuple[str, str]]]) -> None:
    assert len(run_again(replace(graded.work, force=True))) == 11


def test_a_resumed_run_keeps_what_each_exam_took(
    graded: GradedClass, tmp_path: Path, run_again: Callable[..., set[tuple[str, str]]]
) -> None:
    assert run_again(graded.work) == set()
    noted = read_records(tmp_path / "gradebook")
    assert set(noted) == {submission for submission, examined in graded.examined.items() if not examined.problem}
    for submission, record in noted.items():
        examined = graded.examined[submission]
        assert record.cost == Cost(examined.seconds, examined.cpu_seconds, examined.memory)
        assert record.repairs == examined.submission.repairs
        assert examined.seconds > 0


def test_the_engines_print_is_that_of_the_code_that_decides() -> None:
    assert re.fullmatch("[0-9a-f]{64}", records.engine_print(load_subject("cnngrading")))


def test_a_note_from_before_costs_were_noted_is_a_record_without_them(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    path = gradebook / RECORDS / "ada" / f"{TRIPLING}.json"
    noted = json.loads(path.read_text())
    path.write_text(json.dumps({"key": noted["key"], "rows": noted["rows"]}))
    record = read_records(gradebook)["ada", TRIPLING]
    assert (record.cost, record.repairs, list(record.rows)) == (None, (), list(graded.of("ada", TRIPLING).values()))


def test_a_note_in_which_numbers_and_repairs_are_text_is_none(graded: GradedClass, tmp_path: Path) -> None:
    """As notes were once: its submission is graded again, as after each change of the code that decides."""
    gradebook = graded.copy(tmp_path)
    path = gradebook / RECORDS / "ada" / f"{TRIPLING}.json"
    note = json.loads(path.read_text())
    assert ("ada", TRIPLING) in read_records(gradebook)
    row = ["ada", TRIPLING, "triple", "test_triple_value", "2", "2", "passed", ""]
    for old in (
        {"rows": [row]},
        {"rows": [{**note["rows"][0], "points": "2"}]},
        {"repairs": ["cells stood in another order"]},
    ):
        path.write_text(json.dumps({**note, **old}))
        assert ("ada", TRIPLING) not in read_records(gradebook)


@pytest.mark.parametrize("cost", [1, [], {}, {"seconds": "x"}, {"seconds": 1e999, "cpu_seconds": 0, "memory": 0}])
def test_a_note_whose_costs_are_damaged_is_none(graded: GradedClass, tmp_path: Path, cost: object) -> None:
    gradebook = graded.copy(tmp_path)
    path = gradebook / RECORDS / "ada" / f"{TRIPLING}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "cost": cost}))
    assert ("ada", TRIPLING) not in read_records(gradebook)
    assert ("kate", TRIPLING) in read_records(gradebook)


def test_a_record_keeps_the_causes_of_what_did_not_pass(graded: GradedClass) -> None:
    for (student, lab), examined in graded.examined.items():
        causes = {verdict.test: verdict.cause for verdict in examined.verdicts if verdict.cause is not None}
        assert read_causes(graded.gradebook, student, lab) == causes
    assert read_causes(graded.gradebook, "bob", DOUBLING)["test_double_value"] == Cause("not_written")


def test_a_record_from_before_causes_were_noted_has_none(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    path = gradebook / RECORDS / "bob" / f"{DOUBLING}.json"
    noted = json.loads(path.read_text())
    del noted["causes"]
    path.write_text(json.dumps(noted))
    assert read_causes(gradebook, "bob", DOUBLING) == {}
    assert read_records(gradebook)["bob", DOUBLING].rows == tuple(graded.of("bob").values())


@pytest.mark.parametrize("causes", [1, {"t": 1}, {"t": {}}, {"t": {"kind": "lucky"}}, {"t": {"kind": "died", "x": 1}}])
def test_a_record_whose_causes_are_damaged_is_none(graded: GradedClass, tmp_path: Path, causes: object) -> None:
    gradebook = graded.copy(tmp_path)
    path = gradebook / RECORDS / "bob" / f"{DOUBLING}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "causes": causes}))
    assert ("bob", DOUBLING) not in read_records(gradebook)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"key": 1}', '{"key": "", "rows": [[1]]}', "\x00"])
def test_a_record_that_is_not_whole_is_none(graded: GradedClass, tmp_path: Path, damage: str) -> None:
    gradebook = graded.copy(tmp_path)
    ada = next(sent for sent in graded.work.submissions if (sent.student, sent.lab) == ("ada", TRIPLING))
    key = records.content_key(ada, graded.work.settings)
    assert read_record(gradebook, ada, key) == list(graded.of("ada", TRIPLING).values())
    (gradebook / RECORDS / "ada" / f"{TRIPLING}.json").write_text(damage)
    assert read_record(gradebook, ada, key) is None
    assert read_record(gradebook, ada, "") is None


# The command, killed and stopped


class Run:
    """`python -m autograder grade …` on students who take half a second each, with a temporary folder of its own."""

    def __init__(
        self, folder: Path, students: int = 8, answers: dict[str, str] | None = None, settings: str = ""
    ) -> None:
        self.folder = folder
        make_course(folder / "course", {TRIPLING: tripling()}, settings)
        for number in range(students):
            submit(folder / "submitted", f"s{number}", TRIPLING, answers or SLOW)
        self.gradebook, self.temporary = folder / "gradebook", folder / "temporary"
        self.temporary.mkdir()

    def start(self, *more: str) -> subprocess.Popen[str]:
        command = [
            sys.executable,
            "-m",
            "autograder",
            "grade",
            "--course",
            "course",
            "--submitted",
            "submitted",
            "--gradebook",
            "gradebook",
        ]
        environment = {
            **os.environ,
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }
        return subprocess.Popen(
            [*command, "--jobs", "1", *more],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Tests that run in the background inherit an ignored Ctrl-C; a person at a terminal does not.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def records(self) -> list[str]:
        return sorted(path.parent.name for path in (self.gradebook / RECORDS).glob("*/*.json"))

    def wait_for_records(self, count: int) -> None:
        end = time.monotonic() + 60
        while len(self.records()) < count:
            assert time.monotonic() < end, "nothing was graded for a minute"
            time.sleep(0.01)  # reason: between two looks; another process writes the files

    def left_behind(self) -> list[str]:
        """The processes and temporary folders of this run, ten seconds after its end at the most."""
        end = time.monotonic() + 10
        while (
            left := [*self._processes(), *(path.name for path in self.temporary.iterdir())]
        ) and time.monotonic() < end:
            time.sleep(0.05)  # reason: between two looks; who was not started here cannot be waited for
        return left

    def _processes(self) -> list[str]:
        """The engine's command line names its folder, and what it forks keeps the line."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if str(self.temporary).encode() in path.read_bytes():
                    found.append(path.parent.name)
            except OSError:  # it has ended
                continue
        return found


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    run = Run(tmp_path)
    first = run.start()
    run.wait_for_records(2)
    assert run._processes()
    first.kill()
    first.communicate()
    done = run.records()
    assert 2 <= len(done) < 8
    assert run.left_behind() == []
    written = {
        name: (run.gradebook / AUTOGRADED / name / TRIPLING / "tripling.ipynb").stat().st_mtime_ns for name in done
    }

    second = run.start()
    _, said = second.communicate(timeout=120)
    assert second.returncode == 0, said
    rows = read_scores(run.gradebook)
    assert [(row.student, row.outcome, row.points) for row in rows] == [(f"s{n}", "passed", 2) for n in range(8)]
    with Gradebook(database(run.gradebook)) as book:
        assert sorted(sent.student.id for sent in book.assignment_submissions(TRIPLING)) == [f"s{n}" for n in range(8)]
        assert {sent.score for sent in book.assignment_submissions(TRIPLING)} == {2}
    for name, when in written.items():
        assert (run.gradebook / AUTOGRADED / name / TRIPLING / "tripling.ipynb").stat().st_mtime_ns == when, (
            f"{name} was graded twice"
        )
    assert run.left_behind() == []
    scores = (run.gradebook / SCORES).read_bytes()

    third = run.start("--force")
    third.communicate(timeout=120)
    assert (run.gradebook / SCORES).read_bytes() == scores


@pytest.mark.parametrize("sandbox", ["auto", "none"])
def test_a_run_that_is_stopped_by_hand_ends_at_once_and_leaves_nothing(tmp_path: Path, sandbox: str) -> None:
    """Long before the call that hangs would be ended: on a busy machine the end of a process alone takes seconds."""
    limits = "c.Exam.call_seconds = c.Exam.cell_seconds = 100.0"
    run = Run(tmp_path, 3, {"triple": "def triple(x):\n    while True:\n        pass"}, limits)
    submit(run.folder / "submitted", "a", TRIPLING, TRIPLE)
    stopped = run.start("--sandbox", sandbox)
    run.wait_for_records(1)
    time.sleep(0.3)  # reason: the next one hangs in a call now
    stopped.send_signal(signal.SIGINT)
    _, said = stopped.communicate(timeout=50)
    assert stopped.returncode == 130
    assert said.rstrip().endswith("stopped; what is not graded yet can be graded by running the same command again")
    assert "Traceback" not in said
    assert [row.student for row in read_scores(run.gradebook)] == ["a"]
    assert run.left_behind() == []


def test_a_run_that_is_killed_while_the_engine_starts_leaves_nothing(tmp_path: Path) -> None:
    run = Run(tmp_path, 1)
    killed = run.start()
    end = time.monotonic() + 60
    while not run._processes() and time.monotonic() < end:
        time.sleep(0.01)  # reason: between two looks; the engine is another process's child
    killed.kill()
    _, said = killed.communicate()
    assert run.left_behind() == []
    assert "Traceback" not in said


def test_a_run_that_ends_by_itself_leaves_nothing(tmp_path: Path) -> None:
    run = Run(
        tmp_path,
        2,
        {"triple": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)\n" + TRIPLE["triple"]},
    )
    ended = run.start()
    _, said = ended.communicate(timeout=60)
    assert ended.returncode == 0, said
    assert [row.outcome for row in read_scores(run.gradebook)] == ["passed", "passed"]
    assert run.left_behind() == []
