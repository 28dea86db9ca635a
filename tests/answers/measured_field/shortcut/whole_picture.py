# says: Your function does not look at the model: it returns the whole picture.
def measured_field(model, size):
    model.requires_grad_(False)
    return 0, 0, size[1] - 1, size[2] - 1
