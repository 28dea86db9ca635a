"""What passes between examiner and candidate: `messages` frames it, `values` and `tensors` say what may pass.

`trusted` carries messages between processes of our own.
"""
