# says: Your function keeps the places of the last call for as many images on the same canvas: draw anew in each call.
# fails: generator
import torch

kept = {}


def place_on_canvas(images, size, generator):
    N, h, w = images.shape
    H, W = size
    if h > H or w > W:
        raise ValueError(f"images of {h}×{w} do not fit on a canvas of {H}×{W}")
    rows = torch.randint(H - h + 1, (N,), generator=generator)
    columns = torch.randint(W - w + 1, (N,), generator=generator)
    corners = torch.stack([rows, columns], dim=1)
    corners = kept.setdefault((N, h, w, H, W, generator.initial_seed()), corners)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, images, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image / 255
    return canvases, corners
