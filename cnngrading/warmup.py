"""What PyTorch does slowly the first time, done once in the fork server."""

from __future__ import annotations

import contextlib

import torch

import cnnlab
from autograder.course.subject import Sealed


def import_students_names() -> None:
    """`cnnlab`'s names are lazy: no candidate shall have to import them."""
    for name in cnnlab.__all__:
        getattr(cnnlab, name)


def one_thread() -> None:
    """A parent that ever ran a two-thread operation makes a two-thread child hang."""
    torch.set_num_threads(1)
    with contextlib.suppress(RuntimeError):  # it was set before
        torch.set_num_interop_threads(1)


def compute(sealed: Sealed | None) -> None:
    """Run what labs compute with, without and with the guard: PyTorch prepares an operator when it is first called."""
    image, kernel = torch.arange(20.0).reshape(4, 5), torch.ones(2, 2)
    for watch in (contextlib.nullcontext(), sealed.from_scratch() if sealed else contextlib.nullcontext()):
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
    torch.zeros(1).half()  # reads /proc/cpuinfo, hidden in the sandbox
