"""Trains the networks of `cnnlab.shapes` and writes their numbers: `python -m cnnlab.shapes.training`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from cnnlab.shapes import NETS, shape_pictures, untrained_net
from cnnlab.training import train

TRAINED, TESTED = 1500, 600


def main() -> None:
    """Train both networks, print how often they are right, write `nets.npz` beside this file."""
    torch.set_num_threads(1)
    numbers: dict[str, np.ndarray] = {}
    for name in NETS:
        torch.manual_seed(0)
        model = untrained_net()
        X, y = shape_pictures(TRAINED, seed=1, mark=name == "marked")
        train(model, X, y, epochs=14, batch_size=32, lr=0.004)
        model.eval()
        for mark in (False, True):
            pictures, classes = shape_pictures(TESTED, seed=2, mark=mark)
            with torch.no_grad():
                right = model(pictures).argmax(dim=1) == classes
            of_each = [f"{float(right[classes == kind].float().mean()):.3f}" for kind in range(3)]
            print(f"{name}, {'with' if mark else 'without'} marks: right for disc, square, cross: {', '.join(of_each)}")
        numbers |= {f"{name}.{key}": value.numpy() for key, value in model.state_dict().items()}
    np.savez(Path(__file__).with_name("nets.npz"), allow_pickle=False, **numbers)


if __name__ == "__main__":
    main()
