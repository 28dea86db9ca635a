# says: It works on a copy of the model, and lets a DataLoader make the batches.
from copy import deepcopy

from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


def evaluate(model, X, y, batch_size):
    own = deepcopy(model).eval().requires_grad_(False)
    losses, hits = [], []
    for batch, labels in DataLoader(TensorDataset(X, y), batch_size=batch_size):
        scores = own(batch)
        losses.extend(F.cross_entropy(scores, labels, reduction="none").tolist())
        hits.extend((scores.argmax(1) == labels).tolist())
    return sum(losses) / len(losses), sum(hits) / len(hits)
