"""Importing this makes the process cooperative (eventlet). It comes before any other import."""

import warnings

with warnings.catch_warnings():
    # eventlet advises new projects against itself on import; nameko builds on it
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet

eventlet.monkey_patch()
