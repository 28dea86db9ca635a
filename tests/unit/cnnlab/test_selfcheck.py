"""`cnnlab.check`: what a student sees of an answer at once, and what it says to do next."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional as F

import cnnlab
from cnnlab.probing.asking import put
from cnnlab.probing.failing import Failing, failing_of
from cnnlab.probing.failing_picture import draw_failing
from cnnlab.probing.questions import Probe, View, calling
from cnnlab.selfcheck import result as selfcheck
from cnnlab.selfcheck.hints import HINTS, LINE_BY_LINE, begin_anew

CONCEPTS = ["orientation", "rectangular", "dtype", "purity", "errors"]


@pytest.fixture(autouse=True)
def new_session() -> Iterator[None]:
    begin_anew()
    yield
    begin_anew()


def answer(flip: tuple[int, ...] = ()) -> Any:
    """A right `corr2d`, or one with its kernel flipped."""

    def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
            raise ValueError(f"the kernel {tuple(K.shape)} is larger than the image {tuple(X.shape)}")
        dtype = torch.result_type(X, K)
        dtype = dtype if dtype.is_floating_point else torch.int64
        return (X.to(dtype).unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K.to(dtype).flip(flip)).sum(dim=(2, 3))

    return corr2d


def named(name: str, value: Any = None, error: BaseException | None = None) -> Any:
    """A function of this name that returns `value`, or raises `error`."""

    def function(*_: Any, **__: Any) -> Any:
        if error:
            raise error
        return value

    function.__name__ = name
    return function


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_check_passes_a_right_answer() -> None:
    found = cnnlab.check(answer())
    assert found.passed
    assert found.verdicts == dict.fromkeys(CONCEPTS, "")
    assert found.failing is None
    assert "all 5 concepts are right" in repr(found)


def test_check_says_which_concept_is_wrong_and_shows_the_window() -> None:
    found = cnnlab.check(answer(flip=(0, 1)))
    assert not found.passed
    assert [concept for concept, said in found.verdicts.items() if said] == ["orientation"]
    assert "4 of 5 concepts are right" in repr(found)
    assert "window X[0:2, 0:2]" in repr(found)
    assert found.failing is not None
    assert found.failing.cell == (0, 0)
    assert "✗ orientation" in repr(found) and "✓ rectangular" in repr(found)


class Adding(nn.Module):
    """A right `corr2d` with an `__init__` and attributes of its own."""

    def forward(self, X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return answer()(X, K)  # type: ignore[no-any-return]  # it is a tensor


class Called:
    def __call__(self, X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return answer()(X, K)  # type: ignore[no-any-return]  # it is a tensor


class Made:
    """A class whose call makes no object, but the result."""

    steps = 1

    def __new__(cls, X: torch.Tensor, K: torch.Tensor) -> Any:
        return answer()(X, K)


def decorated(function: Any) -> Any:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return wrapper


FORMS: dict[str, Any] = {
    "a lambda": lambda X, K: answer()(X, K),
    "a function of another name": decorated(named("pad2d")) and decorated(answer()),
    "a partial": functools.partial(answer()),
    "an instance with __call__": Called(),
    "a module": Adding(),
    "a method": Called().__call__,
    "a decorated function": decorated(answer()),
    "a class that is called like a function": Made,
}


@pytest.mark.parametrize("corr2d", FORMS.values(), ids=FORMS.keys())
def test_check_goes_by_the_name_under_which_the_answer_is_held(corr2d: Any) -> None:
    """As grading does, which looks up `corr2d` in the notebook and calls what it finds."""
    found = cnnlab.check(corr2d)
    assert (found.exercise, found.passed) == ("corr2d", True)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_check_takes_an_answer_under_any_name_with_the_name_of_the_exercise(form: Any) -> None:
    assert cnnlab.check(form, exercise="corr2d").passed


def test_check_goes_by_the_name_and_not_by_what_the_function_was_called_when_it_was_written() -> None:
    corr2d_multi_in = named("corr2d_multi_in_out", value=1)
    assert cnnlab.check(corr2d_multi_in).exercise == "corr2d_multi_in"


def test_an_answer_held_for_two_exercises_is_checked_as_the_one_that_is_written() -> None:
    corr2d_multi_in_out = corr2d_multi_in_out_1x1 = answer()
    assert cnnlab.check(corr2d_multi_in_out_1x1).exercise == "corr2d_multi_in_out_1x1"
    assert cnnlab.check(corr2d_multi_in_out).exercise == "corr2d_multi_in_out"
    assert (
        cnnlab.check(
            corr2d_multi_in_out_1x1,
        ).exercise
        == "corr2d_multi_in_out_1x1"
    ), "also where the call goes over several lines"


def test_check_asks_which_exercise_where_an_answer_is_held_for_two() -> None:
    corr2d_multi_in_out = corr2d_multi_in_out_1x1 = answer()
    held = [corr2d_multi_in_out_1x1, corr2d_multi_in_out]
    with pytest.raises(ValueError, match=r"names of 2 exercises.*Say which one .*exercise=\"corr2d_multi_in_out\""):
        cnnlab.check(held[0])
    assert cnnlab.check(held[0], exercise="corr2d_multi_in_out_1x1").exercise == "corr2d_multi_in_out_1x1"


@contextmanager
def ipython() -> Iterator[Any]:
    """IPython as a notebook's kernel has it: one shell for the process."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.user_ns |= {"answer": answer, "cnnlab": cnnlab}
    try:
        yield shell
    finally:
        InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("cell", "times"),
    [
        ("cnnlab.check(corr2d)", 1),
        ("cnnlab.check(corr2d)\nNone", 1),
        ("found = cnnlab.check(corr2d)", 1),
        ("for _ in range(2):\n    cnnlab.check(corr2d)", 2),
        ("cnnlab.check(corr2d)\ncnnlab.check(corr2d)", 2),
        ("cnnlab.check(corr2d);", 1),
    ],
)
def test_check_shows_its_result_once_wherever_it_stands_in_a_cell(cell: str, times: int) -> None:
    from IPython.utils.capture import capture_output

    with ipython() as shell:
        shell.run_cell("corr2d = answer(flip=(0, 1))")
        with capture_output() as shown:
            shell.run_cell(cell, store_history=True)
    assert shown.stdout in ("", "Out[1]: "), "a terminal's prompt, which a notebook does not have"
    assert [output.data["text/html"].count("<section") for output in shown.outputs] == [1] * times
    assert all("4 of 5 concepts are right" in output.data["text/plain"] for output in shown.outputs)


def test_a_result_that_was_kept_can_be_shown_again_in_another_cell() -> None:
    from IPython.utils.capture import capture_output

    with ipython() as shell:
        shell.run_cell("corr2d = answer()\nfound = cnnlab.check(corr2d)", store_history=True)
        with capture_output() as shown:
            shell.run_cell("found", store_history=True)
    assert len(shown.outputs) == 1


def test_figures_that_an_answer_draws_are_neither_shown_nor_left_open() -> None:
    from IPython.utils.capture import capture_output

    with ipython() as shell:
        shell.run_cell(
            "from IPython.display import display\nfrom matplotlib import pyplot as plt\nfigure = plt.figure()\n"
            "def corr2d(X, K):\n    plt.figure()\n    display(1)\n    return answer()(X, K)"
        )
        with capture_output() as shown:
            shell.run_cell("cnnlab.check(corr2d)")
        plt = shell.user_ns["plt"]
        assert plt.get_fignums() == [shell.user_ns["figure"].number], "the student's own figure stays"
        plt.close("all")
    assert len(shown.outputs) == 1, "the result alone"


class Layer(nn.Module):
    def __init__(self, kernel_size: tuple[int, int]) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.rand(kernel_size)), nn.Parameter(torch.zeros(1))


def correlated(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    (h, w) = weight.shape
    return (x.unfold(0, h, 1).unfold(1, w, 1) * weight).sum(dim=(2, 3))


def test_check_takes_classes() -> None:
    class Conv2D(Layer):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return correlated(x, self.weight)

    found = cnnlab.check(Conv2D)
    assert [concept for concept, said in found.verdicts.items() if said] == ["forward", "gradients"], (
        "the bias is forgotten"
    )
    with pytest.raises(TypeError, match="function or class itself"):
        cnnlab.check(Conv2D((2, 2)))


def test_a_gradient_that_is_cut_off_is_told_as_one() -> None:
    class Conv2D(Layer):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return correlated(x, self.weight.detach()) + self.bias

    assert "no gradient reached weight. Is it used as it is, without .data, .detach(), .item()?" in repr(
        cnnlab.check(Conv2D)
    )


def test_check_refuses_a_shortcut() -> None:
    def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return F.conv2d(X.double()[None, None], K.double()[None, None])[0, 0]

    found = cnnlab.check(corr2d)
    assert all("does this exercise for you" in said for said in found.verdicts.values())
    assert repr(found).count("does this exercise for you") == 1, "what is the same for all concepts is said once"


def test_check_calls_a_stub_not_written_and_lists_no_failures() -> None:
    found = cnnlab.check(named("corr2d", error=NotImplementedError("not written yet: replace this line")))
    assert not found.passed
    assert set(found.verdicts) == set(CONCEPTS)
    assert repr(found) == "corr2d is not written yet: replace its `raise NotImplementedError(…)` by your code."


def test_check_names_the_exercises_for_an_unknown_name() -> None:
    with pytest.raises(ValueError, match=r"No exercise is called 'my_answer'.*corr2d, .*assign it to that name"):
        cnnlab.check(named("my_answer"))
    with pytest.raises(ValueError, match=r"No exercise is called '<lambda>'.*assign it to that name"):
        cnnlab.check(lambda X, K: X)
    with pytest.raises(ValueError, match=r"No exercise is called this partial, so .*exercise=\"corr2d\""):
        cnnlab.check(functools.partial(answer()))
    with pytest.raises(ValueError, match=r"There is no exercise 'slide'\. The exercises are .*corr2d"):
        cnnlab.check(answer(), exercise="slide")


def test_check_asks_for_the_exercise_that_a_mistyped_name_was_meant_for() -> None:
    pad2D = named("pad2D")
    with pytest.raises(
        ValueError, match=r"Did you mean pad2d\?.* `pad2d = …`.* cnnlab.check\(pad2D, exercise=\"pad2d\"\)"
    ) as caught:
        cnnlab.check(pad2D)
    assert "The exercises are" not in str(caught.value)
    conv2D = lambda *_: None  # noqa: E731 - held under a name, as a lambda is
    with pytest.raises(ValueError, match=r"Did you mean Conv2D\?"):
        cnnlab.check(conv2D)
    with pytest.raises(ValueError, match=r"There is no exercise 'corr_2d'\. Did you mean corr2d\?$"):
        cnnlab.check(answer(), exercise="corr_2d")


def test_check_wants_the_function_not_its_result() -> None:
    for value in (torch.ones(2, 2), None, "corr2d"):
        for exercise in (None, "corr2d"):
            with pytest.raises(TypeError, match="function or class itself"):
                cnnlab.check(value, exercise=exercise)  # type: ignore[arg-type]  # the mistake
    with pytest.raises(TypeError, match="but got an ndarray"):
        cnnlab.check(torch.ones(2).numpy())  # type: ignore[arg-type]  # the mistake


def test_check_stops_when_it_is_interrupted() -> None:
    asked = 0

    def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        nonlocal asked
        asked += 1
        raise KeyboardInterrupt

    found = cnnlab.check(corr2d)
    assert asked == 1
    assert "never ends" in found.verdicts["orientation"]
    assert found.verdicts["errors"] == "not asked: the check was stopped"


def test_check_drops_what_the_answer_prints_and_keeps_its_own_warnings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("sys.ps1", raising=False)  # an IPython of another test has set it
    right = answer()

    def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        print("here")
        return right(X, K)

    found = cnnlab.check(corr2d)
    assert found.passed
    assert capsys.readouterr().out == f"{found!r}\n", "in a program, the result is printed, and nothing else"


def test_the_hint_that_fits_stays_the_first_one_named_while_its_concept_fails() -> None:
    hints = [cnnlab.check(answer(flip=(0,))).hint for _ in range(4)]
    assert hints == [
        HINTS[2],
        "Next: read Hint 2 again, which is about what is wrong; after that open Hint 3 as well.",
        *[f"Next: read Hint 2 again, which is about what is wrong; after that {LINE_BY_LINE}."] * 2,
    ]


def test_the_last_hint_is_gone_through_line_by_line_when_it_is_read_again() -> None:
    def cut_off() -> Any:
        right = answer()
        return lambda X, K: right(X, K).to(X.dtype)

    hints = [cnnlab.check(cut_off(), exercise="corr2d").hint for _ in range(3)]
    assert hints == [HINTS[3], *[f"Next: {LINE_BY_LINE}."] * 2]


def test_another_concept_gets_the_hint_that_fits_it_however_many_answers_were_wrong_before() -> None:
    right = answer()
    for _ in range(3):
        cnnlab.check(answer(flip=(0,)))
    assert cnnlab.check(lambda X, K: right(X, K).to(X.dtype), exercise="corr2d").hint == HINTS[3]


def test_the_first_hint_is_the_one_that_fits_the_concept_that_failed() -> None:
    right = answer()

    def in_place(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        made = right(X, K)
        X[0, 0] += 1
        return made

    def cut_off(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return right(X, K).to(X.dtype)

    assert [concept for concept, said in cnnlab.check(cut_off, exercise="corr2d").verdicts.items() if said] == ["dtype"]
    assert cnnlab.check(cut_off, exercise="corr2d").hint == HINTS[3], "the pseudocode speaks of fractions"
    begin_anew()
    assert cnnlab.check(in_place, exercise="corr2d").hint == HINTS[0], "no hint is about arguments that change"
    assert cnnlab.check(answer(flip=(0,))).hint == HINTS[2], "which was no step of the ladder"


def test_hints_stay_for_the_same_answer_and_begin_anew_after_a_right_one() -> None:
    wrong = answer(flip=(0,))
    assert [cnnlab.check(wrong).hint for _ in range(2)] == [HINTS[2]] * 2
    assert cnnlab.check(answer()).hint == ""
    assert cnnlab.check(answer(flip=(0,))).hint == HINTS[2]


RELYING = {
    "directly": "def corr2d_multi_in(X, K):\n    return sum(corr2d(x, k) for x, k in zip(X, K))",
    "through a helper": (
        "def helper(x, k):\n    return corr2d(x, k)\n"
        "def corr2d_multi_in(X, K):\n    return sum(helper(x, k) for x, k in zip(X, K))"
    ),
    "under another name": "mine = corr2d\ndef corr2d_multi_in(X, K):\n    return sum(map(mine, X, K))",
    "from a lambda": "corr2d_multi_in = lambda X, K: sum(map(corr2d, X, K))",
    "in a partial": (
        "import functools\ndef summed(f, X, K):\n    return sum(map(f, X, K))\n"
        "def mapped(X, K):\n    return summed(corr2d, X, K)\ncorr2d_multi_in = functools.partial(mapped)"
    ),
    "from a method": (
        "class Sum:\n    def __call__(self, X, K):\n        return self.summed(X, K)\n"
        "    def summed(self, X, K):\n        return sum(map(corr2d, X, K))\ncorr2d_multi_in = Sum()"
    ),
    "behind a decorator": (
        "def decorated(f):\n    return lambda X, K: f(X, K)\n"
        "@decorated\ndef corr2d_multi_in(X, K):\n    return sum(map(corr2d, X, K))"
    ),
}


def checked(*cells: str, **space: Any) -> selfcheck.Check:
    """The last cell's `found`, in a notebook that has these names."""
    space |= {"__name__": "__main__", "cnnlab": cnnlab, "torch": torch}
    for cell in cells:
        exec(cell, space)
    found: selfcheck.Check = space["found"]
    return found


CHECK = "found = cnnlab.check(corr2d_multi_in)"


@pytest.mark.parametrize("cell", RELYING.values(), ids=RELYING.keys())
def test_an_earlier_exercise_whose_checks_fail_is_named_in_the_place_of_a_hint(cell: str) -> None:
    assert "calls your" not in checked(cell, CHECK, corr2d=answer()).hint, (
        "the answer's own mistake: it refuses nothing"
    )
    found = checked(cell, CHECK, corr2d=answer(flip=(0, 1)))
    assert found.hint == (
        "corr2d_multi_in calls your corr2d, whose checks fail: mend that first, with cnnlab.check(corr2d)."
    )
    assert found.hint in repr(found)
    found = checked(cell, CHECK, corr2d=named("corr2d", error=NotImplementedError()))
    assert "corr2d_multi_in is not written" not in repr(found)
    assert "it cannot run before your corr2d is written" in repr(found)
    assert found.hint.startswith("corr2d_multi_in calls your corr2d, whose checks fail")


def test_an_exercise_that_fails_by_itself_gets_its_hint() -> None:
    wrong = "def corr2d_multi_in(X, K):\n    return sum(map(corr2d, X, K)) + 1"
    assert checked(wrong, CHECK, corr2d=answer()).hint in HINTS, "what it calls is right"
    begin_anew()
    library = "def corr2d_multi_in(X, K):\n    return d2l.corr2d(X[0], K[0])"
    assert checked(library, CHECK, corr2d=answer(flip=(0, 1)), d2l=torch).hint in HINTS, "it calls another corr2d"


def test_two_earlier_exercises_are_both_named() -> None:
    cell = "def corr2d_multi_in(X, K):\n    pad2d(X, 1, 0)\n    return corr2d(X, K)"
    said = checked(cell, CHECK, corr2d=answer(flip=(0, 1)), pad2d=named("pad2d")).hint
    assert said.startswith("corr2d_multi_in calls your pad2d and your corr2d, whose checks fail: mend these first, ")


def test_an_error_inside_an_answer_is_told_with_its_line() -> None:
    with ipython() as shell:
        shell.run_cell("def helper(X):\n    return X.heigth", store_history=True)
        for body, place in [
            ("h = K.shape[0]\n    return Y[h:]", "It comes from `corr2d`, line 3 of its cell: `return Y[h:]`"),
            (
                "return helper(X)",
                "It comes from `helper`, line 2 of its cell: `return X.heigth`, which is called from `corr2d`, "
                "line 2 of its cell: `return helper(X)`",
            ),
            (
                "return torch.ones(2) @ torch.ones(3)",
                "It comes from `corr2d`, line 2 of its cell: `return torch.ones(2) @",
            ),
        ]:
            shell.user_ns["torch"] = torch
            shell.run_cell(f"def corr2d(X, K):\n    {body}\nfound = cnnlab.check(corr2d)", store_history=True)
            said = shell.user_ns["found"].verdicts
            assert place in said["orientation"]
            assert place in said["errors"], "where another error belongs, too"


def test_a_slip_in_the_code_has_no_hint() -> None:
    def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return heigth * X  # type: ignore[name-defined, no-any-return]  # noqa: F821

    assert cnnlab.check(corr2d).hint == HINTS[0]
    assert cnnlab.check(answer(flip=(0,))).hint == HINTS[2], "which was no step of the ladder"


def test_what_is_wrong_in_form_has_no_hint() -> None:
    def renamed(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
        return answer()(image, kernel)  # type: ignore[no-any-return]  # it is a tensor

    def refused(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return F.conv2d(X.double()[None, None], K.double()[None, None])[0, 0]

    for wrong in (named("corr2d"), named("corr2d", value=[[1.0]]), renamed, refused):
        found = cnnlab.check(wrong, exercise="corr2d")
        assert not found.passed
        assert found.hint == HINTS[0] == "Next: no hint is about this. Do what the message says."
    assert cnnlab.check(named("conv_output_size")).hint == HINTS[0]
    assert cnnlab.check(named("conv_output_size", value=0.5)).hint == HINTS[1], "a hint is about fractions"


def test_a_name_that_bad_arguments_do_not_set_has_the_hint_about_bad_arguments() -> None:
    right = answer()

    def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        if K.shape[0] <= X.shape[0] and K.shape[1] <= X.shape[1]:
            Y = right(X, K)
        return Y  # type: ignore[no-any-return]  # it is a tensor

    found = cnnlab.check(corr2d)
    assert [concept for concept, said in found.verdicts.items() if said] == ["errors"]
    assert "For these arguments no branch sets `Y` before it is used." in found.verdicts["errors"]
    assert found.hint == HINTS[3]


def test_a_refused_call_is_told_with_the_helper_and_the_line_that_make_it() -> None:
    with ipython() as shell:
        shell.user_ns["F"] = F
        shell.run_cell("def helper(X, K):\n    return F.conv2d(X[None, None], K[None, None])", store_history=True)
        shell.run_cell("def corr2d(X, K):\n    return helper(X, K)\nfound = cnnlab.check(corr2d)", store_history=True)
        said = repr(shell.user_ns["found"])
    assert "Your code called PyTorch's conv2d" in said
    assert "It comes from `helper`, line 2 of its cell: `return F.conv2d(X[None, None], K[None, None])`" in said


def test_two_concepts_are_both_right() -> None:
    assert selfcheck.Check("edge_map", {"straight": "", "errors": ""}).headline.startswith(
        "edge_map: both concepts are right."
    )


def test_an_argument_that_was_written_into_is_told_once_and_where_it_is_asked_for() -> None:
    def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        X -= 1
        return answer()(X, K)

    found = cnnlab.check(corr2d)
    assert sum("values are wrong" in said for said in found.verdicts.values()) >= 3
    told = [concept for concept, said in found.verdicts.items() if "It also changed its argument X" in said]
    assert told == ["orientation", "purity"]


def test_an_error_without_source_is_told_without_a_line() -> None:
    said = checked("def corr2d_multi_in(X, K):\n    return Y", CHECK).verdicts["channels"]
    assert "NameError: name 'Y' is not defined." in said and "line" not in said


def test_hints_are_counted_for_each_exercise_apart() -> None:
    cnnlab.check(answer(flip=(0,)))
    wrong = cnnlab.check(named("pad2d", value=torch.zeros(1)))
    assert wrong.hint == HINTS[2], "that of its first concept, for the first wrong answer"


def test_a_stub_uses_up_no_hint() -> None:
    cnnlab.check(named("corr2d", error=NotImplementedError()))
    assert cnnlab.check(answer(flip=(0,))).hint == HINTS[2]


def test_the_page_has_all_that_the_text_has_and_an_alt_text() -> None:
    found = cnnlab.check(answer(flip=(0, 1)))
    page = Elements(found._repr_html_())
    for part in (found.headline, found.hint, "orientation", "rectangular", "dtype", "purity", "errors"):
        assert part in page.text
    [image] = [attributes for tag, attributes in page.found if tag == "img"]
    assert "the window covers rows 0 to 1, columns 0 to 1" in (image["alt"] or "")
    assert not [tag for tag, _ in page.found if tag in ("script", "style", "link")]


def test_the_page_escapes_what_the_student_wrote() -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    found = cnnlab.check(named("corr2d", error=ValueError(attack)))
    page = Elements(found._repr_html_())
    assert attack in page.text
    assert not [tag for tag, _ in page.found if tag in ("script", "img")]


def test_the_page_is_light_on_its_own() -> None:
    """JupyterLab's dark theme would otherwise give black digits on black."""
    page = Elements(cnnlab.check(answer(flip=(0,)))._repr_html_())
    section, style = page.found[0][0], page.found[0][1]["style"] or ""
    assert section == "section" and "background:#fff" in style and "color:#1b1b1b" in style


def failing(probe: Probe, value: Any) -> Failing | None:
    return failing_of(probe, put(probe, lambda *_, **__: value))


X, K = torch.tensor([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0]]), torch.tensor([[1.0, 2.0]])
RIGHT = torch.tensor([[5.0, 2.0], [6.0, 5.0]])
WINDOW = Probe("sizes", calling(X, K), RIGHT, "slide(X, K)", View("window", X, K))


def test_a_picture_is_drawn_of_wrong_matrices_only() -> None:
    assert failing(WINDOW, RIGHT) is None
    assert failing(WINDOW, None) is None
    assert failing(WINDOW, RIGHT.to(torch.complex64)) is None
    assert failing(Probe("sizes", calling(X, K), RIGHT, "slide(X, K)"), RIGHT + 1) is None, (
        "there is nothing to look at"
    )
    assert (
        failing(Probe("sizes", calling(X), torch.ones(30, 30), "", View("window", torch.ones(30, 30), K)), X) is None
    ), "too large"


def test_a_picture_shows_the_first_wrong_value() -> None:
    wrong = RIGHT.clone()
    wrong[1, 0] = 0.5
    shown = failing(WINDOW, wrong)
    assert shown is not None
    assert (shown.cell, shown.actual, shown.expected) == ((1, 0), [[5.0, 2.0], [0.5, 5.0]], RIGHT.tolist())
    text = Elements(draw_failing(shown)).text
    assert "For Y[1, 0] the window covers row 1, columns 0 to 1: 0·1 + 3·2 = 6." in text
    assert "Expected is 6, yours is 0.5." in text
    assert "1 of the 4 values is wrong" in text


def test_a_picture_of_another_shape_says_both() -> None:
    shown = failing(WINDOW, torch.ones(2, 3))
    assert shown is not None and shown.cell is None
    assert "should have the shape (2, 2), but yours is one of shape (2, 3)" in Elements(draw_failing(shown)).text
    flat = failing(WINDOW, torch.ones(4))
    assert flat is not None and flat.actual is None
    assert "(4,)" in Elements(draw_failing(flat)).text


def test_a_picture_shows_what_is_no_number() -> None:
    shown = failing(WINDOW, torch.tensor([[float("nan"), 2.0], [6.0, float("inf")]]))
    assert shown is not None and shown.actual == [[None, 2.0], [6.0, None]]
    assert "yours is not a finite number" in Elements(draw_failing(shown)).text


def test_a_picture_counts_padding_and_stride() -> None:
    view = View("window", X, K, padding=(1, 0), stride=(2, 1))
    expected = F.conv2d(X[None, None], K[None, None], padding=(1, 0), stride=(2, 1))[0, 0]
    shown = failing(
        Probe("together", calling(X, K), expected, "slide(X, K)", view),
        expected + torch.tensor([[0.0, 0.0], [0.0, 1.0]]),
    )
    assert shown is not None
    assert "For Y[1, 1] the window covers row 2, columns 1 to 2: 3·1 + 1·2 = 5." in Elements(draw_failing(shown)).text


def test_a_picture_of_pooling_names_the_largest_value_or_the_mean() -> None:
    for mode, expected, said in [
        ("max", [[3.0, 3.0]], "max(1, 2, 0, 3) is 3"),
        ("avg", [[1.5, 1.5]], "(1 + 2 + 0 + 3) / 4 is 1.5"),
    ]:
        view = View("pool", X, pool=(2, 2), mode=mode)
        shown = failing(Probe("max", calling(X), torch.tensor(expected), "pool2d(X, (2, 2))", view), torch.zeros(1, 2))
        assert shown is not None
        assert said in Elements(draw_failing(shown)).text


def test_a_picture_of_stamps_names_those_that_reach_the_value() -> None:
    expected = F.conv_transpose2d(X[None, None], K[None, None], stride=(1, 2))[0, 0]
    shown = failing(
        Probe("stride", calling(X, K), expected, "trans_conv(X, K)", View("stamp", X, K, stride=(1, 2))), expected * 0
    )
    assert shown is not None and shown.cell == (0, 0)
    assert "1 stamp reaches Y[0, 0]: 1·1 = 1." in Elements(draw_failing(shown)).text
    gap = Failing(
        "stamp", "", [[1.0]], [[1.0]], None, "", (0, 0), (2, 2), [[1.0, 0.0]], [[1.0, 5.0]], (1, 2), (1, 2), (0, 1)
    )
    assert "No stamp reaches Y[0, 1]" in Elements(draw_failing(gap)).text


def test_wrong_cells_are_marked_by_more_than_a_colour() -> None:
    shown = failing(WINDOW, RIGHT + 1)
    assert shown is not None
    [image] = [attributes for tag, attributes in Elements(draw_failing(shown)).found if tag == "img"]
    assert "stroke-dasharray" in (image["src"] or "")
    assert draw_failing(shown).count("dashed frame") == 2, "in the text, and in the alt text"
