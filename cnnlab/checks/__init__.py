"""What a test cell calls: `expect` compares and complains, `explain` shows how a value comes about, `draws` makes fresh
inputs.
"""
