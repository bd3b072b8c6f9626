"""Commands of the service desk: one function per use case, one transaction each."""

from services.servicedesk.commands import contact, requests

__all__ = ["contact", "requests"]
