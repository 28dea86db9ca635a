"""`from_scratch()`: inside the block, a library's own convolution or pooling is refused.

Two nets catch it, each where all ways to a library meet:

- `dispatcher`: PyTorch's dispatcher hands us each refused operator, however it was reached (`F.conv2d`, `nn.Conv2d`,
  `torch.conv2d`, a scripted function, inside another operator). It needs private names of PyTorch, all listed there;
  where one is missing, `modes` does the same by public means, more slowly.
- `hook`: a profile hook sees each Python and C call by the object that is called, so it also recognises an alias that
  was imported before the check (`from scipy.signal import correlate2d as c`).

`refused` lists what is refused, `scratch` puts the two together. A refusal that the student's code swallows
(`except Exception: pass`) costs nothing and gains nothing: both nets stay in place.

`memory` is no net: it makes what `torch.empty` gives the same in each run.
"""

from cnnlab.guard.memory import filled_memory, unwritten
from cnnlab.guard.refused import ShortcutError, is_fold, is_gradient, is_removal, is_start, refusing
from cnnlab.guard.scratch import allowed_here, delegate, from_scratch, is_delegated, is_from_scratch, paused

__all__ = [
    "ShortcutError",
    "allowed_here",
    "delegate",
    "filled_memory",
    "from_scratch",
    "is_delegated",
    "is_fold",
    "is_from_scratch",
    "is_gradient",
    "is_removal",
    "is_start",
    "paused",
    "refusing",
    "unwritten",
]
