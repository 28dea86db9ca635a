"""What is slow the first time: the fork server runs it once, so that no fork has to."""

from __future__ import annotations

import contextlib
import sys
from types import ModuleType

import nbformat
import torch

from autograder.exam.candidate.shell import Shell
from autograder.exam.examiner import outputs


def warm_up(shell: Shell, guard: ModuleType) -> None:
    """Render a traceback, validate a notebook, run typical operations."""
    for source in ("%matplotlib inline", "1 / 0"):
        shell.run(source, 0)
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()]))
    nbformat.reads(text, as_version=4)
    outputs.clean_outputs([{"output_type": "stream", "name": "stdout", "text": ""}], 1)
    _compute(guard)
    torch.zeros(1).half()  # reads /proc/cpuinfo, hidden in the sandbox


def _compute(guard: ModuleType) -> None:
    """Run what labs compute with, without and with the guard: PyTorch prepares an operator when it is first called."""
    image, kernel = torch.arange(20.0).reshape(4, 5), torch.ones(2, 2)
    for watch in (contextlib.nullcontext(), guard.from_scratch()):
        with watch:
            result = torch.zeros(3, 4)
            for i, j in ((0, 0), (1, 1)):
                result[i, j] = (image[i : i + 2, j : j + 2] * kernel).sum()
            windows = torch.nn.functional.pad(image, (1, 1, 1, 1)).unfold(0, 2, 1).unfold(1, 2, 1)
            torch.stack([torch.einsum("ijab,ab->ij", windows, kernel), (windows * kernel).sum((2, 3))]).flip(0).tolist()
            (image.double() @ image.double().t()).square().mean().item()
            torch.cat([image.abs(), image.clone()]).max()
            (image * kernel.sum().requires_grad_()).sum().backward()
    torch.nn.functional.conv2d(image[None, None], kernel[None, None])
