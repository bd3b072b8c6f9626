"""What runs a service: entrypoints for calls and events, the pipeline around an operation, background tasks."""

from services.chassis.runtime.operations import operation
from services.chassis.runtime.subscribers import subscriber

__all__ = ["operation", "subscriber"]
