"""Client for operations. A call ends in a response, a declared error, `ServiceUnavailable` or `OutcomeUnknown`."""

import json
import time
import uuid
from typing import Any

from services.chassis import faultpoints, observability
from services.chassis.bus import headers, transaction_guard
from services.chassis.bus.transport import NoAnswer, NotDelivered, Reply, Sender
from services.chassis.contract import Caller, ContractError, Operation, OutcomeUnknown, ServiceUnavailable
from services.chassis.contract.serialization import to_json
from services.chassis.faultpoints import FaultPoint

RESTART_PATIENCE = 2.0
"""Seconds for which a returned call is resent: longer than a rolling restart of a service takes."""
PAUSE = 0.1
"""Seconds between two attempts."""


class Client:
    """Calls operations as one broker user. Thread-safe."""

    def __init__(self, transport: Sender, timeout: float = 5.0, patience: float = RESTART_PATIENCE) -> None:
        self._transport, self._timeout, self._patience = transport, timeout, patience

    def call(
        self,
        operation: type[Operation],
        caller: Caller,
        *,
        key: str = "",
        service: str = "",
        timeout: float = 0,
        **request: Any,
    ) -> dict[str, Any]:
        """Send a call and return the response as decoded JSON. Raises the operation's ContractErrors.

        `key` is the idempotency key of a Command: a repeated call with the same key and request returns the stored
        response. `timeout` is in seconds; 0 means the client's default.
        """
        return self.start(operation, caller, key=key, service=service, timeout=timeout, **request).answer()

    def start(
        self,
        operation: type[Operation],
        caller: Caller,
        *,
        key: str = "",
        service: str = "",
        timeout: float = 0,
        **request: Any,
    ) -> "PendingCall":
        """Send a call without waiting for the reply, so that independent calls run in parallel."""
        transaction_guard.refuse_within_transaction(f"call of {operation.name}")
        return PendingCall(
            self._transport,
            operation,
            service or operation.service,
            to_json({"args": [], "kwargs": request}).encode(),
            caller,
            key or (uuid.uuid4().hex if operation.writes else ""),
            timeout or self._timeout,
            self._patience,
        )


class PendingCall:
    """A call that has been sent. It is resent when it was not delivered, or once when no reply arrived."""

    def __init__(
        self,
        transport: Sender,
        operation: type[Operation],
        service: str,
        body: bytes,
        caller: Caller,
        key: str,
        timeout: float,
        patience: float,
    ) -> None:
        self._transport, self._operation, self._service, self._body = transport, operation, service, body
        self._caller, self._key, self._timeout = caller, key, timeout
        self._started_at, self._patience = time.monotonic(), patience
        self._reply: Reply | None = self._try()

    def _try(self) -> Reply | None:
        headers_ = headers.make(
            self._caller,
            deadline=time.time() + self._timeout,
            correlation_id=observability.correlation_id(),
            key=self._key,
            call_id=f"{self._service}.{self._operation.name}.{uuid.uuid4().hex}",
            client_address=observability.client_address(),
        )
        try:
            reply = self._transport.send(self._service, self._operation.name, self._body, headers_, self._timeout)
        except NotDelivered:
            return None
        faultpoints.hit(FaultPoint.CALL_SENT, self._operation.name)
        return reply

    def answer(self) -> dict[str, Any]:
        with observability.CALLS_IN_FLIGHT.labels(self._service).track_inprogress():
            return self._answer()

    def _answer(self) -> dict[str, Any]:
        maybe_executed = False
        while True:
            try:
                return self._result()
            except NotDelivered:
                if time.monotonic() - self._started_at > self._patience:
                    raise self._failure(maybe_executed) from None
                time.sleep(PAUSE)
            except NoAnswer:
                if maybe_executed or not self._operation.idempotent or self._was_slow():
                    raise self._failure(True) from None
                maybe_executed, self._started_at = True, time.monotonic()
            self._reply = self._try()

    def _was_slow(self) -> bool:
        """Whether a query has used up its timeout. It is not resent: a page with several would wait for each."""
        return not self._operation.writes and time.monotonic() - self._started_at >= self._timeout

    def _result(self) -> dict[str, Any]:
        if self._reply is None:
            raise NotDelivered
        reply = json.loads(self._reply.wait())
        faultpoints.hit(FaultPoint.RESPONSE_RECEIVED, self._operation.name)
        if reply.get("error"):
            raise ContractError.from_wire(reply["error"])
        return reply["result"] or {}

    def _failure(self, maybe_executed: bool) -> ContractError:
        if maybe_executed and self._operation.writes:
            return OutcomeUnknown(service=self._service, key=self._key)
        return ServiceUnavailable(service=self._service)
