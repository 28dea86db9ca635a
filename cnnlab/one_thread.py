"""Importing this has PyTorch compute in one thread, as in grading; `torch.set_num_threads` has the last word.

The labs' images are tiny: threads take longer to wait for each other than to compute, on a busy machine thirty times as
long. Who sets OMP_NUM_THREADS has chosen, and nothing is changed.
"""

import os

import torch

if "OMP_NUM_THREADS" not in os.environ:
    torch.set_num_threads(1)
