"""Whatever a student, a file name or a learning platform says: no stage of ours lets through what steers a terminal,
turns the direction of text, cannot be seen, breaks a file or starts a formula.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder import cli
from autograder.course.model import CourseError
from autograder.course.roster import Roster
from autograder.course.subject import load_subject
from autograder.diagnosis.symptoms import symptom
from autograder.exam.errors import UnsupportedCall
from autograder.exam.examiner.proxy import remote
from autograder.exam.examiner.testing import _decide
from autograder.exam.wire.values import opaque
from autograder.export.match import Person
from autograder.export.own import canvas_table, csv_table, moodle_table
from autograder.export.totals import Total
from autograder.feedback import spoken
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import needs_human, read_scores
from autograder.intake import Repair, RepairKind
from autograder.intake.bundles import Surroundings, deliveries
from autograder.intake.files import Folder
from autograder.intake.owners import unix_owners
from autograder.report.plots import Bar, bars
from autograder.report.writing import environment
from autograder.text import identifier, listed, one_line, printable, table_cell
from cnnlab.probing.outcomes import Outcome
from cnnlab.probing.questions import Probe

PAYLOADS = {
    "Arabic letter mark": "\u061c",
    "zero width space": "\u200b",
    "right-to-left mark": "\u200f",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "tag": "\U000e0041",
    "C1 control": "\x9b31m",
    "next line": "\x85",
    "NUL": "\0",
    "lone surrogate": "\ud800",
    "byte of no text": "\udcff",
    "ANSI colour": "\x1b[31m",
    "carriage return": "\r",
    "line separator": "\u2028",
    "private use": "\ue000",
    "unassigned": "\U000e0fff",
    "no-break space": "\xa0",
}
HOSTILE = [pytest.param(f"=a{payload}b", id=name) for name, payload in PAYLOADS.items()]

SUBJECT = load_subject("cnngrading")


def delivery_of(name: str) -> str:
    """What is said of a hand-in folder of this name in an exchange."""
    exchange = Folder("inbound", lambda: ([Folder(f"{name}+x+2026-01-10 nonsense", lambda: ([], []))], []))
    around = Surroundings(["x"], Roster(), unix_owners(), ExitStack())
    (delivery,) = deliveries(exchange, around, in_zip=False)
    return delivery.student + delivery.problem


def symptom_of(message: str) -> str:
    outcome = Outcome("raised", "ValueError", message=message)
    found = symptom("f", SUBJECT, [Probe("value", lambda f: f(), 1.0)], [outcome], ["wrong"])
    assert found is not None
    return found.says + found.quote


def shortcut_of(called: str) -> str:
    found = symptom(
        "f", SUBJECT, [Probe("value", lambda f: f(), 1.0)], [Outcome("raised", "ShortcutError", called=called)], ["x"]
    )
    assert found is not None
    return found.says


MARKS = {"grade_id": "test_f_value", "points": 1}

CALLERS: dict[str, Callable[[str], str]] = {
    "a row's reason": lambda text: needs_human("ada", "1", text).reason,
    "a row's student": lambda text: needs_human(text, "1", "").student,
    "a test cell's reason": lambda text: _decide(MARKS, ValueError(text), None).reason,
    "a test cell's cause": lambda text: _decide(MARKS, UnsupportedCall(text), None).cause.detail,  # type: ignore[union-attr]
    "a symptom": symptom_of,
    "a symptom of a shortcut": shortcut_of,
    "an opaque value's type": lambda text: type(opaque(text, "numbers")).__name__,
    "an opaque value": lambda text: repr(opaque(text, "numbers")),
    "a proxy's type": lambda text: type(remote(None, 1, text)).__name__,  # type: ignore[arg-type]
    "a hand-in folder": delivery_of,
    "a plot": lambda text: str(bars("title", [Bar(text, (("bar", 1.0),), text)])),
    "a report": lambda text: environment().from_string("{{ text }}").render(text=text),
    "a report's sentence": lambda text: str(spoken(text)),
}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("caller", CALLERS)
def test_what_a_caller_gives_is_printable(caller: str, text: str) -> None:
    result = CALLERS[caller](text)
    assert result.isprintable(), result
    assert "a" in result
    assert "b" in result


@pytest.mark.parametrize("text", HOSTILE)
def test_a_table_is_printable_and_has_no_formula(text: str) -> None:
    total, person = Total(text, "x", 1.0, 2.0, 0.0, "graded"), Person(text, text, text, text, text)
    for table in (csv_table, canvas_table, moodle_table):
        content = table([total], {text: person}, [])
        content.encode("utf-8")
        for line in csv.reader(io.StringIO(content, newline="")):
            assert all(cell.isprintable() and not cell.startswith("=") for cell in line), line


@pytest.mark.parametrize("text", HOSTILE)
def test_scores_csv_is_printable_and_has_no_formula(tmp_path: Path, text: str) -> None:
    write_scores(tmp_path, [needs_human(text, text, text)])
    (row,) = read_scores(tmp_path)
    for cell in (row.student, row.lab, row.reason):
        assert cell.isprintable()
        assert cell.startswith("'=a")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_repair_is_printable(text: str) -> None:
    assert str(Repair(RepairKind.FILE_NAME, details=(one_line(text),))).isprintable()


@pytest.mark.parametrize("text", HOSTILE)
def test_the_command_line_prints_no_control_characters(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise CourseError(f"{text}\nsecond line")

    monkeypatch.setattr(cli.report, "run", fail)
    assert cli.main(["report", "--gradebook", "nowhere"]) == 1
    lines = capsys.readouterr().err.rstrip("\n").split("\n")
    assert lines == [f"error: {printable(text)}", "error: second line"]


def test_each_payload_is_one_that_is_not_printable() -> None:
    assert not [name for name, payload in PAYLOADS.items() if payload.isprintable()]


@pytest.mark.parametrize("code", range(0, sys.maxunicode + 1, 0x1000))
def test_every_character_is_printable_or_replaced(code: int) -> None:
    text = "".join(map(chr, range(code, code + 0x1000)))
    assert printable(text).isprintable()
    assert one_line(text, len(text)).isprintable()
    assert len(printable(text)) == len(text)


@pytest.mark.parametrize("text", ["", "ada", "Żółć 卷积 × 3 – ok", "José Núñez", "x == 2 → 👍"])
def test_ordinary_text_stays(text: str) -> None:
    assert printable(text) == one_line(text, 80) == table_cell(text) == text


def test_what_is_to_be_kept_is_kept() -> None:
    assert printable("a\n\tb\x1b", keep="\n\t") == "a\n\tb\ufffd"


def test_one_line_has_single_spaces_and_a_limit() -> None:
    assert one_line(" two\n\tlines\x85\u2028here\xa0") == "two lines here"
    assert one_line("x" * 1000, 240) == "x" * 240


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "=HYPERLINK(1)"])
def test_what_looks_like_a_formula_is_quoted(text: str) -> None:
    assert table_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["ada", "7.5", "a=b", "-", ""])
def test_what_is_no_formula_stays(text: str) -> None:
    assert table_cell(text) == text


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1"])
def test_a_formula_behind_white_space_is_none_any_more(text: str) -> None:
    assert table_cell(text) == "\ufffd=1"


def test_an_identifier_has_letters_digits_and_underscores() -> None:
    assert identifier("my type_2<script>\u202e.x") == "mytype_2scriptx"
    assert identifier("my type.x", also=" .") == "my type.x"
    assert identifier("x" * 50) == "x" * 40


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcde"), "a, b, c, d and e"),
        (list("abcdef"), "a, b, c, d and 2 more"),
    ],
)
def test_names_are_listed(names: list[str], words: str) -> None:
    assert listed(names) == words
