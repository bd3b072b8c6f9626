"""Fleet, as the pages need it: machines, their counters and how they are doing."""

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
    """Machines within the caller's scope. What is out of it is MachineNotFound, or not in the list."""

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
        """Rows have their groups and supplies, unless it is said that they are not wanted."""
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
        """Whether exactly this number is that of a machine which is kept from the caller."""
        return self._rpc.query(GetHiddenMachine, number=number)

    def list_volumes(self, machine_id: str) -> PendingCall:
        return self._rpc.query(ListMonthlyVolumes, machine_id=machine_id)

    def list_readings(self, machine_id: str, *, after: str = "", before: str = "", limit: int = PAGE) -> PendingCall:
        return self._rpc.query(ListReadings, machine_id=machine_id, after=after, before=before, limit=limit)
