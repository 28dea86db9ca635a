"""What a test cell calls.

`expect` compares a result with the right one, `explain` shows how a value comes about, `draws` makes fresh inputs.
"""
