# says: Two matrices blur the columns and the rows, in double precision, the default of its notebook.
import torch

torch.set_default_dtype(torch.float64)


def blur_pool(X, stride):
    def blur(n):
        A = torch.zeros(n, n)
        for i in range(n):
            for step, weight in ((-1, 1), (0, 2), (1, 1)):
                A[i, min(max(i + step, 0), n - 1)] += weight / 4
        return A[::stride]

    return blur(X.shape[2]) @ X.double() @ blur(X.shape[3]).t()
