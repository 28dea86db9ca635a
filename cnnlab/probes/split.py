"""Probes for `split`. An answer may draw the order in any way, so the probes ask for facts that hold of any order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from cnnlab.probes._calls import Calls
from cnnlab.probes._data import Facts, facts, listed, seeded
from cnnlab.probing.questions import SEEN, Probe

CALLS = Calls("split", ("X", "y"))
PAIRS = "a list with a pair (X_i, y_i) for each part comes back"
ONCE = "each row is in one part, once"
KEPT = "X and y are afterwards what they were"
OWN = "a part has memory of its own"
FIT = "each label is that of its row"
MIXED = "of rows that are sorted by class, each part has some of each class"
PLACES = "each row is at each place about equally often"
NEIGHBOURS = "rows do not keep their neighbours"
SAME = "a generator with the same seed gives the same parts"
MORE = "the rows in their order"


def probes() -> tuple[Probe, ...]:
    return (*rows(), *labels(), *shuffled())


def rows() -> Iterator[Probe]:
    yield _dealt(7, [0.5, 0.25, 0.25], [3, 1, 3])
    yield _dealt(11, [0.25, 0.5, 0.25], [2, 5, 4])
    yield _dealt(3, [0.25, 0.75], [0, 3], named=True)
    yield _dealt(9, [0.25, 0.75], [2, 7])
    yield _dealt(6, [1.0], [6])
    X, y = torch.zeros(7, 2), torch.zeros(5, dtype=torch.int64)
    yield CALLS.refuses("rows", X, y, [0.5, 0.5], torch.Generator(), naming=(7, 5))
    yield CALLS.refuses("rows", X[:5], torch.cat([y, y]), [1.0], torch.Generator(), naming=(5, 10))


def _dealt(N: int, parts: list[float], sizes: list[int], named: bool = False) -> Probe:
    X = torch.arange(float(6 * N)).reshape(N, 2, 3).transpose(1, 2)
    y = torch.full((N,), 4)

    def ask(answer: Any) -> Facts:
        own_X, own_y, generator = X.clone(memory_format=torch.preserve_format), y.clone(), seeded(5)
        if named:
            pairs = answer(generator=generator, parts=list(parts), y=own_y, X=own_X)
        else:
            pairs = answer(own_X, own_y, list(parts), generator)
        if not _is_pairs(pairs, len(parts)):
            return {PAIRS: False}
        together = torch.cat([part for part, _ in pairs])
        kept = torch.equal(own_X, X) and torch.equal(own_y, y)
        if together.dim() == 3 and len(together):
            first = together[:, 0, 0]
            once = together.shape == X.shape and torch.equal(together[first.argsort()], X)
        else:
            first, once = together, False
        pairs[-1][0].zero_()
        return {
            PAIRS: True,
            "rows of the parts": [len(part) for part, _ in pairs],
            "labels of the parts": [tuple(own.shape) for _, own in pairs],
            ONCE: once,
            KEPT: kept,
            OWN: not kept or torch.equal(own_X, X),
            MORE: listed(first),
        }

    call = f"split(X, y, {parts}, generator) with {N} rows"
    expected = {
        PAIRS: True,
        "rows of the parts": sizes,
        "labels of the parts": [(size,) for size in sizes],
        **dict.fromkeys((ONCE, KEPT, OWN), True),
    }
    return Probe("rows", ask, expected, call, allow=None)


def _is_pairs(pairs: Any, count: int) -> bool:
    return (
        isinstance(pairs, (list, tuple))
        and len(pairs) == count
        and all(
            isinstance(pair, (list, tuple)) and len(pair) == 2 and all(isinstance(part, Tensor) for part in pair)
            for pair in pairs
        )
    )


def labels() -> Iterator[Probe]:
    for N, parts in [(8, [0.5, 0.5]), (9, [0.5, 0.5]), (20, [0.25, 0.25, 0.5]), (5, [1.0])]:
        yield _labelled(N, parts)


def _labelled(N: int, parts: list[float]) -> Probe:
    X, y = torch.arange(2.0 * N).reshape(N, 2) + 1, torch.arange(N) * 2 + 1

    def ask(answer: Any) -> Facts:
        pairs = answer(X.clone(), y.clone(), list(parts), seeded(6))
        if not _is_pairs(pairs, len(parts)):
            return {PAIRS: False}
        fit = all(
            part.dim() == 2 and own.dim() == 1 and torch.equal(part[:, 0].double(), own.double()) for part, own in pairs
        )
        dtypes = sorted({str(own.dtype) for _, own in pairs})
        row = f"row {listed(pairs[0][0][:1])} has the label {listed(pairs[0][1][:1])}" if len(pairs[0][0]) else ""
        return {
            PAIRS: True,
            "dtype of the labels": dtypes,
            FIT: fit,
            MORE: [listed(part.flatten(1)[:, 0] if part.dim() > 1 else part) for part, _ in pairs],
            "their labels": [listed(own) for _, own in pairs],
            SEEN: {FIT: f"in your first part {row}"},
        }

    call = f"split(X, y, {parts}, generator) with {N} rows that begin with their own label"
    return facts("labels", ask, call, PAIRS, FIT, dtype_of_the_labels=["torch.int64"])


def shuffled() -> Iterator[Probe]:
    yield _sorted_by_class()
    yield _orders(6)


def _sorted_by_class() -> Probe:
    X, y = torch.arange(40.0).reshape(40, 1), torch.arange(40) // 20

    def ask(answer: Any) -> Facts:
        pairs = answer(X.clone(), y.clone(), [0.5, 0.5], seeded(8))
        again = answer(X.clone(), y.clone(), [0.5, 0.5], seeded(8))
        if not _is_pairs(pairs, 2) or not _is_pairs(again, 2):
            return {PAIRS: False}
        ones = [int((part.reshape(-1) >= 20).sum()) for part, _ in pairs]
        labelled = [int(own.sum()) for _, own in pairs]
        what, found = ("rows", ones) if any(not 4 <= number <= 16 for number in ones) else ("labels", labelled)
        seen = {MIXED: f"of class 1 yours have {found} {what}, where about 10 in each would be usual"}
        mixed = all(4 <= number <= 16 for number in ones + labelled)
        same = len(pairs) == len(again) and all(
            torch.equal(one[0], other[0]) for one, other in zip(pairs, again, strict=True)
        )
        return {PAIRS: True, MIXED: mixed, SAME: same, MORE: [listed(part) for part, _ in pairs], SEEN: seen}

    return facts("shuffled", ask, "split(X, y, [0.5, 0.5], generator) with 40 rows sorted by class", PAIRS, MIXED, SAME)


def _orders(N: int) -> Probe:
    X, y = torch.arange(float(N)).reshape(N, 1), torch.arange(N)

    def ask(answer: Any) -> Facts:
        generator = seeded(9)
        places, follows = torch.zeros(N, N), 0
        for number in range(300):
            pairs = answer(X.clone(), y.clone(), [0.5, 0.5] if number % 2 else [1.0], generator)
            if not _is_pairs(pairs, 1 + number % 2):
                return {PAIRS: False}
            order = torch.cat([part for part, _ in pairs]).reshape(-1).long()
            if len(order) != N:
                return {PAIRS: True, PLACES: False}
            places[torch.arange(N), order] += 1
            follows += int((order[1] - order[0]) % N == 1)
        even = bool((places - 300 / N).abs().max() < 36)
        seen = {PLACES: f"the first row was at its {N} places {places[:, 0].long().tolist()} times"}
        return {PAIRS: True, PLACES: even, NEIGHBOURS: follows < 110, MORE: places.long().tolist(), SEEN: seen}

    return facts(
        "shuffled", ask, f"300 calls of split(X, y, parts, generator) with {N} rows", PAIRS, PLACES, NEIGHBOURS
    )
