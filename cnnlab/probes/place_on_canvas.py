"""Probes for `place_on_canvas`. An answer may draw in any way, so the probes ask for facts that hold of any drawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from cnnlab.probes._calls import Calls
from cnnlab.probes._data import Facts, facts, listed, seeded
from cnnlab.probing.questions import SEEN, Probe

CALLS = Calls("place_on_canvas", ("images",))
TWO = "two tensors come back, the canvases and the corners"
INSIDE = "each image fits at its corner (row and column)"
PLACED = "each image lies at its corner, from 0 to 1, and all around it is 0"
WITHIN = "each corner is the row and the column of a place at which the whole image fits"
KEPT = "the images are afterwards what they were"
OFTEN = "each place comes about as often as the others"
APART = "the place of an image does not depend on the one before"
SAME = "a generator with the same seed gives the same corners"
OTHER = "generators with other seeds give other corners"
GOES_ON = "a second call with the same generator gives other corners"
DRAWN = "something is drawn from the generator"
MORE = "the canvases", "the corners"  # to tell one mistake from another


def probes() -> tuple[Probe, ...]:
    return (*content(), *places(), *generator())


def content() -> Iterator[Probe]:
    yield _placed(torch.tensor([[[51, 255]], [[102, 204]]], dtype=torch.uint8), (1, 3))
    yield _placed(torch.tensor([[[10.5, 20.25], [30.75, 40.5]]]), (2, 2))
    yield _placed(torch.arange(1.0, 13).reshape(2, 3, 2) * 9.5, (4, 2))
    yield _placed(torch.arange(1.0, 121).reshape(40, 1, 3) * 2, (5, 4))
    bytes_of_all = (torch.arange(24) * 11).to(torch.uint8).reshape(4, 3, 2).transpose(1, 2)
    yield _placed(bytes_of_all, (5, 6), named=True)
    yield _placed(torch.arange(1.0, 37).reshape(2, 3, 6) * 7, (4, 7))
    large = torch.zeros(2, 3, 2, dtype=torch.uint8)
    for size in [(2, 5), (5, 1), (1, 9)]:
        yield CALLS.refuses("content", large, size, torch.Generator(), naming=((3, 2), size))


def _placed(images: Tensor, size: tuple[int, int], named: bool = False) -> Probe:
    N, h, w = images.shape
    H, W = size

    def ask(place: Any) -> Facts:
        own, generator = images.clone(memory_format=torch.preserve_format), seeded(7)
        result = place(generator=generator, size=size, images=own) if named else place(own, size, generator)
        if not (
            isinstance(result, (tuple, list)) and len(result) == 2 and all(isinstance(part, Tensor) for part in result)
        ):
            return {TWO: False}
        canvases, corners = result
        told = {
            TWO: True,
            "shape of the canvases": tuple(canvases.shape),
            "shape of the corners": tuple(corners.shape),
            "dtype of the corners": str(corners.dtype),
            KEPT: torch.equal(own, images),
        }
        if tuple(corners.shape) != (N, 2) or tuple(canvases.shape) != (N, 1, H, W):
            return told
        expected, inside = torch.zeros(N, 1, H, W, dtype=torch.float64), True
        for number, (row, column) in enumerate(corners.long().tolist()):
            inside = inside and 0 <= row <= H - h and 0 <= column <= W - w
            if inside:
                expected[number, 0, row : row + h, column : column + w] = images[number].double() / 255
        right = inside and bool(torch.isclose(canvases.double(), expected, rtol=1e-4, atol=1e-5).all())
        seen = {
            PLACED: f"the largest value is {canvases.max():.4g}, where {expected.max():.4g} is right, "
            f"and the sum {canvases.double().sum():.4g}, where {expected.sum():.4g} is right"
        }
        return {**told, INSIDE: inside, PLACED: right, MORE[0]: listed(canvases), SEEN: seen}

    expected = {
        TWO: True,
        "shape of the canvases": (N, 1, H, W),
        "shape of the corners": (N, 2),
        "dtype of the corners": "torch.int64",
        KEPT: True,
        INSIDE: True,
        PLACED: True,
    }
    call = f"place_on_canvas(images, {size}, generator) with images {N}×{h}×{w}"
    return Probe("content", ask, expected, call, allow=None)


def places() -> Iterator[Probe]:
    for h, w, H, W, count in [(2, 1, 3, 3, 1200), (1, 2, 4, 3, 1000), (3, 1, 3, 5, 1000), (2, 2, 2, 2, 10)]:
        yield _often(h, w, H, W, count)


def _often(h: int, w: int, H: int, W: int, count: int) -> Probe:
    down, right = H - h + 1, W - w + 1
    mean = count / (down * right)

    def ask(place: Any) -> Facts:
        corners = place(torch.full((count, h, w), 255.0), (H, W), seeded(11))[1]
        told: Facts = {"shape of the corners": tuple(corners.shape)}
        if tuple(corners.shape) != (count, 2):
            return told
        outside = ((corners < 0) | (corners >= torch.tensor([down, right]))).any(dim=1)
        numbers = (corners[:, 0] * right + corners[:, 1]).bincount(minlength=down * right)
        often = len(numbers) == down * right and bool((numbers - mean).abs().max() < 6 * mean**0.5)
        apart = float((corners[1:] != corners[:-1]).any(dim=1).double().mean())
        seen = {OFTEN: f"in {down} rows and {right} columns of places yours lie {numbers.tolist()} times"}
        if bool(outside.any()):
            row, column = corners[outside][0].tolist()
            seen[WITHIN] = f"{h}×{w} at row {row} and column {column} leaves the canvas of {H}×{W}"
        return {
            **told,
            WITHIN: not bool(outside.any()),
            OFTEN: often,
            APART: abs(apart - (1 - 1 / (down * right))) < 0.1,
            MORE[1]: numbers.tolist(),
            SEEN: seen,
        }

    call = f"place_on_canvas(images, {(H, W)}, generator) with {count} images of {h}×{w}"
    expected = {"shape of the corners": (count, 2), WITHIN: True, OFTEN: True, APART: True}
    return Probe("places", ask, expected, call, allow=None)


def generator() -> Iterator[Probe]:
    images = torch.full((40, 2, 2), 255.0)

    def ask(place: Any) -> Facts:
        def corners(generator: torch.Generator) -> Tensor:
            found: Tensor = place(images.clone(), (9, 8), generator)[1]
            return found

        first, again, other = (corners(seeded(seed)) for seed in (31, 31, 32))
        used = seeded(33)
        state = used.get_state()
        one = corners(used)
        drawn = not torch.equal(used.get_state(), state)
        two = corners(used)
        return {
            SAME: torch.equal(first, again),
            OTHER: not torch.equal(first, other),
            DRAWN: drawn,
            GOES_ON: not torch.equal(one, two),
        }

    yield facts("generator", ask, "place_on_canvas(images, (9, 8), generator)", SAME, OTHER, DRAWN, GOES_ON)
