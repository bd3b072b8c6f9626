"""A line to the services, on behalf of the person whose request is being answered."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError

from services.chassis.bus import Client, PendingCall
from services.chassis.contract import Caller, Command, Invalid, Operation, Query
from services.chassis.contract.fields import problems

PAGE = 25
"""Rows of a list page."""


class RpcClient:
    """Each client speaks through one. `caller` tells who is asking at that moment."""

    def __init__(self, bus: Client, caller: Callable[[], Caller]) -> None:
        self.bus, self._caller = bus, caller

    @property
    def visitor(self) -> Caller:
        """For what is asked by a token alone."""
        return Caller.visitor()

    def query(self, query: type[Query], **request: Any) -> PendingCall:
        """Ask without waiting; `.answer()` waits. Left-out (None) parameters do not travel."""
        return self.bus.start(query, self._caller(), **_given(request))

    def command(self, command: type[Command], *, key: str = "", **request: Any) -> dict[str, Any]:
        """Have something done and wait for it: once for a key, however often it is told."""
        return self.bus.call(command, self._caller(), key=key, **_given(request))

    def query_service(self, service: str, query: type[Query], **request: Any) -> PendingCall:
        """Ask this service what every service can be asked."""
        return self.bus.start(query, self._caller(), service=service, **request)

    def command_service(self, service: str, command: type[Command], *, key: str, **request: Any) -> dict[str, Any]:
        """Likewise, what every service can be told."""
        return self.bus.call(command, self._caller(), key=key, service=service, **request)


def validated(operation: type[Operation], request: dict[str, Any]) -> dict[str, Any]:
    """The request as the service will read it. Raises Invalid just as the service would; nothing is sent."""
    try:
        operation.request.load(request)
    except ValidationError as error:
        raise Invalid(fields=problems(error.messages)) from None
    return request


def _given(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if value is not None}
