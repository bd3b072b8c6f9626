"""Importing this imports eventlet without its advice to new projects; nameko builds on it. It changes nothing else."""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

__all__ = ["eventlet"]
