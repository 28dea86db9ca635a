"""An explanation shows the window, the kernel, the products and their sum, and the sum is the value that PyTorch
computes.
"""

from __future__ import annotations

import re

import pytest
import torch
from torch.nn import functional as F

from cnnlab import stamp_sum, window_pool, window_sum
from cnnlab.checks.explain import scalar_text

IMAGE = torch.tensor(
    [[0.0, 1.0, 2.0, -3.0, 4.5], [5.0, 6.0, -7.0, 8.0, 9.0], [1.5, 0.0, 2.0, 3.0, -1.0], [2.0, 4.0, 6.0, 8.0, 0.5]]
)
KERNEL = torch.tensor([[1.0, -2.0, 0.5], [3.0, 0.0, 1.0]])
GEOMETRIES = [((0, 0), (1, 1)), ((1, 2), (1, 1)), ((0, 0), (2, 1)), ((2, 1), (3, 2)), ((1, 0), (1, 2))]


def lines(text: str) -> dict[str, str]:
    """The right side of each line by its left side."""
    return {left.strip(): right.strip() for left, right in re.findall(r"^(.*?) +=(.*)$", text, flags=re.MULTILINE)}


def last_number(text: str) -> float:
    return float(re.split(r"[ :]", text)[-1])


def every_index(values: torch.Tensor) -> list[tuple[int, ...]]:
    return [tuple(index) for index in torch.cartesian_prod(*map(torch.arange, values.shape)).tolist()]


def test_a_window_is_written_out_with_its_products_and_their_sum() -> None:
    assert window_sum(IMAGE, KERNEL)((1, 2)).splitlines() == [
        "  window X[1:3, 2:5] = [[-7, 8, 9], [2, 3, -1]]",
        "  kernel             = [[1, -2, 0.5], [3, 0, 1]]",
        "  products           = [[-7, -16, 4.5], [6, 0, -1]]",
        "  their sum          = -13.5",
    ]


def test_a_window_over_the_border_is_cut_from_the_padded_image_and_steps_by_the_stride() -> None:
    text = lines(window_sum(IMAGE, KERNEL, padding=(1, 2), stride=(2, 3))((1, 0)))
    assert text["window padded X[2:4, 0:3]"] == "[[0, 0, 5], [0, 0, 1.5]]"
    assert text["products"] == "[[0, 0, 2.5], [0, 0, 1.5]]"
    assert text["their sum"] == "4"


@pytest.mark.parametrize(("padding", "stride"), GEOMETRIES)
def test_each_sum_is_the_value_of_the_cross_correlation(padding: tuple[int, int], stride: tuple[int, int]) -> None:
    explain = window_sum(IMAGE, KERNEL, padding, stride)
    right = F.conv2d(IMAGE[None, None], KERNEL[None, None], padding=padding, stride=stride)[0, 0]
    for index in every_index(right):
        assert last_number(explain(index)) == pytest.approx(right[index].item(), rel=1e-5)


@pytest.mark.parametrize("mode", ["max", "avg"])
@pytest.mark.parametrize(("padding", "stride"), [((0, 0), (1, 1)), ((1, 1), (2, 1)), ((1, 0), (2, 3))])
def test_each_pooled_value_is_what_pooling_gives(mode: str, padding: tuple[int, int], stride: tuple[int, int]) -> None:
    explain = window_pool(IMAGE, (2, 3), mode, padding, stride)
    pool = F.max_pool2d if mode == "max" else F.avg_pool2d
    right = pool(IMAGE[None, None], (2, 3), stride=stride, padding=padding)
    for index in every_index(right):
        assert last_number(explain(index)) == pytest.approx(right[index].item(), rel=1e-5)


def test_a_pooling_window_is_written_out_with_its_largest_value_or_its_mean() -> None:
    assert window_pool(IMAGE, (2, 2))((0, 3)).splitlines() == [
        "  window X[0:2, 3:5] = [[-3, 4.5], [8, 9]]",
        "  its largest value  = 9",
    ]
    assert lines(window_pool(IMAGE.int(), (2, 2), "avg")((0, 0)))["its mean"] == "3"


def test_outside_the_image_max_pooling_sees_minus_infinity_and_average_pooling_zero() -> None:
    corner = "window padded X[0:2, 0:2]"
    assert lines(window_pool(IMAGE, (2, 2), "max", padding=(1, 1))((0, 0)))[corner] == "[[-inf, -inf], [-inf, 0]]"
    assert lines(window_pool(IMAGE, (2, 2), "avg", padding=(1, 1))((0, 0)))[corner] == "[[0, 0], [0, 0]]"


def test_a_mean_that_leaves_the_padding_out_is_that_of_the_values_in_the_image() -> None:
    explain = window_pool(IMAGE, (2, 2), "avg", padding=(1, 1), stride=(2, 2), count_include_pad=False)
    assert explain((0, 1)).splitlines() == [
        "  window padded X[0:2, 2:4] = [[0, 0], [1, 2]]",
        "  its values in the image   = [1, 2]",
        "  their mean                = 1.5",
    ]
    for geometry in ({"padding": (1, 1), "stride": (2, 1)}, {"padding": (0, 1), "stride": (2, 3)}, {"stride": (1, 1)}):
        explain = window_pool(IMAGE, (2, 3), "avg", **geometry, count_include_pad=False)
        right = F.avg_pool2d(IMAGE[None, None], (2, 3), **geometry, count_include_pad=False)[0]
        for index in every_index(right):
            assert last_number(explain(index)) == pytest.approx(right[index].item(), rel=1e-5)


def test_the_setting_of_means_leaves_the_largest_value_alone() -> None:
    setting = {"padding": (1, 1), "stride": (2, 2)}
    assert window_pool(IMAGE, (2, 2), "max", **setting, count_include_pad=False)((0, 1)) == window_pool(
        IMAGE, (2, 2), "max", **setting
    )((0, 1))


def test_a_kernel_that_was_turned_is_called_so() -> None:
    text = lines(window_sum(IMAGE, KERNEL.flip(0, 1), turned=True)((0, 0)))
    assert text["kernel, turned by 180°"] == "[[1, 0, 3], [0.5, -2, 1]]"


@pytest.mark.parametrize("dtype", [torch.uint8, torch.int8, torch.int16, torch.float16])
def test_products_and_sums_do_not_overflow_in_the_type_of_the_inputs(dtype: torch.dtype) -> None:
    X, K = torch.full((1, 2), 120, dtype=dtype), torch.tensor([[100, 101]]).to(dtype)
    assert lines(window_sum(X, K)((0, 0))) == {
        "window X[0:1, 0:2]": "[[120, 120]]",
        "kernel": "[[100, 101]]",
        "products": "[[12000, 12120]]",
        "their sum": "24120",
    }
    assert lines(window_sum(X * 0 + 100, K, padding=(0, 1))((0, 0)))["products"] == "[[0, 10100]]"
    assert last_number(stamp_sum(X, K)((0, 1))) == 120 * 101 + 120 * 100
    assert lines(window_pool(X, (1, 2), "avg")((0, 0)))["its mean"] == "120"


def test_a_batch_and_its_channels_do_not_move_the_window() -> None:
    explain = window_sum(IMAGE, KERNEL, stride=(2, 1))
    assert explain((1, 0, 1, 2)) == explain((1, 2))


def test_a_batch_and_its_channels_do_not_move_the_pooling_window() -> None:
    assert window_pool(IMAGE, (2, 2))((3, 1, 0, 3)) == window_pool(IMAGE, (2, 2))((0, 3))


@pytest.mark.parametrize("stride", [(1, 1), (2, 2), (2, 1), (3, 4)])
def test_the_stamps_that_reach_a_place_add_up_to_the_transposed_convolution(stride: tuple[int, int]) -> None:
    explain = stamp_sum(IMAGE, KERNEL, stride)
    right = F.conv_transpose2d(IMAGE[None, None], KERNEL[None, None], stride=stride)[0, 0]
    for index in every_index(right):
        text = explain(index)
        total = 0.0 if "no stamp reaches it" in text else last_number(text)
        assert total == pytest.approx(right[index].item(), abs=1e-5)


def test_each_stamp_is_named_with_its_two_factors() -> None:
    assert stamp_sum(IMAGE, KERNEL)((0, 1)).splitlines() == [
        "  the stamps that reach it:",
        "    X[0, 0]·K[0, 1] = 0·-2",
        "    X[0, 1]·K[0, 0] = 1·1",
        "  their sum: 1",
    ]


def test_between_stamps_there_is_nothing_to_add_up() -> None:
    assert stamp_sum(IMAGE, KERNEL, stride=(3, 4))((2, 3)) == "  no stamp reaches it: it stays 0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (-0.5, "-0.5"),
        (1 / 3, "0.333333"),
        (1234567.0, "1.23457e+06"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (7, "7"),
        (True, "1"),
    ],
)
def test_a_number_is_written_short(value: float, text: str) -> None:
    assert scalar_text(torch.tensor(value)) == text


@pytest.mark.parametrize("dtype", [torch.int64, torch.float64, torch.float16])
def test_other_dtypes_are_explained_the_same(dtype: torch.dtype) -> None:
    whole = torch.tensor([[1, 2, 3], [4, 5, 6]])
    kernel = torch.tensor([[1, -1]])
    assert window_sum(whole.to(dtype), kernel.to(dtype))((1, 1)) == window_sum(whole.float(), kernel.float())((1, 1))
    assert stamp_sum(whole.to(dtype), kernel.to(dtype))((1, 1)) == stamp_sum(whole.float(), kernel.float())((1, 1))
