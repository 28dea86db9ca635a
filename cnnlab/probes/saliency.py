"""Probes for `saliency`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from cnnlab.probes._calls import quarters
from cnnlab.probes._models import asked, filled, leaving, linear, positive
from cnnlab.probing.questions import Probe


def probes() -> tuple[Probe, ...]:
    return (*score(), *pictures(), *traces())


def slopes(model: nn.Sequential, X: Tensor, y: Tensor) -> Tensor:
    """The largest absolute gradient over the channels, (N, H, W)."""
    pixels = X.detach().clone().requires_grad_()
    picked = torch.stack([model(pixels)[n, int(k)] for n, k in enumerate(y)])
    return torch.autograd.grad(picked.sum(), pixels)[0].abs().amax(dim=1)


def score() -> Iterator[Probe]:
    draw = quarters(seed=911)
    weight = torch.tensor([[3.0, -4.0, -5.0, 0.0], [1.0, 2.0, 0.0, 1.0]]).reshape(2, 2, 1, 2)
    rows = [(weight, torch.tensor([[[[0.5, 1.0]], [[2.0, 0.0]]]]))]
    rows += [(draw(count, C, H, W), draw(1, C, H, W)) for count, C, H, W in [(5, 3, 2, 4), (4, 2, 5, 3), (3, 4, 3, 2)]]
    for weight, X in rows:
        for k in range(2):
            call = f"saliency(model, X, [{k}]) with X {'×'.join(map(str, X.shape))} and a linear model"
            yield asked("score", call, weight[k].abs().amax(dim=0)[None], linear(weight), X, torch.tensor([k]))


def pictures() -> Iterator[Probe]:
    draw = quarters(seed=912)
    weight = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]).reshape(3, 1, 1, 2)
    X, y = torch.tensor([[[[1.0, 1.0]]], [[[2.0, 0.0]]]]), torch.tensor([2, 0])
    yield asked("pictures", "saliency(model, X, [2, 0]) with a linear model", weight[y, 0].abs(), linear(weight), X, y)
    for N, C, H, W in [(4, 2, 3, 5), (2, 3, 5, 4), (3, 3, 4, 4), (4, 2, 3, 5)]:
        model = nn.Sequential(nn.Conv2d(C, 4, 2), nn.ReLU(), nn.Flatten(), nn.Linear(4 * (H - 1) * (W - 1), 5))
        filled(model, positive(draw))
        images = draw(N, C, W, H).transpose(2, 3) if H < W else draw(N, C, H, W)
        labels = torch.tensor([4, 0, 2, 1][:N])
        call = f"saliency(model=model, X=X, y={labels.tolist()}) with X {N}×{C}×{H}×{W}"
        yield asked("pictures", call, slopes(model, images, labels), model=model, X=images, y=labels)


def traces() -> Iterator[Probe]:
    draw = quarters(seed=913)
    model = linear(torch.tensor([[3.0, 4.0]]).reshape(1, 1, 1, 2))
    X, y = torch.tensor([[[[1.0, 2.0]]]]), torch.tensor([0])
    yield leaving("traces", "saliency(model, X, [0])", torch.tensor([[[3.0, 4.0]]]), model, X, y)
    for needs in (True, False):
        model = filled(nn.Sequential(nn.Conv2d(1, 2, 2), nn.Flatten(), nn.Linear(16, 1)), positive(draw))
        model[0].bias.requires_grad_(needs)
        X, y = draw(1, 1, 5, 3).requires_grad_(needs), torch.tensor([0])
        call = "saliency(model, X, [0])" + ("" if needs else " with a parameter that needs no gradient")
        yield leaving("traces", call, slopes(model, X, y), model, X, y)
