# says: Your function runs the model without torch.no_grad(): PyTorch keeps everything that a backward pass would need.
# fails: mode
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right = 0.0, 0
    for images, classes in zip(X.split(batch_size), y.split(batch_size), strict=True):
        scores = model(images)
        loss += F.cross_entropy(scores, classes).item() * len(images)
        right += (scores.argmax(dim=1) == classes).sum().item()
    for part, mode in modes:
        part.training = mode
    return loss / len(X), right / len(X)
