"""Groups of machines (fleet)."""

from collections.abc import Sequence
from typing import Any

from gateway.clients.rpc import PAGE, RpcClient
from services.chassis.bus import PendingCall
from services.fleet.contracts import (
    AddMachinesToGroup,
    CreateGroup,
    DeleteGroup,
    GetGroup,
    ListGroups,
    RemoveMachinesFromGroup,
    RenameGroup,
)

ALL = 200
"""Maximum number of groups in a selection."""


class GroupsClient:
    """A group out of scope raises NotFound. `customer_id` is given by staff; for users it is their own customer."""

    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def list_groups(
        self, *, customer_id: str | None = None, text: str = "", after: str = "", before: str = "", limit: int = PAGE
    ) -> PendingCall:
        return self._rpc.query(ListGroups, customer_id=customer_id, text=text, after=after, before=before, limit=limit)

    def get_group(self, group_id: str) -> PendingCall:
        return self._rpc.query(GetGroup, group_id=group_id)

    def create_group(
        self, key: str, *, name: str, machine_ids: Sequence[str] = (), customer_id: str | None = None
    ) -> dict[str, Any]:
        """Raises GroupNameTaken."""
        group = {"name": name, "machine_ids": list(machine_ids), "customer_id": customer_id}
        return self._rpc.command(CreateGroup, key=key, **group)

    def rename_group(self, key: str, group_id: str, *, name: str) -> dict[str, Any]:
        return self._rpc.command(RenameGroup, key=key, group_id=group_id, name=name)

    def delete_group(self, key: str, group_id: str) -> dict[str, Any]:
        return self._rpc.command(DeleteGroup, key=key, group_id=group_id)

    def add_machines(
        self, key: str, group_id: str, *, machine_ids: Sequence[str] = (), from_group_id: str | None = None
    ) -> dict[str, Any]:
        machines = {"group_id": group_id, "machine_ids": list(machine_ids), "from_group_id": from_group_id}
        return self._rpc.command(AddMachinesToGroup, key=key, **machines)

    def remove_machines(self, key: str, group_id: str, *, machine_ids: Sequence[str]) -> dict[str, Any]:
        return self._rpc.command(RemoveMachinesFromGroup, key=key, group_id=group_id, machine_ids=list(machine_ids))
