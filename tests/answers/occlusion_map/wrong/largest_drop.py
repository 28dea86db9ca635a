# says: Your function keeps the largest drop where patches overlap.
# fails: overlaps
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
                drop = whole - model(covered[None])[0, target]
                place = slice(top, top + h), slice(left, left + w)
                total[place] = torch.where(count[place] > 0, torch.maximum(total[place], drop), drop)
                count[top : top + h, left : left + w] += 1
    return total
