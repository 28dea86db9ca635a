# says: Your as_strided takes it that a row of the image lies in memory as one piece; in a transposed image it does not.
# fails: converges
import torch


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    (H, W), (h, w) = X.shape, kernel_size
    windows = torch.as_strided(X, (H - h + 1, W - w + 1, h, w), (W, 1, W, 1))
    K, losses = torch.rand(kernel_size), []
    for _ in range(steps):
        error = (windows * K).sum((2, 3)) - Y
        losses.append(error.square().sum().item())
        K = K - lr * 2 * (windows * error[:, :, None, None]).sum((0, 1))
    return K, losses
