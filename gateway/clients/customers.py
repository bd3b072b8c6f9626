"""Customers as the dealer keeps them, and as their own users read them: a part of identity's client."""

from typing import Any

from gateway.clients.line import Line
from services.chassis.bus import PendingCall
from services.identity.contracts import ChangeCustomer, CreateCustomer, CustomerStatus, FindCustomer, FindOwnCustomer

STATUSES = tuple(str(status) for status in CustomerStatus)


class CustomersClient:
    def __init__(self, line: Line) -> None:
        self._line = line

    def find_customer(self, customer_id: str) -> PendingCall:
        """Raises NotFound."""
        return self._line.ask(FindCustomer, customer_id=customer_id)

    def find_own_customer(self) -> PendingCall:
        return self._line.ask(FindOwnCustomer)

    def create_customer(self, key: str, **customer: Any) -> dict[str, Any]:
        """Raises CustomerNumberTaken."""
        return self._line.tell(CreateCustomer, key=key, **customer)

    def change_customer(self, key: str, customer_id: str, **customer: Any) -> dict[str, Any]:
        return self._line.tell(ChangeCustomer, key=key, customer_id=customer_id, **customer)
