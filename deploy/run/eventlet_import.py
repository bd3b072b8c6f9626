"""Imports eventlet, on which nameko depends, without its deprecation warning. Nothing is monkey-patched."""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

__all__ = ["eventlet"]
