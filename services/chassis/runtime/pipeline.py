"""The steps around every operation: authorise, validate, prepare, transaction, response, errors, log."""

import time
from collections.abc import Callable
from typing import Any, Concatenate

from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from services.chassis import faultpoints, observability
from services.chassis.bus import CallMessage, headers
from services.chassis.contract import (
    EVERYWHERE,
    Caller,
    Command,
    Conflict,
    ContractError,
    DeadlinePassed,
    ImpersonationReadOnly,
    InternalError,
    Invalid,
    Kind,
    NotAllowed,
    NotLoggedIn,
    Operation,
    OutcomeUnknown,
)
from services.chassis.contract.fields import problems
from services.chassis.contract.network_address import network_of
from services.chassis.faultpoints import FaultPoint
from services.chassis.persistence import erasures, outage
from services.chassis.persistence.idempotency import IdempotencyRecord
from services.chassis.persistence.rate_limits import Counted, HourlyLimit, subject_of
from services.chassis.persistence.unit_of_work import UnitOfWork
from services.chassis.runtime import security_events, wireformat
from services.chassis.runtime.prepare_context import PrepareContext
from services.chassis.runtime.runtime import Runtime

Handler = Callable[Concatenate[UnitOfWork, Caller, ...], Any]
Prepare = Callable[[PrepareContext, Caller, dict[str, Any]], dict[str, Any]]
log = observability.log()


class Pipeline:
    """Runs calls of one operation."""

    def __init__(
        self,
        runtime: Runtime,
        operation: type[Operation],
        handler: Handler,
        prepare: Prepare | None,
        limit: HourlyLimit | None = None,
    ) -> None:
        self._runtime, self._operation, self._handler, self._prepare = runtime, operation, handler, prepare
        self._limit = limit

    def answer(self, message: CallMessage) -> bytes:
        """The reply body of a call. Does not raise: an error becomes the reply."""
        started_at = time.perf_counter()
        observability.start_log_context(
            headers.text(message.headers, headers.CORRELATION), headers.text(message.headers, headers.CLIENT_ADDRESS)
        )
        caller, outcome, reply = Caller.visitor(), "ok", b""
        try:
            with self._runtime.workers:
                caller = self._caller(message)
                response = self._run(message, caller)
            reply = wireformat.result(response)
        except ContractError as error:
            reply, outcome = wireformat.error(self._declared_or_internal(error)), error.code
        except Exception as error:
            contract_error = outage.to_contract_error(self._runtime.service, error)
            if contract_error:
                log.warning("database unavailable or disk full", operation=self._operation.name, exc_info=error)
            reply, outcome = wireformat.error(contract_error or self.fault()), (contract_error or InternalError).code
        seconds = time.perf_counter() - started_at
        observability.OPERATIONS.labels(self._operation.service, self._operation.name, outcome).observe(seconds)
        log.info(
            "operation",
            operation=f"{self._runtime.service}.{self._operation.name}",
            caller=f"{caller.kind}:{caller.person_id}",
            customer=str(caller.customer_id or ""),
            outcome=outcome,
            ms=round(seconds * 1000, 1),
        )
        security_events.log(self._runtime.service, self._operation, caller, outcome)
        return reply

    def _caller(self, message: CallMessage) -> Caller:
        try:
            caller = headers.caller(message.headers)
        except ValueError:
            raise NotAllowed(sender=message.sender or "", kind="") from None
        self._runtime.claims.check(message.sender, caller)
        return caller

    def _run(self, message: CallMessage, caller: Caller) -> dict[str, Any]:
        faultpoints.hit(FaultPoint.CALL_RECEIVED, self._operation.name)
        self._check_deadline(message)
        self._authorise(caller)
        request = self._read(message)
        security_events.bind_subjects(self._operation, request)
        try:
            prepared = self._prepared(message, caller, request)
        except ContractError:
            if (response := self._finished_meanwhile(message, caller, request)) is not None:
                return response
            raise
        if not self._operation.writes:
            return self._query(caller, request | prepared)
        for is_retry in (False, True):
            try:
                response = self._command(message, caller, request, prepared)
                faultpoints.hit(FaultPoint.COMMAND_AFTER_COMMIT, self._operation.name)
                return response
            except (StaleDataError, DBAPIError) as error:
                collided = outage.is_collision(error)
                if is_retry and collided:
                    raise Conflict from error
                if is_retry or not (collided or outage.was_disconnected(error)):
                    raise
                log.warning("transaction retried", operation=self._operation.name, exc_info=error)
        raise AssertionError

    def _query(self, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        """Run a query; once more if the pooled connection turned out to be closed."""
        for is_retry in (False, True):
            try:
                with self._runtime.database.read() as session:
                    uow = UnitOfWork(session, self._runtime.service, self._runtime.clock, writes=False)
                    return self._response(self._handler(uow, caller, **request))
            except DBAPIError as error:
                if is_retry or not outage.was_disconnected(error):
                    raise
        raise AssertionError

    def _prepared(self, message: CallMessage, caller: Caller, request: dict[str, Any]) -> dict[str, Any]:
        """Count the call, if it is limited and a person calls, and return the result of `prepare`. Both are skipped if
        the command was executed before and its stored response is returned."""
        limited = self._limited(message, caller)
        if self._prepare is None and not limited:
            return {}
        with self._runtime.database.read() as session:
            record = self._idempotency_record(session, message, caller, request)
            if record and record.exists():
                return {}
        context = PrepareContext(self._runtime, caller, headers.deadline(message.headers))
        if limited:
            context.count_attempt(limited)
        prepared = self._prepare(context, caller, request) if self._prepare else {}
        faultpoints.hit(FaultPoint.COMMAND_PREPARED, self._operation.name)
        return prepared

    def _limited(self, message: CallMessage, caller: Caller) -> Counted:
        """What a call is counted under, if it is limited: its person, the network address of a visitor, or the resource
        of a guest's pass. Programs are not limited."""
        counted: tuple[str, ...] = (caller.person_id,) if caller.user_id else ()
        if caller.kind is Kind.VISITOR:
            counted = ("network address", network_of(headers.text(message.headers, headers.CLIENT_ADDRESS)))
        elif caller.kind is Kind.GUEST:
            counted = ("resource", str(caller.resource_id))
        return [(self._limit, subject_of(self._limit, *counted))] if self._limit and counted else []

    def _finished_meanwhile(
        self, message: CallMessage, caller: Caller, request: dict[str, Any]
    ) -> dict[str, Any] | None:
        """The response of the same command, sent at the same time, whose effect made `prepare` refuse this one."""
        with self._runtime.database.read() as session:
            record = self._idempotency_record(session, message, caller, request)
            return record.finished_response() if record else None

    def _idempotency_record(
        self, session: Session, message: CallMessage, caller: Caller, request: dict[str, Any]
    ) -> IdempotencyRecord | None:
        command = self._operation
        if not (issubclass(command, Command) and command.idempotent and (key := headers.key(message.headers))):
            return None
        return IdempotencyRecord(session, caller, command, key, request, self._runtime.clock.now())

    def _command(
        self, message: CallMessage, caller: Caller, request: dict[str, Any], prepared: dict[str, Any]
    ) -> dict[str, Any]:
        committing = False
        try:
            with self._runtime.database.write(self._operation.name) as session:
                record = self._idempotency_record(session, message, caller, request)
                if record and (stored := record.stored_response()) is not None:
                    return stored
                erasures.expect_not_erased(session, caller.user_id)
                uow = UnitOfWork(session, self._runtime.service, self._runtime.clock)
                result = self._handler(uow, caller, **request | prepared)
                uow.flush_events()
                response = self._response(result)
                if record:
                    record.store_response(response)
                faultpoints.hit(FaultPoint.COMMAND_BEFORE_COMMIT, self._operation.name)
                self._check_deadline(message)
                committing = True
            return response
        except DBAPIError as error:
            if committing and outage.is_lost(error):  # the commit may have arrived
                key = headers.text(message.headers, headers.KEY)
                raise OutcomeUnknown(service=self._runtime.service, key=key) from error
            raise

    def _check_deadline(self, message: CallMessage) -> None:
        if headers.is_late(message.headers):
            raise DeadlinePassed

    def _authorise(self, caller: Caller) -> None:
        allowed = self._operation.allowed
        if caller.kind not in allowed:
            raise NotLoggedIn if caller.kind is Kind.VISITOR else NotAllowed(kind=str(caller.kind))
        if not caller.has_right(allowed[caller.kind]):
            raise NotAllowed(right=str(allowed[caller.kind]))
        if caller.impersonated_by and self._operation.writes:
            raise ImpersonationReadOnly

    def _read(self, message: CallMessage) -> dict[str, Any]:
        try:
            return dict(self._operation.request.load(wireformat.arguments(message.body)))
        except ValidationError as error:
            raise Invalid(fields=problems(error.messages)) from None

    def _response(self, result: Any) -> dict[str, Any]:
        response = self._operation.response.dump({} if result is None else result)
        if self._runtime.settings.check_responses:
            self._operation.response.load(response)
        return dict(response)

    def _declared_or_internal(self, error: ContractError) -> ContractError:
        if isinstance(error, (*self._operation.errors, *EVERYWHERE)):
            return error
        log.error("undeclared error", operation=self._operation.name, code=error.code)
        return InternalError(correlation_id=observability.correlation_id())

    def fault(self) -> ContractError:
        """Log the current exception; returns the InternalError for the caller."""
        log.exception("fault", operation=self._operation.name)
        return InternalError(correlation_id=observability.correlation_id())
