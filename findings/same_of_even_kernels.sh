#!/usr/bin/env bash
# SciPy 1.17.1, NumPy 2.4.6, Python 3.11.
#
# For a kernel with an even number of entries, "same" means two things, one sample apart, in one library: SciPy's
# `signal.correlate2d` pads behind, `ndimage.correlate` and `numpy.correlate` pad in front. Nor is convolution with the
# turned kernel the correlation then: `signal.convolve2d` centres as `ndimage.correlate` does, `ndimage.convolve` as
# `signal.correlate2d`. Whoever takes one of them as the reference for another marks right answers wrong.
#
# Seen, of 1 2 3 4 5 6 and the kernel 10 1, turned for the convolutions:
#   signal.correlate2d  12 23 34 45 56 60
#   ndimage.convolve    12 23 34 45 56 60
#   signal.convolve2d    1 12 23 34 45 56
#   ndimage.correlate    1 12 23 34 45 56
#   numpy.correlate      1 12 23 34 45 56
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet scipy==1.17.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from scipy import ndimage, signal

row, kernel = np.arange(1.0, 7.0)[None], np.array([[10.0, 1.0]])
turned = kernel[:, ::-1]
BEHIND, IN_FRONT = [12, 23, 34, 45, 56, 60], [1, 12, 23, 34, 45, 56]
for name, result, seen in (
    ("signal.correlate2d", signal.correlate2d(row, kernel, mode="same"), BEHIND),
    ("ndimage.convolve", ndimage.convolve(row, turned, mode="constant"), BEHIND),
    ("signal.convolve2d", signal.convolve2d(row, turned, mode="same"), IN_FRONT),
    ("ndimage.correlate", ndimage.correlate(row, kernel, mode="constant"), IN_FRONT),
    ("numpy.correlate", np.correlate(row[0], kernel[0], mode="same"), IN_FRONT),
):
    print(f"{name:19}", *(f"{value:3g}" for value in np.ravel(result)))
    assert np.ravel(result).tolist() == seen, f"this changed: it was {seen}"
PYTHON
