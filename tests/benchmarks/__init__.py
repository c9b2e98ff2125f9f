"""Measured against a peer or the machine's limit in the same run; nothing here asserts a time."""
