"""Reliable events: outbox relay, inbox, dead letters and projections."""

from services.chassis.messaging.incoming_event import IncomingEvent, NotYet

__all__ = ["IncomingEvent", "NotYet"]
