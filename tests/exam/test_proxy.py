"""What a test cell may ask of an answer in the exam, through a real candidate: each line of the list, and what is
refused instead.
"""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest

from autograder.exam.engines import close_engines, examine
from autograder.intake import Submission
from tests.support.notebooks import make_cell, make_notebook, quick_settings

SETUP = """
import copy
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from cnnlab import expect_call, expect_close, expect_raises, expect_unchanged
"""


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


def told(answer: str, *tests: str, name: str = "answer") -> list[str]:
    """Outcome and reason of each test cell."""
    cells = [make_cell("setup", "setup", SETUP), make_cell("solution", name, answer)]
    cells += [make_cell("test", f"test_{number}", test, 1) for number, test in enumerate(tests)]
    examined = examine(
        Submission("ada", "lab", "notebook", nbformat.writes(make_notebook(cells))), quick_settings(), "00" * 32, ()
    )
    assert examined.problem == ""
    return [f"{verdict.outcome}: {verdict.reason}".removesuffix(": ") for verdict in examined.verdicts]


def passes(answer: str, test: str) -> None:
    assert told(answer, test) == ["passed"]


ECHO = "def answer(*args, **kwargs):\n    return (args, kwargs)"
LAYER = """
class answer(nn.Module):
    kind = "layer"
    def __init__(self, size=2, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.bias = nn.Parameter(torch.zeros(size)) if bias else None
        self.steps = 0
    def forward(self, X):
        self.steps += 1
        return X * self.weight + (0 if self.bias is None else self.bias)
    def scaled(self, factor, *, shift=0):
        return self.weight * factor + shift
"""


# Calls


@pytest.mark.parametrize(
    "value",
    [
        "1",
        "-2.5",
        "True",
        "None",
        "'text'",
        "(1, [2, {'a': (3,)}])",
        "slice(1, None)",
        "__import__('fractions').Fraction(41, 288)",
        "2**80",
        "1j",
        "torch.float64",
        "torch.Size([2, 3])",
    ],
)
def test_plain_values_go_in_and_come_out_as_they_were(value: str) -> None:
    passes(
        ECHO,
        f"[[back], named] = answer({value}, key={value})\n"
        f"assert back == {value} == named['key'] and type(back) is type({value})",
    )


def test_tensors_and_arrays_go_in_and_come_out_as_they_were() -> None:
    passes(
        ECHO,
        """
X = torch.arange(6.0).reshape(2, 3).t()
(a, b), k = answer(X, np.arange(3), key=[torch.tensor(True)])
assert torch.equal(a, X) and a.stride() == X.stride() and isinstance(b, np.ndarray) and k["key"][0].item() is True""",
    )


def test_a_slice_does_not_begin_where_its_memory_does() -> None:
    forgotten = "def answer(X):\n    return torch.as_strided(X, X.shape, X.stride(), 0).clone()"
    passes(
        "def answer(X):\n    return X.storage_offset() > 0",
        "assert answer(torch.ones(3)[1:])\nassert not answer(torch.ones(3))",
    )
    for X in ("torch.arange(6.0)", "torch.arange(6)", "torch.tensor([True, False, False, True, True, False])"):
        test = f"X = {X}[2:].reshape(2, 2)\nassert torch.equal(answer(X), X)"
        assert told(forgotten, test) == ["failed: AssertionError"], X


def test_keywords_defaults_and_signatures_are_the_students() -> None:
    answer = "def answer(a, b=2, *, c):\n    return (a, b, c)"
    passes(answer, "assert answer(1, c=3) == (1, 2, 3) and answer(c=6, b=5, a=4) == (4, 5, 6)")
    assert told(answer, "answer(1)") == ["failed: TypeError: answer() missing 1 required keyword-only argument: 'c'"]


def test_an_argument_that_changed_is_called_by_the_name_that_the_student_gave_it() -> None:
    test = "expect_unchanged(answer, torch.ones(1), torch.ones(2))"
    for answer, name in [
        ("def answer(image, kernel):\n    return kernel.add_(1).clone()", "kernel"),
        ("%matplotlib inline\ndef answer(image, /, kernel=None):\n    return kernel.add_(1).clone()", "kernel"),
        ("answer = lambda image, kernel: kernel.add_(1).clone()", "number 2"),
        ("def answer(*images):\n    return images[1].add_(1).clone()", "number 2"),
    ]:
        assert f"changed its argument {name}. A function leaves" in told(answer, test)[0]


def test_a_name_that_the_student_has_not_defined_fails_by_that() -> None:
    assert told("", "answer(1)", "answer") == ["failed: NameError: name 'answer' is not defined", "passed"]


def test_a_lambda_a_partial_and_a_built_in_are_functions_too() -> None:
    passes("answer = lambda x: x + 1", "assert answer(1) == 2")
    passes("import functools\nanswer = functools.partial(max, 3)", "assert answer(1) == 3")
    passes("answer = max", "assert answer(1, 2) == 2")


def test_a_generator_comes_out_as_a_list_of_at_most_ten_thousand() -> None:
    passes("def answer(n):\n    for i in range(n):\n        yield i", "assert answer(3) == [0, 1, 2]")
    passes("import itertools\ndef answer():\n    return itertools.count()", "assert len(answer()) == 10_000")
    passes("def answer():\n    return {'a': 1}.items()", "assert answer() == [('a', 1)]")


def test_what_is_no_plain_value_fails_with_its_types_name() -> None:
    answer = "class Mine:\n    def __eq__(self, other): return True\ndef answer(): return Mine()"
    assert told(answer, "assert answer() == 5", "expect_close(answer(), 5)") == [
        "failed: TypeError: a Mine cannot be checked here: return numbers or tensors, also in lists, tuples or dicts",
        "failed: CheckError: Your result should be 5 (an int), but it is a Mine: <Mine>.",
    ]


def test_a_function_may_return_a_function_or_an_object() -> None:
    answer = "def answer(n):\n    def add(x):\n        return x + n\n    return add"
    passes(answer, "add = answer(2)\nassert add(1) == 3 and add(x=5) == 7")
    passes(
        LAYER + "\nmade = answer\ndef answer():\n    return {'layer': made(3)}",
        "assert answer()['layer'](torch.ones(3)).shape == (3,)",
    )


def test_an_object_of_theirs_may_be_handed_back() -> None:
    answer = LAYER + "\nmade = answer\ndef answer(layer=None):\n    return made() if layer is None else layer.steps"
    passes(answer, "layer = answer()\nlayer(torch.ones(2))\nassert answer(layer) == 1 and answer(layer=layer) == 1")


# Classes and attributes


def test_classes_instances_methods_and_attributes() -> None:
    passes(
        LAYER,
        """
layer = answer(3, bias=False)
assert answer.kind == layer.kind == "layer" and layer.bias is None
assert layer.weight.shape == (3,) and isinstance(layer.weight, nn.Parameter)
expect_close(layer.scaled(2, shift=1), torch.full((3,), 3.0))
layer(torch.ones(3))
layer(torch.ones(3))
assert layer.steps == 2
assert answer().steps == 0""",
    )


def test_an_attribute_that_is_not_there_is_an_attribute_error() -> None:
    assert told(LAYER, "answer().wait", "assert not hasattr(answer(), 'wait') and hasattr(answer(), 'weight')") == [
        "failed: AttributeError: 'answer' object has no attribute 'wait'",
        "passed",
    ]


def test_an_object_that_is_no_layer_is_one_too() -> None:
    answer = """
class answer:
    def __init__(self, n):
        self.n, self.parts = n, [n, n + 1]
    def add(self, x):
        self.n += x
        return self.n"""
    passes(
        answer,
        "it = answer(2)\nit.add(3)\nassert (it.n, it.parts, it.add(x=1)) == (5, [2, 3], 6)\nassert it != answer(2)",
    )


def test_attributes_of_attributes() -> None:
    answer = "class answer:\n    def __init__(self):\n        self.inner = nn.Sequential(nn.Linear(2, 3))"
    passes(answer, "assert answer().inner.training is True and answer().inner(torch.ones(1, 2)).shape == (1, 3)")


def test_state_goes_out_and_in() -> None:
    passes(
        LAYER,
        """
layer, other = answer(2), answer(2)
layer.load_state_dict({"weight": torch.tensor([2.0, 3.0]), "bias": torch.ones(2)})
expect_close(layer(torch.ones(2)), torch.tensor([3.0, 4.0]))
state = layer.state_dict()
assert list(state) == ["weight", "bias"]
other.load_state_dict(state)
expect_close(other(torch.ones(2)), torch.tensor([3.0, 4.0]))""",
    )
    assert told(LAYER, "answer(2).load_state_dict({'wrong': torch.ones(2)})")[0].startswith(
        "failed: RuntimeError: Error(s) in loading"
    )


def test_parameters_are_listed() -> None:
    passes(
        LAYER,
        "names = [name for name, _ in answer().named_parameters()]\n"
        "assert names == ['weight', 'bias'] and len(answer().parameters()) == 2",
    )


# Exceptions


@pytest.mark.parametrize(
    ("raised", "caught"),
    [
        ("ValueError", "ValueError"),
        ("KeyError", "KeyError"),
        ("KeyError", "LookupError"),
        ("ZeroDivisionError", "ArithmeticError"),
    ],
)
def test_an_exception_is_of_the_same_built_in_type(raised: str, caught: str) -> None:
    passes(
        f"def answer():\n    raise {raised}('why')",
        f"try:\n    answer()\n    assert False\nexcept {caught} as error:\n"
        f"    assert type(error) is {raised} and 'why' in str(error)",
    )


def test_a_custom_exception_is_of_its_nearest_built_in_type() -> None:
    answer = "class Mine(ValueError): pass\ndef answer(X):\n    raise Mine(f'no {tuple(X.shape)}')"
    passes(answer, "expect_raises(answer, torch.ones(2, 3), error=ValueError, naming=[(2, 3)])")
    assert told(answer, "answer(torch.ones(1))") == ["failed: ValueError: Mine: no (1,)"]


def test_an_exception_that_wants_more_than_a_message_fails_in_words() -> None:
    [reason] = told("def answer():\n    b'\\xff'.decode()", "answer()")
    assert reason.startswith("failed: CandidateError: UnicodeDecodeError: ")


def test_an_exception_that_cannot_be_shown_or_lies_about_its_type_is_one_all_the_same() -> None:
    answer = "class Mine(Exception):\n    def __str__(self): raise RuntimeError\ndef answer():\n    raise Mine"
    assert told(answer, "answer()") == ["failed: Exception: Mine"]
    liar = (
        "UnsupportedCall = type('UnsupportedCall', (BaseException,), {})\n"
        "def answer():\n    raise UnsupportedCall('not carried over the wire')"
    )
    assert told(liar, "answer()")[0].startswith("failed: ")


def test_an_assertion_of_the_students_is_a_failure() -> None:
    assert told("def answer():\n    assert False, 'hm'", "answer()") == ["failed: AssertionError: hm"]


def test_a_stub_is_told_as_such() -> None:
    stub = "def answer():\n    raise NotImplementedError('not written yet')"
    assert told(stub, "answer()") == ["failed: NotImplementedError: not written yet"]


def test_a_shortcut_is_refused_where_the_test_cell_forbids_it_and_nowhere_else() -> None:
    answer = "def answer(X, K):\n    return F.conv2d(X[None, None], K[None, None])[0, 0]"
    X = "torch.ones(3, 3), torch.ones(2, 2)"
    outcomes = told(
        answer, f"expect_call(answer, {X}, returns=torch.full((2, 2), 4.0))", f"assert answer({X}).sum() == 16"
    )
    assert outcomes[0].startswith("failed: ShortcutError: Your code called PyTorch's conv")
    assert outcomes[1] == "passed"


# Gradients


def test_gradients_go_through_a_call_to_its_arguments() -> None:
    passes(
        "def answer(a, b, c):\n    return a * a * b + c.sum()",
        """
a, b, c = (torch.tensor(float(n), requires_grad=n < 4) for n in (2, 3, 5))
y = answer(a, b, c)
assert y.requires_grad and y.item() == 17
(2 * y).backward()
assert (a.grad.item(), b.grad.item(), c.grad) == (24, 8, None)""",
    )


def test_gradients_go_through_two_calls_and_our_own_work_between_them() -> None:
    passes(
        "def answer(x):\n    return x**2",
        "x = torch.ones(2, requires_grad=True)\nanswer(3 * answer(x)).sum().backward()\n"
        "expect_close(x.grad, 36 * torch.ones(2))",
    )


def test_autograd_grad_works_too_and_twice() -> None:
    passes(
        "def answer(x):\n    return x**3",
        "x = torch.tensor(2.0, requires_grad=True)\ny = answer(x)\nfor _ in range(2):\n"
        "    assert torch.autograd.grad(y, x, retain_graph=True)[0].item() == 12",
    )


def test_gradients_reach_a_layers_parameters() -> None:
    passes(
        LAYER,
        """
layer, X = answer(2), torch.tensor([3.0, 5.0], requires_grad=True)
assert layer.weight.grad is None
layer(X).sum().backward()
expect_close(layer.weight.grad, torch.tensor([3.0, 5.0]))
expect_close(layer.bias.grad, torch.ones(2))
expect_close(X.grad, torch.ones(2))""",
    )


def test_gradients_reach_a_layers_parameters_when_no_argument_wants_one() -> None:
    passes(
        LAYER,
        "layer = answer(2)\nlayer(torch.ones(2)).sum().backward()\nexpect_close(layer.weight.grad, torch.ones(2))",
    )


def test_a_layer_of_theirs_learns_by_an_optimiser_of_theirs() -> None:
    answer = """
def answer(X, Y, steps):
    weight = torch.zeros(1, requires_grad=True)
    step = torch.optim.SGD([weight], lr=0.1)
    for _ in range(steps):
        step.zero_grad()
        ((X * weight - Y) ** 2).mean().backward()
        step.step()
    return weight"""
    passes(answer, "expect_close(answer(torch.ones(3), 2 * torch.ones(3), 50), torch.tensor([2.0]))")


def test_an_answer_that_cuts_the_graph_is_seen() -> None:
    test = "x = torch.ones(2, requires_grad=True)\ny = answer(x)\nassert y.requires_grad, 'cut'"
    assert told("def answer(x):\n    return x.detach() * 2", test) == ["failed: AssertionError: cut"]


def test_no_grad_in_a_test_cell_is_ours_alone() -> None:
    passes(
        "def answer(x):\n    return x * 2", "with torch.no_grad():\n    assert answer(torch.ones(2)).tolist() == [2, 2]"
    )


# Arguments that change, results that share memory


def test_an_in_place_change_is_seen_by_the_caller() -> None:
    passes(
        "def answer(X, parts, *, by):\n    X += by\n    parts['a'][0].zero_()\n    by[:] = 7\n    return 1",
        """
X, parts, by = torch.ones(2, 2), {"a": [torch.ones(2), torch.ones(2)]}, torch.full((2, 2), 2.0)
answer(X[:, :1], parts, by=by[:, :1])
assert X.tolist() == [[3, 1], [3, 1]] and parts["a"][0].sum() == 0 and parts["a"][1].sum() == 2
assert by.tolist() == [[7, 2], [7, 2]]""",
    )


def test_what_a_call_does_to_a_list_or_a_dict_is_seen() -> None:
    passes(
        """
def answer(layers, settings, X=None):
    while layers:
        layers.pop()
    layers.append([X, settings["a"]])
    settings["a"][0] = 7
    return len(layers)""",
        """
layers, settings, X = [1, (2, 3)], {"a": [1, 2], 3: None}, torch.ones(2)
answer(layers, X=X, settings=settings)
assert len(layers) == 1 and torch.equal(layers[0][0], X) and layers[0][1] == [7, 2], layers
assert settings == {"a": [7, 2], 3: None}
try:
    answer(layers := [1, 2], {})
except KeyError:
    assert layers == []
""",
    )


def test_a_change_by_a_call_that_raises_is_seen_by_whoever_catches_the_error() -> None:
    passes(
        """
def answer(model, X):
    X += 1
    model[0].register_forward_hook(print)
    model.eval()
    raise ValueError("no such layer")""",
        """
model, X = nn.Sequential(nn.Linear(2, 2)), torch.zeros(2)
try:
    answer(model, X)
except ValueError as error:
    assert str(error) == "no such layer"
else:
    raise AssertionError("nothing was raised")
assert X.tolist() == [1, 1] and not model.training and model[0]._forward_hooks""",
    )


def test_a_change_of_shape_is_seen_by_the_caller() -> None:
    passes("def answer(X):\n    X.resize_(4)", "X = torch.ones(2, 2)\nanswer(X)\nassert X.shape == (4,)")
    passes(
        "def answer(X):\n    X.t_()",
        "X = torch.arange(6.0).reshape(2, 3)\nanswer(X)\nassert X.tolist() == [[0, 3], [1, 4], [2, 5]]",
    )


def test_expect_unchanged_sees_a_change_and_a_shared_result() -> None:
    test = "expect_unchanged(answer, torch.ones(2, 3), key=torch.ones(2))"
    first = told("def answer(X, key):\n    X[0] = 5\n    return X.clone()", test)
    assert first[0].startswith(
        "failed: CheckError: answer(<2×3 tensor>, key=<tensor of shape (2,)>) changed its argument X."
    )
    named = told("def answer(X, key):\n    key += 1\n    return X.clone()", test)
    assert "changed its argument key" in named[0]
    for body in ("X", "X.t()", "X[1:]", "X.view(-1)", "X.detach()"):
        shared = told(f"def answer(X, key):\n    return {body}", test)
        assert "returned its argument X, or a view of it" in shared[0], body
    parts = told("def answer(X, key):\n    return (1, [X[0]])", test)
    assert "returned a tuple of parts of its argument X" in parts[0]
    assert told("def answer(X, key):\n    return X.clone()", test) == ["passed"]


def test_a_result_that_shares_memory_changes_with_its_argument() -> None:
    passes(
        "def answer(X):\n    return X[1:].t()",
        "X = torch.zeros(3, 2)\nY = answer(X)\nX[1, 1] = 5\nassert Y.shape == (2, 2) and Y[1, 0] == 5",
    )


# PyTorch's own layers and models as arguments


@pytest.mark.parametrize(
    ("layer", "size"),
    [
        ("nn.Conv2d(1, 2, (3, 2), stride=2, padding=(1, 0), bias=False)", "1, 1, 6, 7"),
        ("nn.Conv2d(2, 4, 3, groups=2, dilation=2, padding='same', padding_mode='reflect')", "1, 2, 6, 7"),
        ("nn.ConvTranspose2d(2, 3, 3, stride=2, output_padding=1)", "1, 2, 4, 5"),
        ("nn.Linear(3, 2)", "4, 3"),
        ("nn.MaxPool2d(2, stride=1, padding=1)", "1, 1, 5, 5"),
        ("nn.AvgPool2d((2, 3), ceil_mode=True)", "1, 1, 5, 6"),
        ("nn.AvgPool2d(2, divisor_override=3)", "1, 1, 4, 4"),
        ("nn.AdaptiveAvgPool2d((2, None))", "1, 2, 5, 6"),
        ("nn.AdaptiveMaxPool2d(1)", "1, 2, 5, 6"),
        ("nn.BatchNorm2d(3, eps=0.5, momentum=0.25).eval()", "2, 3, 4, 5"),
        ("nn.BatchNorm2d(3, affine=False, track_running_stats=False)", "2, 3, 4, 5"),
        ("nn.Dropout(0.5).eval()", "3, 4"),
        ("nn.Softmax(1)", "3, 4"),
        ("nn.LeakyReLU(0.25)", "3, 4"),
        ("nn.Sigmoid()", "3, 4"),
        ("nn.Tanh()", "3, 4"),
        ("nn.Identity()", "2, 2"),
        ("nn.ReLU()", "2, 2"),
        ("nn.Flatten()", "2, 2, 2"),
        ("nn.Sequential()", "2, 2"),
        ("nn.Sequential(nn.Conv2d(1, 2, 3), nn.Sequential(nn.ReLU(), nn.Flatten()), nn.Linear(8, 3))", "2, 1, 4, 4"),
    ],
)
def test_a_layer_of_pytorchs_is_the_same_layer_there(layer: str, size: str) -> None:
    passes(
        "def answer(X, layer):\n    return layer(X)",
        f"X, it = torch.randn({size}), {layer}\nexpect_close(answer(X, it), it(X))\n"
        "expect_close(answer(X, layer=it), it(X))",
    )


def test_a_layer_keeps_all_that_it_is() -> None:
    passes(
        """
def answer(layer):
    return (layer.weight.dtype, layer.training, layer.weight.requires_grad, layer.bias.requires_grad,
            layer.weight.grad, layer.bias.grad)""",
        """
layer = nn.Conv2d(2, 3, 2, dtype=torch.float64).eval()
layer.weight.requires_grad_(False)
layer.bias.grad = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
assert answer(layer)[:5] == (torch.float64, False, False, True, None)
assert answer(layer)[5].tolist() == [1, 2, 3]""",
    )
    passes(
        "def answer(layer, X):\n    layer(X)\n    return layer.inplace",
        "X = torch.tensor([-1.0, 2.0])\nassert answer(nn.ReLU(inplace=True), X) and X.tolist() == [0, 2]",
    )


def test_to_hand_in_a_layer_draws_no_random_numbers() -> None:
    passes(
        "def answer(*layers):\n    return torch.rand(2)",
        "torch.manual_seed(1)\nlayer = nn.Linear(2, 3)\nstate = torch.get_rng_state()\nanswer(layer)\n"
        "assert torch.equal(torch.get_rng_state(), state)",
    )
    told_of_none, told_of_one = (
        told("def answer(*layers):\n    return torch.rand(2).tolist()", f"assert answer({layer}) == 0, answer({layer})")
        for layer in ("", "nn.Linear(2, 3)")
    )
    assert told_of_none == told_of_one


def test_a_layer_whose_weights_were_loaded_before_it_knew_its_channels_is_carried_as_it_is() -> None:
    lazy = "it = nn.LazyConv2d(3, 2)\nit.load_state_dict(nn.Conv2d(2, 3, 2).state_dict())\nX = torch.ones(1, 2, 4, 4)\n"
    answer = "def answer(layer, X):\n    return layer(X)"
    assert told(answer, f"{lazy}answer(it, X)", f"{lazy}Y = it(X)\nexpect_close(answer(it, X), Y)") == [
        "unknown: a LazyConv2d cannot be handed to a student's function over the wire",
        "passed",
    ]


MODEL = """
from collections import OrderedDict
block = nn.Sequential(OrderedDict(conv=nn.Conv2d(1, 2, 3, bias=False), norm=nn.BatchNorm2d(2)))
model = nn.Sequential(OrderedDict(block=block, flat=nn.Flatten(), last=nn.Linear(8, 3)))
X = torch.arange(16.0).reshape(1, 1, 4, 4).repeat(2, 1, 1, 1)
"""


def test_a_layer_of_a_model_is_named_by_a_text() -> None:
    passes(
        "def answer(model, name):\n    return model.get_submodule(name).weight",
        MODEL + "assert torch.equal(answer(model, 'block.conv'), block.conv.weight)",
    )


def test_what_a_call_changes_in_a_model_is_changed_here() -> None:
    passes(
        """
def answer(model, X):
    step = torch.optim.SGD(model.parameters(), lr=0.1)
    model(X).sum().backward()
    step.step()
    model.last.bias.grad = None
    model.block.norm.eval()
    model.block.conv.weight.requires_grad_(False)
    model.block.norm.momentum = 0.5""",
        MODEL
        + """
before = {name: value.clone() for name, value in model.state_dict().items()}
bias = model.last.bias
answer(model, X)
assert not torch.equal(model.last.weight, before["last.weight"])
assert model.last.bias is bias and torch.allclose(bias, before["last.bias"] - 0.2)
assert bias.grad is None and model.last.weight.grad.abs().sum() > 0
assert block.norm.num_batches_tracked == 1 and block.norm.momentum == 0.5
assert model.training and block.training and not block.norm.training
assert not block.conv.weight.requires_grad and model.last.weight.requires_grad""",
    )


def test_a_model_that_a_call_leaves_as_it_was_stays_the_same() -> None:
    passes(
        """
def answer(model, X):
    mode = model.training
    model.eval()
    with torch.no_grad():
        scores = model(X)
    model.train(mode)
    return scores""",
        MODEL
        + """
held = dict(model.named_parameters())
versions = [value._version for value in held.values()]
answer(model, X)
assert all(value is held[name] for name, value in model.named_parameters())
assert [value._version for value in held.values()] == versions
assert all(part.training for part in model.modules())
assert all(value.grad is None for value in held.values())""",
    )


def test_a_layer_that_stands_twice_in_a_model_is_one_layer_there() -> None:
    passes(
        """
def answer(model, X):
    calls = []
    hook = model[1].register_forward_hook(lambda *args: calls.append(1))
    Y = model(X)
    hook.remove()
    model[1].eval()
    return Y, len(calls), model[1] is model[3], len(list(model.modules()))""",
        """
relu = nn.ReLU()
model, X = nn.Sequential(nn.Linear(2, 3), relu, nn.Linear(3, 2), relu), torch.randn(4, 2)
Y, calls, is_same, count = answer(model, X)
expect_close(Y, model(X))
assert calls == 2 and is_same and count == 4
assert model[1] is model[3] is relu and not relu.training and model[0].training""",
    )


def test_the_layers_of_a_model_of_theirs_are_counted_by_their_types_names() -> None:
    passes(
        "def answer():\n    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten())",
        """
model = answer()
assert [type(part).__name__ for part in model.modules()] == ["Sequential", "Conv2d", "ReLU", "Flatten"]
assert [name for name, _ in model.named_children()] == ["0", "1", "2"]
assert model.get_submodule("0").weight.shape == (2, 1, 3, 3)""",
    )


def test_a_generator_draws_the_same_numbers_there_and_goes_on_here() -> None:
    answer = "def answer(n, generator):\n    return torch.rand(n, generator=generator)"
    passes(
        answer,
        """
ours, theirs = (torch.Generator().manual_seed(5) for _ in range(2))
assert torch.equal(answer(3, theirs), torch.rand(3, generator=ours))
assert torch.equal(torch.rand(2, generator=theirs), torch.rand(2, generator=ours))
expect_call(answer, 4, generator=theirs, returns=answer(4, ours))
assert torch.equal(answer(4, theirs), answer(4, torch.Generator().set_state(ours.get_state()))) is False""",
    )


def test_whether_an_argument_requires_a_gradient_and_its_gradient_go_in_and_out() -> None:
    passes(
        """
def answer(X):
    before = X.requires_grad, None if X.grad is None else X.grad.clone()
    X.requires_grad_()
    (X**2).sum().backward()
    return before""",
        """
X = torch.tensor([1.0, 2.0])
assert answer(X) == (False, None)
assert X.requires_grad and X.grad.tolist() == [2, 4]
requires_grad, grad = answer(X)
assert requires_grad and grad.tolist() == [2, 4]
assert X.grad.tolist() == [4, 8]""",
    )


def test_a_call_that_returns_a_model_that_it_was_given_returns_the_same_object() -> None:
    passes(
        "def answer(model):\n    return model, [model.block.conv]",
        MODEL + "whole, [part] = answer(model)\nassert whole is model and part is block.conv",
    )


def test_a_new_model_of_theirs_can_be_called_and_asked() -> None:
    passes(
        """
def answer(conv):
    new = nn.Conv2d(conv.in_channels, conv.out_channels, conv.kernel_size)
    new.load_state_dict(conv.state_dict())
    return nn.Sequential(new, nn.ReLU())""",
        """
conv = nn.Conv2d(2, 3, 2)
new, X = answer(conv), torch.randn(1, 2, 4, 4)
expect_close(new(X), conv(X).relu())
assert list(new.state_dict()) == ["0.weight", "0.bias"]
assert sum(value.numel() for value in new.parameters()) == 27
assert new.training and not new.eval().training""",
    )


def test_gradients_through_a_call_reach_the_parameters_of_a_model() -> None:
    passes(
        "def answer(model, X):\n    return model(X) ** 2",
        MODEL
        + """
model.eval()
(model(X) ** 2).sum().backward()
expected = {name: value.grad for name, value in model.named_parameters()}
model.zero_grad()
X.requires_grad_()
answer(model, X).sum().backward()
assert X.grad.abs().sum() > 0
for name, value in model.named_parameters():
    expect_close(value.grad, expected[name])""",
    )


def test_an_answer_that_makes_its_argument_require_a_gradient_has_gradients_all_the_same() -> None:
    passes(
        "def answer(model, X):\n    model.requires_grad_(False)\n    return (model(X.requires_grad_()) ** 2).sum()",
        "model, X = nn.Linear(2, 1), torch.ones(1, 2)\nassert answer(model, X).requires_grad",
    )


def test_a_hook_that_stays_is_seen_and_runs_nowhere() -> None:
    answer = "def answer(model):\n    model[0].register_forward_hook(lambda *args: None)"
    model = "model = nn.Sequential(nn.ReLU())\nanswer(model)\n"
    left = "failed: CandidateError: your code has left a hook on a layer that was handed to it: remove it"
    tests = "assert len(model[0]._forward_hooks) == 1", "model(torch.ones(1))", "answer(model)"
    assert told(answer, *(model + test for test in tests)) == ["passed", left, left]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("model.add_module('1', nn.ReLU())", "other parts"),
        ("model[0] = nn.ReLU()", "another layer"),
        ("model[0].stride = (2, 2)", "another stride"),
        ("model[0].seen = torch.ones(1)", "an attribute of its own"),
        ("model[0].weight = None", ""),
    ],
)
def test_what_cannot_come_back_in_a_model_fails_with_the_reason(line: str, what: str) -> None:
    [outcome] = told(f"def answer(model):\n    {line}", "answer(nn.Sequential(nn.Conv2d(1, 1, 2)))")
    if what:
        assert outcome == f"failed: CandidateError: your code has put {what} into a layer that was handed to it"
    else:
        assert outcome == "passed"


def test_a_check_hands_in_copies_of_a_model_and_sees_a_change() -> None:
    passes(
        "def answer(model, X):\n    model.bias.data += 1\n    return X @ model.weight.t() + model.bias",
        "model, X = nn.Linear(2, 3), torch.ones(1, 2)\nbefore = model.bias.clone()\n"
        "expect_call(answer, model, X, returns=model(X) + 1)\nassert torch.equal(model.bias, before)",
    )
    [outcome] = told(
        "def answer(model):\n    model.bias.data += 1", "expect_unchanged(answer, nn.Sequential(nn.Linear(2, 3))[0])"
    )
    assert "changed its argument model" in outcome


# What is not supported is unknown, never a silent pass


@pytest.mark.parametrize(
    ("answer", "test", "reason"),
    [
        (LAYER, "isinstance(1, answer)", "isinstance(…, answer) is not carried over the wire"),
        (
            LAYER,
            "answer().steps = 3",
            "setting steps on a student's object is not carried over the wire: call a method that does it, "
            "such as load_state_dict",
        ),
        (
            LAYER,
            "weight = answer().weight.detach()\nweight += 1",
            "the test cell changes weight in place, which reaches only a copy",
        ),
        (LAYER, "answer().weight.data.fill_(0)", "the test cell changes weight in place, which reaches only a copy"),
        (
            LAYER,
            "answer().weight.sum().backward()",
            "a gradient through a fetched attribute is not carried over the wire",
        ),
        (LAYER, "copy.deepcopy(answer())", "a stand-in cannot be copied"),
        (ECHO, "answer(lambda x: x)", "a function cannot be handed to a student's function over the wire"),
        (
            ECHO,
            "answer([print])",
            "a builtin_function_or_method cannot be handed to a student's function over the wire",
        ),
        (ECHO, "answer({'a': (object(),)})", "a object cannot be handed to a student's function over the wire"),
        (ECHO, "answer(key={1, 2})", "a set cannot be handed to a student's function over the wire"),
        (
            ECHO,
            "answer(torch.eye(2).to_sparse())",
            "a tensor of the layout torch.sparse_coo cannot be handed to a student's function",
        ),
        (ECHO, "answer(nn.LSTM(2, 3))", "a LSTM cannot be handed to a student's function over the wire"),
        (ECHO, "answer(nn.Sequential(nn.LSTM(2, 3)))", "a LSTM (0) cannot be handed to a student's function"),
        (ECHO, "answer(nn.LazyLinear(2))", "a LazyLinear cannot be handed to a student's function"),
        (ECHO, "class Mine(nn.ReLU): pass\nanswer(Mine())", "a Mine cannot be handed to a student's function"),
        (
            ECHO,
            "one, two = nn.Linear(2, 2), nn.Linear(2, 2)\ntwo.weight = one.weight\nanswer(nn.Sequential(one, two))",
            "a model that holds Linear (1).weight twice cannot be handed",
        ),
        (ECHO, "it = nn.ReLU()\nanswer(it, [it])", "a layer that one call is given twice arrives as two"),
        (ECHO, "it = nn.Sequential(nn.ReLU())\nanswer(it, it[0])", "a layer that one call is given twice"),
        (
            ECHO,
            "it = nn.ReLU()\nit.register_forward_hook(print)\nanswer(it)",
            "a ReLU with a hook cannot be handed to a student's function",
        ),
        (ECHO, "it = nn.ReLU()\nit.seen = torch.ones(1)\nanswer(it)", "a ReLU with a Tensor as its seen cannot"),
        (ECHO, "answer(np.array(['a']))", "a ndarray cannot be handed to a student's function over the wire"),
    ],
)
def test_what_is_not_supported_is_unknown_and_says_so(answer: str, test: str, reason: str) -> None:
    [outcome] = told(answer, test)
    assert outcome.startswith(f"unknown: {reason}")


@pytest.mark.parametrize("swallow", ["except Exception", "except (TypeError, ValueError)"])
def test_a_test_cell_that_swallows_exceptions_does_not_swallow_that(swallow: str) -> None:
    assert told(ECHO, f"try:\n    answer(lambda x: x)\n{swallow}:\n    pass")[0].startswith("unknown: ")
    assert told(ECHO, "expect_raises(answer, lambda x: x, error=TypeError)")[0].startswith("unknown: ")


# Memory that nothing was written to

BEGINS_WITH_EMPTY = """
def answer(X, dtype=None):
    Y = torch.empty(X.shape, dtype=dtype or X.dtype)
    Y[0] = X[0]
    return Y
"""
ASKED = {
    "by a check": "expect_call(answer, torch.ones(2, 2), returns=[[1, 1], [1, 1]])",
    "of integers": "expect_call(answer, torch.ones(2, 2), torch.int64, returns=[[1, 1], [1, 1]])",
    "with a plain call": "expect_close(answer(torch.ones(2, 2)), [[1, 1], [1, 1]])",
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
def test_memory_that_nothing_was_written_to_is_told_the_same_at_each_grading(asked: str) -> None:
    first, again = (told(BEGINS_WITH_EMPTY, asked) for _ in range(2))
    assert first == again
    assert "nothing was ever written there, and `torch.empty` leaves memory as it is" in first[0]


@pytest.mark.parametrize("asked", [ASKED["by a check"], ASKED["of integers"]], ids=["floats", "integers"])
def test_memory_that_nothing_was_written_to_is_told_in_grading_as_at_home(asked: str) -> None:
    space: dict[str, object] = {}
    exec(SETUP + BEGINS_WITH_EMPTY, space)
    with pytest.raises(AssertionError) as caught:
        exec(asked, space)
    assert told(BEGINS_WITH_EMPTY, asked) == [f"failed: CheckError: {caught.value}"]


def test_what_an_answer_has_set_for_pytorchs_algorithms_stays_set() -> None:
    answer = (
        "torch.set_deterministic_debug_mode('error')\ndef answer():\n    return torch.get_deterministic_debug_mode()"
    )
    assert told(answer, "expect_call(answer, returns=2)") == ["passed"]
