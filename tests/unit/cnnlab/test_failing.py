"""The picture of the first wrong window of results with channels, maps and batches, and what is said below it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
import torch
from torch.nn import functional as F

from cnngrading.figures import failing_from, picture
from cnnlab.figures.arguments import padded_with
from cnnlab.probes import _views, exercises, probes_of
from cnnlab.probes._calls import Calls
from cnnlab.probing.asking import put
from cnnlab.probing.failing import MOST_IN_ALL, Failing, failing_of
from cnnlab.probing.failing_picture import draw_failing
from cnnlab.probing.questions import RESULT, Probe, View, kept
from cnnlab.probing.verdicts import verdict
from cnnlab.probing.views import made_of, matrix_places, products

WITHOUT_WINDOWS = {
    "BatchNorm2d",
    "ResBlock",
    "agrees",
    "avg_pool_kernel",  # returns weights
    "blur_pool",
    "capture",
    "choose_output_padding",
    "col2im",
    "conv2d_backward",
    "conv2d_general",  # no picture of dilated windows
    "confusion",
    "conv_cost",
    "conv_output_size",
    "equivariance_error",
    "evaluate",
    "fgsm",
    "find_bugs",
    "first_checks",
    "fit",
    "fold_batchnorm",
    "grad_cam",
    "grad_check",
    "im2col",
    "learn_kernel",  # returns a kernel that may start anywhere
    "make_lenet",
    "max_pool_backward",
    "measured_field",
    "my_model",
    "numeric_gradient",
    "occlusion_map",
    "place_on_canvas",
    "receptive_field",
    "saliency",
    "same_padding",
    "separable_ratio",
    "split",
    "trans_conv_output_size",
}
digits = torch.arange(1.0, 7.0).reshape(2, 3)
X = torch.stack((digits, 10 * digits))  # (2, 2, 3)
K = torch.tensor([[[[1.0, 2.0]], [[0.0, 1.0]]], [[[0.0, 1.0]], [[1.0, -1.0]]]])  # (2, 2, 1, 2)


class Page(HTMLParser):
    """The paragraphs of a piece of HTML, the alt text of its image, and the image's SVG."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.alt = self.svg = self.style = ""
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "p"
        if tag == "img":
            found = dict(attrs)
            self.style = found["style"] or ""
            self.alt, self.svg = found["alt"] or "", unquote((found["src"] or "").partition(",")[2])

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.lines.append(data)


def shown(probe: Probe, result: Any) -> Failing:
    failing = failing_of(probe, put(probe, lambda *_, **__: result))
    assert failing is not None
    return failing


def asked(view: View, expected: torch.Tensor) -> Probe:
    return Probe("concept", lambda function: function(), expected, "call(X, K)", view)


def changed(expected: torch.Tensor, *index: int) -> torch.Tensor:
    """The result with a wrong value at `index`, and at the very end."""
    result = expected.clone()
    result[index] = 99.0
    result[(-1,) * result.dim()] = 98.0
    return result


def asked_anew(probe: Probe, result: Any) -> Failing | None:
    """What is drawn of a probe when this comes back."""
    probe = replace(probe, ask=lambda function: function())
    return failing_of(probe, put(probe, lambda: result))


def viewed() -> Iterator[tuple[str, Probe, View, torch.Tensor]]:
    """Every probe that has a picture, with its exercise, its view, and the result that is expected."""
    for exercise in exercises():
        for probe in probes_of(exercise):
            if probe.view is not None:
                expected = probe.expected[RESULT] if isinstance(probe.expected, dict) else probe.expected
                yield exercise, probe, probe.view, expected


def test_every_exercise_that_has_windows_shows_the_first_wrong_one() -> None:
    drawn: dict[str, list[bool]] = {}
    for exercise, probe, _, expected in viewed():
        wrong = {**probe.expected, RESULT: expected + 1} if isinstance(probe.expected, dict) else expected + 1
        failing = asked_anew(probe, wrong)
        drawn.setdefault(exercise, []).append(failing is not None)
        if failing is not None and len(drawn[exercise]) < 3:
            assert failing.cell is not None
            assert probe.call in Page(draw_failing(failing)).alt
    assert set(drawn) == set(exercises()) - WITHOUT_WINDOWS
    for exercise, each in drawn.items():
        assert sum(each) > len(each) / 2, f"{exercise}: most are small enough to be drawn"


def test_a_view_makes_the_very_result_that_is_expected() -> None:
    """What a picture says of a value adds up to it: at the first and the last place, and at some between."""
    for exercise, probe, view, expected in viewed():
        places = [tuple(place) for place in torch.ones(expected.shape).nonzero().tolist()]
        for place in {places[number * (len(places) - 1) // 4] for number in range(5)}:
            assert value_of(view, place) == pytest.approx(float(expected[place]), abs=1e-4, rel=1e-4), (
                f"{exercise}: {probe.call} at {place}"
            )


def value_of(view: View, place: tuple[int, ...]) -> float:
    made, (row, column) = made_of(view, place[:-2]), (place[-2], place[-1])
    if view.kind == "frame":
        (above, beside), (image, _) = view.padding, made.channels[0]
        return float(padded_with(image.double() - view.value, (above, beside), 0.0)[row, column]) + view.value
    if view.kind == "matrix":
        _, _, weight = matrix_places(tuple(view.X.shape), made.channels[0][1], (row, column))
        return 0.0 if weight is None else float(made.channels[0][1][weight])
    if view.kind == "pool":
        top, left = row * view.stride[0], column * view.stride[1]
        padded = padded_with(made.channels[0][0].double(), view.padding, -torch.inf)
        window = padded[top : top + view.pool[0], left : left + view.pool[1]].flatten()
        inside = window[window > -torch.inf]
        mean = inside.sum() / (window if view.counted else inside).numel()
        return float(inside.max() if view.mode == "max" else mean)
    pairs = [
        products(view.kind, image, kernel, view.padding, view.stride, (row, column)) for image, kernel in made.channels
    ]
    return sum(pixel * weight for channel in pairs for pixel, weight in channel) + (made.bias or 0.0)


def test_channels_have_a_line_each_and_their_sum() -> None:
    expected = F.conv2d(X[None], K[:1])[0, 0]
    page = Page(draw_failing(shown(asked(View("window", X, K[0]), expected), changed(expected, 0, 1))))
    assert page.lines == [
        "For Y[0, 1] the window covers row 0, columns 1 to 2 of each channel.",
        "Channel 0: 2·1 + 3·2 = 8.",
        "Channel 1: 20·0 + 30·1 = 30.",
        "Sum over the channels: 8 + 30 = 38.",
        "Expected is 38, yours is 99.",
        "2 of the 4 values are wrong: each has a dashed frame with a small cross.",
    ]
    assert page.alt == f"call(X, K). {' '.join(page.lines)}"
    assert "max-width:100%" in page.style, "in a narrow cell it gets smaller"
    for title in ("Channel 0 2×3", "Channel 1 2×3", "Kernel 1×2", "Products 1×2", "Expected 2×2", "Yours 2×2"):
        assert title in page.svg


def test_the_first_wrong_map_of_several_is_shown_and_named() -> None:
    expected = F.conv2d(X[None], K, torch.tensor([5.0, -7.0]))
    batch = torch.cat((expected, expected))
    view = View("window", torch.stack((X, X)), K, bias=torch.tensor([5.0, -7.0]))
    failing = shown(asked(view, batch), changed(batch, 0, 1, 1, 0))
    assert (failing.where, failing.cell, failing.wrong) == ((0, 1), (1, 0), 2)
    assert failing.expected == expected[0, 1].tolist()
    lines = Page(draw_failing(failing)).lines
    assert lines[0] == ("For Y[0, 1, 1, 0] (image 0, map 1) the window covers row 1, columns 0 to 1 of each channel.")
    assert lines[3:] == [
        "Sum over the channels: 5 + (-10) = -5.",
        "With the bias: -5 + (-7) = -12.",
        "Expected is -12, yours is 99.",
        "2 of the 16 values are wrong, 1 of them in this map: each has a dashed frame with a small cross.",
    ]
    assert "Expected Y[0, 1] 2×2" in Page(draw_failing(failing)).svg


def test_stamps_of_several_channels_are_added() -> None:
    weights = K.transpose(0, 1)  # (channels, maps, 1, 2)
    expected = F.conv_transpose2d(X[None], weights)
    lines = Page(
        draw_failing(shown(asked(View("stamp", X[None], weights), expected), changed(expected, 0, 1, 0, 1)))
    ).lines
    assert lines[:4] == [
        "2 stamps reach Y[0, 1, 0, 1] (map 1) from each channel.",
        "Channel 0: 1·1 + 2·0 = 1.",
        "Channel 1: 10·(-1) + 20·1 = 10.",
        "Sum over the channels: 1 + 10 = 11.",
    ]


def test_a_mean_says_whether_padding_counts() -> None:
    for counted, said in [
        (True, "(0 + 0 + 0 + 1) / 4 is 0.25. The zeros of the padding count as well: it is divided by 4."),
        (False, "(1) / 1 is 1. With count_include_pad=False only the pixel of the image counts."),
    ]:
        expected = F.avg_pool2d(digits[None, None], 2, 2, 1, count_include_pad=counted)
        view = View("pool", digits[None, None], pool=(2, 2), mode="avg", padding=(1, 1), stride=(2, 2), counted=counted)
        probe = asked(view, expected)
        page = Page(draw_failing(shown(probe, changed(expected, 0, 0, 0, 0))))
        assert said in page.lines[1]
        assert page.lines[0] == "No window covers the crossed cells."
        in_text = verdict(probe, put(probe, lambda: changed(expected, 0, 0, 0, 0)))  # noqa: B023  # called at once
        assert ("only the pixel of the image count" in in_text) is not counted


def test_a_strict_convolution_says_that_its_kernel_is_turned() -> None:
    for exercise in ("conv2d_strict", "conv2d_strict_by_input"):
        probe = next(probe for probe in probes_of(exercise) if probe.view is not None)
        page = Page(draw_failing(shown(probe, probe.expected + 1)))
        assert page.lines[0] == "The kernel lies on the image turned by 180°, as a strict convolution has it."
        assert "Kernel, turned 2×2" in page.svg
        assert "The kernel is turned by 180°" in verdict(probe, put(probe, lambda *_: probe.expected + 1))  # noqa: B023


def test_a_frame_and_a_matrix_say_what_belongs_in_a_cell() -> None:
    expected = F.pad(digits, (2, 2, 1, 1), value=7.0)
    probe = asked(View("frame", digits, padding=(1, 2), value=7.0), expected)
    assert first_line(probe, expected + 1) == "Y[0, 0] lies in the frame, where every value is 7."
    assert first_line(probe, changed(expected, 2, 3)) == "Y[2, 3] is the pixel X[1, 1]."
    probe = next(probe for probe in probes_of("conv_matrix") if probe.view is not None)
    assert first_line(probe, changed(probe.expected, 2, 4)) == (
        "Row 2 is the window that begins at (1, 0), column 4 is the pixel (1, 1). "
        "There the window has the weight K[0, 1] = 1."
    )
    assert first_line(probe, changed(probe.expected, 0, 8)).endswith("The window does not cover it: 0.")
    assert all(
        asked_anew(each, each.expected + 1)
        for each in probes_of("conv_matrix")
        if each.view and each.expected.numel() < 200
    )


def first_line(probe: Probe, result: torch.Tensor) -> str:
    return Page(draw_failing(shown(probe, result))).lines[0]


def test_the_message_has_a_line_for_each_channel_as_well() -> None:
    expected = F.conv2d(X[None], K, torch.tensor([5.0, -7.0]))[0]
    probe = asked(View("window", X, K, bias=torch.tensor([5.0, -7.0])), expected)
    said = verdict(probe, put(probe, lambda: changed(expected, 1, 0, 0)))
    assert said.splitlines()[2:] == [
        "  channel 0: 1·0 + 2·1 = 2",
        "  channel 1: 10·1 + 20·(-1) = -10",
        "  sum over the channels: 2 + (-10) = -8",
        "  with the bias: (-8) + (-7) = -15",
    ]


def test_the_result_of_a_call_that_is_watched_has_a_picture_too() -> None:
    expected = F.conv2d(X[None], K[:1])[0, 0]
    probe = Calls("f", ("X", "K"), picture=_views.correlation).leaves("purity", X, K[0], returns=expected)
    failing = asked_anew(probe, kept(changed(expected, 0, 0), X, K[0]))
    assert failing is not None and failing.cell == (0, 0)
    assert asked_anew(probe, probe.expected) is None


def test_another_shape_of_several_maps_shows_the_first_ones() -> None:
    expected = F.conv2d(X[None], K)
    failing = shown(asked(View("window", X[None], K), expected), expected[:, :1])
    assert failing.cell is None and failing.actual == expected[0, 0].tolist()
    lines = Page(draw_failing(failing)).lines
    assert lines == ["The result should have the shape (1, 2, 2, 2), but yours is one of shape (1, 1, 2, 2)."]
    summed = shown(asked(View("window", X[None], K), expected), expected[0])
    assert summed.actual is None, "of other dimensions"


def test_more_channels_than_can_be_drawn_have_no_picture() -> None:
    many = torch.ones(9, 2, 2)
    expected = torch.ones(2, 2)
    assert asked_anew(asked(View("window", many, torch.ones(9, 1, 1)), expected), expected * 2) is None
    wide = torch.ones(MOST_IN_ALL // 10, 11)
    assert asked_anew(asked(View("window", wide, torch.ones(1, 1)), expected), expected * 2) is None


def test_the_picture_of_several_channels_goes_through_a_gradebook() -> None:
    expected = F.conv2d(X[None], K)
    failing = shown(asked(View("window", X[None], K), expected), changed(expected, 0, 1, 0, 0))
    data = json.loads(json.dumps(asdict(failing)))
    assert failing_from(data) == failing
    assert "Sum over the channels: 2 + (-10) = -8." in picture(data)
    old = {key: data[key] for key in list(asdict(failing))[:13]}
    assert "Expected is -8, yours is 99." in picture(old), "as version 0.1.0 kept it, without the later fields"
