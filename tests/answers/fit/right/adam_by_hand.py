# says: It takes the steps of Adam by hand, from gradients by autograd.grad.
import torch
from torch.nn import functional as F


def fit(model, X, y, epochs, batch_size, lr, generator):
    parts = [part for part in model.parameters() if part.requires_grad]
    first, second = ([torch.zeros_like(part) for part in parts] for _ in range(2))
    steps, history, mode = 0, [], model.training
    model.train(True)
    for _ in range(epochs):
        rows = torch.randperm(len(y), generator=generator)
        total = 0.0
        for start in range(0, len(y), batch_size):
            batch = rows[start : start + batch_size]
            loss = F.cross_entropy(model(X[batch]), y[batch], reduction="sum")
            total += float(loss)
            steps += 1
            gradients = torch.autograd.grad(loss / len(batch), parts)
            with torch.no_grad():
                for part, gradient, m, v in zip(parts, gradients, first, second):
                    m.mul_(0.9).add_(0.1 * gradient)
                    v.mul_(0.999).add_(0.001 * gradient**2)
                    part -= lr * (m / (1 - 0.9**steps)) / ((v / (1 - 0.999**steps)).sqrt() + 1e-8)
        history.append(total / len(y))
    model.train(mode)
    return history
