# says: Your function says nothing when an image does not fit: it should raise a ValueError with both sizes.
# fails: content
import torch


def place_on_canvas(images, size, generator):
    N, h, w = images.shape
    H, W = size
    h, w = min(h, H), min(w, W)
    rows = torch.randint(H - h + 1, (N,), generator=generator)
    columns = torch.randint(W - w + 1, (N,), generator=generator)
    corners = torch.stack([rows, columns], dim=1)
    canvases = torch.zeros(N, 1, H, W)
    for canvas, image, (row, column) in zip(canvases, images, corners.tolist(), strict=True):
        canvas[0, row : row + h, column : column + w] = image[:h, :w] / 255
    return canvases, corners
