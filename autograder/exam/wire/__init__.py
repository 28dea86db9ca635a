"""What passes between examiner and candidate: `messages` frames it, `values` says what may pass, and `arrays` adds
NumPy's for subjects that have them.

`trusted` carries messages between processes of our own.
"""
