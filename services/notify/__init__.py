"""Notify: tells people what happened."""
