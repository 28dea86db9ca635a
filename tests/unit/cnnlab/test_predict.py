"""Predict, then run: the outcome stays back until there is a guess, and any guess gets a friendly answer."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from cnnlab import reveal
from tests.support.course import our_labs

LABS = our_labs()


@pytest.mark.parametrize("nothing", [..., None])
def test_without_a_guess_nothing_is_given_away(nothing: Any) -> None:
    text = repr(reveal(nothing, (6, 7), "the shape"))
    assert text.startswith("No guess yet for the shape.")
    assert not {"6", "7"} & set(text)


@pytest.mark.parametrize(
    ("guess", "actual", "said"),
    [
        ((6, 7), torch.Size([6, 7]), "You guessed (6, 7), and that is right: the shape is (6, 7). Well predicted."),
        ([6, 7], (6, 7), "Well predicted."),
        (torch.Size([6, 7]), (6, 7), "Well predicted."),
        (7, 7, "You guessed 7, and that is right: the shape is 7."),
        ((6, 8), (6, 7), "You guessed (6, 8). The shape is (6, 7). 1 of 2 numbers agree."),
        (6, (6, 7), "The shape is (6, 7): 2 numbers, where you have one number."),
        ((1, 1, 6, 7), (6, 7), "2 numbers, where you have 4 numbers."),
        ([0, 1, 0.5], torch.tensor([0.0, 1.0, 0.5]), "Well predicted."),
        (0.333, torch.tensor(1 / 3), "Well predicted."),
        ([[0, 1]], torch.zeros(2, 2), "[(0, 0), (0, 0)]: 2×2, where you have 1×2."),
        ([], (6, 7), "where you have 0 numbers."),
    ],
)
def test_a_guess_is_compared_number_by_number(guess: Any, actual: Any, said: str) -> None:
    assert said in repr(reveal(guess, actual, "the shape"))


@pytest.mark.parametrize("guess", ["6 times 7", {6, 7}, [[1], [2, 3]], (6, ...), object, float("nan"), 1j, [[[[[]]]]]])
def test_no_guess_is_an_error(guess: Any) -> None:
    text = repr(reveal(guess, (6, 7), "the shape"))
    assert "Well predicted" not in text
    assert "shape" in text


def test_a_sketch_is_drawn_beside_the_outcome() -> None:
    made = reveal([[0, 1], [1, 0]], torch.eye(2), "the map <b>")
    html = made._repr_html_() or ""
    assert "your guess" in html
    assert "what came out" in html
    assert "<b>" not in html
    assert reveal((1, 2), (1, 2), "the shape")._repr_html_() is None
    assert reveal([[float("inf")]], torch.zeros(1, 1), "the map").picture is None


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_each_lab_asks_for_a_guess_before_it_shows_the_outcome(lab: Any) -> None:
    cells = {cell.name: cell for cell in lab.cells}
    asked = [name for name in cells if name.startswith("predict_")]
    order = list(cells)
    assert asked
    for name in asked:
        guess, outcome = cells[name], cells[name.replace("predict_", "reveal_")]
        assert (guess.kind, outcome.kind) == ("explore", "explore")
        assert order.index(outcome.name) == order.index(name) + 1
        assert guess.source.startswith(f"guess_{name.removeprefix('predict_')} = ...  # ")
        assert f"reveal(guess_{name.removeprefix('predict_')}," in "".join(outcome.source.split())
