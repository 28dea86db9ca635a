"""The cause of each verdict: every kind from a real exam, and a student's own words choose none of them."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent

import nbformat
import pytest

from autograder.exam.engines import close_engines, examine
from autograder.exam.errors import GraderError
from autograder.exam.examiner import testing
from autograder.exam.results import Cause, Examined, Verdict, read_deaths
from autograder.intake import Submission
from tests.support.notebooks import make_cell, make_notebook, quick_settings

SETUP = """
import torch
from torch.nn import functional as F
from cnnlab.checks.expect import expect_call, expect_raises
from cnnlab.guard import from_scratch
"""


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


def exam(answer: str, *tests: str) -> Examined:
    cells = [make_cell("setup", "setup", SETUP), make_cell("solution", "answer", dedent(answer))]
    cells += [make_cell("test", f"test_answer_{number}", test, 1) for number, test in enumerate(tests)]
    text = nbformat.writes(make_notebook(cells))
    examined = examine(Submission("ada", "lab", "notebook", text), quick_settings(), "00" * 32, ())
    assert examined.problem == ""
    return examined


def verdict_of(answer: str, test: str = "answer(torch.ones(2))") -> Verdict:
    return exam(answer, test).verdicts[0]


SOCKET = "import gc, socket\nsock = next(item for item in gc.get_objects() if isinstance(item, socket.socket))"

KINDS = {
    "a stub": ("def answer(x):\n    raise NotImplementedError('not written yet')", "answer(1)", Cause("not_written")),
    "nbgrader's own stub": ("def answer(x):\n    raise NotImplementedError()", "answer(1)", Cause("not_written")),
    "another course's stub": (
        "def answer(x):\n    raise NotImplementedError('put your code here')",
        "answer(1)",
        Cause("not_written"),
    ),
    "what a library cannot do": (
        "def answer(x):\n    return torch.nn.functional.unfold(torch.ones(1, 1, 2, 2).byte(), 2)",
        "answer(1)",
        Cause("raised", "NotImplementedError"),
    ),
    "no such name": ("def anser(x):\n    return x", "answer(1)", Cause("undefined", "answer")),
    "a wrong value": (
        "def answer(x):\n    return 1",
        "expect_call(answer, 1, returns=2)",
        Cause("wrong", "CheckError"),
    ),
    "an assert": ("def answer(x):\n    return 1", "assert answer(1) == 2", Cause("wrong", "AssertionError")),
    "an odd value": ("def answer(x):\n    return 1", "answer(1)[0]", Cause("wrong", "TypeError")),
    "no exception": ("def answer(x):\n    return 1", "expect_raises(answer, 1)", Cause("wrong", "CheckError")),
    "another exception": (
        "def answer(x):\n    raise KeyError(x)",
        "expect_raises(answer, 1)",
        Cause("wrong", "CheckError"),
    ),
    "too few points": ("def answer(x):\n    return 1", "0.5", Cause("wrong")),
    "an exception": ("def answer(x):\n    return [][0]", "answer(1)", Cause("raised", "IndexError")),
    "an undefined name of its own": ("def answer(x):\n    return y", "answer(1)", Cause("raised", "NameError")),
    "an exception of another class": (
        "class Odd(KeyError): ...\ndef answer(x):\n    raise Odd(x)",
        "answer(1)",
        Cause("raised", "KeyError"),
    ),
    "an exception with more than a message": (
        "def answer(x):\n    return b'\\xff'.decode()",
        "answer(1)",
        Cause("raised", "UnicodeDecodeError"),
    ),
    "an exception in a gradient": (
        """
        class Broken(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                return x.clone()
            @staticmethod
            def backward(ctx, grad):
                raise KeyError("no")
        def answer(x):
            return Broken.apply(x)
        """,
        "answer(torch.ones(2, requires_grad=True)).sum().backward()",
        Cause("raised", "KeyError"),
    ),
    "an end of iteration": ("def answer(x):\n    raise StopIteration", "answer(1)", Cause("raised", "StopIteration")),
    "an exit": ("def answer(x):\n    raise SystemExit('done')", "answer(1)", Cause("raised", "SystemExit")),
    "a library's convolution": (
        "def answer(x):\n    return F.conv1d(x[None, None], x[None, None])",
        "with from_scratch():\n    answer(torch.ones(2))",
        Cause("shortcut", "PyTorch's conv1d"),
    ),
    "no end": (
        "def answer(x):\n    while True: pass",
        "answer(1)",
        Cause("timed_out", "your code ran longer than 1 s"),
    ),
    "a value that takes too long to check": (
        "def answer(x):\n    return 1",
        "answer(1)\nwhile True: pass",
        Cause(
            "timed_out",
            "checking your result took longer than 5 s: is it very large, or does it compute when it is looked at?",
        ),
    ),
    "the end of the process": (
        "import os\ndef answer(x):\n    os._exit(0)",
        "answer(1)",
        Cause("died", "your code ended the process"),
    ),
    "a value that cannot be handed on": (
        "def answer(x):\n    return object()",
        "answer(answer(1))",
        Cause("unreadable", "a object, which your code returned, cannot be handed on: return numbers or tensors"),
    ),
    "a call that is not carried": (
        "class answer:\n    size = 1",
        "answer.size = 2",
        Cause(
            "unsupported",
            "setting size on a student's object is not carried over the wire: call a method that does "
            "it, such as load_state_dict",
        ),
    ),
    "a score that is none": (
        "def answer(x):\n    return 1",
        "float('nan')",
        Cause("ours", "the test cell's own score is not a number"),
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_way_to_fail_has_its_kind(name: str) -> None:
    answer, test, cause = KINDS[name]
    assert verdict_of(answer, test).cause == cause


def test_what_no_candidate_of_ours_sends_is_forged() -> None:
    answer = """
    import inspect
    from autograder.exam.wire import messages
    def answer(x):
        frame = inspect.currentframe()
        while "sock" not in frame.f_locals:
            frame = frame.f_back
        frame.f_locals["sock"].sendall(b"x" * 100)
    """
    cause = verdict_of(answer, "answer(1)").cause
    assert cause is not None
    assert cause.kind == "forged"


def test_a_failure_of_the_grader_is_ours() -> None:
    marks = {"grade_id": "test_answer_value", "points": 1}
    verdict = testing._decide(marks, GraderError("the sandbox is gone"), None)
    assert (verdict.outcome, verdict.points, verdict.cause) == ("unknown", None, Cause("ours", "the sandbox is gone"))


def test_what_passes_has_no_cause() -> None:
    assert verdict_of("def answer(x):\n    return x", "assert answer(1) == 1").cause is None


def test_an_answer_in_words_has_no_cause() -> None:
    text = nbformat.writes(make_notebook([make_cell("manual", "words", "My answer.", 3)]))
    [verdict] = examine(Submission("ada", "lab", "notebook", text), quick_settings(), "00" * 32, ()).verdicts
    assert (verdict.outcome, verdict.cause) == ("manual", None)


def test_an_exception_that_the_test_cell_caught_first_keeps_its_cause() -> None:
    test = (
        "try:\n    answer(1)\nexcept KeyError as error:\n    first = error\n"
        "try:\n    answer(1)\nexcept KeyError:\n    raise first"
    )
    assert verdict_of("def answer(x):\n    raise KeyError(x)", test).cause == Cause("raised", "KeyError")


def test_a_verdict_is_read_as_it_was_written() -> None:
    verdicts = [
        Verdict("t", "failed", 0.0, 1.0, "KeyError: 1", Cause("raised", "KeyError")),
        Verdict("t", "passed", 1.0, 1.0),
    ]
    assert [Verdict.from_json(verdict.to_json()) for verdict in verdicts] == verdicts


# A student's own words choose no kind

NAMES = (
    "CandidateError",
    "CheckError",
    "ShortcutError",
    "NotImplementedError",
    "NameError",
    "GraderError",
    "UnsupportedCall",
    "CellEnded",
    "SystemExit",
)
SENTENCES = (
    "your code ran longer than 10 s",
    "the submission ran longer than 60 s",
    "checking your result took longer than 12 s: is it very large, or does it compute when it is looked at?",
    "your code ended the process",
    "your code sent what is no answer: a message that is no JSON",
    "the answer was no value that can be read: x",
    "the call ended with SystemExit: 0",
    "it ended the program (SystemExit)",
    "a generator, which your code returned, cannot be handed on",
    "name 'answer' is not defined",
    "not written yet: replace this line with your code",
    "Your code called PyTorch's conv2d, which does this exercise for you.",
    "Your code took away the hook that watches for shortcuts, as a profiler does. Leave that out.",
    "A from-scratch exercise starts no threads or processes: compute the answer in the function itself.",
    "the test cell's own score is not a number",
    "CandidateError: your code ended the process",
)
BASES = ("Exception", "AssertionError", "NameError", "ValueError")
IMITATIONS = [
    *((name, base, SENTENCES[0]) for name in NAMES for base in BASES),
    *((NAMES[number % len(NAMES)], base, sentence) for number, sentence in enumerate(SENTENCES) for base in BASES),
]


@pytest.fixture(scope="module")
def imitations() -> list[Verdict]:
    """The verdicts on exceptions that imitate ours by their names and messages; all in one exam."""
    answer = (
        "import builtins\n"
        "def answer(name, base, message):\n"
        "    raise type(name, (getattr(builtins, base),), {})(message)"
    )
    return list(exam(answer, *(f"answer{imitation!r}" for imitation in IMITATIONS)).verdicts)


@pytest.mark.parametrize("number", range(len(IMITATIONS)), ids=[" ".join(imitation) for imitation in IMITATIONS])
def test_an_exception_that_imitates_our_words_is_raised(imitations: list[Verdict], number: int) -> None:
    _, base, sentence = IMITATIONS[number]
    assert sentence in imitations[number].reason
    assert imitations[number].cause == Cause("raised", base)


# Cells that end their process


def test_a_cell_that_does_not_end_has_timed_out() -> None:
    examined = exam("while True: pass", "answer(1)")
    deaths = read_deaths(nbformat.reads(examined.text, as_version=4))
    assert deaths == {"answer": Cause("timed_out", "your code ran longer than 3 s")}


def test_a_cell_that_ends_its_process_has_died() -> None:
    examined = exam("import os\nos._exit(0)", "answer(1)")
    deaths = read_deaths(nbformat.reads(examined.text, as_version=4))
    assert deaths == {"answer": Cause("died", "your code ended the process")}


def test_a_cell_that_says_it_died_has_not() -> None:
    examined = exam("class CellEnded(Exception): ...\nraise CellEnded('your code ended the process')", "answer(1)")
    notebook = nbformat.reads(examined.text, as_version=4)
    assert [output.ename for cell in notebook.cells[1:2] for output in cell.outputs] == ["CellEnded"]
    assert read_deaths(notebook) == {}


def test_what_a_notebook_said_of_deaths_before_its_exam_counts_for_nothing() -> None:
    notebook = make_notebook([make_cell("solution", "answer", "def answer(x):\n    return x")])
    notebook.metadata["autograder"] = {"deaths": {"answer": {"kind": "died", "detail": ""}}}
    submission = Submission("ada", "lab", "notebook", nbformat.writes(notebook))
    examined = examine(submission, quick_settings(), "00" * 32, ())
    assert read_deaths(nbformat.reads(examined.text, as_version=4)) == {}
