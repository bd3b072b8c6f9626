"""Groups of machines, as the pages need them: a part of fleet's client."""

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
"""Of the groups of a customer, as many are offered where one is chosen."""


class GroupsClient:
    """A group out of scope is NotFound. `customer_id` is named by staff; others have one."""

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
        asked = {"name": name, "machine_ids": list(machine_ids), "customer_id": customer_id}
        return self._rpc.command(CreateGroup, key=key, **asked)

    def rename_group(self, key: str, group_id: str, *, name: str) -> dict[str, Any]:
        return self._rpc.command(RenameGroup, key=key, group_id=group_id, name=name)

    def delete_group(self, key: str, group_id: str) -> dict[str, Any]:
        return self._rpc.command(DeleteGroup, key=key, group_id=group_id)

    def add_machines(
        self, key: str, group_id: str, *, machine_ids: Sequence[str] = (), from_group_id: str | None = None
    ) -> dict[str, Any]:
        asked = {"group_id": group_id, "machine_ids": list(machine_ids), "from_group_id": from_group_id}
        return self._rpc.command(AddMachinesToGroup, key=key, **asked)

    def remove_machines(self, key: str, group_id: str, *, machine_ids: Sequence[str]) -> dict[str, Any]:
        return self._rpc.command(RemoveMachinesFromGroup, key=key, group_id=group_id, machine_ids=list(machine_ids))
