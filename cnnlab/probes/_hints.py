"""Which hint of an exercise's ladder fits which concept: the one to open first when that concept fails.

1, 2 and 3 are the numbers in the notebook, 0 says that no hint is about it. A concept that is not listed begins with
Hint 1. `tests/unit/cnnlab/test_hints.py` holds the list against the notebooks.
"""

from __future__ import annotations

FITTING: dict[str, dict[str, int]] = {
    "BatchNorm2d": {"running": 2, "eval": 3, "parameters": 3},
    "Conv2D": {"forward": 2, "gradients": 3},
    "ResBlock": {"forward": 3, "training": 3},
    "agrees": {"ranks": 2, "constant": 3},
    "avg_pool_kernel": {"channels": 2, "convolution": 3},
    "blur_pool": {"filter": 2, "stride": 3},
    "capture": {"overwritten": 2, "graph": 2, "traces": 3},
    "choose_output_padding": {"padding": 2, "errors": 3},
    "col2im": {"windows": 2, "errors": 3},
    "comp_conv2d": {"single": 2, "unchanged": 0},
    "confusion": {"absent": 2},
    "conv2d_backward": {"images": 2, "bias": 3, "arguments": 3},
    "conv2d_batch": {"bias": 2, "windows": 2, "errors": 3},
    "conv2d_general": {"groups": 2, "together": 3, "errors": 3},
    "conv2d_im2col": {"bias": 2, "windows": 3},
    "conv2d_strict": {"rectangular": 2, "purity": 3},
    "conv2d_strict_by_input": {"rectangular": 3, "purity": 3},
    "conv_cost": {"multiplications": 2, "errors": 3},
    "conv_matrix": {"rectangular": 2, "errors": 3},
    "conv_output_size": {"stride": 2, "fits": 3},
    "corr2d": {"orientation": 2, "dtype": 3, "purity": 0, "errors": 3},
    "corr2d_general": {"padding": 3, "together": 2, "dtype": 3, "fits": 3},
    "corr2d_multi_in": {"errors": 3},
    "corr2d_multi_in_out": {"errors": 0},
    "corr2d_multi_in_out_1x1": {"layout": 2, "purity": 0, "errors": 3},
    "edge_map": {"diagonal": 2, "errors": 3},
    "equivariance_error": {"moves": 2, "stride": 3, "margin": 3},
    "evaluate": {"mode": 2, "batches": 1, "values": 3},
    "fgsm": {"normalised": 2, "traces": 3},
    "find_bugs": {"settings": 2, "values": 2},
    "first_checks": {"silent": 2, "learns": 3},
    "fit": {"order": 2, "history": 2, "mode": 3},
    "fold_batchnorm": {"unchanged": 3},
    "grad_cam": {"positive": 3, "pictures": 3, "traces": 2},
    "grad_check": {"floor": 2, "refuses": 3},
    "im2col": {"windows": 2, "errors": 3},
    "learn_kernel": {"losses": 3, "summed_loss": 2},
    "make_lenet": {"parameters": 2, "scores": 3},
    "max_pool_backward": {"overlaps": 2, "windows": 3},
    "measured_field": {"weights": 2, "unchanged": 3},
    "my_model": {"eighty": 2, "ninety": 2},
    "numeric_gradient": {"step": 2},
    "occlusion_map": {"overlaps": 2, "border": 3, "traces": 3},
    "pad2d": {"sides": 2, "axes": 2, "value": 2},
    "place_on_canvas": {"places": 2, "content": 3, "generator": 2},
    "pool2d": {"average": 3, "rectangular": 2, "dtype": 2, "arguments": 3},
    "pool2d_batch": {"padding": 2, "average": 2, "arguments": 3},
    "receptive_field": {"jump": 3, "centre": 2},
    "saliency": {"score": 3, "pictures": 2, "traces": 3},
    "same_padding": {"even": 2},
    "separable_ratio": {"exact": 3},
    "split": {"labels": 2, "rows": 3, "shuffled": 2},
    "trans_conv": {"overlap": 2, "rectangular": 3, "dtype": 3, "purity": 0},
    "trans_conv_batch": {"channels": 3, "padding": 2, "output_padding": 2, "errors": 0},
    "trans_conv_output_size": {"output_padding": 2},
}


def fitting_hint(exercise: str, concept: str) -> int:
    """The number of the hint to open first when this concept fails; 0 when none is about it."""
    return FITTING.get(exercise, {}).get(concept, 1)
