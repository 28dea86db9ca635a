"""Words for students that several parts use. Imports nothing."""

VALUES = "numbers or tensors"
