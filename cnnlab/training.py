"""`with training_time():` in a test cell: the answer's calls in the block train a model, and may take as long as that.

At home nothing limits a call, and the block changes nothing. In grading a call has ten seconds, and in this block a
minute (`c.Exam.training_seconds`), which is no part of the test cell's own time.

`train` is our own training, for a model that an answer has made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import torch
from torch import nn
from torch.nn import functional as F

from cnnlab.functions import Shared

_training: ContextVar[bool] = ContextVar("training", default=False)


@contextmanager
def training_time() -> Iterator[None]:
    """A block whose calls of an answer have the time of a training."""
    token = _training.set(True)
    try:
        yield
    finally:
        _training.reset(token)


def is_training_time() -> bool:
    """Whether a block of `training_time` is running."""
    return _training.get()


@Shared
def train(
    model: nn.Module,
    X: torch.Tensor,
    y: torch.Tensor,
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int = 0,
) -> list[float]:
    """Train a model on images X (N, …) of the classes y (N,) with Adam, on the mean cross-entropy.

    The model is in training mode meanwhile, and each of its parts in its own mode afterwards. `seed` is that of the
    order in which the images come; the global random numbers, which a dropout draws, are left as they are.

    Returns:
        The mean loss of each epoch.
    """
    modes = [(part, part.training) for part in model.modules()]
    model.train()
    step = torch.optim.Adam(model.parameters(), lr=lr)
    order = torch.Generator().manual_seed(seed)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(X), generator=order).split(batch_size):
            step.zero_grad()
            loss = F.cross_entropy(model(X[batch]), y[batch])
            loss.backward()
            step.step()
            total += float(loss.detach()) * len(batch)
        losses.append(total / len(X))
    for part, was_training in modes:
        part.training = was_training
    return losses


SHARED = {function.__name__: function.function for function in (train,)}
