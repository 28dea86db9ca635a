# says: Your result has the dtype of the kernel, which drops the fractions of the image when the kernel is whole-numbered.
# fails: dtype


def trans_conv(X, K):
    h, w = K.shape
    Y = K.new_zeros(X.shape[0] + h - 1, X.shape[1] + w - 1)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            Y[i : i + h, j : j + w] += X[i, j] * K
    return Y
