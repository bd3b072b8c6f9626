"""The running house, shared with the other services' tests."""

from contracts.fixtures import house, right_time

__all__ = ["house", "right_time"]
