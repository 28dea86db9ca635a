# says: Your function always takes the learning rate 0.03, whatever `lr` says.
# fails: losses, summed_loss, update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        losses.append(loss.item())
        K.grad = None
        loss.backward()
        K.data -= 3e-2 * K.grad
    return K.detach(), losses
