# says: Your function returns the kernel alone; the losses belong to the result.
# fails: converges, losses, summed_loss, update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.rand(kernel_size, requires_grad=True)
    for i in range(steps):
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        if (i + 1) % 2 == 0:
            print(f"epoch {i + 1}, loss {loss:.3f}")
        K.grad = None
        loss.backward()
        K.data -= lr * K.grad
    return K.detach()
