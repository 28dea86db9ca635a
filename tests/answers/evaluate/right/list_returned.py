# says: It returns the pair as a list, and runs the model in inference mode, a stricter no_grad.
import torch
from torch.nn import functional as F


def evaluate(model, X, y, batch_size):
    modes = [part.training for part in model.modules()]
    model.eval()
    with torch.inference_mode():
        scores = torch.cat([model(X[start : start + batch_size]) for start in range(0, len(X), batch_size)])
    for part, mode in zip(model.modules(), modes, strict=True):
        part.training = mode
    return [F.cross_entropy(scores, y).item(), (scores.argmax(dim=1) == y).double().mean().item()]
