"""Importing this makes the process cooperative (eventlet). It comes before any other import."""

from deploy.run.eventlet_import import eventlet

eventlet.monkey_patch()
