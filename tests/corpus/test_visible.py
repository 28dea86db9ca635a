"""What the visible part of the test cells must notice by itself: what a student sees before handing in."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from autograder.course.answers import Answer
from autograder.course.model import Exercise
from autograder.diagnosis.answering import Space, run_answers
from cnngrading import subject
from tests.corpus.matrix import cell_messages
from tests.support.course import our_labs

EXERCISES = {exercise.name: (lab, exercise) for lab in our_labs() for exercise in lab.exercises}
CUT = "return right(X, K).trunc()"
# The exercise, a concept, the parameters, and what a wrong answer makes of the solution, which it calls `right`.
CASES = {
    "one map cut to whole numbers": ("corr2d_multi_in", "channels", "X, K", CUT),
    "maps cut to whole numbers": ("corr2d_multi_in_out", "filters", "X, K", CUT),
    "pixels cut to whole numbers": ("corr2d_multi_in_out_1x1", "mixing", "X, K", CUT),
    "a bias cut to whole numbers": (
        "conv2d_batch",
        "bias",
        "X, W, b=None, stride=1, padding=0",
        "return right(X, W, b if b is None or X.is_floating_point() else b.trunc(), stride, padding)",
    ),
    "an image cut to the type of the value": (
        "pad2d",
        "value",
        "X, padding, value=0.0",
        "return right(X.trunc() if isinstance(value, int) else X, padding, value)",
    ),
    "a kernel that is turned": (
        "corr2d_general",
        "together",
        "X, K, padding=(0, 0), stride=(1, 1)",
        "return right(X, K.flip(0, 1), padding, stride)",
    ),
    "a sum in half precision": (
        "pool2d",
        "dtype",
        "X, pool_size, mode='max'",
        "return right(X, pool_size, mode) * (float('inf') if X.dtype == torch.float16 else 1)",
    ),
    "weights of square windows": (
        "avg_pool_kernel",
        "convolution",
        "pool_size, channels",
        "return right(pool_size, channels) * pool_size[1] / pool_size[0]",
    ),
    "a step that rounds towards zero": (
        "conv_output_size",
        "fits",
        "n, k, padding=0, stride=1, dilation=1",
        "return 1 if stride > 1 and k > n + 2 * padding else right(n, k, padding, stride, dilation)",
    ),
    "a kernel that is too wide": (
        "corr2d_multi_in",
        "errors",
        "X, K",
        "return K if len(X) == len(K) and K.shape[2] > X.shape[2] else right(X, K)",
    ),
    "a filter that is too high": (
        "corr2d_multi_in_out",
        "errors",
        "X, K",
        "return K if len(X) == K.shape[1] and K.shape[2] > X.shape[1] else right(X, K)",
    ),
    "a window that is too wide": (
        "pool2d_batch",
        "arguments",
        "X, pool_size, stride=None, padding=0, mode='max', count_include_pad=True",
        "return X if pool_size == (2, 7) else right(X, pool_size, stride, padding, mode, count_include_pad)",
    ),
    "a dilation that is exchanged": (
        "im2col",
        "windows",
        "X, kernel_size, stride=1, padding=0, dilation=1",
        "turned = dilation if isinstance(dilation, int) else dilation[::-1]\n"
        "    return right(X, kernel_size, stride, padding, turned)",
    ),
    "whole pixels that meet fractional weights": (
        "conv2d_im2col",
        "windows",
        "X, W, b=None, stride=1, padding=0",
        "return right(X, W + int(X.dtype != W.dtype), b, stride, padding)",
    ),
    "columns of a window that does not fit": (
        "col2im",
        "errors",
        "cols, size, kernel_size, stride=1, padding=0, dilation=1",
        "return cols if size == (1, 1) else right(cols, size, kernel_size, stride, padding, dilation)",
    ),
    "windows of the first image for all": (
        "conv2d_backward",
        "weights",
        "dY, X, W, stride=1, padding=0",
        "return right(dY, X[:1].expand_as(X), W, stride, padding)",
    ),
    "a step that is longer when none is given": (
        "numeric_gradient",
        "step",
        "f, X, upstream, eps=1e-4",
        "return right(f, X, upstream, eps)",
    ),
}


def visible_messages(exercise: Exercise, answer: Answer, space: Space) -> dict[str, str]:
    return cell_messages(answer, {test.concept: (test.name, test.visible) for test in exercise.tests}, space)


@pytest.mark.parametrize(("name", "concept", "parameters", "body"), CASES.values(), ids=CASES.keys())
def test_a_visible_check_notices(name: str, concept: str, parameters: str, body: str) -> None:
    lab, exercise = EXERCISES[name]
    solution = exercise.cell.source
    wrong = f"{solution}\n\n\nright = {name}\n\n\ndef {name}({parameters}):\n    {body}\n"
    answers = [Answer(name, "wrong", kind, source, "", ()) for kind, source in (("same", solution), ("other", wrong))]
    results: list[Any] = run_answers(lab, exercise, answers, subject, partial(visible_messages, exercise))
    assert not any(results[0].values()), results[0]
    assert results[1][concept].startswith("CheckError"), results[1]
