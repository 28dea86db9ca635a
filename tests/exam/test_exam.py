"""One notebook, two processes: what each test cell gives, what a death costs, and that nothing is raised, whatever
happens.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from traitlets.config import Config

from autograder.exam import engines
from autograder.exam.engines import close_engines, examine
from autograder.exam.results import Examined, Verdict
from autograder.intake import Submission
from tests.support.notebooks import SUBJECT, all_gone, make_cell, make_notebook, processes, quick_settings

SEED = "5eed" * 16


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


def run(*cells: nbformat.NotebookNode, seed: str = SEED) -> Examined:
    return examine(
        Submission("ada", "lab", "notebook", nbformat.writes(make_notebook(cells))), quick_settings(), seed, ()
    )


HONEST = [
    make_cell("solution", "halve", "def halve(x):\n    return x / 2"),
    make_cell("test", "halve_value", "assert halve(6) == 3", 1),
    make_cell("test", "halve_again", "assert halve(4) == 2", 1),
]


def verdicts(examined: Examined) -> dict[str, Verdict]:
    return {verdict.test: verdict for verdict in examined.verdicts}


def outcomes(examined: Examined) -> dict[str, str]:
    """Outcome and reason by test cell."""
    assert examined.problem == ""
    return {verdict.test: f"{verdict.outcome}: {verdict.reason}".removesuffix(": ") for verdict in examined.verdicts}


def outputs(examined: Examined) -> dict[str, list[nbformat.NotebookNode]]:
    cells = nbformat.reads(examined.text, as_version=4).cells
    return {cell.id: cell.outputs for cell in cells if cell.cell_type == "code"}


# Every way in which a cell can end


@pytest.fixture(scope="module")
def examined() -> Examined:
    return run(
        make_cell("setup", "setup", "import os, sys, warnings"),
        make_cell("code", "works", "print('printed')"),
        make_cell("code", "breaks", "1 / 0"),
        make_cell("test", "passes", "assert True", 2),
        make_cell("test", "shows_a_word", "'a word'", 2),
        make_cell("test", "fails", "assert False, 'two\\nlines'", 2),
        make_cell("test", "fails_without_a_word", "assert False", 2),
        make_cell("test", "is_no_python", "assert (", 2),
        make_cell("test", "exits", "sys.exit()", 2),
        make_cell("test", "gives_half", "0.5", 2),
        make_cell("test", "gives_nothing", "0", 2),
        make_cell("test", "gives_all", "2", 2),
        make_cell("test", "gives_too_much", "3", 2),
        make_cell("test", "gives_too_little", "-1", 2),
        make_cell("test", "gives_no_number", "float('nan')", 2),
        make_cell("test", "says_yes", "True", 2),
        make_cell("test", "is_loud", "print('out')\nprint('err', file=sys.stderr)\nwarnings.warn('careful')", 2),
        make_cell("test", "is_loud_and_gives_half", "print('err', file=sys.stderr)\n1", 2),
        make_cell("test", "asks", "input()", 2),
        make_cell("test", "comes_after", "assert True", 2),
        make_cell("test", "is_empty", "", 2),
        make_cell("manual", "words", "My answer.", 3),
    )


@pytest.mark.parametrize(
    ("name", "outcome", "points", "reason"),
    [
        ("passes", "passed", 2, ""),
        ("shows_a_word", "passed", 2, ""),
        ("fails", "failed", 0, "AssertionError: two\nlines"),
        ("fails_without_a_word", "failed", 0, "AssertionError: "),
        ("is_no_python", "failed", 0, "SyntaxError: "),
        ("exits", "failed", 0, "SystemExit"),
        ("gives_half", "partial", 0.5, "0.5 of 2 points"),
        ("gives_nothing", "failed", 0, "0 of 2 points"),
        ("gives_all", "passed", 2, ""),
        ("gives_too_much", "passed", 2, ""),
        ("gives_too_little", "failed", 0, "0 of 2 points"),
        ("gives_no_number", "unknown", None, "the test cell's own score is not a number"),
        ("says_yes", "passed", 2, ""),
        ("is_loud", "passed", 2, ""),
        ("is_loud_and_gives_half", "partial", 1, "1 of 2 points"),
        ("asks", "failed", 0, "EOFError: "),
        ("comes_after", "passed", 2, ""),
        ("is_empty", "passed", 2, ""),
        ("words", "manual", None, ""),
    ],
)
def test_each_graded_cell_has_its_verdict(
    examined: Examined, name: str, outcome: str, points: float | None, reason: str
) -> None:
    verdict = verdicts(examined)[name]
    assert (verdict.outcome, verdict.points, verdict.max_points) == (outcome, points, 3 if name == "words" else 2)
    assert verdict.reason.startswith(reason) if reason else verdict.reason == ""


def test_only_graded_cells_have_verdicts(examined: Examined) -> None:
    assert len(examined.verdicts) == 19
    assert not {"setup", "works", "breaks"} & set(verdicts(examined))


def test_the_executed_notebook_is_valid_and_holds_the_outputs(examined: Examined) -> None:
    assert examined.problem == ""
    notebook = nbformat.reads(examined.text, as_version=4)
    assert nbformat.validate(notebook) is None
    shown = outputs(examined)
    assert shown["works"][0].text == "printed\n"
    assert shown["breaks"][0].ename == "ZeroDivisionError"
    assert shown["gives_half"][0].data["text/plain"] == "0.5"
    assert {output.name for output in shown["is_loud"]} == {"stdout", "stderr"}
    assert [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"] == list(range(1, 22))


def test_the_time_it_took_is_told(examined: Examined) -> None:
    assert 0 < examined.seconds < 60


# Who runs what


def test_what_a_call_takes_counts_also_where_it_is_the_last() -> None:
    """The process that answers is killed then, and nobody waits for it as its parent."""
    body = "import time\n    end = time.process_time() + 0.5\n    while time.process_time() < end: pass"
    cells = [
        make_cell("solution", "busy", f"def busy():\n    {body}"),
        make_cell("test", "test_busy_once", "busy()", 1),
    ]
    settings = Config({"Exam": {"call_seconds": 60.0, "cell_seconds": 60.0}, "Course": {"subject": SUBJECT}})
    text = nbformat.writes(make_notebook(cells))
    examined = examine(Submission("ada", "lab", "notebook", text), settings, SEED, ())
    assert outcomes(examined) == {"test_busy_once": "passed"}
    assert 0.5 <= examined.cpu_seconds < 3


def test_a_test_cell_sees_setup_stand_ins_and_its_own_names_only() -> None:
    examined = run(
        make_cell("setup", "setup", "import math"),
        make_cell("code", "theirs", "secret = 42"),
        make_cell("solution", "double", "secret = 42\ndef double(x):\n    return 2 * x"),
        make_cell("test", "setup_names", "assert math.pi > 3", 1),
        make_cell("test", "the_answer", "assert double(3) == 6", 1),
        make_cell("test", "their_names", "secret", 1),
        make_cell("test", "their_globals", "double.__globals__", 1),
    )
    assert outcomes(examined) == {
        "setup_names": "passed",
        "the_answer": "passed",
        "their_names": "failed: NameError: name 'secret' is not defined",
        "their_globals": "failed: AttributeError: __globals__",
    }


def test_the_candidate_holds_no_test_cell_and_no_name_of_one() -> None:
    spy = """
import gc, sys
def double(x):
    held = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]
    canary = "_".join(["only", "the", "test", "says"])
    items = (item for holder in held for item in (holder.values() if isinstance(holder, dict) else holder))
    seen = [item for item in items if isinstance(item, str) and canary in item and item is not canary]
    names = {**globals(), **sys.modules["__main__"].__dict__}
    return seen + [name for name in ("of_the_test", "test_spied") if name in names]"""
    test = "of_the_test = 1\ndef test_spied():\n    'only_the_test_says'\n    assert double(3) == []\ntest_spied()"
    assert outcomes(run(make_cell("solution", "double", spy), make_cell("test", "spied", test, 1))) == {
        "spied": "passed"
    }


def test_what_a_test_cell_defines_the_next_one_has() -> None:
    examined = run(
        make_cell("test", "first", "inputs = [1, 2]", 1), make_cell("test", "second", "assert sum(inputs) == 3", 1)
    )
    assert outcomes(examined) == {"first": "passed", "second": "passed"}


def test_an_answer_that_was_defined_before_a_later_error_counts_as_at_home() -> None:
    examined = run(
        make_cell("solution", "double", "def double(x):\n    return 2 * x\n1 / 0"),
        make_cell("test", "value", "assert double(3) == 6", 1),
    )
    assert outcomes(examined) == {"value": "passed"}
    assert outputs(examined)["double"][0].ename == "ZeroDivisionError"


def test_what_a_call_changes_the_next_test_cell_does_not_lose_points_by() -> None:
    """State is kept between calls of one cell; a cell that fails with another's leftovers is run again in a fork of its
    own.
    """
    examined = run(
        make_cell("solution", "count", "calls = []\ndef count():\n    calls.append(1)\n    return len(calls)"),
        make_cell("test", "first", "assert (count(), count()) == (1, 2)", 1),
        make_cell("test", "second", "assert (count(), count()) == (1, 2)", 1),
    )
    assert outcomes(examined) == {"first": "passed", "second": "passed"}


# The fork that answers test cells


ADDRESS = "import os\n\ndef {0}(x=0):\n    return os.getpid()"


def addresses(*between: nbformat.NotebookNode) -> list[str]:
    """The processes that answer a test cell of one exercise, and one of the next, with these cells between."""
    examined = run(
        make_cell("solution", "first", ADDRESS.format("first")),
        make_cell("test", "ask_first", "first()\nprint(first())", 1),
        *between,
        make_cell("solution", "second", ADDRESS.format("second")),
        make_cell("test", "ask_second", "print(second())", 1),
    )
    assert set(outcomes(examined).values()) <= {"passed", "failed: AssertionError: no"}
    return [outputs(examined)[test][0].text for test in ("ask_first", "ask_second")]


def test_one_fork_answers_from_exercise_to_exercise() -> None:
    first, second = addresses()
    assert first == second


@pytest.mark.parametrize(
    "source",
    [
        "sum(range(10_000_000))",
        "import time\ntime.sleep(1.1)",  # reason: a student's cell that is slow by the clock alone
    ],
)
def test_after_a_cell_that_takes_long_a_fresh_one_does(source: str) -> None:
    first, second = addresses(make_cell("code", "slow", source))
    assert first != second


def test_after_a_test_cell_that_fails_a_fresh_one_does() -> None:
    first, second = addresses(make_cell("test", "fails", "assert first() == 0, 'no'", 1))
    assert first != second


def test_a_cell_that_runs_once_only_costs_nothing() -> None:
    """It fails in the fork, which runs it as well; the test cell that then fails is asked of a fork of where it went
    well.
    """
    examined = run(
        *HONEST,
        make_cell("solution", "double", "import os\nos.mkdir('once')\n\ndef double(x):\n    return 2 * x"),
        make_cell("test", "double_value", "assert double(3) == 6", 1),
    )
    assert set(outcomes(examined).values()) == {"passed"}


def test_what_a_call_breaks_for_the_cells_after_it_costs_nothing() -> None:
    examined = run(
        make_cell("solution", "breaker", "import math\n\ndef breaker(x):\n    math.sqrt = None\n    return x"),
        make_cell("test", "breaker_value", "assert breaker(3) == 3", 1),
        make_cell("solution", "root", "assert math.sqrt(9) == 3\n\ndef root(x):\n    return math.sqrt(x)"),
        make_cell("test", "root_value", "assert root(4) == 2", 1),
    )
    assert set(outcomes(examined).values()) == {"passed"}
    assert outputs(examined)["root"] == []


# Explorations


def test_an_exploration_is_run_when_an_answer_leans_on_it_and_else_not() -> None:
    examined = run(
        make_cell("explore", "needed_by_needed", "base = 2"),
        make_cell("explore", "needed", "factor = base"),
        make_cell("explore", "idle", "print('ran')"),
        make_cell("solution", "double", "def double(x):\n    return factor * x"),
        make_cell("test", "value", "assert double(3) == 6", 1),
    )
    assert outcomes(examined) == {"value": "passed"}
    assert outputs(examined)["idle"] == []
    counts = {cell.id: cell.execution_count for cell in nbformat.reads(examined.text, as_version=4).cells}
    assert counts == {"needed_by_needed": 1, "needed": 2, "idle": None, "double": 3, "value": 4}


def explored(*cells: nbformat.NotebookNode, changed: tuple[str, ...], seconds: float = 30.0) -> Examined:
    """The exam of a submission in which the student changed these exploration cells."""
    settings = quick_settings()
    settings.Exam.exploration_seconds = seconds
    text = nbformat.writes(make_notebook(cells))
    return examine(Submission("ada", "lab", "notebook", text, changed=frozenset(changed)), settings, SEED, ())


def test_an_exploration_that_the_student_changed_shows_what_became_of_it() -> None:
    cells = [make_cell("explore", name, f"print('{name}')") for name in ("changed", "idle")]
    shown = outputs(explored(*cells, *HONEST, changed=("changed",)))
    assert shown["changed"][0].text == "changed\n" and shown["idle"] == []


def test_explorations_that_take_too_long_together_cost_no_points() -> None:
    cells = [make_cell("explore", name, "while True:\n    pass") for name in ("endless", "another")]
    examined = explored(*cells, *HONEST, changed=("endless", "another"), seconds=0.5)
    assert outcomes(examined) == {"halve_value": "passed", "halve_again": "passed"}
    assert "your code ran longer than 0.5 s" in str(outputs(examined)["endless"])
    assert "the exploration cells before it used up the time" in outputs(examined)["another"][0].text


def test_the_time_of_explorations_is_none_of_the_submissions() -> None:
    settings = quick_settings()
    settings.Exam.submission_seconds = 1.0
    slow = make_cell("explore", "slow", "import time\ntime.sleep(1.2)")  # reason: longer than a submission
    text = nbformat.writes(make_notebook([slow, *HONEST]))
    examined = examine(Submission("ada", "lab", "notebook", text, changed=frozenset(["slow"])), settings, SEED, ())
    assert outcomes(examined) == {"halve_value": "passed", "halve_again": "passed"}


def test_run_all_runs_them_all() -> None:
    settings = quick_settings()
    settings.Exam.run_all = True
    text = nbformat.writes(make_notebook([make_cell("explore", "idle", "print('ran')")]))
    assert outputs(examine(Submission("ada", "lab", "notebook", text), settings, SEED, ()))["idle"][0].text == "ran\n"


# Deaths


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True:\n        pass", "CandidateError: your code ran longer than 1 s"),
        (
            "import time\n    time.sleep(1000)",  # reason: the student's own, only the time limit ends it
            "CandidateError: your code ran longer than 1 s",
        ),
        (
            "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
            "CandidateError: your code ran longer",
        ),
        ("import os\n    os._exit(0)", "CandidateError: your code ended the process"),
        ("import os\n    os.kill(os.getpid(), 9)", "CandidateError: your code ended the process"),
        (
            "import os\n    os.kill(os.getppid(), 9)\n    while True:\n        pass",
            "CandidateError: your code ended the process",
        ),
        ("import ctypes\n    ctypes.string_at(0)", "CandidateError: your code ended the process"),
        ("raise SystemExit(0)", "CandidateError: the call ended with SystemExit: 0"),
        ("raise KeyboardInterrupt", "CandidateError: the call ended with KeyboardInterrupt"),
        ("return double(x)", "RecursionError: maximum recursion depth exceeded"),
        ("return bytearray(1 << 40)", "MemoryError"),
    ],
    ids=[
        "loop",
        "sleep",
        "stubborn",
        "exit",
        "kill",
        "kill_parent",
        "crash",
        "SystemExit",
        "interrupt",
        "recursion",
        "memory",
    ],
)
def test_a_call_that_ends_badly_costs_its_own_test_cell_alone(body: str, reason: str) -> None:
    examined = run(
        *HONEST,
        make_cell("solution", "double", f"def double(x):\n    if x > 5:\n        return 2 * x\n    {body}"),
        make_cell("test", "dies", "assert double(3) == 6", 1),
        make_cell("test", "lives", "assert double(6) == 12", 1),
        make_cell("test", "halves", "assert halve(8) == 4", 1),
    )
    told = outcomes(examined)
    assert told.pop("dies").startswith(f"failed: {reason}")
    assert set(told.values()) == {"passed"}, told
    assert len(told) == 4


DEAF = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
DAEMON = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)"  # reason: it outlives its cell
MUTE = f"import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\n{DEAF}"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import os\nos._exit(1)", "your code ended the process"),
        ("import os\nos.kill(os.getpid(), 9)", "your code ended the process"),
        (MUTE, "your code ran longer than 3 s"),
    ],
)
def test_a_cell_that_ends_its_process_costs_what_it_defines_alone(source: str, why: str) -> None:
    examined = run(
        *HONEST,
        make_cell("solution", "double", f"def double(x):\n    return 2 * x\n{source}"),
        make_cell("test", "double_value", "assert double(3) == 6", 1),
        make_cell("solution", "triple", "def triple(x):\n    return 6 * halve(x)"),
        make_cell("test", "triple_value", "assert triple(3) == 9", 1),
    )
    assert outcomes(examined) == {
        "halve_value": "passed",
        "halve_again": "passed",
        "double_value": (f"failed: NameError: name 'double' is not defined: its cell did not run to its end: {why}"),
        "triple_value": "passed",
    }
    assert [output.ename for output in outputs(examined)["double"]] == ["CellEnded"]


def test_after_the_submissions_time_is_up_the_rest_fails_and_says_why() -> None:
    settings = quick_settings()
    settings.Exam.submission_seconds = 1.5
    cells = [
        *HONEST,
        make_cell("code", "slow", "while True:\n    pass"),
        make_cell("test", "later", "assert halve(2) == 1", 1),
    ]
    examined = examine(Submission("ada", "lab", "notebook", nbformat.writes(make_notebook(cells))), settings, SEED, ())
    assert outcomes(examined) == {
        "halve_value": "passed",
        "halve_again": "passed",
        "later": "failed: CandidateError: the submission ran longer than 1.5 s",
    }
    assert outputs(examined)["slow"][0].evalue == "the submission ran longer than 1.5 s"


# Randomness


DRAWS = [
    make_cell("setup", "setup", "import random\nimport numpy\nimport torch\nfrom cnnlab.checks.draws import draw"),
    make_cell(
        "solution",
        "chance",
        "def chance():\n    return [random.random(), float(numpy.random.rand()), float(torch.rand(()))]",
    ),
    make_cell("test", "inputs", "print(draw(3).tolist())", 1),
    make_cell("test", "inputs_of_another_cell", "print(draw(3).tolist())", 1),
    make_cell("test", "theirs", "print(chance())", 1),
]


def printed(seed: str) -> dict[str, str]:
    return {name: shown[0].text for name, shown in outputs(run(*DRAWS, seed=seed)).items() if shown}


def test_a_seed_reproduces_every_draw_and_another_seed_none() -> None:
    first, again, other = printed("aa" * 32), printed("aa" * 32), printed("bb" * 32)
    assert first == again
    assert len({*first.values(), *other.values()}) == 6


# What cannot be examined


@pytest.mark.parametrize("text", ["", "garbage", "{}"])
def test_a_text_that_is_no_notebook_is_a_problem(text: str) -> None:
    examined = examine(Submission("ada", "lab", "notebook", text), quick_settings(), SEED, ())
    assert examined.problem.startswith("the examiner failed: ")
    assert examined.verdicts == ()


def test_a_graded_cell_without_points_is_a_problem() -> None:
    cell = make_cell("test", "first", "assert True", 1)
    del cell.metadata["nbgrader"]["points"]
    assert run(cell).problem.startswith("the examiner failed: KeyError")


def test_a_submission_with_a_problem_is_not_run() -> None:
    submission = Submission("ada", "lab", problem="no notebook")
    assert examine(submission, quick_settings(), SEED, ()) == Examined(submission, problem="no notebook")


@pytest.mark.cold
def test_an_engine_that_was_killed_is_started_anew() -> None:
    close_engines()
    assert run(*HONEST).problem == ""
    [started] = engines._engines.values()
    folder, session = Path(started.folder), started.parent.pid
    started.parent.kill()
    started.parent.wait()
    assert processes(session)
    assert outcomes(run(*HONEST)) == {"halve_value": "passed", "halve_again": "passed"}
    assert all_gone(session)
    assert not folder.exists()


@pytest.mark.cold
def test_closing_leaves_no_process_and_no_folder() -> None:
    close_engines()
    run(
        *HONEST,
        make_cell("code", "daemon", DAEMON),
    )
    [started] = engines._engines.values()
    folder, session = Path(started.folder), started.parent.pid
    assert folder.is_dir()
    assert len(processes(session)) >= 3
    close_engines()
    assert not folder.exists()
    assert all_gone(session)


def test_this_process_keeps_its_environment(examined: Examined) -> None:
    assert "MPLCONFIGDIR" not in os.environ
