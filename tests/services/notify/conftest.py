"""The running installation, shared with the other services' tests."""

from contracts.fixtures import installation, pytest_generate_tests, right_time

__all__ = ["installation", "pytest_generate_tests", "right_time"]
