"""What a cell that was stopped, that failed, or that left processes behind costs: no more than it has to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.diagnosis.naming import read_diagnoses
from autograder.exam.engines import close_engines, examine
from autograder.exam.results import Cause, Examined, read_deaths
from autograder.exam.sandbox.walls import works
from autograder.intake import Submission, realign
from tests.support.notebooks import (
    RIGHT,
    doubling,
    find,
    make_cell,
    make_master,
    make_notebook,
    quick_settings,
    released_cells,
)

DOUBLE = "def double(x):\n    return 2 * x\n"
TESTS = [
    make_cell("test", "test_double_value", "assert double(3) == 6", 1),
    make_cell("code", "later", "print('went on')"),
    make_cell("test", "test_double_again", "assert double(4) == 8", 1),
]


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine a sandbox for the module: the first exam in it starts it."""
    yield
    close_engines()


def run(*cells: NotebookNode, python: str = "3.11.0", **limits: Any) -> Examined:
    """The exam, with a second and a half a cell unless `limits` says otherwise."""
    notebook = make_notebook(cells)
    notebook.metadata["language_info"]["version"] = python
    settings = quick_settings()
    settings.Exam.update({"cell_seconds": 1.5, **limits})
    examined = examine(Submission("ada", "lab", "notebook", nbformat.writes(notebook)), settings, "5eed" * 16, ())
    assert examined.problem == ""
    return examined


def outcomes(examined: Examined) -> list[str]:
    return [verdict.outcome for verdict in examined.verdicts]


def reasons(examined: Examined) -> list[str]:
    return [verdict.reason for verdict in examined.verdicts]


def shown(examined: Examined, name: str) -> str:
    """What an executed cell shows, in one text."""
    cell = find(nbformat.reads(examined.text, as_version=4).cells, name)
    return "\n".join(str(output.get("text") or output.get("evalue")) for output in cell.outputs)


# Lines of other places, as intake leaves them out


def test_a_right_answer_below_colabs_lines_earns_its_points() -> None:
    cells = released_cells(doubling())
    lines = (
        "from google.colab import drive\n%matplotlib widget\n%load_ext nb_black\nimport absent_thing\n!pip install x\n"
    )
    find(cells, "double").source = f"{lines}drive.mount('/content/drive')\n{RIGHT['double']}"
    find(cells, "halve").source = RIGHT["halve"]
    aligned = realign(make_master(doubling()), make_notebook(cells))
    examined = run(*aligned.notebook.cells)
    assert outcomes(examined)[:3] == ["passed", "passed", "passed"], reasons(examined)


# Cells that run into their time limit


def test_a_demonstration_that_takes_too_long_does_not_take_the_function_with_it() -> None:
    waiting = "import signal\nsignal.pause()"  # until the interrupt comes
    demonstration = f"{DOUBLE}\nprint('begun')\n{waiting}\nprint('never')"
    examined = run(make_cell("solution", "double", demonstration), *TESTS)
    assert outcomes(examined) == ["passed", "passed"]
    assert "begun" in shown(examined, "double") and "never" not in shown(examined, "double")
    assert "ran longer than 1.5 s: it was stopped there, and what it had defined stays" in shown(examined, "double")
    assert shown(examined, "later") == "went on\n"
    deaths = read_deaths(nbformat.reads(examined.text, as_version=4))
    assert deaths == {"double": Cause("timed_out", "your code ran longer than 1.5 s")}


def test_what_was_stopped_is_there_again_when_a_later_cell_dies() -> None:
    cells = [
        make_cell("solution", "double", f"{DOUBLE}\nwhile True:\n    pass"),
        make_cell("code", "dies", "import os\nos._exit(1)"),
        *TESTS,
    ]
    assert outcomes(run(*cells)) == ["passed", "passed"]


def test_a_cell_that_heeds_no_interrupt_is_killed_and_costs_itself_alone() -> None:
    deaf = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
    block = "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])"
    examined = run(make_cell("solution", "double", DOUBLE), make_cell("code", "deaf", f"{block}\n{deaf}"), *TESTS)
    assert outcomes(examined) == ["passed", "passed"]
    assert shown(examined, "deaf") == "your code ran longer than 1.5 s"


def test_an_interrupt_that_an_earlier_cell_switched_off_works_again() -> None:
    off = "import signal\nhandler = signal.signal(signal.SIGINT, signal.SIG_IGN)"
    slow = f"{DOUBLE}\nwhile True:\n    pass"
    assert outcomes(run(make_cell("code", "off", off), make_cell("solution", "double", slow), *TESTS)) == ["passed"] * 2


# Processes that are left behind

ROOM = 24  # processes and threads; more than half of it is too much to leave behind
STAYS = "signal.pause()"
SLEEPERS = f"import os, signal\nfor _ in range({ROOM + 6}):\n    if os.fork() == 0:\n        {STAYS}"
DAEMONS = (
    f"import os, signal\nfor _ in range({ROOM - 8}):\n    if os.fork() == 0:\n        os.setsid()\n"
    f"        if os.fork() == 0:\n            {STAYS}\n        os._exit(0)"
)
THREADS = "import threading\nwhile True:\n    threading.Thread(target=threading.Event().wait, daemon=True).start()"
SANDBOXES = [
    pytest.param(kind, marks=pytest.mark.skipif(not works(kind), reason=f"no namespaces for the sandbox {kind} here"))
    for kind in ("root", "user")
]
FALLS_THROUGH = "import os\nfor _ in range(3):\n    os.fork()"


@pytest.mark.parametrize("sandbox", SANDBOXES)
@pytest.mark.parametrize(
    "left", [SLEEPERS, DAEMONS, THREADS, FALLS_THROUGH], ids=["sleep", "daemons", "threads", "fall"]
)
def test_what_a_cell_leaves_behind_does_not_cost_the_later_ones(left: str, sandbox: str) -> None:
    threads = "import threading\nran = []\nthread = threading.Thread(target=ran.append, args=(1,))\n"
    more = make_cell("code", "more", f"{threads}thread.start()\nthread.join()\nprint(ran)")
    later = [] if left == THREADS else [more]  # threads cannot be ended, and need their room
    limits: dict[str, Any] = {"sandbox": sandbox, "cell_seconds": 20.0, "processes": ROOM}
    examined = run(make_cell("solution", "double", DOUBLE + left), *later, *TESTS, **limits)
    assert outcomes(examined) == ["passed", "passed"], reasons(examined)
    assert shown(examined, "later") == "went on\n"
    if later:
        assert shown(examined, "more") == "[1]\n"
    assert ("left behind have been ended" in shown(examined, "double")) == (left in (SLEEPERS, DAEMONS))


def test_a_few_helpers_may_stay_as_they_do_at_home() -> None:
    start = "import os\nread, write = os.pipe()\nif os.fork() == 0:\n    os.read(read, 1)\n    os._exit(0)\n"
    ask = make_cell("code", "ask", "os.write(write, b'x')\nprint(os.waitstatus_to_exitcode(os.wait()[1]))")
    examined = run(make_cell("solution", "double", DOUBLE + start), ask, *TESTS)
    assert (outcomes(examined), shown(examined, "ask")) == (["passed", "passed"], "0\n")


# Names that are missing because a cell failed

NEW_SYNTAX = "import math\n\nwith math as a b: pass\n\n"  # as Python 3.11 sees what only a later one can read


def test_newer_syntax_is_named_with_its_line_and_the_python_that_wrote_it() -> None:
    examined = run(make_cell("solution", "double", NEW_SYNTAX + DOUBLE), *TESTS, python="3.99.1")
    assert outcomes(examined) == ["failed", "failed"]
    for reason in reasons(examined):
        assert reason.startswith("NameError: name 'double' is not defined: its cell is not valid in Python 3.")
        assert "SyntaxError in line 3: " in reason
        assert reason.endswith("; the notebook was written with Python 3.99.1")
    assert {verdict.cause for verdict in examined.verdicts} == {Cause("undefined", "double")}
    says = read_diagnoses(nbformat.reads(examined.text, as_version=4))["double"].says
    assert says.endswith("SyntaxError. It was written with Python 3.99.1; grading uses an older one.")


def test_a_plain_mistake_is_not_put_down_to_the_python() -> None:
    examined = run(make_cell("solution", "double", f"{DOUBLE}double(3"), *TESTS)
    assert "SyntaxError in line 3: '(' was never closed)" in reasons(examined)[0]
    assert "written with" not in reasons(examined)[0]


@pytest.mark.parametrize(
    ("first", "answer", "says"),
    [
        (
            "import absent_thing as thing\nfactor = 2",
            "def double(x):\n    return factor * x",
            "NameError: name 'factor' is not defined; factor is not there: its cell stopped with ModuleNotFoundError: "
            "No module named 'absent_thing'",
        ),
        (
            "factor = 1 / 0",
            "start = factor\ndef double(x):\n    return start * x",
            "NameError: name 'double' is not defined: its cell stopped with NameError: name 'factor' is not defined; "
            "factor is not there: its cell stopped with ZeroDivisionError: division by zero",
        ),
        (
            "import os\nos._exit(1)\nfactor = 2",
            "def double(x):\n    return factor * x",
            "NameError: name 'factor' is not defined; factor is not there: its cell did not run to its end: "
            "your code ended the process",
        ),
        ("factor = 1 / 0", "def twice(x):\n    return 2 * x", "NameError: name 'double' is not defined"),
    ],
)
def test_the_reason_names_the_first_cause(first: str, answer: str, says: str) -> None:
    examined = run(make_cell("code", "first", first), make_cell("solution", "double", answer), TESTS[0])
    assert reasons(examined) == [says]


def test_a_cell_that_was_mended_further_down_is_no_cause() -> None:
    cells = [make_cell("code", "first", "factor = 1 / 0"), make_cell("code", "second", "factor = 2")]
    answer = make_cell("solution", "double", "def double(x):\n    return factor * missing")
    assert reasons(run(*cells, answer, TESTS[0])) == ["NameError: name 'missing' is not defined"]
