"""Binds operations to nameko services: `place_order = operation(PlaceOrder, commands.place_order)`."""

from typing import Any

from nameko.extensions import Entrypoint, SharedExtension

from services.chassis.bus import CallMessage, MessageConsumer
from services.chassis.contract import Operation, TooManyAttempts
from services.chassis.persistence.rate_limits import HourlyLimit
from services.chassis.runtime import wireformat
from services.chassis.runtime.background_tasks import BackgroundTasks
from services.chassis.runtime.pipeline import Handler, Pipeline, Prepare
from services.chassis.runtime.runtime import RuntimeExtension


class RpcServer(SharedExtension):  # type: ignore[misc]  # nameko has no types
    """Consumes the calls of a service and dispatches each to its entrypoint."""

    runtime_extension = RuntimeExtension()

    def __init__(self) -> None:
        self._entrypoints: dict[str, OperationEntrypoint] = {}
        self._consumer: MessageConsumer | None = None

    def register(self, entrypoint: "OperationEntrypoint") -> None:
        self._entrypoints[entrypoint.method_name] = entrypoint

    def start(self) -> None:
        runtime = self.runtime_extension.runtime
        self._consumer = runtime.transport.serve(runtime.service, self._on_message, self.container.max_workers)
        runtime.local_sender.handler = self._on_message
        runtime.health_checks["calls"] = lambda: self._consumer is not None and self._consumer.is_consuming

    def close(self) -> None:
        """Stop consuming; returns when all calls in flight are answered."""
        self.runtime_extension.runtime.local_sender.handler = None
        consumer, self._consumer = self._consumer, None
        if consumer:
            consumer.stop()

    stop = close

    def _on_message(self, message: CallMessage) -> None:
        entrypoint = self._entrypoints.get(message.operation)
        if entrypoint is None:
            message.answer(wireformat.unknown_operation(message.operation))
        else:
            entrypoint.handle(message)


class OperationEntrypoint(Entrypoint):  # type: ignore[misc]  # nameko has no types
    """nameko entrypoint of one operation: a worker runs the pipeline around its handler."""

    rpc_server = RpcServer()
    background_tasks = BackgroundTasks()
    runtime_extension = RuntimeExtension()

    def __init__(
        self, contract: type[Operation], handler: Handler, prepare: Prepare | None = None, per_hour: int | None = None
    ) -> None:
        super().__init__()
        self.contract, self.handler, self.prepare, self.per_hour = contract, handler, prepare, per_hour

    def setup(self) -> None:
        if self.method_name != self.contract.name:
            raise TypeError(f"{self.method_name} must be named {self.contract.name}")
        if self.per_hour and TooManyAttempts not in self.contract.errors:
            raise TypeError(f"{self.method_name} has a limit: its contract must declare TooManyAttempts")
        self.rpc_server.register(self)

    def start(self) -> None:
        runtime, name = self.runtime_extension.runtime, self.contract.name
        number = self.per_hour and runtime.settings.hourly_limits.get(name, self.per_hour)
        limit = HourlyLimit(name, number) if number else None
        self.pipeline = Pipeline(runtime, self.contract, self.handler, self.prepare, limit)

    def stop(self) -> None:
        self.rpc_server.close()

    def handle(self, message: CallMessage) -> None:
        def answer(_context: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            message.answer(result if exc_info is None else wireformat.error(self.pipeline.fault()))
            return result, exc_info

        self.container.spawn_worker(self, (self.pipeline, message), {}, handle_result=answer)


def operation(
    contract: type[Operation], handler: Handler, prepare: Prepare | None = None, per_hour: int | None = None
) -> Any:
    """A class attribute of a nameko service, named after the contract, that answers calls of this operation.

    `handler(uow, caller, **request)` runs within the transaction; the contract dumps what it returns: an aggregate, a
    row or a dict. `prepare(context, caller, request)` runs before the transaction; the dict it returns is added to the
    request. `per_hour`: how many calls of one person, of visitors from one network address, or of guests at one
    resource are accepted at once and per hour, unless MACHINEPARK_HOURLY_LIMITS sets another number; further ones raise
    TooManyAttempts.
    """

    def answer(_service: Any, pipeline: Pipeline, message: CallMessage) -> bytes:
        return pipeline.answer(message)

    return OperationEntrypoint.decorator(contract, handler, prepare, per_hour)(answer)


def hourly_limits_of(service_class: type) -> dict[str, int]:
    """The operations of a nameko class that have a limit per hour, with its default."""
    return {
        name: entrypoint.per_hour
        for name in dir(service_class)
        for entrypoint in getattr(getattr(service_class, name), "nameko_entrypoints", ())
        if isinstance(entrypoint, OperationEntrypoint) and entrypoint.per_hour
    }
