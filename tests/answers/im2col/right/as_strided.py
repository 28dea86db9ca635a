# says: One as_strided, with dilation and stride multiplied into the steps.


def im2col(X, kernel_size, stride=1, padding=0, dilation=1):
    settings = (kernel_size, stride, padding, dilation)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = ((n, n) if isinstance(n, int) else n for n in settings)
    N, C, H, B = X.shape
    rows, columns = (H + 2 * ph - dh * (kh - 1) - 1) // sh + 1, (B + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a window of {(kh, kw)} does not fit into {(H, B)}")
    P = X.new_zeros(N, C, H + 2 * ph, B + 2 * pw)
    P[:, :, ph : H + ph, pw : B + pw] = X
    plane, line = P.shape[2] * P.shape[3], P.shape[3]
    steps = (C * plane, plane, dh * line, dw, sh * line, sw)
    return P.as_strided((N, C, kh, kw, rows, columns), steps).reshape(N, C * kh * kw, rows * columns).clone()
