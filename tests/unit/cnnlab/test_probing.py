"""Questions to an answer, what comes back as plain data, and what is said about it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnlab.probes import _views, exercises, probes_of
from cnnlab.probes._calls import Calls
from cnnlab.probes._parts import inside_a_larger
from cnnlab.probing.asking import put
from cnnlab.probing.outcomes import KEPT_VALUES, MOST_VALUES, Ending, Outcome, alike, read
from cnnlab.probing.questions import AFTERWARDS, RESULT, Probe, Refusal, View, argument_of, calling, keeping, kept
from cnnlab.probing.verdicts import mutated, verdict

X, K = torch.arange(12.0).reshape(3, 4), torch.tensor([[1.0, 2.0]])
CORRELATED = F.conv2d(X[None, None], K[None, None])[0, 0]


def slide(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
    """A right answer."""
    return (X.unfold(0, K.shape[0], 1).unfold(1, K.shape[1], 1) * K).sum(dim=(2, 3))


def asking(expected: Any = CORRELATED, **settings: Any) -> Probe:
    return Probe("sizes", calling(X, K), expected, "slide(X, K)", **settings)


def said(function: Any, probe: Probe | None = None) -> str:
    probe = probe or asking()
    return verdict(probe, put(probe, function))


def returning(value: Any) -> Any:
    return lambda *_, **__: value


def outcome_of(value: Any) -> Outcome:
    return put(asking(), returning(value))


def raising(error: BaseException) -> Any:
    def function(*_: Any) -> Any:
        raise error

    return function


def test_a_right_answer_has_nothing_said_about_it() -> None:
    assert said(slide) == ""
    assert said(lambda X, K: slide(X.double(), K.double())) == ""
    assert said(lambda X, K: slide(X, K) * (1 + 4e-5)) == "", "an FFT in float32 is off by this much"


def test_wrong_values_are_told_with_the_first_of_them() -> None:
    assert "The first wrong one is at [0, 0]: expected 2, got 3" in said(lambda X, K: slide(X, K) + 1)


def test_a_view_adds_how_the_value_comes_about() -> None:
    probe = asking(view=View("window", X, K))
    assert "window X[0:1, 0:2]" in said(lambda X, K: slide(X, K) + 1, probe)
    assert "stamps that reach it" in said(lambda X, K: slide(X, K) + 1, asking(view=View("stamp", X, K)))
    assert "largest value" in said(lambda X, K: slide(X, K) + 1, asking(view=View("pool", X, pool=(1, 2), mode="max")))


def test_another_shape_type_or_nothing_is_told() -> None:
    assert "should have the shape (3, 3), but it has (3, 4)" in said(lambda X, K: X)
    assert "returned None" in said(returning(None))
    assert "returned a list" in said(lambda X, K: slide(X, K).tolist())
    assert "returned an ndarray" in said(lambda X, K: slide(X, K).numpy())
    assert "it is complex" in said(lambda X, K: slide(X, K).to(torch.complex64))


@pytest.mark.parametrize(
    "error", [ValueError("no"), KeyError("no"), RecursionError("no"), KeyboardInterrupt("no"), GeneratorExit("no")]
)
def test_put_raises_nothing_that_the_code_raises(error: BaseException) -> None:
    outcome = put(asking(), raising(error))
    assert (outcome.kind, outcome.name) == ("raised", type(error).__name__)
    assert type(error).__name__ in verdict(asking(), outcome)


def test_a_refusal_of_good_arguments_is_told_as_one() -> None:
    assert said(raising(ValueError("too big."))).endswith(
        "raised ValueError: too big. These arguments are fine: it should return a result."
    )
    assert said(raising(IndexError("too far"))).endswith("raised IndexError: too far.")


def test_an_exit_counts_as_the_end_of_the_process() -> None:
    outcome = put(asking(), raising(SystemExit(0)))
    assert outcome.kind == "died"
    assert "gave no answer" in verdict(asking(), outcome)


def test_an_exception_whose_text_fails_is_told_without_it() -> None:
    class RudeError(ValueError):
        def __str__(self) -> str:
            raise RuntimeError

    outcome = put(asking(), raising(RudeError()))
    assert (outcome.name, outcome.message) == ("ValueError", "")
    assert verdict(asking(Refusal(ValueError)), outcome) == ""


def test_ours_go_through_and_the_candidates_death_is_one() -> None:
    class Reference(BaseException):
        pass

    class DeadError(Exception):
        pass

    def ending_of(error: BaseException) -> Ending | None:
        return "timed_out" if isinstance(error, DeadError) else None

    with pytest.raises(Reference):
        put(asking(), raising(Reference()), through=(Reference,))
    assert put(asking(), raising(DeadError("it hung")), ending_of=ending_of) == Outcome("died", "timed_out")
    assert put(asking(), raising(ValueError("it hung")), ending_of=ending_of).kind == "raised"
    assert put(asking(), raising(DeadError("it hung"))).kind == "raised"


def test_a_shortcut_is_refused_and_an_allowed_one_is_not() -> None:
    def short(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return F.conv2d(X[None, None], K[None, None])[0, 0]

    assert "does this exercise for you" in said(short)
    assert put(asking(), short).name == "ShortcutError"
    assert said(short, asking(allow=None)) == ""


def test_a_stub_is_called_not_written() -> None:
    for stub in (NotImplementedError("not written yet: replace this line with your code"), NotImplementedError()):
        assert "is not written yet" in said(raising(stub))
        assert "is not written yet" in said(raising(stub), asking(Refusal(NotImplementedError)))


def test_an_error_of_pytorchs_is_no_stub() -> None:
    def padded(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        return F.pad(X[None, None], (1, 1), mode="replicate")

    for probe in (asking(), asking(Refusal(ValueError))):
        found = said(padded, probe)
        assert "written" not in found
        assert "raised NotImplementedError: Padding size 2 is not supported" in found


def test_a_stub_that_an_answer_calls_is_named_in_its_place() -> None:
    stub = Outcome("raised", "NotImplementedError", message="not written yet", place="It comes from `im2col`, line 4")
    assert verdict(replace(asking(), call="conv2d_im2col(X, W)"), stub) == (
        "conv2d_im2col(X, W) cannot run before your im2col is written."
    )
    for own in ("im2col(X, 2)", "dX of im2col(X)"):
        assert "is not written yet" in verdict(replace(asking(), call=own), stub)
    for method in ("__init__", "forward"):
        place = f"It comes from `{method}`, line 4"
        assert "is not written yet" in verdict(replace(asking(), call="Conv2D((3, 3))"), replace(stub, place=place))


def test_a_refusal_wants_its_type_and_the_names_in_its_message() -> None:
    probe = asking(Refusal(ValueError, ((3, 4), "vertical")))

    class MineError(ValueError):
        pass

    assert said(raising(ValueError("X is (3, 4), not vertical")), probe) == ""
    assert said(raising(MineError("X is 3x4, not vertical")), probe) == ""
    assert "does not name (3, 4)" in said(raising(ValueError("not vertical")), probe)
    assert "should raise ValueError, but it raised TypeError" in said(raising(TypeError("(3, 4) vertical")), probe)
    assert "Write `raise ValueError" in said(raising(AssertionError("(3, 4) vertical")), probe)
    assert "should raise ValueError, but it returned a tensor of shape (3, 3)" in said(slide, probe)
    assert "does this exercise for you" in said(lambda X, K: F.conv2d(X[None, None], K[None, None]), probe)


def test_numbers_and_tuples_are_compared_with_their_types() -> None:
    assert said(returning(3), asking(3)) == ""
    assert "float" in said(returning(3.0), asking(3))
    assert "bool" in said(returning(True), asking(1))
    assert "tensor" in said(returning(torch.tensor(3)), asking(3))
    assert said(returning((1, 2)), asking((1, 2))) == ""
    assert said(returning(torch.Size((1, 2))), asking((1, 2))) == ""
    assert "list" in said(returning([1, 2]), asking((1, 2)))
    assert said(returning(0.5), asking(0.5)) == ""
    assert "should be 0.5" in said(returning(0.6), asking(0.5))
    assert "should be 0.5" in said(returning("0.5"), asking(0.5))
    assert said(returning(None), asking(None)) == ""


def test_parts_of_tuples_lists_and_dicts_are_compared_one_by_one() -> None:
    wanted = (torch.ones(2), [0.5, 1.0])
    assert said(returning((torch.ones(2), [0.5, 1.0])), asking(wanted)) == ""
    assert "part 2: part 1 should be 0.5" in said(returning((torch.ones(2), [0.7, 1.0])), asking(wanted))
    assert "should return a tuple of 2 values" in said(returning(torch.ones(2)), asking(wanted))
    assert "part 2 should be a list of 2 values, but it is a list: [0.5]." in said(
        returning((torch.ones(2), [0.5])), asking(wanted)
    )
    assert "should not return None. Is there a `return` at the end?" in said(returning(None), asking({"a": 1}))
    assert "slide(X, K): a should be 1 (an int), but it is None." in said(returning({"b": 1}), asking({"a": 1}))
    assert "should hold that the losses fall, but" in said(
        returning({"the losses fall": False}), asking({"the losses fall": True})
    )


def test_a_changed_argument_is_told_and_does_not_reach_the_next_question() -> None:
    probe = Probe("purity", keeping(X, K), kept(CORRELATED, X, K, names=("X", "K")), "slide(X, K)")

    def spoils(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        result = slide(X, K)
        X[0, 0] = 99.0
        return result

    before = X.clone()
    outcome = put(probe, spoils)
    assert verdict(probe, outcome).startswith("slide(X, K) changed its argument X. A function leaves its arguments")
    assert mutated(outcome, probe.expected) == "changes its argument X"
    assert torch.equal(X, before)
    assert said(slide, probe) == ""
    assert not mutated(put(probe, slide), probe.expected)
    assert not mutated(put(probe, lambda X, K: slide(X, K) + 1), probe.expected), "a wrong result alone is no change"


@pytest.mark.parametrize(
    ("ask", "expected"),
    [(calling(X, K), CORRELATED), (keeping(X, K), kept(CORRELATED, X, K, names=("X", "K")))],
    ids=["calling", "keeping"],
)
def test_an_argument_that_was_written_into_is_told_beside_wrong_values_as_well(ask: Any, expected: Any) -> None:
    probe = Probe("orientation", ask, expected, "slide(X, K)")

    def spoils(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        K *= 2
        return slide(X, K)

    told = said(spoils, probe)
    assert "values are wrong" in told
    assert "It also changed its argument K, so that whatever reads that again, here or in a later call" in told
    assert "It also changed" not in said(lambda X, K: slide(X, K) + 1, probe)
    assert "It also changed" not in said(lambda X, K: (K.mul_(2), slide(X, K / 2))[1], probe), "the values are right"


def test_parameters_of_other_names_or_another_number_are_told_as_such() -> None:
    call = "slide(X, K, padding=1, stride=2) with X 3×4"
    probe = Probe("padding", calling(X, K, padding=1, stride=2), CORRELATED, call)
    for asked in (probe, replace(probe, expected=Refusal(ValueError))):
        renamed = said(lambda X, K, pad=0, stride=1: X, asked)
        assert "unexpected keyword argument 'padding'" in renamed
        assert renamed.endswith(
            "Keep the parameters' names as the exercise's cell has them; this call uses padding and stride."
        )
        fewer = said(lambda X, *, padding, stride: X, asked)
        assert fewer.endswith(
            "Keep the parameters as the exercise's cell has them: their number, their names and their order."
        )
        inside = said(lambda X, K, padding, stride: slide(X, K, other=padding), asked)  # type: ignore[call-arg]
        assert "Keep the parameters" not in inside, "the mistake is in a call of the answer's own"


def test_an_argument_of_another_shape_is_told_by_its_shapes() -> None:
    probe = Probe("purity", keeping(X), kept(X, X, names=("X",)), "same(X)")
    assert said(lambda X: X.clone().reshape(X.unsqueeze_(0).shape[1:]), probe) == (
        "same(X) changed the shape of its argument X from (3, 4) to (1, 3, 4). A function leaves its arguments as they "
        "are: methods whose names end in `_`, such as `unsqueeze_`, work in place."
    )


def test_a_list_of_views_is_told_as_a_list() -> None:
    expected = kept(None, X, names=("X",))
    del expected[RESULT]
    assert said(lambda X: list(X.flatten()), Probe("purity", keeping(X), expected, "same(X)")).startswith(
        "same(X) returned a list of parts of one of its arguments."
    )


def test_a_pair_of_values_and_indices_is_told_as_one() -> None:
    advice = "`max` and `min` along a dimension give values *and* indices: take `.values`, or use `amax` and `amin`."
    assert said(lambda X, K: X.max(dim=0)).endswith(f"but it returned a tuple. {advice}")
    assert advice in said(lambda X, K: X.max(dim=0).max(dim=0)), "an AttributeError"
    assert advice in said(lambda X, K: torch.zeros(4) + X.max(dim=0)), "a TypeError"
    assert advice not in said(lambda X, K: (X, X))


def test_an_error_of_another_type_or_a_returned_one_is_told_as_a_slip_of_the_pen() -> None:
    probe = asking(Refusal(ValueError))
    own = "It comes from `slide`, line 3 of its cell: `raise TypeError('too large')`"
    outcome = replace(put(probe, raising(TypeError("too large"))), place=own)
    assert verdict(probe, outcome).endswith(f"Write `raise ValueError(…)` there, not `TypeError`. {own}")
    assert "Test the arguments first." in verdict(probe, replace(outcome, place=own.replace("raise", "print")))
    assert said(returning(ValueError("too large")), probe).endswith(
        "it returned a ValueError. Raise it, do not return it."
    )
    assert "Raise it" not in said(returning(2), probe) + said(returning(np.ones(2)), probe)


def test_a_name_that_only_other_arguments_set_is_told_as_one() -> None:
    error = UnboundLocalError("cannot access local variable 'f' where it is not associated with a value")
    told = "For these arguments no branch sets `f` before it is used."
    assert told in said(raising(error))
    assert said(raising(error), asking(Refusal(ValueError))).endswith(f"{told} Test the arguments first.")
    free = NameError("cannot access free variable 'f' where it is not associated with a value in enclosing scope")
    assert told in said(raising(free))


def test_a_result_that_is_its_argument_is_told() -> None:
    probe = Probe("purity", keeping(X), kept(X, X), "same(X)")
    told = "same(X) returned one of its arguments, or a view of one. Whoever changes the result then changes"
    assert said(lambda X: X, probe).startswith(told)
    assert said(lambda X: X[:, :], probe).startswith(told)
    assert said(lambda X: X.clone(), probe) == ""


def test_a_part_is_named_behind_the_call_without_its_comma() -> None:
    probe = Probe(
        "kept", lambda function: {"the list is as it was": function()}, {"the list is as it was": True}, "f(),"
    )
    assert said(lambda: False, probe) == "f(): it should hold that the list is as it was, but it does not."


def test_the_probes_of_the_exercises_call_each_argument_by_its_name() -> None:
    for exercise in exercises():
        for probe in probes_of(exercise):
            keys = (
                [key for key in probe.expected if key.endswith(AFTERWARDS)] if isinstance(probe.expected, dict) else []
            )
            for key in keys:
                assert "number" not in argument_of(probe.expected, key), f"{exercise}: {probe.call}"


def test_a_value_of_numpys_is_told_by_its_type_and_how_to_turn_it_into_pythons() -> None:
    """As it comes out of the exam, too, where nothing is left of it but the name of its type."""
    probe = Probe("sizes", calling(5), 3, "size(5)")
    assert said(lambda n: np.int64(3), probe) == (
        "size(5) should return 3 (an int), but it returned an int64. int64 is a type of NumPy's: wrap it in `int(…)`."
    )
    pair = Probe("sizes", calling(5), (3, 4), "size(5)")
    told = said(lambda n: (3, np.int64(4)), pair)
    assert told.endswith("2 whole numbers, but it returned (3, int64). Wrap each in `int(…)`.")


def test_a_kernel_of_another_shape_is_told_by_its_shape_and_not_by_that_of_its_convolution() -> None:
    told = [
        said(lambda pool_size, channels: torch.full((1, 1, *pool_size), 0.25), probe)
        for probe in probes_of("avg_pool_kernel")
        if probe.concept == "convolution"
    ]
    assert told[0] == (
        "avg_pool_kernel((2, 2), 3): the shape of the kernel should be (3, 3, 2, 2), but it is (1, 1, 2, 2)."
    )
    assert all("the shape of the kernel should be" in text for text in told)


def test_a_weight_of_another_channel_is_told_by_the_kernel_that_it_belongs_to() -> None:
    channels = [probe for probe in probes_of("avg_pool_kernel") if probe.concept == "channels"]
    told = said(lambda pool_size, channels: torch.full((channels, channels, *pool_size), 0.25), channels[0])
    assert told.endswith("  kernel[0, 1] should be all zeros: output 0 must not listen to input 1.")
    told = said(lambda pool_size, channels: torch.zeros(channels, channels, *pool_size), channels[0])
    assert told.endswith("  kernel[0, 0] should have the same weight everywhere: output 0 is its input's mean.")


def test_a_kernel_that_is_no_tensor_is_told_as_one() -> None:
    def array(pool_size: tuple[int, int], channels: int) -> Any:
        return np.zeros((channels, channels, *pool_size))

    for probe in probes_of("avg_pool_kernel"):
        assert "a tensor" in said(array, probe) and "an ndarray" in said(array, probe)


def test_a_question_about_a_part_hands_in_no_copy_and_leaves_the_larger_tensor_alone() -> None:
    larger, part = inside_a_larger(X)
    assert torch.equal(larger[part], X)
    before, seen = larger.clone(), []
    calls = Calls("slide", ("X", "K"), picture=_views.correlation)
    probe = calls.on_part("sizes", larger, K, part=part, returns=CORRELATED)

    def spoils(X: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        seen.append((X.is_contiguous(), X.storage_offset() > 0))
        result = slide(X, K)
        X.zero_()
        return result

    assert said(spoils, probe) == "" and said(spoils, probe) == ""
    assert seen == [(False, True)] * 2
    assert torch.equal(larger, before)
    assert said(lambda X, K: slide(X, K) + 1, probe).startswith(
        "slide(X, K) with X 3×4 and K 1×2, X a part of a larger tensor, has the right shape"
    )
    assert probe.view is not None and torch.equal(probe.view.X, X)


def test_dark_images_are_printed_as_whole_numbers() -> None:
    for probe in (*probes_of("pool2d"), *probes_of("pool2d_batch")):
        if probe.view is not None and probe.view.X.abs().max() > 100:
            assert torch.equal(probe.view.X, probe.view.X.round()), probe.call


def test_a_slip_in_the_code_is_not_told_as_arguments_that_were_not_tested() -> None:
    probe = asking(Refusal(ValueError))
    assert said(raising(NameError("name 'heigth' is not defined")), probe) == (
        "slide(X, K) should raise ValueError, but it raised NameError: name 'heigth' is not defined. "
        "That is a slip in the code itself: mend it first."
    )
    for slip in (NameError("h"), AttributeError("'Tensor' object has no attribute 'heigth'")):
        assert "Test the arguments" not in said(raising(slip), probe)
    assert said(raising(IndexError("too far")), probe).endswith("IndexError: too far. Test the arguments first.")


def test_a_value_where_an_error_belongs_is_told_with_its_type() -> None:
    probe = asking(Refusal(ValueError))
    for value, text in (
        (2, "the int 2"),
        (2.5, "the float 2.5"),
        ("no", "the str 'no'"),
        (None, "None"),
        ((3, 4), "a tuple: (3, 4)"),
        ([3], "a list: [3]"),
        ([torch.ones(2), 3], "a list of 2"),
    ):
        assert said(returning(value), probe) == f"slide(X, K) should raise ValueError, but it returned {text}."
    assert "but it returned an ndarray." in said(lambda X, K: X.numpy(), probe)


def test_random_numbers_are_the_same_each_time_and_leave_the_generator_alone() -> None:
    state = torch.default_generator.get_state()
    first, second = (put(asking(), lambda X, K: torch.rand(3, 3)) for _ in range(2))
    assert alike(first, second)
    assert torch.equal(torch.default_generator.get_state(), state)


@pytest.mark.parametrize("dtype", [torch.float32, torch.int32, torch.int64])
@pytest.mark.parametrize("allow", [(), None], ids=["from scratch", "not from scratch"])
def test_memory_that_nothing_was_written_to_is_told_as_such(dtype: torch.dtype, allow: tuple[str, ...] | None) -> None:
    probe = asking(allow=allow)
    outcomes = [put(probe, lambda X, K: torch.empty(CORRELATED.shape, dtype=dtype)) for _ in range(2)]
    assert outcomes[0] == outcomes[1]
    assert "nothing was ever written there, and `torch.empty` leaves memory as it is" in verdict(probe, outcomes[0])


def test_outcomes_keep_what_kind_of_value_came() -> None:
    values = [
        None,
        True,
        1,
        1.0,
        1j,
        "1",
        [1],
        (1,),
        {"a": 1},
        torch.ones(1),
        torch.ones(1, dtype=torch.int64),
        torch.ones(1, 1),
        np.ones(1),
    ]
    outcomes = [outcome_of(value) for value in values]
    for i, one in enumerate(outcomes):
        assert [alike(one, other) for other in outcomes] == [i == j for j in range(len(outcomes))], values[i]


def test_outcomes_are_alike_up_to_the_tolerance_and_nan_is_like_nan() -> None:
    one = outcome_of(torch.tensor([1.0, math.nan, math.inf]))
    assert alike(one, outcome_of(torch.tensor([1.00005, math.nan, math.inf])))
    assert not alike(one, outcome_of(torch.tensor([1.01, math.nan, math.inf])))
    assert not alike(one, outcome_of(torch.tensor([1.0, 0.0, math.inf])))
    assert not alike(one, outcome_of(torch.tensor([1.0, math.nan, -math.inf])))


def test_dtypes_may_be_left_out_of_a_comparison() -> None:
    whole, fractions = outcome_of(torch.ones(2, dtype=torch.int64)), outcome_of(torch.ones(2))
    assert not alike(whole, fractions)
    assert alike(whole, fractions, dtype=False)
    assert not alike(whole, outcome_of(torch.ones(2) * 1.5), dtype=False)


def test_messages_are_no_part_of_a_comparison() -> None:
    assert alike(put(asking(), raising(ValueError("one"))), put(asking(), raising(ValueError("two"))))
    assert not alike(put(asking(), raising(ValueError("one"))), put(asking(), raising(IndexError("one"))))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        0.25,
        math.nan,
        1 + 2j,
        "words",
        [1, (2.5, None)],
        {"a": torch.ones(2, 2)},
        torch.tensor([[1.0, math.nan]]),
        torch.ones(0),
    ],
    ids=str,
)
def test_outcomes_survive_json(value: Any) -> None:
    outcome = outcome_of(value)
    text = json.dumps(outcome.to_json(), allow_nan=False)
    assert alike(Outcome.from_json(json.loads(text)), outcome)


def test_exceptions_survive_json() -> None:
    outcome = put(asking(Refusal(ValueError, ("a", "b"))), raising(ValueError("a")))
    back = Outcome.from_json(json.loads(json.dumps(outcome.to_json())))
    assert (back, back.message, back.named) == (outcome, "a", (True, False))


@pytest.mark.parametrize(
    "data",
    [None, {}, [], {"kind": "value"}, {"kind": "odd", "name": "", "tree": [], "named": [], "message": ""}]
    + [
        {"kind": "value", "name": "", "tree": tree, "named": [], "message": ""}
        for tree in ([], ["odd", 1], ["tensor", "odd", [1], [1]])
    ],
    ids=str,
)
def test_what_is_no_outcome_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match="outcome"):
        Outcome.from_json(data)


def test_a_large_tensor_keeps_its_shape_and_its_first_values() -> None:
    kind, dtype, shape, values = read(torch.arange(float(MOST_VALUES + 1)).reshape(1, -1))
    assert (kind, dtype, shape, values) == (
        "tensor",
        "float",
        (1, MOST_VALUES + 1),
        tuple(map(float, range(KEPT_VALUES))),
    )
    assert "should have the shape (3, 3), but it has (10000000, 10000000)" in said(
        returning(torch.ones(1, 1).expand(10**7, 10**7))
    )


def test_a_large_or_endless_value_ends_soon() -> None:
    endless: list[Any] = []
    endless.append(endless)
    wide = [[0.0] * MOST_VALUES] * MOST_VALUES
    for value in (endless, wide, 10**1000):
        assert len(json.dumps(put(asking(), returning(value)).to_json())) < 200_000
        assert said(returning(value)) != ""


def test_sparse_results_are_read_as_what_they_hold() -> None:
    assert said(lambda X, K: slide(X, K).to_sparse()) == ""


def test_a_value_that_fights_its_reader_is_no_crash() -> None:
    class Fighter(torch.Tensor):
        @classmethod
        def __torch_function__(cls, *_: Any, **__: Any) -> Any:
            raise ZeroDivisionError

    assert said(lambda X, K: X.as_subclass(Fighter)) != ""


def test_probes_are_found_by_the_exercises_name_only() -> None:
    assert "corr2d" in exercises()
    assert probes_of("corr2d")
    for name in ("corr3d", "_parts", "__init__", "../corr2d", ""):
        with pytest.raises(ValueError, match="There is no exercise"):
            probes_of(name)


def test_a_truth_value_or_a_float_of_another_type_is_told_how_to_become_one() -> None:
    probe = replace(asking({"ok": True, "error": 0.25}), call="grad_check(f, X)")
    assert said(returning({"ok": True, "error": 0.25}), probe) == ""
    assert (
        said(returning({"ok": False, "error": 0.25}), probe) == "grad_check(f, X): ok should be True, but it is False."
    )
    assert "wrap it in `bool(…)`" in said(returning({"ok": np.bool_(True), "error": 0.25}), probe)
    assert "`.item()` takes" in said(returning({"ok": True, "error": torch.tensor(0.25)}), probe)
    assert "error should be 0.25, but it is nan." in said(returning({"ok": True, "error": math.nan}), probe)
