"""A picture, a kernel to edit, and the feature map, which follows each change."""

from __future__ import annotations

import base64
from typing import Any

import torch

from cnnlab.figures.limits import LARGEST_KERNEL, MOST_PIXELS
from cnnlab.figures.player import Animation, animation
from cnnlab.figures.values import number_text, real_values

CENTRED = {
    "vertical edges": [[0, 0, 0], [1, 0, -1], [0, 0, 0]],
    "horizontal edges": [[0, 1, 0], [0, 0, 0], [0, -1, 0]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}


def paint_kernel(image: Any, kernel: Any, title: str = "", fixed: bool = False) -> Animation:
    """A picture and its feature map, with the kernel between them: each edit of a weight shows at once.

    Args:
        image: (H, W), up to 96×96 pixels. Drawn in 256 shades between its smallest and its largest value.
        kernel: the first kernel, (h, w), up to 7×7; its weights are rounded to four digits.
        title: of the figure.
        fixed: show this kernel alone, with nothing to edit; `slide_kernel` has its sliders outside the figure.

    Raises:
        ValueError: another shape, too large, a kernel that does not fit, or values that are not finite.
    """
    picture, weights = real_values(image, "paint_kernel"), real_values(kernel, "paint_kernel")
    for name, matrix in (("image", picture), ("kernel", weights)):
        if matrix.dim() != 2:
            raise ValueError(
                f"paint_kernel takes {name} with two dimensions, but it has the shape {tuple(matrix.shape)}."
            )
        if not bool(matrix.isfinite().all()):
            raise ValueError(
                f"paint_kernel works with finite numbers, but {name} of shape {tuple(matrix.shape)} has others "
                "(inf or nan)."
            )
    (height, width), (h, w) = picture.shape, weights.shape
    if height * width > MOST_PIXELS:
        raise ValueError(
            f"paint_kernel draws pictures up to 96×96, but the image has the shape {(height, width)}: "
            "take a smaller one."
        )
    if max(h, w) > LARGEST_KERNEL or h > height or w > width:
        raise ValueError(
            f"paint_kernel takes kernels up to 7×7 that fit into the image {(height, width)}, "
            f"but this one has {(h, w)}."
        )
    low, high = float(picture.min()), float(picture.max())
    shades = ((picture - low) / ((high - low) or 1.0) * 255).round().to(torch.uint8)
    data = {
        "kind": "painter",
        "size": [height, width],
        "low": low,
        "high": high,
        "pixels": base64.b64encode(bytes(shades.flatten().tolist())).decode("ascii"),
        "kernel": [[float(f"{float(value):.4g}") for value in row] for row in weights],
        "presets": {} if fixed else presets(h, w),
        "fixed": fixed,
    }
    name = title or "Paint a kernel"
    numbers = ", ".join("[" + ", ".join(number_text(float(value)) for value in row) + "]" for row in weights)
    alt = (
        f"{name.rstrip('.')}. A picture of {height}×{width} pixels, "
        f"a {h}×{w} {'kernel' if fixed else 'kernel to edit'}, [{numbers}], and the feature map."
    )
    still = "<p>The picture and its feature map are drawn by a script: run this cell to see them.</p>"
    return animation(
        data, subject=f"A picture of {height}×{width} pixels", title=name, alt=alt, still=still, say="", extra="painter"
    )


def presets(h: int, w: int) -> dict[str, list[list[float]]]:
    """Name → a kernel of shape (h, w): identity, blur, and the well-known kernels that fit into this shape."""
    identity = torch.zeros(h, w)
    identity[(h - 1) // 2, (w - 1) // 2] = 1
    kernels = {"identity": identity, "blur": torch.full((h, w), 1 / (h * w))}
    if h >= 3 and w >= 3:
        for name, small in CENTRED.items():
            kernels[name] = torch.zeros(h, w)
            top, left = (h - 3) // 2, (w - 3) // 2
            kernels[name][top : top + 3, left : left + 3] = torch.tensor(small)
    else:
        if w >= 2:
            kernels["vertical edges"] = torch.zeros(h, w)
            kernels["vertical edges"][0, :2] = torch.tensor([1.0, -1.0])
        if h >= 2:
            kernels["horizontal edges"] = torch.zeros(h, w)
            kernels["horizontal edges"][:2, 0] = torch.tensor([1.0, -1.0])
    return {name: [[round(float(value), 4) for value in row] for row in kernel] for name, kernel in kernels.items()}
