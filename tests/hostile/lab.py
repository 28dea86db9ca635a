"""A tiny lab of seven exercises with two test cells each, a canary in every hidden region, and honest answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

CANARY = "canary-41f7c3"
HOST_SECRET = "host-secret-90210"

SETUP = """
import torch
from cnnlab import draw, expect_call, expect_close, expect_raises, expect_unchanged, given, train, training_time
"""

HONEST = {
    "add": '''
def add(a, b):
    """a + b for tensors of one shape; ValueError otherwise."""
    if a.shape != b.shape:
        raise ValueError(f"the shapes differ: {tuple(a.shape)} and {tuple(b.shape)}")
    return a + b''',
    "corr": '''
def corr(X, K):
    """Cross-correlation, from scratch."""
    h, w = K.shape
    Y = torch.zeros(X.shape[0] - h + 1, X.shape[1] - w + 1)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i : i + h, j : j + w] * K).sum()
    return Y''',
    "count": '''
def count(X):
    """How many numbers X has, and its shape."""
    return X.numel(), tuple(X.shape)''',
    "Layer": '''
class Layer(torch.nn.Module):
    """X times its weight."""

    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.rand(size))

    def forward(self, X):
        return X * self.weight''',
    "slope": '''
def slope(f, X):
    """The derivative of f at each number of X."""
    X = X.double()
    return (f(X + 1e-4) - f(X - 1e-4)) / 2e-4''',
    "scores": '''
def scores(model, X):
    """What the model gives for X in evaluation mode; the model is left as it was."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        Y = model(X)
    model.train(was_training)
    return Y''',
    "net": '''
def net():
    """A model from two numbers to two classes."""
    return torch.nn.Linear(2, 2)''',
}

TESTS = {
    "test_add_value": f"""
def test_add_value():
    def check(a, b):
        expect_call(add, a, b, returns=a + b)

    check(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]))
    ### BEGIN HIDDEN TESTS
    expected = ["{CANARY}", draw(2, 3)]  # {CANARY}
    check(expected[1], draw(2, 3))
    assert add(torch.ones(2), torch.ones(2)).sum() == 4, "{CANARY}"
    ### END HIDDEN TESTS


test_add_value()""",
    "test_add_shapes": f"""
def test_add_shapes():
    expect_raises(add, torch.ones(2), torch.ones(3), naming=[(2,), (3,)])
    ### BEGIN HIDDEN TESTS
    expected = "{CANARY}"
    expect_raises(add, draw(4, 2), draw(2, 4), naming=[(4, 2), (2, 4)])
    ### END HIDDEN TESTS


test_add_shapes()""",
    "test_corr_value": f"""
def test_corr_value():
    def check(X, K):
        expect_call(corr, X, K, returns=torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0])

    check(torch.arange(9.0).reshape(3, 3), torch.ones(2, 2))
    ### BEGIN HIDDEN TESTS
    expected = "{CANARY}"
    check(draw(4, 5), draw(2, 3))
    ### END HIDDEN TESTS


test_corr_value()""",
    "test_corr_unchanged": f"""
def test_corr_unchanged():
    expect_unchanged(corr, torch.ones(3, 3), torch.ones(2, 2))
    ### BEGIN HIDDEN TESTS
    X, K = draw(3, 4), draw(2, 2)
    Y = expect_unchanged(corr, X, K)
    expect_close(add(Y, Y), 2 * torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0], label="{CANARY}")
    ### END HIDDEN TESTS


test_corr_unchanged()""",
    "test_count_number": f"""
def test_count_number():
    expect_call(count, torch.ones(2, 3), returns=(6, (2, 3)))
    ### BEGIN HIDDEN TESTS
    assert count(draw(3, 5))[0] == 15, "{CANARY}"
    if count(draw(2, 7))[0] != 14:
        raise AssertionError("{CANARY}")
    ### END HIDDEN TESTS


test_count_number()""",
    "test_count_share": f"""
def test_count_share():
    points = float(count(torch.ones(2, 2))[1] == (2, 2))
    ### BEGIN HIDDEN TESTS
    points += float(count(draw(4, 3))[1] == (4, 3))  # {CANARY}
    ### END HIDDEN TESTS
    return points


test_count_share()""",
    "test_Layer_weight": f"""
def test_Layer_weight():
    layer = Layer((2, 3))
    ### BEGIN HIDDEN TESTS
    assert layer.weight.requires_grad and layer.weight.shape == (2, 3), "{CANARY}"
    expect_close(add(layer.weight, layer.weight), 2 * layer.weight.detach())
    ### END HIDDEN TESTS
    image = draw(2, 3)
    expect_call(layer, image, returns=image * layer.weight.detach())


test_Layer_weight()""",
    "test_Layer_gradient": f"""
def test_Layer_gradient():
    layer, image = Layer((2, 2)), draw(2, 2)
    layer.load_state_dict({{"weight": torch.ones(2, 2)}})
    ### BEGIN HIDDEN TESTS
    expected = [image, "{CANARY}"]
    expect_call(layer, image, returns=expected[0])
    ### END HIDDEN TESTS
    layer(image).sum().backward()
    expect_close(layer.weight.grad, image)


test_Layer_gradient()""",
    "test_slope_value": f"""
def test_slope_value():
    expect_call(slope, given(lambda X: X**2, "square"), torch.tensor([1.0, 3.0]), returns=[2, 6])
    ### BEGIN HIDDEN TESTS
    X = draw(2, 3)
    expect_call(slope, given(lambda X: X**3 + len("{CANARY}"), "cubic"), X, returns=3 * X**2)
    ### END HIDDEN TESTS


test_slope_value()""",
    "test_slope_unchanged": f"""
def test_slope_unchanged():
    expect_unchanged(slope, given(lambda X: 2 * X, "double"), torch.ones(2))
    ### BEGIN HIDDEN TESTS
    functions = [given(lambda X: X * len("{CANARY}"), "first"), given(lambda X: -X, "second")]
    values = [slope(f, torch.ones(3)).sum() for f in functions]
    expect_close(torch.stack(values), torch.tensor([3.0 * len("{CANARY}"), -3.0]))
    ### END HIDDEN TESTS


test_slope_unchanged()""",
    "test_scores_value": f"""
def test_scores_value():
    model, X = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.ReLU()), draw(4, 3)
    ### BEGIN HIDDEN TESTS
    with torch.no_grad():
        expected = ["{CANARY}", model(X)]
    expect_close(scores(model, X), expected[1])
    ### END HIDDEN TESTS


test_scores_value()""",
    "test_scores_mode": f"""
def test_scores_mode():
    model, X = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 2), torch.nn.BatchNorm2d(2)), draw(3, 1, 4, 4)
    scores(model, X)
    ### BEGIN HIDDEN TESTS
    assert model.training and all(part.training for part in model.modules()), "{CANARY}"
    assert model[1].num_batches_tracked == 0
    ### END HIDDEN TESTS
    assert not any(part._forward_hooks for part in model.modules())
    model(X)


test_scores_mode()""",
    "test_net_learns": f"""
def test_net_learns():
    X = draw(60, 2)
    y = (X.sum(1) > 0).long()
    model = net()
    with training_time():
        train(model, X, y, epochs=15, batch_size=10, lr=0.1)
    ### BEGIN HIDDEN TESTS
    Z = draw(200, 2)
    accuracy = float((model(Z).argmax(1) == (Z.sum(1) > 0).long()).float().mean())
    assert accuracy > 0.9, "{CANARY}"
    ### END HIDDEN TESTS


test_net_learns()""",
    "test_net_size": f"""
def test_net_size():
    model = net()
    ### BEGIN HIDDEN TESTS
    assert sum(value.numel() for value in model.parameters()) == 6, "{CANARY}"
    ### END HIDDEN TESTS
    assert model(draw(5, 2)).shape == (5, 2)


test_net_size()""",
}
POINTS = dict.fromkeys(TESTS, 2.0)


def tests_of(*names: str) -> frozenset[str]:
    """The test cells of exercises, or test cells by their own names."""
    return frozenset(test for test in TESTS for name in names if test == name or test.startswith(f"test_{name}_"))


def notebook(exercises: Iterable[str], answers: Mapping[str, str], extras: Mapping[str, Sequence[str]]) -> str:
    """These exercises as intake rebuilds a lab: with these answers, and extra cells at the start, after an exercise
    (by its name), or last.
    """
    cells = [_cell("setup", SETUP, locked=True)]
    cells += [_cell(f"extra-start-{i}", source) for i, source in enumerate(extras.get("start", []))]
    for name in exercises:
        cells.append(_cell(name, answers.get(name, HONEST[name]), solution=True))
        cells += [_cell(f"extra-{name}-{i}", source) for i, source in enumerate(extras.get(name, []))]
        cells += [
            _cell(test, TESTS[test], grade=True, locked=True, points=POINTS[test])
            for test in TESTS
            if test in tests_of(name)
        ]
    cells += [_cell(f"extra-end-{i}", source) for i, source in enumerate(extras.get("end", []))]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _cell(name: str, source: str, **marks: Any) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    if marks:
        flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, **marks}
        metadata["nbgrader"] = {**flags, "grade_id": name}
    return {
        "cell_type": "code",
        "id": name.replace("_", "-"),
        "metadata": metadata,
        "source": source.strip("\n"),
        "outputs": [],
        "execution_count": None,
    }
