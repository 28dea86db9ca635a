"""What lab 8 tells a student whose result has the wrong form, or is wrong for another reason than it seems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from cnnlab import CheckError, expect_raises, texture_accuracy
from cnnlab.probes import confusion, evaluate, make_lenet, my_model, place_on_canvas, split
from cnnlab.probing.asking import put
from cnnlab.probing.verdicts import verdict


def said(probes: Any, answer: Any, concept: str) -> str:
    """The first message about a concept."""
    verdicts = (verdict(probe, put(probe, answer)) for probe in probes.probes() if probe.concept == concept)
    return next((text for text in verdicts if text), "")


def placed(images: Tensor, size: tuple[int, int], generator: torch.Generator) -> tuple[Tensor, Tensor]:
    (N, h, w), (H, W) = images.shape, size
    if h > H or w > W:
        raise ValueError(f"{h}×{w} on {H}×{W}")
    corners = torch.stack([torch.randint(free + 1, (N,), generator=generator) for free in (H - h, W - w)], dim=1)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, images, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image / 255
    return canvases, corners


def changed(change: Callable[[Tensor, Tensor], Any]) -> Callable[..., Any]:
    return lambda images, size, generator: change(*placed(images, size, generator))


def test_a_canvas_without_its_channel_is_told_the_shape() -> None:
    text = said(place_on_canvas, changed(lambda canvases, corners: (canvases[:, 0], corners)), "content")
    assert "shape of the canvases should be (2, 1, 1, 3)" in text and "it is (2, 1, 3)" in text


def test_corners_in_two_rows_are_told_the_shape() -> None:
    text = said(place_on_canvas, changed(lambda canvases, corners: (canvases, corners.t())), "places")
    assert "(1200, 2)" in text and "(2, 1200)" in text


def test_exchanged_corners_are_told_one_that_does_not_fit() -> None:
    text = said(place_on_canvas, changed(lambda canvases, corners: (canvases, corners.flip(1))), "places")
    assert "at row 2 and column" in text and "leaves the canvas of 3×3" in text


def test_a_wrong_brightness_is_told_the_right_one() -> None:
    text = said(place_on_canvas, changed(lambda canvases, corners: (canvases * 255, corners)), "content")
    assert "the largest value is 255, where 1 is right" in text


def test_two_tensors_in_a_list_are_as_good_as_in_a_tuple() -> None:
    assert not said(place_on_canvas, changed(lambda *both: [*both]), "content")


def rows_only(X: Tensor, y: Tensor, parts: list[float], generator: torch.Generator) -> list[Any]:
    sizes = [int(len(X) * part) for part in parts[:-1]]
    sizes.append(len(X) - sum(sizes))
    order = torch.randperm(len(X), generator=generator)
    return list(zip(X[order].split(sizes), y.split(sizes), strict=True))


def test_labels_that_were_not_shuffled_are_named_as_what_is_sorted() -> None:
    assert "of class 1 yours have [0, 20] labels" in said(split, rows_only, "shuffled")


@pytest.mark.parametrize("concept", ["rows", "labels", "shuffled"])
def test_rows_and_labels_one_after_the_other_are_told_of_pairs(concept: str) -> None:
    def joined(*args: Any) -> list[Tensor]:
        pairs = rows_only(*args)
        return [rows for rows, _ in pairs] + [labels for _, labels in pairs]

    assert "a list with a pair (X_i, y_i) for each part comes back" in said(split, joined, concept)


def evaluated(model: nn.Module, X: Tensor, y: Tensor, batch_size: int) -> tuple[float, float]:
    modes = [(part, part.training) for part in model.modules()]
    scores = torch.cat([model.eval()(batch) for batch in X.split(batch_size)])
    for part, mode in modes:
        part.training = mode
    return nn.functional.cross_entropy(scores, y).item(), (scores.argmax(1) == y).double().mean().item()


def test_an_evaluation_with_a_graph_is_told_of_no_grad() -> None:
    assert "the model runs under torch.no_grad()" in said(evaluate, evaluated, "mode")
    assert not said(evaluate, torch.no_grad()(evaluated), "mode")


def test_all_images_at_once_are_told_of_the_batches() -> None:
    text = said(evaluate, lambda model, X, y, batch_size: evaluated(model, X, y, len(X)), "batches")
    assert "in their order, in batches of 3, 3, 1" in text


@pytest.mark.parametrize("concept", ["parameters", "scores"])
def test_a_lenet_that_is_not_returned_is_told_so(concept: str) -> None:
    assert "a network comes back" in said(make_lenet, lambda: None, concept)


def test_a_network_that_is_not_returned_or_is_no_function_is_told_so() -> None:
    with pytest.raises(CheckError, match="returned None: the `return` is missing"):
        texture_accuracy(lambda: None)
    with pytest.raises(CheckError, match="write `def my_model"):
        texture_accuracy(nn.Linear(2, 2))


def test_a_message_about_a_network_ends_with_one_full_stop() -> None:
    text = said(my_model, lambda: nn.Sequential(nn.Flatten(), nn.Linear(1024, 30)), "seventy")
    assert text.endswith("15,000 is the most.")


def test_a_generator_is_written_as_such() -> None:
    generator = torch.Generator()
    with pytest.raises(CheckError, match=r"place\(generator\) should raise ValueError"):
        expect_raises(place, generator, naming=[1])
    refused = next(probe for probe in place_on_canvas.probes() if "(2, 5)" in probe.call)
    assert refused.call.startswith("place_on_canvas(images, (2, 5), generator)")


def place(generator: torch.Generator) -> None:
    """Raises nothing."""


def test_a_table_of_bytes_is_too_small() -> None:
    def counted(y: Tensor, predicted: Tensor, classes: int) -> Tensor:
        return confusion.counted(y, predicted, classes).to(torch.uint8).long()

    assert "confusion(y, predicted, 2) with 1200 images" in said(confusion, counted, "counts")
