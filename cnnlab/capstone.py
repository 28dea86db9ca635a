"""What a model of a student's learns of the textures: trained by our own training, tried on crops it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from statistics import median
from typing import Any

import torch
from torch.nn import functional as F

from cnnlab.checks.errors import fail
from cnnlab.datasets import TEXTURES, textures
from cnnlab.training import train

TRAINED = 600  # crops of the left halves
EPOCHS, BATCH_SIZE, RATE = 12, 64, 2e-3
MOST_NUMBERS = 15_000
# A loss below this, before any training, is knowledge, once the scores are as large as if they were sure: 300 untrained
# networks of four kinds had 1.0 and more, trained ones have 0.4 to 0.6.
KNOWS = 0.7


def texture_accuracy(
    build: Callable[[], Any],
    count: int = 300,
    seeds: Sequence[int] = (0,),
    places: int = 1,
    enough: float | None = None,
) -> float:
    """Train a new model for each seed on crops of the left halves, and try it on crops of the right halves.

    The training is `cnnlab.train`: Adam with a rate of 0.002, 12 epochs in batches of 64 of 600 crops.

    Args:
        build: makes an untrained model that takes crops (N, 1, 32, 32) and gives three scores for each.
        count: how many crops it is tried on.
        seeds: of the order in which the crops come in the training, one for each model.
        places: seed of the places of the crops that the models are tried on.
        enough: stop as soon as it is clear whether the model in the middle reaches this share; the others would cost
            time and change nothing.

    Returns:
        The share of crops for which a model is right; of several models the one in the middle. With `enough`, if fewer
        were needed: the lowest share of those that reach it, or the highest of those that do not.

    Raises:
        CheckError: `build` is no function or makes no model; the model has more than 15,000 parameters, knows the
            textures before it is trained, or gives scores of another shape.
    """
    X, y = textures(TRAINED)
    unseen, classes = shuffled(*textures(count, "right", torch.Generator().manual_seed(places)), places)
    shares = []
    if isinstance(build, torch.nn.Module):
        fail("my_model should be a function that makes a network, but it is a network: write `def my_model():`.")
    for seed in seeds:
        model = build()
        if model is None:
            fail("my_model() should return a network, but it returned None: the `return` is missing.")
        let_lazy_layers_find_their_sizes(model)
        parameters = list(model.parameters())
        numbers = sum(part.numel() for part in parameters)
        if numbers > MOST_NUMBERS:
            fail(f"my_model() has {numbers:,} parameters; {MOST_NUMBERS:,} is the most.")
        dtype = next((part.dtype for part in parameters), torch.float32)
        scores = _scores(model, unseen.to(dtype))
        wanted, got = (count, len(TEXTURES)), tuple(scores.shape)
        if got != wanted:
            fail(f"my_model() should give scores of the shape {wanted} for {count} crops, but theirs is {got}.")
        before = _loss_if_sure(scores.double(), classes)
        if before < KNOWS:
            fail(
                "my_model() should come untrained, but it tells crops apart that it has not seen, before our training. "
                "Return a new model in each call, and let us train it."
            )
        train(model, X.to(dtype), y, epochs=EPOCHS, batch_size=BATCH_SIZE, lr=RATE, seed=seed)
        shares.append(share_right(model, unseen.to(dtype), classes))
        if enough is not None:
            good, bad = [s for s in shares if s >= enough], [s for s in shares if s < enough]
            if 2 * len(good) > len(seeds):
                return min(good)
            if 2 * len(bad) > len(seeds):
                return max(bad)
    return median(shares)


def let_lazy_layers_find_their_sizes(model: Any) -> None:
    """One call. If the model cannot be called, or has another dtype, the first call that counts says so."""
    with suppress(RuntimeError):
        _scores(model, torch.zeros(2, 1, 32, 32))


def shuffled(X: torch.Tensor, y: torch.Tensor, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Crops and classes in another order: else classes take turns, and a network could answer by the place alone."""
    order = torch.randperm(len(X), generator=torch.Generator().manual_seed(seed))
    return X[order], y[order]


def share_right(model: Any, X: torch.Tensor, y: torch.Tensor) -> float:
    """The share of images for which a model, in evaluation mode, has its largest score for the class y."""
    return float((_scores(model, X).argmax(dim=1) == y).double().mean())


def _loss_if_sure(scores: torch.Tensor, classes: torch.Tensor) -> float:
    """The loss of scores with a deviation of 1: however small they are, they may know the classes."""
    centred = scores - scores.mean(dim=1, keepdim=True)
    return float(F.cross_entropy(centred / centred.std().clamp(min=1e-9), classes))


def _scores(model: Any, X: torch.Tensor) -> torch.Tensor:
    """The scores in evaluation mode, without a graph."""
    model.eval()
    with torch.no_grad():
        scores = model(X)
    if not isinstance(scores, torch.Tensor):
        fail(f"my_model() should give a tensor of scores, not {type(scores).__name__}.")
    return scores.detach()
