"""The filed request, for the tests of the aggregate."""

from tests.services.servicedesk.model.filed_request import machine, request_

__all__ = ["machine", "request_"]
