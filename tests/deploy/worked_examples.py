"""Checks a worked example of CONTRIBUTING.md.

`test_worked_examples.py` runs it in a copy of the repository with the example's diffs applied:
`python -m tests.deploy.worked_examples EXAMPLE FOLDER`, with FOLDER for the data. It ends with the tests of
`tests/gateway/test_texts.py`.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import deploy.run.monkeypatch  # noqa: F401  # must be the first import, as in service processes
from deploy.run.embedded import EmbeddedInstallation, embedded
from services.chassis.contract import Caller, ContractError, Kind, Operation
from services.chassis.contract.caller import GATEWAY
from services.chassis.settings import Settings
from services.fleet.contracts import GetMachine, UpsertMachine, UpsertModel
from services.identity.contracts import Right, StaffRight, UpsertCustomer
from services.notify.contracts import ListMails
from services.ordering.contracts import ConfirmOrder, PlaceOrder, ShipOrder, UpsertSupply
from tests.eventually import eventually

OPERATOR = Caller.operator(*StaffRight)
MODEL = {"manufacturer": "Konica Minolta", "name": "bizhub C250i"}
ADDRESS = {"name": "Hoofdkantoor", "street": "Voorbeeldkade 12", "postcode": "1000 AA", "city": "Amsterdam"}


def field_on_a_machine(installation: EmbeddedInstallation) -> None:
    machine_id = _machine(installation, _customer(installation), asset_tag="VD-0117")
    assert _call(installation, GetMachine, machine_id=machine_id)["asset_tag"] == "VD-0117"


def event_with_its_mail(installation: EmbeddedInstallation) -> None:
    customer_id = _customer(installation)
    _call(installation, UpsertModel, **MODEL, colour=True)
    machine_id = _machine(installation, customer_id)
    supply = {"sku": "TN-328K", "name": "Toner", "kind": "toner", "colour": "black", "fits": [MODEL]}
    eventually(lambda: _call(installation, UpsertSupply, **supply))
    orderer = Caller(
        kind=Kind.USER,
        person_id="01980000-0000-7000-8000-000000000002",
        customer_id=UUID(customer_id),
        rights=frozenset({Right.ORDER_SUPPLIES}),
        scope="all",
    )
    lines = [{"machine_id": machine_id, "sku": "TN-328K", "quantity": 2}]
    order = eventually(lambda: _call(installation, PlaceOrder, orderer, lines=lines, deliver_to=ADDRESS))
    number = {"reference_number": order["reference_number"]}
    _call(installation, ConfirmOrder, **number)
    parts = [{"line_id": order["lines"][0]["id"], "quantity": 1}]
    _call(installation, ShipOrder, **number, carrier="PostNL", parts=parts)
    eventually(lambda: "order_partly_shipped" in _mails(installation))


def _customer(installation: EmbeddedInstallation) -> str:
    return str(_call(installation, UpsertCustomer, customer_number="1048823", name="Van Dijk Logistiek B.V.")["id"])


def _machine(installation: EmbeddedInstallation, customer_id: str, **values: Any) -> str:
    """The id of a new machine, once fleet knows its customer."""
    values |= {"manufacturer": MODEL["manufacturer"], "model_name": MODEL["name"]}
    request = {"customer_number": "1048823", "equipment_number": "10042"} | values
    return str(eventually(lambda: _call(installation, UpsertMachine, **request))["id"])


def _mails(installation: EmbeddedInstallation) -> set[str]:
    return {row["template"] for row in _call(installation, ListMails)["rows"]}


def _call(
    installation: EmbeddedInstallation, operation: type[Operation], caller: Caller = OPERATOR, **request: Any
) -> dict[str, Any]:
    """Turns ContractError into AssertionError, so that `eventually` retries until the needed events have arrived."""
    # Users are accepted from the gateway only, the operator from the broker user `ops` (the default).
    client = installation.client() if caller is OPERATOR else installation.client(GATEWAY)
    try:
        return client.call(operation, caller, **request)
    except ContractError as error:
        raise AssertionError(f"{operation.name}: {error!r}") from error


EXAMPLES: dict[str, Callable[[EmbeddedInstallation], None]] = {
    "a field on a machine": field_on_a_machine,
    "an event with its mail": event_with_its_mail,
}

if __name__ == "__main__":
    import pytest

    with embedded(Settings(var=Path(sys.argv[2]), demo=True)) as running:
        EXAMPLES[sys.argv[1]](running)
    sys.exit(pytest.main(["-q", "--assert=plain", "-p", "no:cacheprovider", "tests/gateway/test_texts.py"]))
