"""Queries of the service desk: rows shaped for the caller and limited to the caller's scope."""

from services.servicedesk.queries import contact, requests

__all__ = ["contact", "requests"]
