#!/usr/bin/env bash
# torch 2.13.0, Python 3.11.
#
# Where values are equal, PyTorch has two rules for the gradient of a maximum. `max_pool2d` and `max(dim)` give all of it
# to the first; `max()`, `amax` and `maximum` share it evenly. So a max pooling written as windows and `amax` has the
# right values and other gradients than `max_pool2d` wherever a window has a tie, as after a ReLU, and a ReLU written
# as `maximum(x, 0)` has half a gradient at zero, where `relu` has none. `torch.autograd.gradcheck`, on random numbers,
# passes both.
#
# Seen, of four ones in one window, and of a zero:
#   max_pool2d           [1.0, 0.0, 0.0, 0.0]
#   max(dim)             [1.0, 0.0, 0.0, 0.0]
#   amax                 [0.25, 0.25, 0.25, 0.25]
#   max()                [0.25, 0.25, 0.25, 0.25]
#   relu at 0            [0.0]
#   maximum(x, 0) at 0   [0.5]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import torch
from torch.nn import functional as F

CASES = {
    "max_pool2d": (torch.ones(4), lambda x: F.max_pool2d(x.reshape(1, 1, 2, 2), 2), [1.0, 0.0, 0.0, 0.0]),
    "max(dim)": (torch.ones(4), lambda x: x.max(dim=0).values, [1.0, 0.0, 0.0, 0.0]),
    "amax": (torch.ones(4), lambda x: x.amax(), [0.25] * 4),
    "max()": (torch.ones(4), lambda x: x.max(), [0.25] * 4),
    "relu at 0": (torch.zeros(1), F.relu, [0.0]),
    "maximum(x, 0) at 0": (torch.zeros(1), lambda x: torch.maximum(x, torch.zeros(1)), [0.5]),
}
for name, (x, function, expected) in CASES.items():
    (gradient,) = torch.autograd.grad(function(x.requires_grad_()).sum(), x)
    print(f"{name:20} {gradient.tolist()}")
    assert gradient.tolist() == expected, "this changed"
PYTHON
