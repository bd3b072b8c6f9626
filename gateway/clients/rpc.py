"""Calls services on behalf of the person whose request is being handled."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError

from services.chassis.bus import Client, PendingCall
from services.chassis.contract import Caller, Command, Invalid, Operation, Query
from services.chassis.contract.fields import problems

PAGE = 25
"""Rows per page of a list."""


class RpcClient:
    """Used by all clients. `caller` is called for each call."""

    def __init__(self, bus: Client, caller: Callable[[], Caller]) -> None:
        self.bus, self._caller = bus, caller

    @property
    def visitor(self) -> Caller:
        """The caller of operations that are authorised by a token in the request."""
        return Caller.visitor()

    def query(self, query: type[Query], **request: Any) -> PendingCall:
        """Send a query; `answer()` of the result waits for the response. Parameters that are None are left out."""
        return self.bus.start(query, self._caller(), **_without_none(request))

    def command(self, command: type[Command], *, key: str = "", **request: Any) -> dict[str, Any]:
        """Execute a command and wait for its response. Repeated with the same `key`, it is executed once."""
        return self.bus.call(command, self._caller(), key=key, **_without_none(request))

    def query_service(self, service: str, query: type[Query], **request: Any) -> PendingCall:
        """Send a built-in query, which every service has, to this service."""
        return self.bus.start(query, self._caller(), service=service, **request)

    def command_service(self, service: str, command: type[Command], *, key: str, **request: Any) -> dict[str, Any]:
        """Execute a built-in command of this service."""
        return self.bus.call(command, self._caller(), key=key, service=service, **request)


def validated(operation: type[Operation], request: dict[str, Any]) -> dict[str, Any]:
    """Validate a request by the operation's schema without sending it. Raises Invalid as the service would."""
    try:
        operation.request.load(request)
    except ValidationError as error:
        raise Invalid(fields=problems(error.messages)) from None
    return request


def _without_none(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if value is not None}
