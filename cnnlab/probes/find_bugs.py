"""Probes for `find_bugs`: lists of functions of which some are wrong. The test cells plant others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from cnnlab.functions import Given, given
from cnnlab.gradients import true_gradients as right
from cnnlab.probing.questions import Probe
from cnnlab.windows import pair

Gradients = tuple[Tensor, Tensor, Tensor]
Backward = Callable[..., Gradients]


def probes() -> tuple[Probe, ...]:
    return (*sizes(), *settings(), *values())


def in_single(dY: Tensor, X: Tensor, W: Tensor, *settings: Any) -> Gradients:
    """Right, in single precision."""
    dX, dW, db = right(dY.float(), X.float(), W.float(), *settings)
    return dX.double(), dW.double(), db.double()


def planted(change: Callable[..., Gradients]) -> Backward:
    """`change(dX, dW, db, dY, X, W, stride, padding)` of the right gradients."""

    def backward(dY: Tensor, X: Tensor, W: Tensor, stride: Any = 1, padding: Any = 0) -> Gradients:
        return change(*right(dY, X, W, stride, padding), dY, X, W, stride, padding)

    return backward


def lists(concept: str, *wrong: Backward, at: tuple[int, ...], count: int = 4, says: str) -> Probe:
    """A call with `count` functions, of which those `at` these places are wrong."""
    functions: list[Given] = []
    for place in range(count):
        honest = in_single if place % 2 else right
        functions.append(given(wrong[at.index(place)] if place in at else honest, "candidate"))

    def ask(answer: Any) -> Any:
        return answer(list(functions))

    return Probe(concept, ask, list(at), f"find_bugs of {count} functions, {says},", allow=None)


def sizes() -> Iterator[Probe]:
    for says, change in {
        "one with the db of the first image": lambda dX, dW, db, dY, *_: (dX, dW, dY[0].sum(dim=(1, 2))),
        "one with a mean over the images": lambda dX, dW, db, dY, *_: (dX / len(dX), dW, db),
        "one with the last channels in front": lambda dX, dW, db, *_: (dX.roll(1, 1), dW, db),
        "one with the last filters in front": lambda dX, dW, db, *_: (dX, dW.roll(1, 0), db),
        "one with dX on its side, unless images are square": lambda dX, dW, db, *_: (
            dX if dX.shape[2] == dX.shape[3] else dX.mT.reshape(dX.shape),
            dW,
            db,
        ),
        "one with dW on its side, unless kernels are square": lambda dX, dW, db, *_: (
            dX,
            dW if dW.shape[2] == dW.shape[3] else dW.mT.reshape(dW.shape),
            db,
        ),
    }.items():
        yield lists("sizes", planted(change), at=(2,), says=says)
    first, last = (
        planted(lambda dX, dW, db, *_: (dX, dW, db.flip(0))),
        planted(lambda dX, dW, db, *_: (dX.flip(1), dW, db)),
    )
    yield lists("sizes", first, last, at=(0, 3), says="one with db in reverse and one with the channels in reverse")


def settings() -> Iterator[Probe]:
    def padding_left_on(dX: Tensor, dW: Tensor, db: Tensor, *rest: Any) -> Gradients:
        ph, pw = pair(rest[-1])
        return torch.nn.functional.pad(dX, (pw, pw, ph, ph)), dW, db

    def only_stride_one(dX: Tensor, dW: Tensor, db: Tensor, *rest: Any) -> Gradients:
        if pair(rest[-2]) != (1, 1):
            raise RuntimeError("strides come later")
        return dX, dW, db

    def unequal_strides(dX: Tensor, dW: Tensor, db: Tensor, *rest: Any) -> Gradients:
        sh, sw = pair(rest[-2])
        return dX, dW if sh == sw else dW.flip(2, 3), db

    def unequal_padding(dX: Tensor, dW: Tensor, db: Tensor, *rest: Any) -> Gradients:
        ph, pw = pair(rest[-1])
        return dX if ph == pw else dX.flip(2), dW, db

    def rest_left_out(
        dX: Tensor, dW: Tensor, db: Tensor, dY: Tensor, X: Tensor, W: Tensor, s: Any, p: Any
    ) -> Gradients:
        rest = (X.shape[3] + 2 * pair(p)[1] - W.shape[3]) % pair(s)[1]
        return dX[..., : X.shape[3] - rest], dW, db

    def rest_filled(dX: Tensor, dW: Tensor, db: Tensor, dY: Tensor, X: Tensor, W: Tensor, s: Any, p: Any) -> Gradients:
        rest = (X.shape[2] + 2 * pair(p)[0] - W.shape[2]) % pair(s)[0]
        dX = dX.clone()
        dX[:, :, X.shape[2] - rest :] = 1
        return dX, dW, db

    def strides_count(dX: Tensor, dW: Tensor, db: Tensor, *rest: Any) -> Gradients:
        return dX, dW * pair(rest[-2])[0], db

    def padding_shifts(dX: Tensor, dW: Tensor, db: Tensor, *rest: Any) -> Gradients:
        return dX, dW.roll(pair(rest[-1]), (2, 3)), db

    def one_number_as_pair(dX: Tensor, dW: Tensor, db: Tensor, *rest: Any) -> Gradients:
        if isinstance(rest[-2], int) and rest[-2] > 1:
            raise TypeError("'int' object is not subscriptable")
        return dX, dW, db

    def wrong_at_stride_one(dX: Tensor, dW: Tensor, db: Tensor, *rest: Any) -> Gradients:
        return (dX.flip(3) if pair(rest[-2]) == (1, 1) else dX), dW, db

    for says, change in {
        "one that leaves the padding on": padding_left_on,
        "one that raises an error where the stride is one number, as 2": one_number_as_pair,
        "one that is wrong for stride 1 alone": wrong_at_stride_one,
        "one that raises an error for every stride but 1": only_stride_one,
        "one that is wrong for unequal strides": unequal_strides,
        "one that is wrong for unequal padding": unequal_padding,
        "one without the rest that the stride leaves": rest_left_out,
        "one with ones where the stride leaves a rest": rest_filled,
        "one that multiplies dW with the stride": strides_count,
        "one that shifts dW by the padding": padding_shifts,
    }.items():
        yield lists("settings", planted(change), at=(1,), says=says)

    def never_ready(*_: Any) -> Gradients:
        raise RuntimeError("comes later")

    yield lists("settings", never_ready, planted(rest_filled), at=(0, 2), says="the first of which always fails")
    both = planted(padding_shifts), planted(unequal_strides)
    yield lists(
        "settings", *both, at=(0, 2), says="one that shifts dW by the padding and one wrong for unequal strides"
    )


def values() -> Iterator[Probe]:
    def upstream(change: Callable[[Tensor], Tensor]) -> Backward:
        def backward(dY: Tensor, X: Tensor, W: Tensor, *settings: Any) -> Gradients:
            return right(change(dY), X, W, *settings)[0], *right(dY, X, W, *settings)[1:]

        return backward

    def magnitudes(dY: Tensor, X: Tensor, W: Tensor, *settings: Any) -> Gradients:
        dX, _, db = right(dY, X, W, *settings)
        return dX, right(dY, X.abs(), W, *settings)[1], db

    def kernels_turned(dY: Tensor, X: Tensor, W: Tensor, *settings: Any) -> Gradients:
        return right(dY, X, W.flip(2, 3), *settings)[0], *right(dY, X, W, *settings)[1:]

    def last_is_zero(dX: Tensor, dW: Tensor, db: Tensor, *_: Any) -> Gradients:
        dW = dW.clone()
        dW[-1, -1, -1, -1] = 0
        return dX, dW, db

    for says, wrong in {
        "one with an upstream of ones": upstream(torch.ones_like),
        "one with the upstream's mean": upstream(lambda dY: dY.mean().expand_as(dY)),
        "one that forgets the upstream's sign": upstream(torch.abs),
        "one that forgets the sign of the pixels": magnitudes,
        "one that turns the kernels": kernels_turned,
        "one with a zero in the last place of dW": planted(last_is_zero),
        "one with dW turned": planted(lambda dX, dW, db, *_: (dX, dW.flip(2, 3), db)),
        "one with a dX that is 1 % too large": planted(lambda dX, dW, db, *_: (1.01 * dX, dW, db)),
        "one with a dW that is 0.3 % too large": planted(lambda dX, dW, db, *_: (dX, 1.003 * dW, db)),
        "one with zeros for what is positive in dX": planted(lambda dX, dW, db, *_: (dX.clamp(max=0), dW, db)),
        "one with half of db": planted(lambda dX, dW, db, *_: (dX, dW, db / 2)),
    }.items():
        yield lists("values", wrong, at=(3,), says=says)
    yield lists("values", at=(), count=1, says="a single right one")
    two = planted(lambda dX, dW, db, *_: (-dX, dW, db)), planted(lambda dX, dW, db, *_: (dX, -dW, db))
    yield lists("values", *two, at=(0, 2), says="two of them wrong")
