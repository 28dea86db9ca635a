"""Probes for `trans_conv_batch`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters
from cnnlab.probing.questions import Probe

calls = Calls("trans_conv_batch", ("X", "W"), picture=_views.stamping)


def probes() -> tuple[Probe, ...]:
    return (*channels(), *stride(), *padding(), *output_padding(), *errors())


def against_torch(concept: str, X: Tensor, W: Tensor, **settings: Any) -> Probe:
    """A call, expected to return PyTorch's own result."""
    returns = F.conv_transpose2d(X.double(), W.double(), **settings)
    return calls.gives(concept, X, W, returns=returns, **settings)


def channels() -> Iterator[Probe]:
    draw = quarters(seed=101)
    images, kernels = (
        torch.tensor([[[[1.0, 2.0]], [[3.0, 4.0]]]]),
        torch.tensor([1.0, 0.0, 2.0, 0.0, 1.0, 10.0]).reshape(2, 3, 1, 1),
    )
    yield against_torch("channels", images, kernels)
    yield against_torch(
        "channels",
        torch.tensor([1.0, 2.0, 3.0]).reshape(3, 1, 1, 1),
        torch.tensor([1.0, 2.0, 3.0, 4.0]).reshape(1, 2, 1, 2),
    )
    for N, C, count, H, W, h, w in [
        (2, 3, 4, 1, 2, 3, 1),
        (3, 4, 2, 1, 3, 2, 3),
        (2, 2, 3, 2, 2, 2, 3),
        (2, 5, 1, 2, 2, 1, 2),
        (2, 3, 3, 2, 1, 2, 1),
        (2, 2, 2, 3, 3, 2, 2),
        (3, 2, 3, 2, 3, 2, 2),
        (3, 3, 2, 2, 2, 2, 1),
    ]:
        yield against_torch("channels", draw(N, C, H, W), draw(C, count, h, w))
    yield against_torch("channels", draw(2, 3, 3, 2).transpose(2, 3), draw(4, 3, 2, 1).transpose(0, 1))
    yield against_torch("channels", draw(3, 2, 2, 3).transpose(0, 1), draw(3, 4, 1, 2).transpose(2, 3))
    first, second = (draw(2, 3, 2, 3), draw(3, 4, 2, 1)), (draw(2, 3, 2, 3), draw(3, 4, 2, 1))
    yield calls.twice("channels", first, second, returns=(F.conv_transpose2d(*first), F.conv_transpose2d(*second)))


def stride() -> Iterator[Probe]:
    draw = quarters(seed=102)
    two = grid(2, 2)[None, None]
    yield against_torch("stride", two, two, stride=2)
    yield against_torch("stride", two + 1, torch.tensor([[[[1.0, 2.0]]]]), stride=(1, 3))
    for H, W, h, w, s in [
        (3, 2, 2, 4, 2),
        (2, 4, 3, 2, 3),
        (4, 2, 1, 3, (2, 3)),
        (2, 3, 4, 3, (4, 1)),
        (3, 3, 2, 2, (1, 2)),
    ]:
        yield against_torch("stride", draw(1, 1, H, W), draw(1, 1, h, w), stride=s)
    image, kernel = draw(1, 1, 3, 2), draw(1, 1, 2, 4)
    yield calls.gives("stride", image, kernel, 3, returns=F.conv_transpose2d(image, kernel, stride=3))


def padding() -> Iterator[Probe]:
    draw = quarters(seed=103)
    two = grid(2, 2)[None, None]
    yield against_torch("padding", two, two, padding=1)
    yield against_torch("padding", two, two, padding=(0, 1))
    for H, W, h, w, p in [
        (4, 3, 3, 4, 1),
        (4, 5, 3, 3, 2),
        (3, 5, 4, 2, (2, 1)),
        (4, 5, 2, 4, (0, 3)),
        (5, 4, 3, 2, (3, 0)),
    ]:
        yield against_torch("padding", draw(1, 1, H, W), draw(1, 1, h, w), padding=p)
    image, kernel = draw(1, 1, 4, 5), draw(1, 1, 3, 2)
    yield calls.gives("padding", image, kernel, 1, 2, returns=F.conv_transpose2d(image, kernel, padding=2))


def output_padding() -> Iterator[Probe]:
    draw = quarters(seed=104)
    two = grid(2, 2)[None, None]
    yield against_torch("output_padding", two, two, stride=2, output_padding=(0, 1))
    yield against_torch("output_padding", two, two, stride=2, padding=1, output_padding=1)
    for H, W, h, w, s, p, extra in [
        (3, 2, 4, 5, 2, 1, 1),
        (2, 3, 3, 4, 3, 0, (1, 2)),
        (2, 3, 5, 4, 3, 1, (2, 1)),
        (3, 2, 4, 5, 4, 2, (3, 0)),
        (2, 2, 2, 5, 5, 1, (0, 4)),
    ]:
        yield against_torch(
            "output_padding", draw(1, 1, H, W), draw(1, 1, h, w), stride=s, padding=p, output_padding=extra
        )
    image, kernel = draw(1, 1, 2, 3), draw(1, 1, 3, 4)
    returns = F.conv_transpose2d(image, kernel, stride=3, padding=1, output_padding=2)
    yield calls.gives("output_padding", image, kernel, 3, 1, 2, returns=returns)


def errors() -> Iterator[Probe]:
    draw = quarters(seed=105)
    for images, kernels in [
        ((2, 3, 4, 5), (4, 3, 2, 2)),  # printed in the lab
        ((1, 1, 3, 4), (2, 1, 2, 3)),
        ((2, 4, 2, 3), (3, 5, 2, 2)),
        ((2, 3, 2, 3), (4, 3, 2, 2)),
        ((2, 1, 3, 2), (3, 2, 2, 1)),
        ((2, 3, 3, 2), (1, 4, 2, 1)),
        ((1, 5, 2, 2), (3, 6, 1, 2)),
        ((2, 3, 2, 3), (2, 4, 2, 2)),
        ((2, 2, 2, 3), (3, 3, 2, 2)),
    ]:
        yield calls.refuses("errors", draw(*images), draw(*kernels), naming=(images, kernels))
    yield against_torch("errors", torch.tensor([[[[3.0]]]]), torch.tensor([[[[2.0]]]]))
    yield against_torch("errors", draw(1, 1, 1, 1), draw(1, 1, 1, 1))
    byte = torch.tensor([[[[200]]]], dtype=torch.uint8)
    for pixel, kernel in [
        (torch.tensor([[[[7]]]]), draw(1, 1, 1, 1)),
        (draw(1, 1, 1, 1), torch.tensor([[[[7]]]])),
        (draw(1, 1, 1, 1).double(), draw(1, 1, 1, 1).double()),
        (byte, 2 * torch.ones_like(byte)),
        ((byte - 100).to(torch.int8), -torch.full((1, 1, 1, 1), 90, dtype=torch.int8)),
        (byte, -torch.full((1, 1, 1, 1), 90, dtype=torch.int8)),
    ]:
        yield against_torch("errors", pixel, kernel)
    yield calls.gives("errors", W=torch.tensor([[[[2.0]]]]), X=torch.tensor([[[[3.0]]]]), returns=[[[[6]]]])
    yield calls.leaves("errors", draw(1, 1, 1, 2), draw(1, 1, 1, 2))
    yield calls.leaves("errors", draw(2, 2, 2, 3), draw(2, 2, 3, 2))
    yield calls.leaves("errors", draw(2, 2, 2, 3), draw(2, 2, 3, 2), stride=2, padding=1, output_padding=1)
    whole, kernel = draw(2, 1, 1, 1), draw(1, 1, 1, 1)
    yield calls.on_part("errors", whole, kernel, returns=whole[1:] * kernel)
    yield calls.leaves("errors", draw(2, 2, 2, 3).double(), draw(2, 2, 3, 2).double())
