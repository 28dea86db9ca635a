#!/usr/bin/env bash
# PyTorch 2.14.1 on a CPU, Python 3.11.
#
# `conv2d` takes an image of bytes with a kernel of bytes and adds up modulo 256 without a word; its neighbours do not take
# bytes at all, with an error. An image as a decoder gives it is of bytes, so a filter tried on it gives noise, not an error.
#
# Seen, of (200 + 100 + 50 + 25) * 2 = 750:
#   conv2d            uint8 238
#   conv_transpose2d  NotImplementedError
#   avg_pool2d        NotImplementedError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.14.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import torch
from torch.nn import functional

image = torch.tensor([[[[200, 100], [50, 25]]]], dtype=torch.uint8)
kernel = torch.full((1, 1, 2, 2), 2, dtype=torch.uint8)
result = functional.conv2d(image, kernel)
print("conv2d", result.dtype, result.item())
assert (result.dtype, result.item()) == (torch.uint8, 750 % 256)
for name, arguments in (("conv_transpose2d", (image, kernel)), ("avg_pool2d", (image, 2))):
    try:
        getattr(functional, name)(*arguments)
    except NotImplementedError as error:
        print(name, "NotImplementedError:", error)
    else:
        raise AssertionError(f"this changed: {name} takes bytes")
PYTHON
