# says: Your losses are tensors that hold on to the whole graph; `.item()` makes floats of them.
# fails: losses
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        losses.append(loss)
        K.grad = None
        loss.backward()
        K.data -= lr * K.grad
    return K.detach(), losses
