# says: Your optimizer uses momentum: a step should follow the gradient of this step alone.
# fails: update_rule
import torch
from d2l import torch as d2l


def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    K = torch.zeros(kernel_size, requires_grad=True)
    optimizer = torch.optim.SGD([K], lr=lr, momentum=0.3)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((d2l.corr2d(X, K) - Y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return K.detach(), losses
