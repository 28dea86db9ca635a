"""One seed for all that a lab draws: NumPy's numbers, PyTorch's, and the inputs of the checks."""

from __future__ import annotations

import numpy as np
import torch

from cnnlab.checks.draws import seed_draws


def seed(number: int) -> None:
    """Start all of them anew."""
    np.random.seed(number % 2**32)
    torch.default_generator.manual_seed(number)  # torch.manual_seed asks each kind of accelerator, too
    seed_draws(number)
