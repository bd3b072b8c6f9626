"""The running installation, shared with the other services' tests."""

from contracts.fixtures import installation, right_time

__all__ = ["installation", "right_time"]
