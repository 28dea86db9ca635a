#!/usr/bin/env bash
# torch 2.13.0, Python 3.11.
#
# `copy.deepcopy` of a tensor copies its `.grad` with it; of a `Parameter`, which is a tensor too, it does not. So a copy
# of a model has no gradients, whatever the original holds, while copies of plain leaf tensors have them: the next
# `backward` starts at zero in one and adds up in the other.
#
# Seen, after one backward whose gradient is 2:
#   the tensor's copy      2.0
#   the parameter's copy   None
#   the model's copy       None
#   after one more backward through each: 4.0 2.0 2.0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
from copy import deepcopy

import torch
from torch import nn

tensor = torch.ones(1, requires_grad=True)
parameter = nn.Parameter(torch.ones(1))
model = nn.Linear(1, 1, bias=False)
nn.init.ones_(model.weight)
for leaf in (tensor, parameter, model.weight):
    (2 * leaf).sum().backward()
copies = {
    "the tensor's copy": deepcopy([tensor])[0],
    "the parameter's copy": deepcopy([parameter])[0],
    "the model's copy": deepcopy(model).weight,
}
for name, copy in copies.items():
    print(f"{name:22} {None if copy.grad is None else copy.grad.item()}")
assert [copy.grad if copy.grad is None else copy.grad.item() for copy in copies.values()] == [2.0, None, None], "changed"
for copy in copies.values():
    (2 * copy).sum().backward()
again = [copy.grad.item() for copy in copies.values()]
print("after one more backward through each:", *again)
assert again == [4.0, 2.0, 2.0], "this changed"
PYTHON
