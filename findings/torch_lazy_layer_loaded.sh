#!/usr/bin/env bash
# torch 2.13.0, Python 3.11.
#
# A lazy layer that loads the weights of another one has these weights at once, and yet stays lazy until it is called:
# its class is still `LazyConv2d`, while `has_uninitialized_params()` says that nothing is missing. Once called it is a
# `Conv2d` and works, but its `in_channels` is 0 for good. Code that reads a model's layers by class or by `in_channels`,
# as one that counts operations does, sees another model than the one that was saved.
#
# Seen, after load_state_dict of Conv2d(2, 4, 3):
#   loaded   LazyConv2d, in_channels 0, weight (4, 2, 3, 3), has_uninitialized_params False
#   called   Conv2d, in_channels 0, weight (4, 2, 3, 3)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import torch
from torch import nn

warnings.simplefilter("ignore")  # lazy layers warn that their interface may change
layer = nn.LazyConv2d(4, 3)
layer.load_state_dict(nn.Conv2d(2, 4, 3).state_dict())
loaded = type(layer).__name__, layer.in_channels, tuple(layer.weight.shape)
missing = layer.has_uninitialized_params()
print(f"loaded   {loaded[0]}, in_channels {loaded[1]}, weight {loaded[2]}, has_uninitialized_params {missing}")
layer(torch.zeros(1, 2, 3, 3))
called = type(layer).__name__, layer.in_channels, tuple(layer.weight.shape)
print(f"called   {called[0]}, in_channels {called[1]}, weight {called[2]}")
assert loaded == ("LazyConv2d", 0, (4, 2, 3, 3)) and not missing, "this changed"
assert called == ("Conv2d", 0, (4, 2, 3, 3)), "this changed"
PYTHON
