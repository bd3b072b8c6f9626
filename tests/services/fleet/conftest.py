"""The running installation, shared with the other services' tests."""

from contracts.fixtures import installation, pytest_generate_tests, restore_clock

__all__ = ["installation", "pytest_generate_tests", "restore_clock"]
