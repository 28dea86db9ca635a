"""What is said of a wrong `learn_kernel` has the numbers that it is about."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cnnlab.probes import probes_of
from cnnlab.probing.asking import put
from cnnlab.probing.verdicts import verdict
from tests.support.notebooks import ROOT

SAID = {
    ("mean_loss", "converges"): r"20 steps of lr=0.03, but the kernel is then \[\[-?[\d.]+, -?[\d.]+\]\]\.",
    (
        "mean_loss",
        "summed_loss",
    ): r"but their sum is ([\d.]+), their mean ([\d.]+), and your losses are \[\2, \2, \2\]\.",
    ("half_gradient", "update_rule"): r"each loss should be 0\.36 of the one before, and yours are \[[\d., ]+\]\.",
    ("steps_ignored", "converges"): r"but the kernel is \[\[7\.9+\d*, -7[\d.]*\]\] by then\.",
    ("steps_ignored", "update_rule"): r"and yours are \[.*, and 12 more\]\.",
    ("losses_after_the_step", "losses"): r"the last loss in your list is ([\d.]+), and that of your kernel \1\.",
    ("losses_as_tensors", "losses"): r"but there is a tensor of shape \(\) in your list\.",
    ("one_loss_too_many", "losses"): r"but yours are a list of 3, after 2 steps\.",
    ("uphill", "losses"): r"the losses fall with each step of a small lr, but yours are \[[\d.]+, [\d.]+\]\.",
}


def said_of(answer: str, concept: str) -> str:
    space: dict[str, Any] = {}
    exec((ROOT / f"tests/answers/learn_kernel/wrong/{answer}.py").read_text(), space)
    probes = [probe for probe in probes_of("learn_kernel") if probe.concept == concept]
    return next(filter(None, (verdict(probe, put(probe, space["learn_kernel"])) for probe in probes)))


@pytest.mark.parametrize(("answer", "concept"), SAID)
def test_the_numbers_are_told(answer: str, concept: str) -> None:
    assert re.search(SAID[answer, concept], said_of(answer, concept)), said_of(answer, concept)


def test_the_numbers_are_no_part_of_what_is_compared_and_stored() -> None:
    probe = probes_of("learn_kernel")[0]
    outcome = put(probe, lambda *_, **__: (probe, []))
    assert "seen" not in outcome.to_json()
    assert "seen" not in repr(outcome.tree)
