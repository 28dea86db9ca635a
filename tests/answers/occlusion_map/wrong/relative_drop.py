# says: Your function divides the drop by the score of the whole picture.
# fails: drop, overlaps, border, traces
import torch


def occlusion_map(model, X, target, size, stride, fill):
    (h, w), (down, right) = size, stride
    height, width = X.shape[1:]
    total, count = torch.zeros(height, width), torch.zeros(height, width)
    with torch.no_grad():
        whole = model(X[None])[0, target]
        for top in range(0, height, down):
            for left in range(0, width, right):
                covered = X.clone()
                covered[:, top : top + h, left : left + w] = fill
                drop = (whole - model(covered[None])[0, target]) / whole
                total[top : top + h, left : left + w] += drop
                count[top : top + h, left : left + w] += 1
    return total / count.clamp(min=1)
