"""Receptive fields as pictures: the steps say what a value sees, the outline lies where it should."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import torch
from torch.nn import functional as F

from cnngrading.figures import figure
from cnnlab import animate_field, show_field
from cnnlab.figures.limits import MOST_BYTES
from cnnlab.figures.markup import read_figure

CHAIN = [("conv", 3, 1, 0, 1), ("pool", 2, 2, 0, 1), ("conv", 3, 1, 1, 2)]


def steps_of(chain: list[tuple[str, int, int, int, int]], size: int) -> list[Any]:
    markup = read_figure(animate_field(chain, size).html)
    assert markup is not None
    return list(json.loads(markup.data)["steps"])


def test_each_step_says_size_jump_and_first_centre() -> None:
    said = [step[1] for step in steps_of(CHAIN, 20)]
    numbers = [re.findall(r"= (−?[\d.]+)(?=,|$)", text) for text in said]
    assert numbers == [["3", "1", "1"], ["4", "2", "1.5"], ["12", "2", "3.5"]]


def test_the_cells_that_are_marked_are_those_that_a_gradient_reaches() -> None:
    row = torch.zeros(1, 1, 20, requires_grad=True)
    first = F.conv1d(row, torch.ones(1, 1, 3))
    last = F.conv1d(F.avg_pool1d(first, 2), torch.ones(1, 1, 3), padding=1, dilation=2)
    last[0, 0, last.shape[2] // 2].backward()
    assert row.grad is not None
    changes = {grid: texts.split(" ") for grid, _, texts, _ in steps_of(CHAIN, 20)[-1][3]}
    assert [text == "•" for text in changes[0]] == (row.grad[0, 0] != 0).tolist()


def test_an_animation_of_the_largest_chain_is_light_and_passes_the_feedback_pages_check() -> None:
    drawn = animate_field([("conv", 3, 1, 1, 1)] * 6, 32, "Six layers")
    assert len(drawn.html.encode()) < MOST_BYTES
    assert figure(drawn.html)
    assert drawn.alt.startswith("Six layers. A row of 32 pixels")


@pytest.mark.parametrize(
    ("layers", "size", "words"),
    [
        ([], 9, "1 to 6 layers"),
        ([("conv", 3, 1, 0, 1)], 33, "32 pixels"),
        ([("conv", 3, 1, 0)], 9, "not \\('conv', 3, 1, 0\\)"),
        ([("<b>", 3, 1, 0, 1)], 9, "takes layers as"),
        ([("conv", 9, 1, 0, 1)], 5, "does not fit into the 5 cells"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(layers: Any, size: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        animate_field(layers, size)


def test_a_measured_field_says_where_its_outline_lies_and_an_outline_changes_the_picture() -> None:
    gradient = torch.zeros(7, 9)
    gradient[2:5, 3:6] = -1.0
    drawn, other = show_field(gradient, (2, 3, 4, 5), "measured"), show_field(gradient, (1, 3, 4, 5), "measured")
    assert "from row 2 to row 4 and from column 3 to column 5" in drawn.alt
    assert drawn.png != other.png
    with pytest.raises(ValueError, match="four whole numbers"):
        show_field(gradient, (2, 3, 4))
