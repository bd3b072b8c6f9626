"""Runs a service: nameko entrypoints for calls and events, the pipeline of an operation, background tasks."""

from services.chassis.runtime.operations import operation
from services.chassis.runtime.subscribers import subscriber

__all__ = ["operation", "subscriber"]
