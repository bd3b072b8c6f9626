"""Forms offer exactly the rights that open something."""

from collections.abc import Iterator

from deploy.run.services import SERVICES
from services.identity.contracts import OFFERED_RIGHTS, StaffRight


def rights_of_operations() -> Iterator[str]:
    """The rights that callers of operations need."""
    for service in SERVICES:
        for name in dir(service.calls):
            for entrypoint in getattr(getattr(service.calls, name), "nameko_entrypoints", ()):
                yield from (str(right) for right in entrypoint.contract.allowed.values() if right)


def test_forms_offer_exactly_the_rights_that_open_an_operation() -> None:
    operator_only = {"operate"}
    assert {*OFFERED_RIGHTS, *StaffRight} == set(rights_of_operations()) - operator_only
