"""Importing this makes the process cooperative (eventlet). It comes before any other import."""

from deploy.run.quiet import eventlet

eventlet.monkey_patch()
