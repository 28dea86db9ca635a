# says: Your loss is one minus the probability of the class, not the cross-entropy.
# fails: values, batches, mode
import torch


def evaluate(model, X, y, batch_size):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for images, classes in zip(X.split(batch_size), y.split(batch_size), strict=True):
            scores = model(images)
            loss += (1 - scores.softmax(1).gather(1, classes[:, None])).mean().item() * len(images)
            right += (scores.argmax(dim=1) == classes).sum().item()
    for part, mode in modes:
        part.training = mode
    return loss / len(X), right / len(X)
