"""Customers, for staff and for their own users (identity)."""

from typing import Any

from gateway.clients.rpc import RpcClient
from services.chassis.bus import PendingCall
from services.identity.contracts import ChangeCustomer, CreateCustomer, CustomerStatus, GetCustomer, GetOwnCustomer

STATUSES = tuple(str(status) for status in CustomerStatus)


class CustomersClient:
    def __init__(self, rpc: RpcClient) -> None:
        self._rpc = rpc

    def get_customer(self, customer_id: str) -> PendingCall:
        """Raises NotFound."""
        return self._rpc.query(GetCustomer, customer_id=customer_id)

    def get_own_customer(self) -> PendingCall:
        return self._rpc.query(GetOwnCustomer)

    def create_customer(self, key: str, **customer: Any) -> dict[str, Any]:
        """Raises CustomerNumberTaken."""
        return self._rpc.command(CreateCustomer, key=key, **customer)

    def change_customer(self, key: str, customer_id: str, **customer: Any) -> dict[str, Any]:
        return self._rpc.command(ChangeCustomer, key=key, customer_id=customer_id, **customer)
