"""Ordering: what can be ordered for which machine."""
