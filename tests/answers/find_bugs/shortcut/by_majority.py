# says: Your function takes what most of the candidates say for right: half of them may be wrong.
import torch


def find_bugs(candidates):
    torch.manual_seed(0)
    question = (
        torch.randn(2, 4, 4, 4).double(),
        torch.randn(2, 3, 6, 5).double(),
        torch.randn(4, 3, 3, 2).double(),
        1,
        0,
    )
    said = [[round(float(part.sum()), 2) for part in candidate(*question)] for candidate in candidates]
    return [number for number, sums in enumerate(said) if said.count(sums) < len(said) // 2]
