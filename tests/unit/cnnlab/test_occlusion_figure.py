"""The moving patch: its numbers are the model's."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from cnnlab import animate_occlusion, shape_net, shape_pictures


def pixel_sum() -> nn.Sequential:
    """The layer "0" hands the picture on; the score is the sum of its pixels."""
    model = nn.Sequential(nn.Identity(), nn.Flatten(), nn.Linear(6, 1, bias=False)).eval()
    model[2].weight.data = torch.ones(1, 6)
    return model


def test_the_drops_are_those_of_the_score() -> None:
    figure = animate_occlusion(pixel_sum(), "0", torch.arange(6.0).reshape(1, 2, 3), target=0, size=1, stride=1)
    assert "[[0, 1, 2], [3, 4, 5]]" in figure.alt
    assert "6 steps" in figure.alt


def test_a_score_that_rises_is_said_to_rise() -> None:
    model = pixel_sum()
    model[2].weight.data = torch.tensor([[1.0, -0.04, 0.001, 0.0, 0.0, 0.0]])
    figure = animate_occlusion(model, "0", torch.ones(1, 2, 3), target=0, size=1, stride=1)
    assert "Score of class 0: covered −0.04, uncovered 0.96. It drops by 1.00." in figure.html
    assert "Score of class 0: covered 1.00, uncovered 0.96. It rises by 0.04." in figure.html
    assert "Score of class 0: covered 0.96, uncovered 0.96. It stays." in figure.html


def test_a_patch_is_cut_off_at_the_border() -> None:
    figure = animate_occlusion(pixel_sum(), "0", torch.arange(6.0).reshape(1, 2, 3), target=0, size=2, stride=2)
    assert "[[8, 7]]" in figure.alt


def test_the_figure_of_the_lab_is_light() -> None:
    figure = animate_occlusion(shape_net(), "7", shape_pictures(1)[0][0], target=0, fill=0.2, title="A patch")
    assert len(figure.html) < 50_000


@pytest.mark.parametrize(
    ("layer", "X", "words"),
    [
        ("9", torch.ones(1, 2, 3), "one of 0, 1, 2"),
        ("1", torch.ones(1, 2, 3), "maps of up to"),
    ],
)
def test_what_cannot_be_drawn_is_refused(layer: str, X: torch.Tensor, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        animate_occlusion(pixel_sum(), layer, X, target=0)
