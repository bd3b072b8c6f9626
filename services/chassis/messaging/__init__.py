"""Reliable events: outbox relay, inbox, dead letters, and projections of what other services own."""

from services.chassis.messaging.incoming_event import IncomingEvent, NotYet

__all__ = ["IncomingEvent", "NotYet"]
