"""A ready-made normalisation is refused from scratch, as a convolution is; what is made of means is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab import ShortcutError, from_scratch

IMAGES = torch.arange(24.0).reshape(2, 3, 2, 2)
NORMS: dict[str, Callable[[Tensor], Tensor]] = {
    "F.batch_norm": lambda X: F.batch_norm(X, None, None, training=True),
    "nn.BatchNorm2d": lambda X: nn.BatchNorm2d(3)(X),
    "nn.BatchNorm2d in evaluation": lambda X: nn.BatchNorm2d(3).eval()(X),
    "torch.batch_norm": lambda X: torch.batch_norm(X, None, None, None, None, True, 0.1, 1e-5, False),
    "torch.native_batch_norm": lambda X: torch.native_batch_norm(X, None, None, None, None, True, 0.1, 1e-5)[0],
    "F.instance_norm": lambda X: F.instance_norm(X),
    "F.group_norm": lambda X: F.group_norm(X, 3),
    "F.layer_norm": lambda X: F.layer_norm(X, X.shape[1:]),
}


@pytest.mark.parametrize("norm", NORMS.values(), ids=NORMS)
def test_a_ready_made_normalisation_is_refused(norm: Callable[[Tensor], Tensor]) -> None:
    assert norm(IMAGES).shape == IMAGES.shape
    with pytest.raises(ShortcutError, match="norm"), from_scratch():
        norm(IMAGES)


def test_pytorchs_folding_is_refused() -> None:
    from torch.nn.utils.fusion import fuse_conv_bn_eval

    layers = nn.Conv2d(3, 2, 1).eval(), nn.BatchNorm2d(2).eval()
    with pytest.raises(ShortcutError, match="fuse_conv_bn_eval"), from_scratch():
        fuse_conv_bn_eval(*layers)


def test_means_variances_and_norms_of_vectors_are_allowed() -> None:
    with from_scratch():
        torch.var_mean(IMAGES, dim=(0, 2, 3))
        torch.linalg.vector_norm(IMAGES)
        torch.renorm(IMAGES, 2, 0, 1.0)
        torch.normal(IMAGES, 1.0)
