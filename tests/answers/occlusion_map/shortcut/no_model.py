# says: Your function returns zeros and does not run the model.
import torch


def occlusion_map(model, X, target, size, stride, fill):
    return torch.zeros(X.shape[1:])
