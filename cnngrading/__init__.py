"""What the grader has to know of tensors, layers, gradients and convolutions: the subject of this course.

`subject` names the parts, and imports none of them before it is asked: PyTorch takes seconds. `codec` (with `asking`,
`answering`, `tensors`, `layers`, `returning`) says what passes between a test cell and an answer, `sealed` is the guard
as candidates hold it, `probing` puts the public questions and says what is wrong, `figures` keeps the figures of
feedback pages alive, `warmup` makes PyTorch ready, `fingerprints/` holds what named wrong answers give.
"""

from cnngrading.subject import subject

__all__ = ["subject"]
