"""Probes for `grad_cam`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from cnnlab.probes._calls import quarters
from cnnlab.probes._models import asked, filled, leaving, positive
from cnnlab.probing.questions import Probe


def probes() -> tuple[Probe, ...]:
    return (*weights(), *positive_part(), *target(), *pictures(), *traces())


def on_maps(gradient: Tensor, bias: bool = True) -> nn.Sequential:
    """A model whose layer "0" hands the pictures on, and whose scores have this gradient, (classes, K, h, w)."""
    classes, count = gradient.shape[:2]
    last = nn.Linear(gradient[0].numel(), classes, bias=bias)
    last.weight.data = gradient.reshape(classes, -1).clone()
    if bias:
        last.bias.data = torch.zeros(classes)
    return nn.Sequential(nn.BatchNorm2d(count), nn.Flatten(), last).eval()


def even(weight: Tensor, height: int, width: int) -> Tensor:
    """(classes, K) as a gradient that is the same all over each map."""
    return weight[..., None, None].expand(*weight.shape, height, width)


def scaled(cam: Tensor) -> Tensor:
    """(N, h, w), each map divided by its largest value."""
    largest = cam.amax(dim=(1, 2), keepdim=True)
    return cam / torch.where(largest > 0, largest, torch.ones_like(largest))


def weights() -> Iterator[Probe]:
    draw = positive(quarters(seed=921))
    gradient = torch.tensor([[[[1.0, 2.0], [3.0, 2.0]], [[2.0, 0.0], [-2.0, 4.0]]]])
    X = torch.tensor([[[[1.0, 0.0], [0.0, 2.0]], [[0.0, 1.0], [1.0, 0.0]]]])
    rows = [(gradient, X)]
    rows += [(draw(1, K, H, W), draw(1, K, H, W)) for K, H, W in [(3, 2, 4), (2, 5, 3), (4, 3, 3)]]
    for number, (gradient, X) in enumerate(rows):
        model = on_maps(torch.cat((gradient, torch.zeros_like(gradient))))
        name = "0"
        if number:
            model = nn.Sequential(nn.Sequential(model[0], nn.ReLU()), *model[1:]).eval()
            name = "0.0"
        cam = scaled((gradient.mean(dim=(2, 3), keepdim=True) * X).sum(dim=1))
        yield asked("weights", f"grad_cam(model, {name!r}, X, [0])", cam, model, name, X, torch.tensor([0]))
    bend = nn.BatchNorm2d(2)
    bend.get_buffer("running_mean").add_(1.0)  # what is below 1 does not count, so the gradient depends on the maps
    flat = on_maps(torch.tensor([0.25, 0.0]).reshape(2, 1, 1, 1).expand(2, 2, 2, 2))
    model = nn.Sequential(flat[0], bend, nn.ReLU(), *flat[1:]).eval()
    X = torch.tensor([[[[0.25, 1.5], [0.5, 0.75]], [[1.25, 1.75], [1.5, 0.75]]]])
    call = "grad_cam(model, '0', X, [0]) with a ReLU after the layer"
    yield asked("weights", call, scaled(X[:, 0] + 3 * X[:, 1]), model, "0", X, torch.tensor([0]))
    conv, last = nn.Conv2d(2, 3, 2), nn.Linear(3, 2)
    model = filled(nn.Sequential(conv, nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), last), draw)
    conv.get_parameter("bias").data = torch.full((3,), -4.0)
    last.weight.data[1], last.bias.data[1] = 0.0, 0.0
    X = draw(1, 2, 4, 5) + 2 * torch.eye(4, 5)
    cam = scaled((last.weight[0][:, None, None] * model[:2](X)[0]).sum(dim=0)[None]).detach()
    yield asked("weights", "grad_cam(model, '1', X, [0]) with a convolution", cam, model, "1", X, torch.tensor([0]))


def positive_part() -> Iterator[Probe]:
    draw = quarters(seed=922)
    weight = torch.tensor([[2.0, -1.0]])
    X = torch.tensor([[[[3.0, 1.0], [1.0, 0.0]], [[2.0, 6.0], [0.0, 1.0]]]])
    against = -X * torch.tensor([1.0, 0.0])[:, None, None]
    cam = torch.tensor([[[1.0, 0.0], [0.5, 0.0]]])
    call = "grad_cam(model, '0', X, [0])"
    model, first = on_maps(even(weight, 2, 2)), torch.tensor([0])
    yield asked("positive", call, cam, model, "0", X, first)
    yield asked(
        "positive", f"{call} where nothing speaks for the class", torch.zeros(1, 2, 2), model, "0", against, first
    )
    for K, H, W, part in [(3, 3, 4, 1.0), (2, 5, 2, 1.0), (4, 2, 5, 1.0), (3, 2, 3, 0.01)]:
        weight, X = part * draw(1, K), draw(1, K, H, W)
        X[0, :, 0, 0], X[0, :, H - 1, W - 1] = 4 * weight[0], -9 * weight[0]
        model = on_maps(even(weight, H, W))
        cam = scaled((weight[0][:, None, None] * X[0]).sum(dim=0).relu()[None])
        yield asked("positive", call, cam, model, "0", X, first)
        against = -weight[..., None, None] * draw(1, 1, H, W).abs()
        text = f"{call} where all speaks against the class"
        yield asked("positive", text, torch.zeros(1, H, W), model, "0", against, first)


def target() -> Iterator[Probe]:
    draw = positive(quarters(seed=923))
    weight, X = torch.tensor([[5.0, 1.0], [1.0, 2.0], [3.0, 0.0]]), torch.tensor([[[[1.0, 3.0]], [[2.0, 0.5]]]])
    rows = [(weight, X), (draw(4, 3), draw(1, 3, 3, 2)), (draw(3, 4), draw(1, 4, 2, 3))]
    for _, X in rows[1:]:
        X[:, :, 0, 0] /= 16  # a place where little speaks for any class
    for weight, X in rows:
        model = on_maps(even(weight, *X.shape[2:]))
        for k in range(len(weight)):
            cam = scaled((weight[k][:, None, None] * X[0]).sum(dim=0)[None])
            call = f"grad_cam(model, '0', X, [{k}]) with {len(weight)} classes"
            yield asked("target", call, cam, model, "0", X, torch.tensor([k]))


def pictures() -> Iterator[Probe]:
    draw = positive(quarters(seed=924))
    weight = torch.tensor([[2.0, 0.0], [0.0, 1.0]])
    X = torch.tensor([[[[1.0, 2.0]], [[4.0, 3.0]]], [[[1.0, 1.0]], [[0.0, 9.0]]]])
    cam = torch.tensor([[[0.5, 1.0]], [[0.0, 1.0]]])
    model, both = on_maps(even(weight, 1, 2), bias=False), torch.tensor([0, 1])
    yield asked("pictures", "grad_cam(model, '0', X, [0, 1])", cam, model, "0", X, both)
    for N, K, H, W in [(3, 2, 4, 5), (4, 4, 3, 2), (2, 3, 3, 3), (3, 2, 4, 5), (3, 1, 2, 4)]:
        model = filled(nn.Sequential(nn.Conv2d(2, K, 1), nn.ReLU(), nn.Flatten(), nn.Linear(K * H * W, 3)), draw)
        weight = draw(3, K)
        model[3].weight.data = even(weight, H, W).reshape(3, -1).clone()
        X, labels = draw(2, N, W, H).permute(1, 0, 3, 2), torch.tensor([2, 0, 1, 0][:N])
        cam = scaled((weight[labels][..., None, None] * model[:2](X)).sum(dim=1)).detach()
        call = f"grad_cam(layer='1', model=model, X=X, target={labels.tolist()}) with X on its side"
        yield asked("pictures", call, cam, layer="1", model=model, X=X, target=labels)


def traces() -> Iterator[Probe]:
    draw = positive(quarters(seed=925))
    model = nn.Sequential(nn.BatchNorm2d(2), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(4, 1, bias=False)).eval()
    model[3].weight.data = torch.ones(1, 4)
    X, first = torch.tensor([[[[1.0, -1.0]], [[2.0, 4.0]]]]), torch.tensor([0])
    call = "grad_cam(model, '0', X, [0]) before a layer in place"
    yield leaving("traces", call, torch.tensor([[[2.5 / 3.5, 1.0]]]), model, "0", X, first)
    for needs in (True, False):
        conv = nn.Conv2d(1, 2, 2)
        model = nn.Sequential(conv, nn.LeakyReLU(0.5, inplace=True), nn.Flatten(), nn.Linear(24, 1))
        filled(model, draw).requires_grad_(needs)
        weight, X = torch.tensor([[0.25, 0.5]]), draw(1, 1, 4, 5).requires_grad_(needs)
        model[3].weight.data = even(weight, 3, 4).reshape(1, -1).clone()
        conv.get_parameter("bias").data[0] -= model[0](X)[0, 0].mean().detach()  # map 0 has values of both signs
        maps = model[0](X)[0].detach()
        slopes = torch.where(maps > 0, 1.0, 0.5).mean(dim=(1, 2)) * weight[0]
        cam = scaled((slopes[:, None, None] * maps).sum(dim=0).relu()[None])
        text = call if needs else f"{call} and parameters without gradients"
        yield leaving("traces", text, cam, model, "0", X, first)
