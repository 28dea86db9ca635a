"""One torch thread: tests fork, and a parent that ever ran a two-thread operation makes a two-thread child hang."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")
