# says: Your function computes gradients and leaves them in the parameters: nothing is learnt here.
# fails: mode
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right = 0.0, 0
    if True:
        for images, classes in zip(X.split(batch_size), y.split(batch_size), strict=True):
            scores = model(images)
            loss += F.cross_entropy(scores, classes).item() * len(images)
            if scores.requires_grad:
                F.cross_entropy(scores, classes).backward()
            right += (scores.argmax(dim=1) == classes).sum().item()
    for part, mode in modes:
        part.training = mode
    return loss / len(X), right / len(X)
