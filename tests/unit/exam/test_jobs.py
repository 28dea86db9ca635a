"""The door: what goes to a worker and what comes back is JSON in bytes, and an answer counts only if it is one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from autograder.exam import jobs
from autograder.exam.engines import as_examined, job_of, work
from autograder.exam.jobs import Answer, AnswerError, Job, JobError, difference, most_bytes, read_answer
from autograder.exam.results import Cause, Verdict
from autograder.intake import Submission

CELLS = [
    {"cell_type": "code", "id": "a", "metadata": {}, "source": ["x = 1"], "outputs": [], "execution_count": None},
    {
        "cell_type": "code",
        "id": "b",
        "metadata": {"nbgrader": {"grade": True, "grade_id": "test_x", "points": 2}},
        "source": ["assert x", " == 1"],
        "outputs": [],
        "execution_count": None,
    },
]
TEXT = json.dumps({"cells": CELLS, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
SENT = Submission("ada", "lab", "notebook", TEXT, frozenset({"x"}), frozenset({"look"}))
SEED = "5eed" * 16


def job(sent: Submission = SENT, **changes: Any) -> Job:
    settings = Config({"Exam": changes})
    return job_of(sent, settings, SEED, (Path("/course"),), "c0")


def answer(asked: Job, **changes: Any) -> dict[str, Any]:
    verdicts = (Verdict("test_x", "failed", 0.0, 2.0, "no", Cause("wrong", "AssertionError")),)
    right = Answer(asked.key, asked.course, asked.print, "root", TEXT, verdicts, 1.5, 1.0, 2**20)
    return {**json.loads(right.encode()), **changes}


def test_a_job_and_an_answer_come_back_as_they_went() -> None:
    asked = job()
    assert Job.decode(asked.encode()) == asked
    read = read_answer(json.dumps(answer(asked)).encode(), asked)
    assert (read.verdicts[0].cause, read.seconds, read.memory) == (Cause("wrong", "AssertionError"), 1.5, 2**20)


def test_a_key_is_another_for_another_student_content_or_setting_and_names_nobody() -> None:
    other = [
        job(replace(SENT, student="lovelace")),
        job(replace(SENT, lab="other")),
        job(replace(SENT, text=TEXT + " ")),
        job(replace(SENT, answered=frozenset())),
        job(call_seconds=3.0),
        job(run_all=True),
        job(),
    ]
    assert len({one.key for one in other}) == len(other)
    assert job().key == other[-1].key
    assert b"lovelace" not in other[0].encode()


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"lab": 1}', b"[" * 100_000])
def test_what_is_no_job_is_answered_by_a_problem(data: bytes) -> None:
    with pytest.raises(JobError, match="not a job"):
        Job.decode(data)
    assert "not a job" in json.loads(work(data))["problem"]


VERDICT = {"test": "test_x", "outcome": "passed", "points": 2.0, "max_points": 2.0, "reason": "", "cause": None}
LIES = {
    "another key": ({"key": "0" * 64}, "it answers another job"),
    "an old course": ({"course": "old"}, "another state of the course"),
    "another engine": ({"print": "0" * 64}, "it is from another engine"),
    "a part too many": ({"points": 9}, "other parts"),
    "a key that is no text": ({"key": 7}, "its key is no text"),
    "no sandbox": ({"sandbox": "none"}, "in no sandbox"),
    "no such sandbox": ({"sandbox": "strong"}, "in no sandbox"),
    "a time that is no number": ({"seconds": "1"}, "not in numbers"),
    "a time below zero": ({"cpu": -1.0}, "not in numbers"),
    "no notebook": ({"text": "garbage"}, "its notebook is none"),
    "an empty notebook": ({"text": '{"cells": []}'}, "other cells"),
    "another answer": ({"text": TEXT.replace("x = 1", "x = 2", 1)}, "other cells"),
    "no verdict": ({"verdicts": []}, "on other cells"),
    "a verdict too many": ({"verdicts": [VERDICT, VERDICT]}, "on other cells"),
    "another cell": ({"verdicts": [{**VERDICT, "test": "test_y"}]}, "on other cells"),
    "more points than there are": ({"verdicts": [{**VERDICT, "points": 3.0}]}, "impossible"),
    "no full points for what passed": ({"verdicts": [{**VERDICT, "points": 1.0}]}, "impossible"),
    "points for what failed": ({"verdicts": [{**VERDICT, "outcome": "failed"}]}, "impossible"),
    "no such outcome": ({"verdicts": [{**VERDICT, "outcome": "great"}]}, "impossible"),
    "no such cause": ({"verdicts": [{**VERDICT, "cause": {"kind": "magic", "detail": ""}}]}, "its verdicts are none"),
    "verdicts that are none": ({"verdicts": [7]}, "its verdicts are none"),
}


@pytest.mark.parametrize(("changes", "reason"), LIES.values(), ids=LIES)
def test_a_lie_does_not_count(changes: dict[str, Any], reason: str) -> None:
    asked = job()
    lie = json.dumps(answer(asked, **changes)).encode()
    with pytest.raises(AnswerError, match=reason):
        read_answer(lie, asked)
    examined = as_examined(SENT, asked, lie)
    assert (examined.verdicts, examined.text) == ((), "")
    assert reason in examined.problem


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is no JSON"),
        (b"\xff", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"7", "other parts"),
        (b'{"seconds": NaN}', "it is no JSON"),
        ("text", "not made of bytes"),
        (None, "not made of bytes"),
    ],
)
def test_what_is_no_answer_at_all_does_not_count(data: Any, reason: str) -> None:
    with pytest.raises(AnswerError, match=reason):
        read_answer(data, job())


def test_an_answer_that_is_longer_than_any_can_be_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = job(output_kib=1)
    monkeypatch.setattr(jobs.json, "loads", lambda *_, **__: pytest.fail("it was read"))
    with pytest.raises(AnswerError, match="MiB long"):
        read_answer(b" " * (most_bytes(asked) + 1), asked)


def test_without_a_sandbox_counts_only_where_the_settings_say_so() -> None:
    asked = job(sandbox="none")
    assert read_answer(json.dumps(answer(asked, sandbox="none")).encode(), asked).verdicts
    with pytest.raises(AnswerError, match="sandbox"):
        read_answer(json.dumps(answer(asked, sandbox="root")).encode(), asked)


def test_a_problem_is_one_printable_text_of_limited_length() -> None:
    asked = job()
    examined = as_examined(SENT, asked, json.dumps(answer(asked, problem="\x1b[2J" + "x" * 10_000)).encode())
    assert "\x1b" not in examined.problem
    assert len(examined.problem) < 2000


def test_a_worker_with_another_engine_examines_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = replace(job(), print="of another machine")
    monkeypatch.setattr("autograder.exam.engines.start_engine", lambda *_, **__: pytest.fail("it began"))
    examined = as_examined(SENT, asked, work(asked.encode()))
    assert "it is from another engine" in examined.problem


def test_two_answers_differ_by_their_points() -> None:
    one = Answer("k", "c", "p", "root", "", (Verdict("test_x", "passed", 2.0, 2.0),))
    other = replace(one, verdicts=(Verdict("test_x", "failed", 0.0, 2.0, "slow"),), seconds=3.0)
    assert difference(one, replace(one, seconds=9.0)) == ""
    assert difference(one, other) == "test_x passed, then failed"
    assert "once it could not be examined: gone" in difference(one, replace(one, problem="gone"))
