"""Predict, then run: the student's guess beside the outcome. It is not graded."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import torch

from cnnlab.figures.pictures import Picture, show_images
from cnnlab.figures.values import number_text

MOST_DRAWN = 200  # numbers of the largest guess that is drawn
THINK = "Worth a minute: where does the difference come from?"


@dataclass(frozen=True)
class Revealed:
    """A sentence about a guess and, for rows and columns of numbers, guess and outcome as pictures."""

    text: str
    picture: Picture | None = None

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str | None:
        return None if self.picture is None else f"<p>{html.escape(self.text)}</p>{self.picture._repr_html_()}"


def reveal(guess: Any, actual: Any, what: str) -> Revealed:
    """Show a guess beside the outcome. While there is no guess (`...` or None), ask for one and hide the outcome.

    Args:
        guess: a number, a shape, a row of numbers, or rows of numbers.
        actual: the outcome, of the same kind; a tensor counts as its numbers, a `torch.Size` as a shape.
        what: what was to be guessed, as in "the size of the result".
    """
    if guess is None or guess is ...:
        return Revealed(
            f"No guess yet for {what}. Write one in the cell above, run that cell, and then this one again."
        )
    truth = torch.as_tensor(actual, dtype=torch.float64).detach()
    try:
        guessed = torch.as_tensor(guess, dtype=torch.float64).detach()
    except (TypeError, ValueError, RuntimeError):  # a student may write anything: words, rows of unequal length, a set
        rows = ", in rows of equal length" if truth.dim() > 1 else ""
        return Revealed(
            f"Your guess {guess!r} cannot be compared with {what}: write numbers{rows}, for instance {_example(truth)}."
        )
    guess_text, truth_text = f"You guessed {_values_text(guessed)}", f"{what} is {_values_text(truth)}"
    if guessed.shape != truth.shape:
        counts = f"{_count_text(truth)}, where you have {_count_text(guessed)}"
        return Revealed(f"{guess_text}. {_capital(truth_text)}: {counts}. {THINK}", _pictures(guessed, truth))
    same = torch.isclose(guessed, truth, rtol=1e-3, atol=1e-3)
    if bool(same.all()):
        return Revealed(f"{guess_text}, and that is right: {truth_text}. Well predicted.", _pictures(guessed, truth))
    agree = f" {int(same.sum())} of {truth.numel()} numbers agree." if truth.numel() > 1 else ""
    return Revealed(f"{guess_text}. {_capital(truth_text)}.{agree} {THINK}", _pictures(guessed, truth))


def _pictures(guessed: torch.Tensor, truth: torch.Tensor) -> Picture | None:
    """Both as images side by side; None unless both are small matrices of finite numbers."""
    for values in (guessed, truth):
        if values.dim() != 2 or not 0 < values.numel() <= MOST_DRAWN or not bool(values.isfinite().all()):
            return None
    return show_images([guessed, truth], ["your guess", "what came out"], values=True, shared_scale=True)


def _values_text(values: torch.Tensor) -> str:
    if values.dim() == 0:
        return number_text(float(values))
    brackets = "()" if values.dim() == 1 else "[]"
    return brackets[0] + ", ".join(_values_text(part) for part in values) + brackets[1]


def _count_text(values: torch.Tensor) -> str:
    if values.dim() == 0:
        return "one number"
    if values.dim() == 1:
        return f"{values.numel()} {'number' if values.numel() == 1 else 'numbers'}"
    return "×".join(map(str, values.shape))


def _example(truth: torch.Tensor) -> str:
    """A value of the right form that does not reveal the outcome."""
    return ("3", "(1, 2)", "[[1, 2], [3, 4]]")[min(truth.dim(), 2)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
