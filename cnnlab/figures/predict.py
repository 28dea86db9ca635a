"""Predict, then run: the student's guess beside what came out. Nobody grades it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

import torch

from cnnlab.figures.pictures import Picture, show_images
from cnnlab.figures.values import number_text

MOST_DRAWN = 200  # numbers of a sketch that is drawn beside the outcome
THINK = "Worth a minute: where does the difference come from?"


@dataclass(frozen=True)
class Revealed:
    """What to say about a guess and, for a sketch of rows and columns, both as pictures."""

    text: str
    picture: Picture | None = None

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str | None:
        return None if self.picture is None else f"<p>{html.escape(self.text)}</p>{self.picture._repr_html_()}"


def reveal(guess: Any, actual: Any, what: str) -> Revealed:
    """Show a guess beside the outcome; while there is no guess (`...` or None), ask for one and keep the outcome back.

    Args:
        guess: a number, a shape, a row of numbers, or rows of numbers.
        actual: what came out, of the same kind; a tensor stands for its numbers, a `torch.Size` for a shape.
        what: of what it is a guess, as in "the size of the result".
    """
    if guess is None or guess is ...:
        return Revealed(
            f"No guess yet for {what}. Write one in the cell above, run that cell, and then this one again."
        )
    truth = torch.as_tensor(actual, dtype=torch.float64).detach()
    try:
        mine = torch.as_tensor(guess, dtype=torch.float64).detach()
    except (TypeError, ValueError, RuntimeError):  # whatever a student may write: words, rows of unequal length, a set
        rows = ", in rows of equal length" if truth.dim() > 1 else ""
        return Revealed(
            f"Your guess {guess!r} cannot be compared with {what}: write numbers{rows}, for instance {_example(truth)}."
        )
    said, came = f"You guessed {_text(mine)}", f"{what} is {_text(truth)}"
    if mine.shape != truth.shape:
        return Revealed(
            f"{said}. {_capital(came)}: {_size(truth)}, where you have {_size(mine)}. {THINK}", _drawn(mine, truth)
        )
    same = torch.isclose(mine, truth, rtol=1e-3, atol=1e-3)
    if bool(same.all()):
        return Revealed(f"{said}, and so it is: {came}. Well seen.", _drawn(mine, truth))
    agree = f" {int(same.sum())} of {truth.numel()} numbers agree." if truth.numel() > 1 else ""
    return Revealed(f"{said}. {_capital(came)}.{agree} {THINK}", _drawn(mine, truth))


def _drawn(mine: torch.Tensor, truth: torch.Tensor) -> Picture | None:
    small = all(values.dim() == 2 and 0 < values.numel() <= MOST_DRAWN for values in (mine, truth))
    finite = bool(mine.isfinite().all()) and bool(truth.isfinite().all())
    return (
        show_images([mine, truth], ["your guess", "what came out"], values=True, shared_scale=True)
        if small and finite
        else None
    )


def _text(values: torch.Tensor) -> str:
    if values.dim() == 0:
        return number_text(float(values))
    brackets = "()" if values.dim() == 1 else "[]"
    return brackets[0] + ", ".join(_text(part) for part in values) + brackets[1]


def _size(values: torch.Tensor) -> str:
    if values.dim() == 0:
        return "one number"
    return (
        f"{values.numel()} {'number' if values.numel() == 1 else 'numbers'}"
        if values.dim() == 1
        else "×".join(map(str, values.shape))
    )


def _example(truth: torch.Tensor) -> str:
    """Something of the right kind that gives nothing away."""
    return ("3", "(1, 2)", "[[1, 2], [3, 4]]")[min(truth.dim(), 2)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
