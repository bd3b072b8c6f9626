"""Calls `eventlet.monkey_patch()` when imported, which must be before any other import."""

from deploy.run.eventlet_import import eventlet

eventlet.monkey_patch()
