"""What labs give for settings and sizes, against PyTorch's own sizes."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from cnnlab import as_pairs, count_windows


def test_a_setting_is_made_a_pair_and_a_pair_stays() -> None:
    assert as_pairs(2, (1, 0), torch.Size([3, 4])) == [(2, 2), (1, 0), (3, 4)]
    assert as_pairs() == []


@pytest.mark.parametrize("stride", [1, 2, (3, 1)])
@pytest.mark.parametrize("padding", [0, (0, 2)])
@pytest.mark.parametrize("dilation", [1, (2, 1)])
def test_as_many_windows_fit_as_pytorch_has_outputs(
    stride: int | tuple[int, int], padding: int | tuple[int, int], dilation: int | tuple[int, int]
) -> None:
    outputs = F.conv2d(torch.ones(1, 1, 7, 8), torch.ones(1, 1, 3, 2), None, stride, padding, dilation)
    assert count_windows((7, 8), (3, 2), stride, padding, dilation) == outputs.shape[2:]


def test_where_no_window_fits_the_number_is_zero() -> None:
    assert count_windows((3, 5), (3, 5)) == (1, 1)
    assert count_windows((3, 5), (4, 2)) == (0, 4)
    assert count_windows((3, 5), 2, stride=3, dilation=9) == (0, 0)


@pytest.mark.parametrize("setting", [(1, 2, 3), (1,), ()])
def test_what_is_no_pair_is_refused(setting: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="values to unpack"):
        as_pairs(setting)  # type: ignore[arg-type]  # a student's slip
