"""Machines, their supplies and meter readings (fleet)."""

from collections.abc import Sequence

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.fleet.contracts import (
    Condition,
    CountMachines,
    GetHiddenMachine,
    GetMachine,
    ListMachineFilters,
    ListMachines,
    ListMonthlyVolumes,
    ListReadings,
    MachineSort,
    Monitoring,
)

CONDITIONS = tuple(str(condition) for condition in Condition)
MONITORING = tuple(str(monitoring) for monitoring in Monitoring)
SORTS = tuple(str(sort) for sort in MachineSort)


class FleetClient:
    """Machines in the caller's scope. A machine out of scope raises MachineNotFound and is missing from lists."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def count_machines(self) -> PendingCall:
        return self._rpc.query(CountMachines)

    def list_machines(
        self,
        *,
        text: str = "",
        conditions: Sequence[str] = (),
        monitoring: str | None = None,
        site: str = "",
        model_id: str | None = None,
        group_id: str | None = None,
        customer_id: str | None = None,
        sort: str = "site",
        with_groups: bool | None = None,
        with_supplies: bool | None = None,
        after: str = "",
        before: str = "",
        limit: int = PAGE,
    ) -> PendingCall:
        """Rows contain groups and supplies unless `with_groups` or `with_supplies` is False."""
        return self._rpc.query(
            ListMachines,
            text=text,
            conditions=list(conditions),
            monitoring=monitoring,
            site=site,
            model_id=model_id,
            group_id=group_id,
            customer_id=customer_id,
            sort=sort,
            with_groups=with_groups,
            with_supplies=with_supplies,
            after=after,
            before=before,
            limit=limit,
        )

    def list_filters(self, *, customer_id: str | None = None) -> PendingCall:
        return self._rpc.query(ListMachineFilters, customer_id=customer_id)

    def get_machine(self, machine_id: str) -> PendingCall:
        return self._rpc.query(GetMachine, machine_id=machine_id)

    def find_hidden(self, number: str) -> PendingCall:
        """Whether this exact number belongs to a machine of the customer that is out of the caller's scope."""
        return self._rpc.query(GetHiddenMachine, number=number)

    def list_volumes(self, machine_id: str) -> PendingCall:
        return self._rpc.query(ListMonthlyVolumes, machine_id=machine_id)

    def list_readings(self, machine_id: str, *, after: str = "", before: str = "", limit: int = PAGE) -> PendingCall:
        return self._rpc.query(ListReadings, machine_id=machine_id, after=after, before=before, limit=limit)
