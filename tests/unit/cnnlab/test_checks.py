"""The checks: each rejects a wrong answer with a message a beginner can use, and accepts a right one however it was
computed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnnlab import (
    CheckError,
    ShortcutError,
    draw,
    expect_call,
    expect_close,
    expect_raises,
    expect_unchanged,
    window_sum,
)
from cnnlab.checks.comparing import Comparison, comparisons

RIGHT = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def corr2d(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    (H, W), (h, w) = X.shape, K.shape
    if h > H or w > W:
        raise ValueError(f"The kernel of shape {tuple(K.shape)} does not fit into the image of shape {tuple(X.shape)}.")
    return torch.stack(
        [torch.stack([(X[i : i + h, j : j + w] * K).sum() for j in range(W - w + 1)]) for i in range(H - h + 1)]
    )


def says(text: str) -> Any:
    return pytest.raises(CheckError, match=re.escape(text))


WRONG: dict[str, tuple[Any, Any, str]] = {
    "None": (
        None,
        RIGHT,
        "should be a tensor of shape (2, 2), but it is None. Is there a `return` at the end?",
    ),
    "list": (
        [[1.0, 2.0], [3.0, 4.0]],
        RIGHT,
        "a tensor of shape (2, 2), but it is a list. `torch.as_tensor` makes one",
    ),
    "array": (RIGHT.numpy(), RIGHT, "a tensor of shape (2, 2), but it is an ndarray"),
    "tuple": ((RIGHT,), RIGHT, "it is a tuple"),
    "float for a scalar": (10.0, torch.tensor(10.0), "a tensor of shape (), but it is a float"),
    "shape": (RIGHT[:1], RIGHT, "should have the shape (2, 2), but it has (1, 2)."),
    "an empty slice": (
        RIGHT[:, :0],
        RIGHT,
        "but it has (2, 0). Is there a slice or a range that is empty, as a slice that ends at -0 is?",
    ),
    "shape before value": (RIGHT[:1] + 9, RIGHT, "should have the shape"),
    "an extra dimension": (RIGHT[None], RIGHT, "should have the shape (2, 2), but it has (1, 2, 2)."),
    "broadcastable": (torch.ones(1), torch.ones(3), "should have the shape (3,), but it has (1,)."),
    "0-d": (torch.tensor([10.0]), torch.tensor(10.0), "should have the shape (), but it has (1,)."),
    "empty": (torch.ones(0, 3), torch.ones(3, 0), "should have the shape (3, 0), but it has (0, 3)."),
    "one value": (torch.tensor([[1.0, 2.0], [3.0, 5.5]]), RIGHT, "but 1 of its 4 values is wrong."),
    "index and value": (
        torch.tensor([[1.0, 2.0], [3.5, 5.5]]),
        RIGHT,
        "The first wrong one is at [1, 0]: expected 3, got 3.5.",
    ),
    "count": (-RIGHT, RIGHT, "has the right shape (2, 2), but all 4 values are wrong."),
    "0-d value": (
        torch.tensor(3.0),
        torch.tensor(10.0),
        "but its only value is wrong: expected 10, got 3.",
    ),
    "truncated to integers": (torch.tensor([2, -1]), torch.tensor([2.5, -1.0]), "at [0]: expected 2.5, got 2."),
    "truncated, but kept as float": (torch.tensor([0.0]), torch.tensor([0.3]), "expected 0.3, got 0."),
    "nan": (
        torch.tensor([1.0, float("nan")]),
        torch.tensor([1.0, 2.0]),
        "at [1]: expected 2, got nan. That is not a number: nothing was ever written there, and `torch.empty`",
    ),
    "the largest int": (
        torch.tensor([1, 2**63 - 1]),
        torch.tensor([1, 2]),
        "got 9.22337e+18. That is no result: nothing was ever written there, and `torch.empty` leaves memory as it is",
    ),
    "nan for inf": (torch.tensor([float("nan")]), torch.tensor([float("inf")]), "expected inf, got nan."),
    "a number for inf": (torch.tensor([9.0]), torch.tensor([float("-inf")]), "expected -inf, got 9."),
    "inf for a number": (torch.tensor([float("inf")]), torch.tensor([9.0]), "expected 9, got inf."),
    "the other inf": (torch.tensor([float("-inf")]), torch.tensor([float("inf")]), "expected inf, got -inf."),
    "complex": (RIGHT + 0j, RIGHT, "should be real, but it is complex (torch.complex64): take `.real` at the end."),
    "bool for numbers": (torch.tensor([True, True]), torch.tensor([1.0, 2.0]), "at [1]: expected 2, got 1."),
    "0.1 %": (RIGHT * 1.001, RIGHT, "all 4 values are wrong"),
    "two of two": (torch.tensor([7.0, 8.0]), torch.ones(2), "both values are wrong.\nThe first wrong one is at [0]"),
}

GOOD: dict[str, tuple[Any, Any]] = {
    "the same": (RIGHT.clone(), RIGHT),
    "float64": (RIGHT.double(), RIGHT),
    "whole numbers as int": (RIGHT.int(), RIGHT),
    "whole numbers as int, expected as list": (RIGHT.long(), [[1, 2], [3, 4]]),
    "bool for 0 and 1": (torch.tensor([True, False]), torch.tensor([1.0, 0.0])),
    "FFT in float32": (RIGHT + 5e-5, RIGHT),
    "float32 for float64": (draw(5, 7, dtype=torch.float64).float(), None),
    "inf where it is expected": (
        torch.tensor([float("inf"), float("-inf"), 1.0]),
        torch.tensor([float("inf"), float("-inf"), 1.0]),
    ),
    "0-d": (torch.tensor(10.0), torch.tensor(10.0)),
    "0-d for a float": (torch.tensor(2.5), 2.5),
    "empty": (torch.ones(0, 3), torch.ones(0, 3)),
    "with a graph": ((RIGHT.clone().requires_grad_() * 1).squeeze(), RIGHT),
    "a parameter": (nn.Parameter(RIGHT.clone()), RIGHT),
    "transposed in memory": (RIGHT.t().contiguous().t(), RIGHT),
    "conjugate in memory": (torch.fft.ifft(torch.fft.fft(RIGHT)).conj().real, RIGHT),
    "sparse": (RIGHT.to_sparse(), RIGHT),
    "made in inference mode": (torch.inference_mode()(torch.clone)(RIGHT), RIGHT),
}


@pytest.mark.parametrize(("actual", "expected", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_result_is_rejected_and_the_message_says_how_it_is_wrong(
    actual: Any, expected: Any, message: str
) -> None:
    with says(message):
        expect_close(actual, expected)


@pytest.mark.parametrize(("actual", "expected"), GOOD.values(), ids=GOOD.keys())
def test_a_right_result_is_accepted_whatever_it_was_computed_with(actual: torch.Tensor, expected: Any) -> None:
    expect_close(actual, actual.double() if expected is None else expected)


@pytest.mark.parametrize("seed", range(3))
def test_an_answer_by_fft_in_float32_is_close_enough(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    image, kernel = torch.randn(40, 50, generator=generator) * 3, torch.randn(7, 5, generator=generator) * 3
    spectrum = torch.fft.rfft2(image) * torch.fft.rfft2(kernel, s=image.shape).conj()
    expect_close(
        torch.fft.irfft2(spectrum, s=image.shape)[:34, :46],
        F.conv2d(image.double()[None, None], kernel.double()[None, None])[0, 0],
    )


NUMBERS: dict[str, tuple[Any, Any, str]] = {
    "another int": (4, 5, "should be 5, but it is 4."),
    "bool": (True, 1, "should be 1 (an int), but it is the bool True."),
    "float": (5.0, 5, "should be 5 (an int), but it is the float 5.0. Between whole numbers, `//` divides"),
    "np.int64": (
        np.int64(5),
        5,
        "but it is an int64: np.int64(5). int64 is a type of NumPy's: wrap it in `int(…)`.",
    ),
    "np.int64 in a tuple": ((3, np.int64(4)), (3, 4), "but it is (3, np.int64(4)). Wrap each in `int(…)`."),
    "0-d tensor": (
        torch.tensor(5),
        5,
        "should be 5 (an int), but it is a tensor of shape (): tensor(5). `.item()` takes the",
    ),
    "str": ("5", 5, "it is the str '5'."),
    "None": (None, 5, "it is None"),
    "tuple for an int": ((5,), 5, "it is a tuple: (5,)."),
    "another tuple": ((4, 3), (3, 4), "should be (3, 4), but it is (4, 3)."),
    "list for a tuple": ([3, 4], (3, 4), "should be (3, 4) (a tuple), but it is a list: [3, 4]."),
    "floats in a tuple": ((3.0, 4.0), (3, 4), "should be (3, 4), 2 whole numbers, but it is (3.0, 4.0)."),
    "bools in a tuple": ((1, True), (1, 1), "2 whole numbers, but it is (1, True)."),
    "a longer tuple": ((3, 4, 1), (3, 4), "should be (3, 4), 2 whole numbers, but it is (3, 4, 1)."),
    "tensor for a tuple": (torch.tensor([3, 4]), (3, 4), "(a tuple), but it is a tensor of shape (2,)"),
    "something long": ([7] * 500, 5, "7, 7…."),
}


@pytest.mark.parametrize(("actual", "expected", "message"), NUMBERS.values(), ids=NUMBERS.keys())
def test_a_whole_number_is_an_int_and_nothing_that_looks_like_one(actual: Any, expected: Any, message: str) -> None:
    with says(message):
        expect_close(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected"), [(5, 5), (-3, -3), ((3, 4), (3, 4)), (torch.Size([3, 4]), (3, 4)), ((), ()), (True, True)]
)
def test_the_right_whole_numbers_are_accepted(actual: Any, expected: Any) -> None:
    expect_close(actual, expected)


def test_expect_call_hands_back_what_the_function_returned() -> None:
    assert expect_call(lambda: 3, returns=3) == 3
    result = expect_call(corr2d, RIGHT, torch.ones(2, 2), returns=[[10]])
    assert result.item() == 10


def test_the_message_names_the_call_and_explains_the_first_wrong_value() -> None:
    image, kernel = torch.arange(9.0).reshape(3, 3), torch.tensor([[0.0, 1.0], [2.0, 3.0]])
    with pytest.raises(CheckError) as caught:
        expect_call(
            lambda X, K: corr2d(X, K.flip(0, 1)),
            image,
            kernel,
            returns=corr2d(image, kernel),
            explain=window_sum(image, kernel),
        )
    assert str(caught.value).splitlines() == [
        "<lambda>(<3×3 tensor>, <2×2 tensor>) has the right shape (2, 2), but all 4 values are wrong.",
        "The first wrong one is at [0, 0]: expected 19, got 5.",
        "  window X[0:2, 0:2] = [[0, 1], [3, 4]]",
        "  kernel             = [[0, 1], [2, 3]]",
        "  products           = [[0, 1], [6, 12]]",
        "  their sum          = 19",
    ]


@pytest.mark.parametrize(
    ("function", "args", "label"),
    [
        (corr2d, (torch.ones(3, 4), torch.ones(2, 2, dtype=torch.int64)), "corr2d(<3×4 tensor>, <2×2 int64 tensor>)"),
        (functools.partial(corr2d, K=RIGHT), (torch.tensor(1.0),), "partial(<scalar tensor>)"),
        (nn.Identity(), (torch.ones(1, 2, dtype=torch.float64),), "the Identity layer(<1×2 float64 tensor>)"),
        (len, ([0] * 900,), "len([0, 0"),
        (print, (3, "max", nn.ReLU()), "print(3, 'max', ReLU)"),
    ],
    ids=["function", "partial", "layer", "long", "others"],
)
def test_a_label_names_the_function_and_the_shapes(
    function: Callable[..., Any], args: tuple[Any, ...], label: str
) -> None:
    with pytest.raises(CheckError, match=re.escape(label)) as caught:
        expect_raises(function, *args, error=ZeroDivisionError)
    assert len(str(caught.value)) < 600


def test_a_call_is_named_as_the_cell_that_makes_it_names_the_answer() -> None:
    cell = "def test():\n    expect_call(corr2d, RIGHT, returns=RIGHT)\ntest()"
    for function in (lambda X: X + 1, functools.partial(torch.add, 1), decorated):
        with says("corr2d(<2×2 tensor>) has the right shape"):
            exec(cell, {"expect_call": expect_call, "corr2d": function, "RIGHT": RIGHT})


def decorated(X: torch.Tensor) -> torch.Tensor:
    return X + 1


def test_what_a_label_stands_for_should_be_something_and_a_call_should_return_it() -> None:
    for label, words in [
        ("corr2d(X, K) with X 3×4", "should return 5 (an int), but it returned None."),
        ("the Identity layer(<1×2 tensor>)", "should return 5 (an int), but it returned None."),
        ("corr2d(X, K): the result", "should be 5 (an int), but it is None."),
        ("A · vec(X)", "should be 5 (an int), but it is None."),
        ("The convolution with your kernel", "should be 5 (an int), but it is None."),
    ]:
        with says(f"{label} {words}"):
            expect_close(None, 5, label=label)


def test_an_argument_that_was_written_into_is_told_beside_wrong_values_as_well() -> None:
    def spoils(X: torch.Tensor, by: int) -> torch.Tensor:
        X *= by
        return X.clone()

    with says("It also changed its argument X, so that whatever reads that again"):
        expect_call(spoils, RIGHT, 2, returns=RIGHT)
    assert torch.equal(expect_call(spoils, RIGHT, 2, returns=RIGHT * 2), RIGHT * 2), "the values are right"


def test_parameters_of_other_names_are_told_as_such_whatever_is_checked() -> None:
    def renamed(X: torch.Tensor, pad: int = 0) -> torch.Tensor:
        return X + pad

    advice = "Keep the parameters' names as the exercise's cell has them; this call uses padding."
    with says(f"unexpected keyword argument 'padding'. {advice}"):
        expect_raises(renamed, RIGHT, padding=1)
    for run in (
        lambda: expect_call(renamed, RIGHT, padding=1, returns=RIGHT),
        lambda: expect_unchanged(renamed, RIGHT, padding=1),
    ):
        with pytest.raises(TypeError, match="unexpected keyword argument 'padding'") as caught:
            run()
        assert caught.value.__notes__ == [advice], "which a notebook shows below the message"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int32, torch.int64])
def test_an_answer_that_returns_memory_as_it_was_is_told_so_and_in_the_same_words_each_time(dtype: torch.dtype) -> None:
    def begins_with_empty(X: torch.Tensor) -> torch.Tensor:
        Y = torch.empty(X.shape, dtype=dtype)
        Y[0] = X[0]
        return Y

    texts = set()
    for _ in range(3):
        with says("nothing was ever written there, and `torch.empty` leaves memory as it is") as caught:
            expect_call(begins_with_empty, RIGHT, returns=RIGHT)
        texts.add(str(caught.value))
        torch.full((2, 2), 7, dtype=dtype)  # what the memory held before does not show
    assert len(texts) == 1


def test_a_byte_of_255_is_not_taken_for_memory_that_nothing_was_written_to() -> None:
    with says("expected 1, got 255.") as caught:
        expect_close(torch.tensor([255], dtype=torch.uint8), [1])
    assert "torch.empty" not in str(caught.value)


def test_keyword_arguments_are_handed_over_copied_and_named() -> None:
    bias = torch.zeros(2)

    def add(X: torch.Tensor, *, bias: torch.Tensor, times: int = 1) -> torch.Tensor:
        bias += 1
        return X * times + bias

    expect_call(add, RIGHT, bias=bias, times=3, returns=RIGHT * 3 + 1)
    assert bias.tolist() == [0, 0]
    with says("add(<2×2 tensor>, bias=<tensor of shape (2,)>, times=2) has the right shape"):
        expect_call(add, RIGHT, bias=bias, times=2, returns=RIGHT)


@pytest.mark.parametrize("check", ["expect_call", "expect_raises"])
def test_an_answer_that_changes_its_arguments_changes_copies(check: str) -> None:
    image, parts = RIGHT.clone(), [RIGHT.clone(), {"K": RIGHT.clone()}]

    def spoil(X: torch.Tensor, rest: Any) -> int:
        X *= 0
        rest[0] *= 0
        rest[1]["K"] *= 0
        rest.clear()
        if check == "expect_raises":
            raise ValueError
        return 1

    if check == "expect_call":
        expect_call(spoil, image, parts, returns=1)
    else:
        expect_raises(spoil, image, parts)
    assert torch.equal(image, RIGHT)
    assert len(parts) == 2
    assert torch.equal(parts[0], RIGHT)
    assert torch.equal(parts[1]["K"], RIGHT)


@pytest.mark.parametrize(
    "value", [draw(3, 4).t(), draw(3, 4), draw(2, 3, 4).permute(2, 0, 1)], ids=["transposed", "usual", "permuted"]
)
def test_the_copies_keep_their_strides(value: torch.Tensor) -> None:
    expect_call(lambda X: X.stride(), value, returns=value.stride())


def test_the_copies_keep_dtype_and_requires_grad() -> None:
    assert expect_call(lambda X: X.requires_grad, RIGHT.clone().requires_grad_(), returns=True)
    assert not expect_call(lambda X: X.requires_grad, RIGHT, returns=False)
    expect_call(lambda X: str(X.dtype) == "torch.int32", RIGHT.int(), returns=True)


CALLS: dict[str, Callable[..., Any]] = {
    "expect_call": functools.partial(expect_call, returns=[[10]]),
    "expect_raises": expect_raises,
    "expect_raises AssertionError": functools.partial(expect_raises, error=AssertionError),
    "expect_unchanged": expect_unchanged,
}


@pytest.mark.parametrize("check", CALLS.values(), ids=CALLS.keys())
def test_every_check_refuses_a_shortcut_as_what_it_is(check: Callable[..., Any]) -> None:
    def shortcut(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return F.conv2d(X[None, None], K[None, None])[0, 0]

    with pytest.raises(ShortcutError):
        check(shortcut, RIGHT, torch.ones(2, 2))


def test_every_check_allows_what_it_is_told_to() -> None:
    def summed(X: list[float]) -> torch.Tensor:
        return torch.as_tensor(np.convolve(X, [1, 1]))

    def summed_then_refused(X: list[float]) -> None:
        summed(X)
        raise ValueError

    expect_call(summed, [1.0, 2.0], returns=[1, 3, 2], allow=("numpy.convolve",))
    expect_unchanged(summed, [1.0, 2.0], allow=("numpy.convolve",))
    expect_raises(summed_then_refused, [1.0, 2.0], allow=("numpy.convolve",))
    with pytest.raises(ShortcutError):
        expect_call(summed, [1.0, 2.0], returns=[1, 3, 2])


@pytest.mark.parametrize("check", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("kind", [NotImplementedError, ShortcutError])
def test_a_function_that_is_not_written_yet_fails_as_that(check: Callable[..., Any], kind: type[Exception]) -> None:
    def stub(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        raise kind("not yet")

    with pytest.raises(kind, match="not yet"):
        check(stub, RIGHT, RIGHT)


def test_not_written_yet_is_not_the_runtime_error_it_inherits_from() -> None:
    def stub() -> None:
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        expect_raises(stub, error=RuntimeError)


def raising(kind: type[Exception], message: str = "") -> Callable[..., Any]:
    def function(*_: Any) -> None:
        raise kind(message)

    return function


def test_an_error_of_the_right_kind_is_accepted() -> None:
    expect_raises(corr2d, torch.ones(2, 3), torch.ones(3, 2), naming=[(2, 3), (3, 2)])
    expect_raises(raising(ValueError))
    expect_raises(raising(UnicodeError))
    expect_raises(raising(TypeError), error=TypeError)


class NoText:
    def __repr__(self) -> str:
        raise ValueError


def sets_a_name_for_others(*_: Any) -> None:
    if _ is None:
        height = 1
    print(height)


def sets_a_name_of_a_lambda_for_others(*_: Any) -> Any:
    if _ is None:
        width = 1
    return (lambda: width)()


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda *_: heigth, "NameError: name 'heigth' is not defined"),  # type: ignore[name-defined]  # noqa: F821
        (lambda *_: torch.ones(2).heigth, "AttributeError: 'Tensor' object has no attribute 'heigth'"),  # type: ignore[attr-defined]
    ],
)
def test_a_slip_in_the_code_is_not_told_as_arguments_that_were_not_tested(function: Any, said: str) -> None:
    with says(f"should raise ValueError, but it raised {said}") as caught:
        expect_raises(function, RIGHT)
    assert str(caught.value).endswith(" That is a slip in the code itself: mend it first.")


@pytest.mark.parametrize(
    ("function", "name"), [(sets_a_name_for_others, "height"), (sets_a_name_of_a_lambda_for_others, "width")]
)
def test_a_name_that_only_other_arguments_set_is_told_as_one(function: Any, name: str) -> None:
    advice = f"For these arguments no branch sets `{name}` before it is used."
    with says(advice) as caught:
        expect_raises(function, RIGHT)
    assert str(caught.value).endswith(f"{advice} Test the arguments first.")
    with pytest.raises(NameError) as slip:
        expect_call(function, RIGHT, returns=RIGHT)
    assert slip.value.__notes__ == [advice]


def raises_another(*_: Any) -> None:
    raise TypeError("X is too small")


def test_an_error_of_another_type_that_the_answer_raises_itself_is_told_by_its_line() -> None:
    with says("it raised TypeError: X is too small. Write `raise ValueError(…)` there, not `TypeError`."):
        expect_raises(raises_another, RIGHT)
    with says("Test the arguments first."):
        expect_raises(lambda *_: torch.ones(2) + "a", RIGHT)


def test_an_error_that_is_returned_is_told_as_one() -> None:
    with says("returned a ValueError: ValueError('too small'). Raise it, do not return it."):
        expect_raises(lambda *_: ValueError("too small"), RIGHT)


def test_an_error_for_good_arguments_is_told_as_one() -> None:
    for check in (expect_unchanged, lambda *args: expect_call(*args, returns=RIGHT)):
        with pytest.raises(ValueError, match="too small") as caught:
            check(raising(ValueError, "too small"), RIGHT)
        assert caught.value.__notes__ == ["These arguments are fine: it should return a result."]
    with pytest.raises(RuntimeError) as other:
        expect_unchanged(raising(RuntimeError, "odd"), RIGHT)
    assert not hasattr(other.value, "__notes__")


def test_values_and_indices_are_told_as_a_pair() -> None:
    advice = "`max` and `min` along a dimension give values *and* indices: take `.values`, or use `amax` and `amin`."
    with says(advice):
        expect_call(lambda X: X.max(dim=0), RIGHT, returns=RIGHT)
    with says("`torch.as_tensor` makes one of numbers"):
        expect_call(lambda X: (X, X), RIGHT, returns=RIGHT)
    with pytest.raises(AttributeError) as caught:
        expect_call(lambda X: X.max(dim=0).max(dim=0), RIGHT, returns=RIGHT)
    assert caught.value.__notes__ == [advice]


def test_a_printed_number_is_told_as_one_that_is_not_returned() -> None:
    with says("should return 5 (an int), but it returned None. Is there a `return`? `print` shows a number, but does"):
        expect_call(lambda n: None, 7, returns=5)


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda *_: None, "should raise ValueError, but it returned None."),
        (lambda *_: torch.zeros(0, 2), "should raise ValueError, but it returned a tensor of shape (0, 2)."),
        (
            raising(IndexError, "out of range"),
            "should raise ValueError, but it raised IndexError: out of range. Test the arguments first.",
        ),
        (lambda *_: 2, "should raise ValueError, but it returned the int 2."),
        (lambda *_: [2], "should raise ValueError, but it returned a list: [2]."),
        (lambda *_: NoText(), "should raise ValueError, but it returned a NoText."),
        (raising(AssertionError, "too large"), "but it raised AssertionError: too large. Write `raise ValueError(…)`."),
        (
            raising(ValueError, "wrong"),
            "raises ValueError, as it should, but its message 'wrong' does not name (3, 4).",
        ),
        (raising(ValueError, "K is (3, 4)"), "does not name (5, 6). Say what came in"),
    ],
    ids=["nothing", "nothing, empty", "another", "int", "list", "no text", "assert", "no shape", "one shape of two"],
)
def test_a_missing_error_is_rejected_and_the_message_says_what_is_missing(
    function: Callable[..., Any], message: str
) -> None:
    with says(message):
        expect_raises(function, torch.ones(3, 4), naming=[(3, 4), (5, 6)])


@pytest.mark.parametrize(
    "text",
    [
        "(3, 4)",
        "torch.Size([3, 4])",
        "3x4",
        "3×4",
        "3 × 4",
        "[3,4]",
        "3 by 4",
        "height 3 and width 4",
        "K: (3, 4), X: (5, 6)",
    ],
)
def test_a_shape_is_named_in_any_notation(text: str) -> None:
    expect_raises(raising(ValueError, text), naming=[(3, 4), torch.Size([3, 4]), [3, 4]])


@pytest.mark.parametrize("text", ["", "(4, 3)", "(13, 4)", "(3, 40)", "3", "4", "kernel too large"])
def test_another_shape_does_not_count_as_named(text: str) -> None:
    with says("does not name (3, 4)"):
        expect_raises(raising(ValueError, text), naming=[(3, 4)])


@pytest.mark.parametrize(
    ("item", "named", "missing"),
    [
        (3, "K has 3 rows", "K has 13 rows"),
        ((3,), "shape (3,)", "shape (30,)"),
        ("diagonal", "no 'diagonal'", "no 'vertical'"),
        ((), "shape ()", "shape"),
    ],
)
def test_numbers_words_and_scalar_shapes_can_be_asked_for_too(item: Any, named: str, missing: str) -> None:
    expect_raises(raising(ValueError, named), naming=[item])
    with says(f"does not name {item}."):
        expect_raises(raising(ValueError, missing), naming=[item])


def in_place(X: torch.Tensor, **_: Any) -> torch.Tensor:
    X[0] *= 2
    return X.clone()


SPOILERS: dict[str, tuple[Callable[..., Any], str]] = {
    "in place": (in_place, "changed its argument X"),
    "through a view": (lambda X, Y=None: X.view(-1)[1:2].add_(1).clone(), "changed its argument X"),
    "resized": (
        lambda X, Y=None: X.resize_(3, 3).clone(),
        "changed the shape of its argument X from (2, 2) to (3, 3).",
    ),
    "reshaped": (
        lambda X, Y=None: X.unsqueeze_(0).clone(),
        "changed the shape of its argument X from (2, 2) to (1, 2, 2). A function leaves its arguments as they are: "
        "methods whose names end in `_`, such as `unsqueeze_`, work in place.",
    ),
    "by keyword": (lambda X, Y: Y.zero_().clone(), "changed its argument Y"),
    "itself": (lambda X, Y=None: X, "returned its argument X, or a view of it"),
    "a view": (lambda X, Y=None: X.t()[1:], "returned its argument X, or a view of it"),
    "a view by reshape": (lambda X, Y=None: X.reshape(1, 4), "returned its argument X, or a view of it"),
    "a detached one": (lambda X, Y=None: X.detach(), "returned its argument X, or a view of it"),
    "a view of a keyword": (lambda X, Y: Y[:1], "returned its argument Y, or a view of it"),
    "a view in a tuple": (lambda X, Y=None: (3, [X[0]]), "returned a tuple of parts of its argument X."),
    "pixels in a list": (lambda X, Y=None: list(X.flatten()), "returned a list of parts of its argument X."),
    "by way of numpy": (
        lambda X, Y=None: torch.from_numpy(X.numpy()),
        "returned its argument X, or a view of it",
    ),
}


@pytest.mark.parametrize(("function", "message"), SPOILERS.values(), ids=SPOILERS.keys())
def test_an_argument_that_was_changed_or_handed_back_is_noticed(function: Callable[..., Any], message: str) -> None:
    with says(message):
        expect_unchanged(function, RIGHT.clone(), Y=RIGHT.clone() + 5)


@pytest.mark.parametrize(
    "function",
    [
        lambda X, Y: X + Y,
        lambda X, Y: X.clone(),
        lambda X, Y: X.t().contiguous(),
        lambda X, Y: X[:0],
        lambda X, Y: 3,
        lambda X, Y: (X + 1, None),
    ],
    ids=["sum", "clone", "contiguous", "empty", "no tensor", "tuple"],
)
def test_fresh_memory_and_untouched_arguments_are_accepted(function: Callable[..., Any]) -> None:
    X = torch.tensor([[1.0, float("nan")], [float("inf"), 4.0]])
    result = expect_unchanged(function, X, Y=RIGHT.clone())
    assert type(result) is type(function(X, RIGHT))


def test_tensors_in_lists_are_watched_too() -> None:
    with says("<lambda>(<2×2 tensor>, [<2×2 tensor>, <2×2 tensor>]) changed its argument parts."):
        expect_unchanged(lambda X, parts: parts[1].mul_(2).clone(), RIGHT.clone(), [RIGHT.clone(), RIGHT.clone()])
    with says("changed its argument parts"):
        expect_unchanged(lambda parts: parts.pop().clone(), [RIGHT.clone()])


class Spoiler(nn.Module):
    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return image.add_(1).clone()


def changing(image: torch.Tensor, times: int) -> torch.Tensor:
    return image.mul_(times).clone()


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (Spoiler(), "image"),
        (functools.partial(changing, times=2), "image"),
        (functools.wraps(changing)(lambda *args: changing(*args, 3)), "image"),
        (lambda *images: images[0].zero_().clone(), "number 1"),
        (torch.Tensor.zero_, "number 1"),
    ],
    ids=["a layer", "a partial", "decorated", "any number of arguments", "of PyTorch's own"],
)
def test_an_argument_is_called_by_the_name_of_its_parameter_where_it_has_one(function: Any, name: str) -> None:
    with says(f"changed its argument {name}. A function leaves its arguments as they are"):
        expect_unchanged(function, RIGHT.clone())


# What Jupyter shows of a failure

FAILING = {
    "expect_call": "expect_call(corr2d, torch.ones(2, 2), torch.ones(1, 1), returns=[[1, 1], [1, 1]])",
    "expect_close": "expect_close(corr2d(torch.ones(2, 2), torch.ones(1, 1)), [[1, 1], [1, 1]])",
    "expect_raises": "expect_raises(corr2d, torch.ones(2, 2), torch.ones(3, 3))",
    "expect_unchanged": "expect_unchanged(corr2d, torch.ones(2, 2), torch.ones(1, 1))",
}


@pytest.mark.parametrize("check", FAILING)
def test_a_failure_shows_the_call_and_not_the_inside_of_the_check(check: str) -> None:
    """And the student's own line, where that is what failed."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_cell(
        f"import torch\nfrom cnnlab import {check}\ndef corr2d(X, K):\n    return 2 * X.mul_(2)", silent=True
    )
    outside = shell.run_cell(FAILING[check], silent=True)
    assert outside.error_in_exec is not None
    shown = re.sub(r"\x1b\[[0-9;]*m", "", shown_by(shell, outside.error_in_exec))
    assert FAILING[check] in shown
    assert "_fail" not in shown and "expect.py" not in shown
    assert f"in {check}(" not in shown
    assert len(shown.splitlines()) < 20
    shell.run_cell("def corr2d(X, K):\n    raise NotImplementedError('not written yet')", silent=True)
    inside = shell.run_cell(FAILING[check], silent=True)
    assert isinstance(inside.error_in_exec, NotImplementedError)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", shown_by(shell, inside.error_in_exec))
    assert "raise NotImplementedError('not written yet')" in shown
    assert "expect.py" not in shown
    InteractiveShell.clear_instance()


def shown_by(shell: Any, error: BaseException) -> str:
    """As IPython's `showtraceback` does."""
    if isinstance(error, CheckError):
        return str(shell.InteractiveTB.stb2text(error._render_traceback_()))
    return str(
        shell.InteractiveTB.stb2text(
            shell.InteractiveTB.structured_traceback(type(error), error, error.__traceback__, tb_offset=1)
        )
    )


DRAWING = {
    "figures that stay open": "def answer(n):\n    plt.figure()\n    return n",
    "what is displayed": "def answer(n):\n    display(n)\n    return n",
    "figures shown at once": "def answer(n):\n    display(plt.figure())\n    plt.close()\n    return n",
}


@pytest.mark.parametrize("answer", DRAWING.values(), ids=DRAWING.keys())
def test_an_answer_that_draws_in_each_call_shows_one_figure_in_a_cell(answer: str) -> None:
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    shell.run_cell(
        "from IPython.display import display\nfrom matplotlib import pyplot as plt\n"
        "from cnnlab import expect_call, expect_raises, expect_unchanged\n" + answer
    )
    cell = "for n in range(5):\n    expect_call(answer, n, returns=n)\n    expect_unchanged(answer, n)\nprint(n)"
    try:
        for _ in range(2):
            with capture_output() as shown:
                ran = shell.run_cell(cell, store_history=True)
            assert ran.success and shown.stdout == "4\n"
            open_now = shell.user_ns["plt"].get_fignums()
            shell.user_ns["plt"].close("all")
            assert len(shown.outputs) + len(open_now) == 1, "those that stay open are shown at the end of the cell"
    finally:
        InteractiveShell.clear_instance()


# Who listens


def test_whoever_listens_hears_what_is_compared_right_or_wrong() -> None:
    with comparisons() as heard:
        expect_close(torch.ones(2), [1, 1])
        expect_call(abs, -3, returns=3)
        with pytest.raises(CheckError):
            expect_close(1, 2, label="double(1)")
    assert heard == [
        Comparison("Your result", "[1, 1]", "tensor([1., 1.])"),
        Comparison("abs(-3)", "3", "3"),
        Comparison("double(1)", "2", "1"),
    ]


def test_nobody_hears_what_is_compared_outside_the_block() -> None:
    with comparisons() as heard:
        pass
    expect_close(1, 1)
    assert heard == []


def test_the_innermost_listener_hears() -> None:
    with comparisons() as outer:
        with comparisons() as inner:
            expect_close(1, 1)
        expect_close(2, 2)
    assert [each.actual for each in inner] == ["1"]
    assert [each.actual for each in outer] == ["2"]


def test_a_truth_value_of_numpys_is_told_to_become_one_of_pythons() -> None:
    with pytest.raises(CheckError, match=r"wrap it in `bool\(…\)`"):
        expect_close(np.True_, True, label="ok")
    with pytest.raises(CheckError, match=r"\(1,\), a whole number, but"):
        expect_close((np.int64(1),), (1,), label="worst")
