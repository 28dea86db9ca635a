"""The animations of lab 6: windows that become columns and come back, and a gradient that flows through a maximum."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.nn import functional as F

from cnnlab import animate_max_gradient, animate_unfold
from cnnlab.figures.values import number_of
from tests.unit.cnnlab.test_animations import crossed_cells, data_of, grid_at, integers


def numbers(texts: list[str], *shape: int) -> torch.Tensor:
    return torch.tensor([number_of(text) for text in texts]).reshape(shape)


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding"),
    [((3, 4), (2, 2), 1, 0), ((4, 3), (2, 3), (2, 1), 0), ((3, 3), 2, 2, (1, 0))],
)
def test_the_columns_are_unfolds_and_come_back_as_fold_says(size: Any, kernel: Any, stride: Any, padding: Any) -> None:
    X = integers(*size).double()
    animation = animate_unfold(X, kernel, stride, padding)
    columns = F.unfold(X[None, None], kernel, padding=padding, stride=stride)[0]
    assert torch.equal(numbers(grid_at(animation, 1, -1), *columns.shape).double(), columns)
    folded = F.fold(columns[None], size, kernel, padding=padding, stride=stride)[0, 0]
    assert f"The picture folded back is {size[0]}×{size[1]}: [[{folded[0, 0]:g}".replace("-", "−") in repr(animation)


def test_what_lies_on_the_padding_is_crossed_and_cut_off_last() -> None:
    animation = animate_unfold(torch.ones(2, 3), 2, padding=1)
    assert len(crossed_cells(animation)) == 4 * 5 - 2 * 3
    assert data_of(animation)["steps"][-1][2] == [[2, 1, 1, 2, 3]]
    assert len(data_of(animation)["steps"]) == 2 * 12 + 1


@pytest.mark.parametrize(("stride", "padding"), [(None, 0), (1, 0), (2, 1)])
def test_the_gradient_of_a_maximum_is_pytorchs(stride: Any, padding: Any) -> None:
    X = integers(4, 5).double().requires_grad_()
    pooled = F.max_pool2d(X[None, None], 2, stride, padding)[0, 0]
    dY = integers(*pooled.shape, seed=1).double()
    pooled.backward(dY)
    assert X.grad is not None
    animation = animate_max_gradient(X, dY, 2, stride, padding)
    assert torch.equal(numbers(grid_at(animation, 2, -1), 4, 5).double(), X.grad)
    assert len(data_of(animation)["steps"]) == dY.numel()


def test_each_step_rings_the_maximum_and_frames_where_its_gradient_goes() -> None:
    image = torch.tensor([[1.0, 9.0, 2.0], [4.0, 5.0, 8.0]])
    steps = data_of(animate_max_gradient(image, torch.tensor([[3.0, -1.0]]), 2, 1))["steps"]
    assert [step[4] for step in steps] == [[[0, 0, 1]], [[0, 0, 1]]]
    assert [step[2][2] for step in steps] == [[2, 0, 1, 1, 1], [2, 0, 1, 1, 1]]
    assert "3 + (−1) = 2." in steps[1][1]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: animate_unfold(torch.ones(6, 6), 3), "9 rows and 16 columns"),
        (lambda: animate_unfold(torch.ones(2, 2), 3), r"\(3, 3\) does not fit"),
        (lambda: animate_max_gradient(torch.ones(2, 2), torch.ones(2, 2), 2), r"\(1, 1\)"),
        (lambda: animate_max_gradient(torch.ones(2, 2), torch.ones(1, 1), 2, 2, 2), "more than half"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call: Any, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        call()
