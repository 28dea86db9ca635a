"""Training curves: one step an epoch, in a figure that is light."""

from __future__ import annotations

import math
from typing import Any

import pytest

from cnnlab import animate_training

CURVES = {"one": [2.0, 1.0, 0.5], "two & three": [1.0, 0.75, 0.25]}


def test_each_step_tells_the_losses_of_its_epoch_the_smallest_first() -> None:
    html = animate_training(CURVES).html
    assert all(f"Epoch {number}" in html for number in (1, 2, 3))
    assert "two \\u0026 three: 0.75; one: 1." in html or "two & three: 0.75; one: 1." in html


def test_the_alt_text_tells_where_each_curve_begins_and_ends() -> None:
    figure = animate_training(CURVES, title="A training")
    assert figure.alt == "A training. Lines over 3 epochs. one: from 2 to 0.5. two & three: from 1 to 0.25."


def test_there_is_a_group_for_each_epoch_and_guessing_is_marked() -> None:
    html = animate_training(CURVES, chance=1.1).html
    assert [f"data-line%3D%27{number}%27" in html or f"data-line='{number}'" in html for number in range(4)] == [
        True,
        True,
        True,
        False,
    ]
    assert "guessing" in html
    assert "guessing" not in animate_training(CURVES).html


def test_a_figure_of_four_networks_and_twenty_epochs_is_light() -> None:
    curves = {f"network {number}": [2 / (epoch + 1) for epoch in range(20)] for number in range(4)}
    assert len(animate_training(curves).html) < 50_000


@pytest.mark.parametrize(
    ("curves", "words"),
    [
        ({}, "up to 6 curves"),
        ({str(number): [1.0] for number in range(7)}, "up to 6 curves"),
        ({"one": [1.0], "two": [1.0, 2.0]}, "same length"),
        ({"one": [1.0] * 21}, "up to 20 epochs"),
        ({"one": [1.0, math.nan]}, "finite"),
        ({"one": [1.0, -1.0]}, "finite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(curves: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        animate_training(curves)
