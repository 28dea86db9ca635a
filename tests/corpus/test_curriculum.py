"""Every section of the lab notebook that this course grew from has a home here, and its numbers stand in a stored
output.
"""

from __future__ import annotations

import re

import nbformat
import pytest

from tests.support.course import our_labs

LABS = {lab.notebook: lab for lab in our_labs()}
EDGES = "[ 0., 1., 0., 0., 0., -1., 0.]"

# section, lab, cell, what its stored outputs must say (blanks do not count)
HOMES = [
    ("You start!", "convolution", "slide_window", ["tensor([[19., 25.], [37., 43.]])"]),
    ("You start!: corr2d", "convolution", "corr2d", []),
    ("Convolutional Layers", "convolution", "layer_by_pytorch", ["weight", "bias"]),
    ("Convolutional Layers: Conv2D", "convolution", "Conv2D", []),
    ("Object Edge Detection: the image", "convolution", "striped_image", ["[1., 1., 0., 0., 0., 0., 1., 1.]"]),
    ("Object Edge Detection: the kernel", "convolution", "edge_kernel_picture", ["tensor([[ 1, -1]])"]),
    ("Object Edge Detection: the edges", "convolution", "edges_found", [EDGES]),
    (
        "Object Edge Detection: transposed",
        "convolution",
        "edges_turned",
        ["[0., 0., 0., 0., 0.]", "8×5, values from 0 to 0"],
    ),
    ("Learning a Kernel: the loop", "convolution", "learn_with_pytorch", ["step 2, loss", "step 20, loss 0.000"]),
    ("Learning a Kernel: the kernel", "convolution", "learnt_kernel", ["tensor([[ 1.0020, -0.9977]])"]),
    ("Exercises / Es 1: the kernel", "convolution", "conv2d_strict", []),
    ("Exercises / Es 1: or the input", "convolution", "conv2d_strict_by_input", []),
    ("Exercises / Es 1: in words", "convolution", "es1_in_words", []),
    ("Padding: 3 and 1", "padding_and_stride", "explore_padding_square", ["(8, 8)"]),
    ("Padding: (5, 3) and (2, 1)", "padding_and_stride", "explore_padding_pair", ["(8, 8)"]),
    ("Padding: comp_conv2d", "padding_and_stride", "comp_conv2d", []),
    ("Stride: 2", "padding_and_stride", "explore_stride_two", ["(4, 4)"]),
    ("Stride: (3, 4)", "padding_and_stride", "explore_stride_pair", ["(2, 2)"]),
    ("Multiple Input Channels", "channels", "multi_in_in_torch", ["tensor([[ 56., 72.], [104., 120.]])"]),
    ("Multiple Input Channels: the function", "channels", "corr2d_multi_in", []),
    (
        "Multiple Output Channels",
        "channels",
        "picture_corr2d_multi_in_out",
        [
            "[3, 2, 2, 2]",
            "tensor([[[ 56., 72.], [104., 120.]], [[ 76., 100.], [148., 172.]], [[ 96., 128.], [192., 224.]]])",
        ],
    ),
    ("Multiple Output Channels: the function", "channels", "corr2d_multi_in_out", []),
    ("1x1 Convolutional layer", "channels", "linear_at_every_pixel", ["(2, 3, 3)", "below 1e-6: True"]),
    ("1x1 Convolutional layer: the function", "channels", "corr2d_multi_in_out_1x1", []),
    (
        "Pooling: edges, then pooling",
        "pooling",
        "edges_and_pooled",
        ["[0.0, 1.0, 0.0, 0.0, 0.0, -1.0, 0.0]", "[1.0, 1.0, 0.0, 0.0, 0.0, 0.0]"],
    ),
    ("Pooling: always 1?", "pooling", "when_pooling_absorbs_a_shift", []),
    ("Pooling: max", "pooling", "window_at_work", ["tensor([[4., 5.], [7., 8.]])"]),
    ("Pooling: avg", "pooling", "window_at_work", ["tensor([[2., 3.], [5., 6.]])"]),
    ("Pooling: sixteen numbers", "pooling", "sixteen_numbers", ["[12., 13., 14., 15.]"]),
    ("Pooling: MaxPool2d(3)", "pooling", "sixteen_window_3", ["tensor([[[[10.]]]])"]),
    ("Pooling: padding 1, stride 2", "pooling", "sixteen_padding_stride", ["[[[[ 5., 7.], [13., 15.]]]]"]),
    ("Pooling: (2, 3), (0, 1)", "pooling", "sixteen_rectangular", ["[[[[ 5., 7.], [13., 15.]]]]"]),
    (
        "Pooling: two channels",
        "pooling",
        "sixteen_two_channels",
        ["[[ 5., 7.], [13., 15.]]", "[[ 6., 8.], [14., 16.]]"],
    ),
    (
        "Transpose Convolution: step by step",
        "transposed_convolution",
        "stamps_one_by_one",
        ["tensor([[ 0., 0., 1.], [ 0., 4., 6.], [ 4., 12., 9.]])"],
    ),
    ("Transpose Convolution: the function", "transposed_convolution", "trans_conv", []),
    (
        "Transpose Convolution: the layer",
        "transposed_convolution",
        "framework_transposed",
        ["[[[[ 0., 0., 1.], [ 0., 4., 6.], [ 4., 12., 9.]]]]"],
    ),
    ("Padding, Strides, …: padding", "transposed_convolution", "framework_padding", ["tensor([[[[4.]]]]"]),
    (
        "Padding, Strides, …: stride",
        "transposed_convolution",
        "framework_stride",
        ["[0., 0., 0., 1.], [0., 0., 2., 3.], [0., 2., 0., 3.], [4., 6., 6., 9.]"],
    ),
    (
        "Padding, Strides, …: the shape comes back",
        "transposed_convolution",
        "there_and_back",
        ["(1, 10, 16, 16)", "True"],
    ),
]


def stored(lab: str, name: str) -> tuple[str, str]:
    """A cell's source and the text of its stored outputs."""
    cell = next(cell for cell in nbformat.read(LABS[lab].path, as_version=4).cells if cell.id == name)
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", [])]
    return cell.source, "\n".join(texts)


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("section", "lab", "cell", "numbers"), HOMES, ids=[home[0] for home in HOMES])
def test_each_section_of_the_users_notebook_has_a_home(section: str, lab: str, cell: str, numbers: list[str]) -> None:
    source, outputs = stored(lab, cell)
    assert source.strip()
    for number in numbers:
        assert plain(number) in plain(outputs), f"{section}: {number} is not in the outputs of {cell}:\n{outputs}"


def test_the_learnt_kernel_is_the_edge_kernel() -> None:
    _, outputs = stored("convolution", "learnt_kernel")
    learnt = [float(number) for number in re.findall(r"-?\d+\.\d+", outputs.split("\n")[0])]
    assert learnt == pytest.approx([1.0, -1.0], abs=0.05)
