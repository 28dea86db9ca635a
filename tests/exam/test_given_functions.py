"""Functions that a test cell hands to an answer: they run with the tests, and mean the same as in one kernel."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest

from autograder.exam.engines import close_engines, examine
from autograder.intake import Submission
from tests.exam.test_proxy import SETUP, told
from tests.support.notebooks import make_cell, make_notebook, quick_settings

GIVEN = "from cnnlab import from_scratch, given\nfrom cnnlab.functions import absolute, conv_of, cubic, max_pool_of\n"
APPLY = "def answer(f, *args, **kwargs):\n    return f(*args, **kwargs)"


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


def at_home(answer: str, test: str) -> str:
    """What `told` says, of one kernel."""
    space: dict[str, object] = {}
    try:
        exec(SETUP + answer, space)
        exec(GIVEN + test, space)
    except Exception as error:
        return f"failed: {type(error).__name__}: {error}".removesuffix(": ")
    return "passed"


def both(answer: str, test: str) -> str:
    """What comes of a test cell, the same in one kernel and in the exam."""
    [outcome] = told(answer, GIVEN + test)
    assert at_home(answer, test) == outcome
    return outcome


NUMERIC = """
def answer(f, X, upstream, eps=1e-5):
    X = X.double().clone()
    grad = torch.zeros(X.shape, dtype=torch.float64)
    for i in np.ndindex(*X.shape):
        old = X[i].item()
        X[i] = old + eps
        above = (f(X) * upstream).sum()
        X[i] = old - eps
        grad[i] = (above - (f(X) * upstream).sum()) / (2 * eps)
        X[i] = old
    return grad
"""


def test_an_answer_calls_a_function_of_the_test() -> None:
    test = "X = torch.randn(3, 4)\nexpect_call(answer, cubic, X, torch.ones(3, 4), returns=3 * X**2)"
    assert both(NUMERIC, test) == "passed"


def test_a_given_function_may_use_what_the_answer_may_not() -> None:
    test = """
X, W, upstream = torch.randn(1, 2, 4, 5), torch.randn(3, 2, 2, 3), torch.randn(1, 3, 3, 3)
Y = X.clone().requires_grad_()
(F.conv2d(Y, W) * upstream).sum().backward()
expect_call(answer, conv_of(W), X, upstream, returns=Y.grad)"""
    assert both(NUMERIC, test) == "passed"


def test_an_answer_makes_no_given_function_of_a_library() -> None:
    for body in (
        "conv_of(torch.ones(1, 1, 2, 2))(X)",
        "given(lambda X: F.conv2d(X, torch.ones(1, 1, 2, 2)))(X)",
        "max_pool_of(2)(X)",
    ):
        answer = f"{GIVEN}def answer(X):\n    return {body}"
        for outcome in (
            told(answer, "expect_call(answer, torch.ones(1, 1, 3, 3), returns=0)")[0],
            at_home(answer, "expect_call(answer, torch.ones(1, 1, 3, 3), returns=0)"),
        ):
            assert outcome.startswith("failed: ShortcutError: "), body


@pytest.mark.parametrize(
    "value", ["1", "(1, [2.5, None])", "{'a': torch.ones(2, 3).t()}", "np.arange(3)", "'text'", "torch.float64"]
)
def test_values_go_in_and_come_out(value: str) -> None:
    test = f"f = given(lambda *args, **kwargs: (repr(args), repr(kwargs), args[0]))\nvalue = {value}\n"
    test += (
        "args, kwargs, back = answer(f, value, key=value)\n"
        "assert args == repr((value,)) and kwargs == repr({'key': value}) and repr(back) == repr(value)"
    )
    assert both(APPLY, test) == "passed"


def test_functions_come_in_lists_and_dicts_and_go_back_as_the_same() -> None:
    answer = "def answer(fs, x):\n    return [f(x) for f in fs['all']], fs['all'][1], fs['all'][0] is fs['all'][2]"
    test = """
a, b = given(lambda x: x + 1), given(lambda x: 2 * x)
results, second, is_same = answer({"all": [a, b, a]}, 3)
assert results == [4, 6, 4] and second is b and is_same"""
    assert both(answer, test) == "passed"


def test_a_function_has_the_name_that_the_test_gave_it() -> None:
    answer = "def answer(f):\n    return f.__name__, repr(f)"
    for made, name in [
        ("given(lambda x: x)", "f"),
        ("given(abs)", "abs"),
        ("given(abs, 'candidate_3')", "candidate_3"),
    ]:
        assert both(answer, f"assert answer({made}) == ({name!r}, {name!r})") == "passed"


def test_a_function_sees_copies_and_what_it_returns_is_the_answers_own() -> None:
    answer = """
def answer(f, X):
    Y = f(X)
    before = X.sum().item()
    Y += 1
    return X.sum().item() == before, f(X).requires_grad"""
    test = "def double(X):\n    X *= 2\n    return X\nassert answer(given(double), torch.ones(2)) == (True, False)"
    assert both(answer, test) == "passed"


def test_nobody_differentiates_through_a_function() -> None:
    answer = """
def answer(f, X):
    X = X.clone().requires_grad_()
    f(X).sum().backward()
    return X.grad"""
    assert both(answer, "answer(cubic, torch.ones(2))").startswith(
        "failed: RuntimeError: element 0 of tensors does not"
    )


def test_a_function_of_the_test_may_compute_gradients() -> None:
    test = """
def slope(X):
    X.requires_grad_()
    return torch.autograd.grad((X**2).sum(), X)[0]
assert answer(given(slope), torch.tensor([3.0])).item() == 6"""
    assert both("def answer(f, X):\n    with torch.no_grad():\n        return f(X)", test) == "passed"


def test_an_exception_of_a_function_is_one_in_the_answer() -> None:
    caught = """
def answer(f, x):
    try:
        return f(x)
    except ValueError as error:
        return str(error)"""
    raising = "def refuse(X):\n    raise ValueError(f'no {X}')\n"
    assert both(caught, raising + "assert answer(given(refuse), 3) == 'no 3'") == "passed"
    assert both(APPLY, raising + "expect_raises(answer, given(refuse), 3, naming=['3'])") == "passed"
    assert both(APPLY, raising + "answer(given(refuse), 3)") == "failed: ValueError: no 3"
    assert both(APPLY, "answer(given(lambda x: x), 1, 2)").startswith("failed: TypeError: ")


def test_a_function_may_call_the_answer_in_its_turn() -> None:
    answer = "def answer(f, x):\n    return x if f is None else f(x) + [x]"
    test = (
        "f = given(lambda x: [answer(None, 10 * x), answer(given(lambda y: [y]), x)])\n"
        "assert answer(f, 1) == [10, [1, 1], 1]"
    )
    assert both(answer, test) == "passed"


def test_what_the_answer_returns_may_call_a_function_later_in_the_same_test_cell() -> None:
    answer = "def answer(f):\n    return lambda x: f(x) + 1"
    assert both(answer, "g = answer(given(lambda x: 2 * x))\nassert g(3) == 7 and g(4) == 9") == "passed"


def test_a_class_of_theirs_may_keep_a_function() -> None:
    answer = """
class answer:
    def __init__(self, f):
        self.f = f
    def twice(self, x):
        return self.f(self.f(x))"""
    assert both(answer, "assert answer(cubic).twice(2) == 512") == "passed"


def test_a_function_of_an_earlier_test_cell_is_none_of_a_later_one() -> None:
    answer = "kept = []\ndef answer(f):\n    kept.append(f)\n    return kept[0](1)"
    outcomes = told(answer, *(f"{GIVEN}assert answer(given(lambda x: {n})) == {n}" for n in (5, 6)))
    assert outcomes == ["passed", "passed"]  # the second one is asked again, in a fork that has kept nothing


def test_the_students_own_functions_are_handed_over_by_their_names() -> None:
    [outcome] = told(
        "def answer(f, x):\n    return f is answer, callable(f)", "assert answer(answer, 1) == (True, True)"
    )
    assert outcome == "passed"


def test_a_call_and_the_functions_in_it_have_the_time_of_one_call() -> None:
    answer = """
def answer(f):
    while True:
        try:
            f(1)
        except BaseException:
            pass"""
    outcomes = told(answer, f"{GIVEN}answer(cubic)", "assert answer.__name__")
    assert outcomes == ["failed: CandidateError: your code ran longer than 1 s", "passed"]


def test_an_answer_and_a_test_that_call_each_other_without_end_fail() -> None:
    answer = "def answer(f, x):\n    return f(x)"
    test = f"{GIVEN}f = given(lambda x: answer(f, x))\nanswer(f, 1)"
    assert told(answer, test, "assert 1") == [
        "failed: CandidateError: your code and the test call each other without end",
        "passed",
    ]


def test_a_function_that_asks_for_what_is_not_carried_makes_the_outcome_unknown() -> None:
    test = f"{GIVEN}answer(given(lambda x: isinstance(x, answer)), 1)"
    swallowed = f"{GIVEN}try:\n    answer(given(lambda x: isinstance(x, answer)), 1)\nexcept Exception:\n    pass"
    swallowing = "def answer(f, x):\n    try:\n        return f(x)\n    except BaseException:\n        return 1"
    for outcome in (*told(APPLY, test, swallowed), *told(swallowing, test)):
        assert outcome == "unknown: isinstance(…, answer) is not carried over the wire"


def test_what_is_no_plain_value_cannot_be_computed_with_by_a_function() -> None:
    answer = "class Mine: pass\ndef answer(f):\n    return f(Mine())"
    [outcome] = told(answer, f"{GIVEN}answer(given(lambda x: x == 1))")
    assert outcome.startswith("failed: TypeError: a Mine cannot be checked here")


def test_arguments_that_are_too_large_are_refused() -> None:
    answer = "def answer(f):\n    return f(torch.zeros(2**21 + 1))"
    [outcome] = told(answer, f"{GIVEN}answer(given(lambda x: 1))")
    assert outcome == "failed: ValueError: arguments that are too large for a function of the test"


def test_a_course_of_plain_python_hands_over_its_functions_as_they_are() -> None:
    test = """
def double(x):
    return 2 * x
assert answer([double, lambda x: -x], [1, 2]) == ([[2, 4], [-1, -2]], ["double", "<lambda>"])"""
    answer = "def answer(fs, xs):\n    return [[f(x) for x in xs] for f in fs], [f.__name__ for f in fs]"
    cells = [
        make_cell("setup", "setup", ""),
        make_cell("solution", "answer", answer),
        make_cell("test", "test", test, 1),
    ]
    settings = quick_settings()
    settings.Course.subject = ""
    sent = Submission("ada", "lab", "notebook", nbformat.writes(make_notebook(cells)))
    examined = examine(sent, settings, "00" * 32, ())
    assert [(verdict.outcome, verdict.reason) for verdict in examined.verdicts] == [("passed", "")]
