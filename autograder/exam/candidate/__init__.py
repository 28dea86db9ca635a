"""The process that runs the student's code: `serving` answers the examiner, in a `shell`, with a sealed `guard` of its
own.
"""
