"""Probes for `learn_kernel`. The kernel may start anywhere, so the probes ask for facts that hold from any start.

The answer may train a layer of PyTorch, so nothing is asked from scratch.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import torch

from cnnlab.checks.arguments import copied
from cnnlab.checks.wording import type_in_words
from cnnlab.figures.wording import size_text
from cnnlab.probes._parts import correlated
from cnnlab.probing.questions import SEEN, Ask, Probe

TWO = "two things come back, the kernel as a tensor and the losses (return K, losses)"
SAME_X, SAME_Y = "X is afterwards what it was before", "Y is afterwards what it was before"
DEFAULT = "without lr and steps there are 20 steps of lr=0.03"
SHAPE = "shape of the kernel"
NEAR = "the kernel comes within 0.05 of the right one in 20 steps of lr=0.03"
NOT_YET = "two steps leave a kernel whose numbers are 7 and more away from the start still on its way"
LISTED = "the losses are a list with one loss a step"
FLOATS = "each loss is a float (use .item())"
FALLING = "the losses fall with each step of a small lr"
BEFORE = "each loss is written down before the step: after the last one the kernel moves once more"
STILL = "with lr=0 the kernel stays where it started"
SUMMED = "each loss is the sum of the squared errors of the kernel at that time (not their mean)"
ENOUGH = "the list has a loss for each step, and the first is not zero"
RULE = "each step is lr times the gradient of that step alone"
MOST_SHOWN = 8  # numbers of a kernel or a list of losses
ROUNDING = 1e-6  # a loss below this is a rounding error, which differs between processors
RATIOS = "from loss to loss"  # told to tell one fault from another; no value is right or wrong


def probes() -> tuple[Probe, ...]:
    """Inputs that each reveal one fault; see each probe below."""
    corners, column = torch.ones(6, 8), torch.ones(6, 8)
    corners[:, 1:5] = 0.0
    column[:, 3:7] = 0.0
    return (
        _converges(corners, torch.tensor([[0.75, -0.5]])),
        _converges(column.t(), torch.tensor([[-0.25], [0.5]])),
        _converges(torch.full((8, 8), 0.5), torch.tensor([[-0.75]])),
        _converges_late(corners, torch.tensor([[8.0, -7.0]])),
        _losses(torch.tensor([[1.0, -2.0, 1.0], [3.0, 1.0, 2.0]]), 25.0, 2),
        _losses(torch.tensor([[2.0], [1.0], [-3.0], [1.0]]), -22.0, 4),
        _losses(torch.tensor([[3.0]]), 24.0, 1),
        _losses(torch.tensor([[1.0, -1.5, 0.5, -1.0]]), 20.0, 2),
        _summed(
            torch.tensor([[1.0, 0.0, 2.0, 1.0], [0.0, 1.0, 1.0, 3.0], [2.0, 1.0, 0.0, 1.0]]),
            torch.tensor([[6.0, 8.0], [7.0, 5.0]]),
        ),
        _summed(torch.tensor([[1.0], [2.0], [0.0], [1.0], [3.0]]), torch.tensor([[7.0], [-6.0], [5.0]])),
        _summed(
            torch.tensor([[0.75, 1.5, -0.5, 1.25], [0.25, -1.75, 0.75, 0.5], [1.75, 0.25, 1.5, -0.75]]),
            torch.tensor([[6.5, -7.25, 5.75], [8.25, 5.5, -6.75]]),
        ),
        _rule(_bright_pixel(2, 2, 1.0), 0.4, torch.tensor([[6.0, 7.0], [5.0, 8.0]])),
        _rule(_bright_pixel(1, 3, 1.5), 0.6, torch.tensor([[5.0, -6.0, 7.0]])),
        _rule(_bright_pixel(3, 1, 0.5), 1.3, torch.tensor([[-8.0], [6.0], [5.0]])),
        _rule(_bright_pixel(1, 1, 0.25), 1.2, torch.tensor([[9.0]])),
        _rule(torch.tensor([[1.0, -2.0, 0.5]]), 0.7, torch.tensor([[6.0]])),
        _defaults(torch.tensor([[1.0]]), 3000.0),
    )


def _is_pair(result: Any) -> bool:
    return isinstance(result, tuple) and len(result) == 2 and isinstance(result[0], torch.Tensor)


def _numbers(losses: Any) -> list[float]:
    return [float(loss.detach()) if isinstance(loss, torch.Tensor) else float(loss) for loss in losses]


def _text(numbers: Any) -> str:
    """A kernel or a list of losses, each number short."""
    if isinstance(numbers, torch.Tensor):
        if numbers.numel() > MOST_SHOWN:
            return type_in_words(numbers)
        numbers = numbers.detach().tolist()
    if isinstance(numbers, list):
        more = [f"and {len(numbers) - MOST_SHOWN} more"] if len(numbers) > MOST_SHOWN else []
        return f"[{', '.join([*map(_text, numbers[:MOST_SHOWN]), *more])}]"
    return f"{numbers:.4g}"


def _probe(concept: str, ask: Ask, facts: dict[str, Any], call: str) -> Probe:
    return Probe(concept, ask, {TWO: True, **facts}, call, allow=None)


def _converges(X: torch.Tensor, truth: torch.Tensor) -> Probe:
    """A stripe: 20 steps at the default rate come close to the truth; faster or slower ones do not."""
    target, kernel_size = correlated(X, truth).to(X.dtype), tuple(truth.shape)

    def ask(learn: Any) -> Any:
        image, wanted = copied((X, target))
        result = learn(image, wanted, kernel_size)
        same = {SAME_X: torch.equal(image, X), SAME_Y: torch.equal(wanted, target)}
        if not _is_pair(result):
            return {TWO: False}
        kernel = result[0].detach()
        near = kernel.shape == truth.shape and bool((kernel - truth).abs().max() < 0.05)
        seen = {NEAR: f"the kernel is then {_text(kernel)}"}
        return {TWO: True, SHAPE: tuple(kernel.shape), NEAR: near, **same, SEEN: seen}

    call = f"learn_kernel(X, Y, {kernel_size}) with X {size_text(X)} and Y the correlation of X with {truth.tolist()}"
    return _probe("converges", ask, {SHAPE: kernel_size, NEAR: True, SAME_X: True, SAME_Y: True}, call)


def _converges_late(X: torch.Tensor, truth: torch.Tensor) -> Probe:
    """An answer that has arrived after two steps did not take steps."""
    target, kernel_size = correlated(X, truth).to(X.dtype), tuple(truth.shape)

    def ask(learn: Any) -> Any:
        learn(*copied((X, target)), kernel_size)
        result = learn(*copied((X, target)), kernel_size, steps=2)
        if not _is_pair(result):
            return {TWO: False}
        seen = {NOT_YET: f"the kernel is {_text(result[0])} by then"}
        return {TWO: True, NOT_YET: bool((result[0].detach() - truth).abs().max() > 0.3), SEEN: seen}

    operands = f"X {size_text(X)} and Y the correlation of X with {truth.tolist()}"
    call = f"learn_kernel(X, Y, {kernel_size}, steps=2) with {operands}"
    return _probe("converges", ask, {NOT_YET: True}, call)


def _losses(X: torch.Tensor, target: float, steps: int) -> Probe:
    """One window only, so that the sum and the mean of the squared errors are the same."""
    kernel_size = tuple(X.shape)
    lr = 0.05 / float(X.square().sum())

    def ask(learn: Any) -> Any:
        result = learn(X.clone(), torch.tensor([[target]]), kernel_size, lr=lr, steps=steps)
        if not _is_pair(result):
            return {TWO: False}
        kernel, losses = result
        if not isinstance(losses, list) or len(losses) != steps:
            several = f"a list of {len(losses)}" if isinstance(losses, list) else type_in_words(losses)
            return {TWO: True, LISTED: False, SEEN: {LISTED: f"yours are {several}, after {steps} steps"}}
        if not all(isinstance(loss, float) for loss in losses):
            kinds = " and ".join(sorted({type_in_words(loss) for loss in losses}))
            return {TWO: True, LISTED: True, FLOATS: False, SEEN: {FLOATS: f"there is {kinds} in your list"}}
        remaining = float(((X * kernel.detach().reshape(X.shape)).sum() - target).square())
        falling = all(a > b > ROUNDING for a, b in pairwise(losses))
        before = losses[-1] > ROUNDING and 0.1 * losses[-1] < remaining < 0.97 * losses[-1]
        seen = {
            FALLING: f"yours are {_text(losses)}",
            BEFORE: f"the last loss in your list is {losses[-1]:.4g}, and that of your kernel {remaining:.4g}",
        }
        return {TWO: True, LISTED: True, FLOATS: True, FALLING: falling, BEFORE: before, SEEN: seen}

    call = f"learn_kernel(X, [[{target:g}]], {kernel_size}, lr={lr:.2g}, steps={steps}) with X {size_text(X)}"
    return _probe("losses", ask, {LISTED: True, FLOATS: True, FALLING: True, BEFORE: True}, call)


def _summed(X: torch.Tensor, truth: torch.Tensor) -> Probe:
    """With lr=0, the kernel that is returned is the one whose losses are listed."""
    target, (h, w) = correlated(X, truth).to(X.dtype), tuple(truth.shape)

    def ask(learn: Any) -> Any:
        result = learn(X.clone(), target.clone(), (h, w), lr=0.0, steps=3)
        if not _is_pair(result):
            return {TWO: False}
        kernel, losses = result[0].detach(), _numbers(result[1])
        if kernel.shape != truth.shape:
            return {TWO: True, SHAPE: tuple(kernel.shape)}
        errors = ((X.unfold(0, h, 1).unfold(1, w, 1) * kernel).sum(dim=(2, 3)) - target).square()
        error = float(errors.sum())
        summed = len(losses) > 0 and all(abs(loss - error) < 1e-3 * error + ROUNDING for loss in losses)
        mean = float(errors.mean())
        seen = {
            STILL: f"the kernel is {_text(kernel)} afterwards, which is close to what was to be learnt",
            SUMMED: f"their sum is {error:.4g}, their mean {mean:.4g}, and your losses are {_text(losses)}",
        }
        still = bool((kernel - truth).abs().max() > 0.5)
        return {TWO: True, SHAPE: (h, w), STILL: still, SUMMED: summed, SEEN: seen}

    return _probe(
        "summed_loss",
        ask,
        {SHAPE: (h, w), STILL: True, SUMMED: True},
        f"learn_kernel(X, Y, {(h, w)}, lr=0.0, steps=3) with X {size_text(X)}",
    )


def _bright_pixel(h: int, w: int, pixel: float) -> torch.Tensor:
    """An image that is black except for one pixel in the middle, which meets each of h×w weights once."""
    X = torch.zeros(2 * h - 1, 2 * w - 1)
    X[h - 1, w - 1] = pixel
    return X


def _rule(X: torch.Tensor, reach: float, truth: torch.Tensor) -> Probe:
    """A bright pixel, or a kernel of one number: each loss is the same fraction of the one before."""
    target, kernel_size = correlated(X, truth).to(X.dtype), tuple(truth.shape)
    lr, fraction = reach / (2 * float(X.square().sum())), (1 - reach) ** 2

    def ask(learn: Any) -> Any:
        result = learn(*copied((X, target)), kernel_size, lr, 5)
        if not _is_pair(result):
            return {TWO: False}
        losses = _numbers(result[1])
        if len(losses) < 3 or not losses[0] > 0.1:
            return {TWO: True, ENOUGH: False, SEEN: {ENOUGH: f"yours are {_text(losses)}"}}
        rule = all(abs(after - fraction * before) < 0.01 * fraction * before for before, after in pairwise(losses))
        ratios = [after / before for before, after in pairwise(losses) if before]
        seen = {RULE: f"each loss should be {fraction:.4g} of the one before, and yours are {_text(losses)}"}
        return {TWO: True, ENOUGH: True, RULE: rule, RATIOS: ratios, SEEN: seen}

    return _probe(
        "update_rule", ask, {ENOUGH: True, RULE: True}, f"learn_kernel(X, Y, {kernel_size}, lr={lr:.3g}, steps=5)"
    )


def _defaults(X: torch.Tensor, target: float) -> Probe:
    """One pixel of 1 and a target so far away that where the kernel started no longer matters."""
    expected = target * (1 - 0.94**20)

    def ask(learn: Any) -> Any:
        result = learn(Y=torch.tensor([[target]]), X=X.clone(), kernel_size=(1, 1))
        if not _is_pair(result):
            return {TWO: False}
        kernel = float(result[0].detach().sum())
        seen = {DEFAULT: f"the kernel should be near {expected:.0f} by then, and yours is {kernel:.0f}"}
        return {TWO: True, DEFAULT: abs(kernel - expected) < 10, "the kernel": kernel, SEEN: seen}

    call = f"learn_kernel(Y=[[{target:g}]], X=[[1]], kernel_size=(1, 1))"
    return _probe("update_rule", ask, {DEFAULT: True}, call)
