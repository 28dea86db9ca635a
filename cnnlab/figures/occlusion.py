"""A patch moves over a picture: what the score and Grad-CAM become, and how far the score drops, step by step."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from cnnlab.figures.arguments import MOST_CELLS, checked_pair
from cnnlab.figures.grid_animation import grid_animation
from cnnlab.figures.grids import Step, change, empty_grid, full_grid, ink_for
from cnnlab.figures.player import Animation
from cnnlab.figures.wording import plural, span_text


def animate_occlusion(
    model: nn.Sequential,
    layer: str,
    X: Any,
    target: int,
    size: Any = 2,
    stride: Any = 2,
    fill: float = 0.0,
    title: str = "",
) -> Animation:
    """A patch covers one part of a picture after the other. Beside it Grad-CAM of the covered picture and the drops.

    Each cell stands for the pixels of the picture above one value of the layer's maps.

    Args:
        model: a model in evaluation mode that takes pictures (N, C, H, W) and gives scores (N, classes).
        layer: the name of one of its outermost layers, such as "7"; it puts out maps (N, K, h, w) of up to 100 values,
            and H and W are multiples of h and w.
        X: one picture, (C, H, W).
        target: the class whose score is shown.
        size, stride: of the patch, in cells; one number or a pair.
        fill: what the covered pixels become.

    Raises:
        ValueError: no such layer, another shape, or maps of too many values.
    """
    names = [name for name, _ in model.named_children()]
    if layer not in names:
        raise ValueError(
            f"animate_occlusion takes a layer by its name, one of {', '.join(names)}, but was given {layer!r}."
        )
    (h, w), (down, right) = checked_pair(size, "size", 1), checked_pair(stride, "stride", 1)
    cut = names.index(layer) + 1
    with torch.no_grad():
        maps = model[:cut](X[None])
    if maps.dim() != 4 or maps[0, 0].numel() > MOST_CELLS:
        raise ValueError(
            f"animate_occlusion draws maps of up to {MOST_CELLS} values, but {layer!r} has {tuple(maps.shape)}."
        )
    rows, columns = maps.shape[2:]
    high, wide = X.shape[1] // rows, X.shape[2] // columns
    if (rows * high, columns * wide) != tuple(X.shape[1:]):
        raise ValueError(f"{tuple(X.shape[1:])} pixels are no multiple of maps of {(rows, columns)}.")
    places = [(top, left) for top in range(0, rows, down) for left in range(0, columns, right)]
    pictures = X.detach().repeat(len(places) + 1, 1, 1, 1)
    for number, (top, left) in enumerate(places, start=1):
        pictures[number, :, top * high : (top + h) * high, left * wide : (left + w) * wide] = fill
    cams, scores = _cams(model, cut, pictures, target)
    bright = (pictures.mean(dim=1).reshape(-1, rows, high, columns, wide).mean(dim=(2, 4)) * 100).round()
    drops = ((scores[0] - scores[1:]) * 10).round() / 10
    ink, cam_ink, drop_ink = ink_for(bright), ink_for(cams), ink_for(drops)
    grids = [
        full_grid("Brightness, %", bright[0], ink),
        full_grid("Grad-CAM, %", cams[0], cam_ink),
        empty_grid(f"Drop of the score {rows}×{columns}", (rows, columns), drop_ink.widest),
    ]
    whole = _score_text(scores[0])
    steps = []
    for number, (top, left) in enumerate(places, start=1):
        bottom, edge = min(top + h, rows), min(left + w, columns)
        shown = [(0, bright[number], bright[number - 1], ink), (1, cams[number], cams[number - 1], cam_ink)]
        changes = [
            change(grid, i * columns, now[i], own)
            for grid, now, old, own in shown
            for i in range(rows)
            if not torch.equal(now[i], old[i])
        ]
        drop = float(drops[number - 1])
        changes += [change(2, i * columns + left, [drop] * (edge - left), drop_ink) for i in range(top, bottom)]
        exact = float(scores[0] - scores[number])
        after = _score_text(scores[number])
        steps.append(
            Step(
                where=f"The patch covers {span_text(top, bottom - top, left, edge - left)}.",
                say=f"Score of class {target}: covered {after}, uncovered {whole}. {_change_text(exact)}",
                boxes=[(grid, top, left, bottom - top, edge - left) for grid in range(3)],
                changes=changes,
            )
        )
    what = f"A patch of {h}×{w} cells over a picture of {rows}×{columns} cells; {plural(len(places), 'place')}"
    return grid_animation(grids, [[0], [1], [2]], steps, what, title, drops.reshape(-1, len(range(0, columns, right))))


def _score_text(score: torch.Tensor) -> str:
    return f"{float(score):.2f}".replace("-", "−")


def _change_text(drop: float) -> str:
    """How far the score drops or rises, with two digits, so that it is not 0 where two rounded scores differ."""
    if abs(drop) < 0.005:
        return "It stays."
    return f"It {'drops' if drop > 0 else 'rises'} by {abs(drop):.2f}."


def _cams(model: nn.Sequential, cut: int, pictures: torch.Tensor, target: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Grad-CAM of each picture in percent of the first one's largest value, and the scores of the class."""
    with torch.no_grad():
        maps = model[:cut](pictures)
    leaf = maps.clone().requires_grad_()
    with torch.enable_grad():
        scores = model[cut:](leaf.clone())[:, target]
        (gradient,) = torch.autograd.grad(scores.sum(), leaf)
    cams = (gradient.mean(dim=(2, 3), keepdim=True) * maps).sum(dim=1).relu()
    largest = float(cams[0].max()) or 1.0
    return (cams / largest * 100).round().clamp(max=200), scores.detach()
