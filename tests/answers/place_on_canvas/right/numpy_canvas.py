# says: It fills a NumPy array, image after image, and draws as it goes.
import numpy as np
import torch


def place_on_canvas(images, size, generator):
    (N, h, w), (H, W) = images.shape, size
    if h > H or w > W:
        raise ValueError("size of the images %s, of the canvas %s" % ((h, w), (H, W)))
    canvases, corners = np.zeros((N, 1, H, W), dtype=np.float32), []
    for i in range(N):
        row = int(torch.randint(0, H - h + 1, (1,), generator=generator))
        column = int(torch.randint(0, W - w + 1, (1,), generator=generator))
        canvases[i, 0, row : row + h, column : column + w] = images[i].numpy() / 255
        corners.append([row, column])
    return torch.from_numpy(canvases), torch.tensor(corners)
