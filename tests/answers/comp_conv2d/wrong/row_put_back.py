# says: After squeeze() your function makes every flat result a row. A result of one column has to stay a column.
# fails: single
def comp_conv2d(layer, X):
    Y = layer(X.unsqueeze(0).unsqueeze(0)).squeeze()
    while Y.dim() < 2:
        Y = Y.unsqueeze(0)
    return Y
